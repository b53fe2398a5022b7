// How long a user waits: from call() to the INVITE on the wire, and to `confirmed`. The browser
// tests print it, the benchmark puts it in its table.

import { Lab } from './lab.mjs';
import { audioVideo } from './phone.mjs';

/**
 * Times in ms of `calls` calls one after another: [{invite, confirmed}]. The callee answers by
 * itself.
 */
export async function timeCalls(caller, callee, calls) {
  const times = [];
  await callee.do('autoAnswer', { mediaConstraints: audioVideo });
  try {
    for (let made = 0; made < calls; made += 1) {
      await Promise.all([caller.mark(), callee.mark()]);
      const outgoing = await caller.call(callee.uri);
      await outgoing.expect('confirmed');
      times.push(await outgoing.timing());
      const incoming = await callee.incoming();
      await incoming.expect('confirmed');
      await outgoing.hangUp();
      await incoming.expect('ended');
    }
  } finally {
    await callee.do('autoAnswer', false);
  }
  return times;
}

/**
 * In a lab of its own, every kind of caller against the same JsSIP callee: {kind: {invite,
 * confirmed}}, medians in ms.
 */
export async function measureCallSetup({ kinds = ['ringline', 'jssip'], calls = 9 } = {}) {
  const lab = await Lab.open({ kinds: [...new Set([...kinds, 'jssip'])] });
  try {
    const callee = await lab.phone('jssip', 1);
    const result = {};
    for (const kind of kinds) {
      const caller = await lab.phone(kind);
      // The first call of a page also starts its camera and microphone.
      await timeCalls(caller, callee, 1);
      result[kind] = medians(await timeCalls(caller, callee, calls));
    }
    return result;
  } finally {
    await lab.close();
  }
}

export function medians(times) {
  const median = (name) =>
    times.map((time) => time[name]).sort((a, b) => a - b)[Math.floor(times.length / 2)];
  return { invite: median('invite'), confirmed: median('confirmed') };
}
