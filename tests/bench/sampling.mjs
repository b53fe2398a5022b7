// How everything is measured: each contestant in turn, round after round, so that whatever else the
// machine does hits all alike; of the rounds the median, and how far the middle half of them lies apart.
// Runs in Node and in pages.

/**
 * Seconds spent. In Node the processor time of the process, with what its garbage collector and its
 * compilers do beside us, since the clock on the wall counts other people's programs too; in a page
 * there is only the clock.
 */
export function seconds() {
  const node = globalThis.process;
  if (!node?.cpuUsage) return performance.now() / 1000;
  const { user, system } = node.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Rounds of `measure(contestant)`: {name: [number, …]}. Every round begins with another contestant, for
 * the one that comes after the heaviest would always pay for its garbage.
 */
export async function interleave(contestants, rounds, measure) {
  const names = Object.keys(contestants);
  const figures = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; ++round) {
    for (let i = 0; i < names.length; ++i) {
      const name = names[(i + round) % names.length];
      figures[name].push(await measure(contestants[name], name));
    }
  }
  return figures;
}

export function median(figures) {
  return quantile(figures, 0.5);
}

/** Half the distance of the quartiles, as a part of the median. */
export function spread(figures) {
  return (quantile(figures, 0.75) - quantile(figures, 0.25)) / 2 / median(figures);
}

function quantile(figures, part) {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}
