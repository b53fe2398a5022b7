// What arrives and cannot be used, and a network that does not carry what is sent.

import assert from 'node:assert/strict';

import { until } from '../../lab/condition.mjs';

export async function assertPoorMedia({ line, near, far }) {
  const callee = await far.open('quality', 'frank');
  const caller = await near.open('quality', 'erin');
  const quality = { interval: 500, detectBlackVideo: true, limitSending: true };
  for (const [page, media] of [
    [callee, { audio: true }],
    [caller, {}],
  ]) {
    await page.evaluate(
      ({ quality, media }) => window.quality.start({ ...window.account, quality }, media),
      { quality, media },
    );
  }
  const port = await caller.evaluate(() => window.quality.callWithPicture('frank'));
  const paint = (picture) => caller.evaluate((to) => window.quality.paint(to), picture);
  const sound = (isHeard) => caller.evaluate((to) => window.quality.sound(to), isHeard);

  await Promise.all([
    untilWarned(callee, 'blackVideo', true),
    untilWarned(caller, 'silentMicrophone', true),
  ]);
  await paint('moving');
  await sound(true);
  await Promise.all([
    untilWarned(callee, 'blackVideo', false),
    untilWarned(caller, 'silentMicrophone', false),
  ]);
  await paint('still');
  await untilWarned(callee, 'frozenVideo', true);
  await paint('moving');
  await untilWarned(callee, 'frozenVideo', false);

  // What an application allows is never exceeded, and what the network carries neither.
  const allowed = () => caller.evaluate(() => window.quality.maxBitrate());
  await caller.evaluate(() => window.quality.limit({ video: { maxBitrate: 600_000 } }));
  assert.equal(await allowed(), 600_000);
  await line.set(port, { toFar: { loss: 0.4 } });
  const less = await until(
    'less to be sent',
    async () => {
      const bitrate = await allowed();
      return bitrate < 600_000 && bitrate;
    },
    { ms: 30_000 },
  );
  assert.ok(less >= 100_000, `${less} bit/s`);
  await line.set(port, {});
  await until('all to be sent again', async () => (await allowed()) === 600_000, { ms: 40_000 });
}

/** The newest word on it is that. */
async function untilWarned(page, name, raised) {
  const newest = async () => {
    const [warnings] = await page.evaluate(() => window.quality.warnings());
    return warnings.findLast((warning) => warning.name === name)?.raised === raised;
  };
  await until(`${name} to be ${raised ? 'raised' : 'cleared'}`, newest, { ms: 30_000 });
}
