// Waiting for something to be so, instead of for time to pass.

/**
 * Asks `probe` until it gives something truthy and resolves with that; rejects, saying what, after
 * `ms`.
 */
export async function until(what, probe, { ms = 8000, every = 25 } = {}) {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`Waited ${ms} ms in vain for ${what}`);
    await pause(every);
  }
}

/** Resolves with the first reading that a second one, `window` ms later, equals. */
export async function settled(what, read, { window = 500, ms = 6000 } = {}) {
  let last = await read();
  return until(
    `${what} to stand still`,
    async () => {
      await pause(window);
      const next = await read();
      const same = JSON.stringify(next) === JSON.stringify(last);
      last = next;
      return same ? { reading: next } : undefined;
    },
    { ms, every: 0 },
  ).then(({ reading }) => reading);
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
