// Two ends of one call of CRTC's that were told differently what a good call is.

import assert from 'node:assert/strict';

import { until } from '../../lab/condition.mjs';

const kRoundTrip = 250;
// The most that level 3 bears: by the usual bounds the call would be level 4 or worse at both ends.
const kUsual = 200;
const kEasy = bounds({ loss: 100, RTT: 60_000 });
const kStrict = bounds({ loss: 100, RTT: kRoundTrip / 2 });

export async function assertOwnBounds({ line, near, far }) {
  const callee = await far.open('crtc', 'alice');
  const caller = await near.open('crtc', 'bob');
  await callee.evaluate(async (network_quality_levels) => {
    window.ua = await crtc.agent({ ...crtc.accountOf(account), network_quality_levels });
    window.standing = crtc.answering(ua, { media: { audio: true } });
  }, kStrict);
  await caller.evaluate(async (network_quality_levels) => {
    window.ua = await crtc.agent({ ...crtc.accountOf(account), network_quality_levels });
    window.standing = crtc.calling(ua, 'alice', { media: { audio: true } });
  }, kEasy);
  for (const page of [caller, callee]) {
    await page.evaluate(async () => {
      await standing.expect('confirmed');
      window.newest = crtc.newestOf(ua, standing.session);
    });
  }
  const port = await caller.evaluate(() => crtc.portOf(standing.session.connection));
  const half = { delay: kRoundTrip / 2 };
  await line.set(port, { toFar: half, toNear: half });
  await Promise.all([assertLevel(caller, 1, kEasy), assertLevel(callee, 6, kStrict)]);
  await caller.evaluate(() => standing.session.terminate());
}

/** What user agent, session, getStats and the function say, when they speak of the slow wire. */
async function assertLevel(page, level, levels) {
  const told = await until(
    'the round trip of the wire, told by all',
    () =>
      page.evaluate((most) => {
        const { ofAgent, ofSession, ofStats } = newest;
        const all = [ofAgent, ofSession, ofStats];
        return all.every((quality) => quality?.RTT > most) && all;
      }, kUsual),
    { ms: 30_000 },
  );
  for (const { uplinkNetworkQuality, downlinkNetworkQuality } of told) {
    const both = [uplinkNetworkQuality, downlinkNetworkQuality];
    assert.deepEqual(both, [level, level], JSON.stringify(told));
  }
  const { RTT, uplinkLoss } = told[0];
  const [ours, usual] = await page.evaluate(
    ([loss, rtt, levels]) => {
      const { getNetworkQuality } = crtc.CRTC.Utils;
      return [getNetworkQuality(loss, rtt, levels), getNetworkQuality(loss, rtt)];
    },
    [uplinkLoss, RTT, levels],
  );
  assert.equal(ours, level);
  assert.ok(usual >= 4, `level ${usual} for ${RTT} ms`);
}

function bounds(most) {
  return { 1: most, 2: most, 3: most, 4: most, 5: most };
}
