// What Firefox tells of a call, and what it makes of limits.

import assert from 'node:assert/strict';

import { packageScenario } from '../browser/scenario.mjs';
import { until } from '../lab/condition.mjs';
import { domain, passwordOf } from '../lab/kamailio.mjs';

const media = { audio: true, video: { width: 640, height: 480, frameRate: 30 } };

/** Erin calls Frank with sound and picture; each end runs functions of page/quality_page.js. */
function qualityScenario(name, run) {
  packageScenario(name, async ({ lab }) => {
    const open = async (user) => {
      const page = await lab.contextOf(user).newPage();
      lab.wire.tap(page, user);
      await page.goto(`${lab.url}/ringline_quality.html`);
      const account = { user: `sip:${user}@${domain}`, password: passwordOf(user) };
      const phone = { server: lab.kamailio.url, ...account, quality: { interval: 500 } };
      const end = {
        page,
        do: (method, ...args) =>
          page.evaluate(([method, args]) => window.quality[method](...args), [method, args]),
      };
      await end.do('start', phone, media);
      return end;
    };
    const [erin, frank] = await Promise.all([open('erin'), open('frank')]);
    try {
      await run({ erin, frank });
    } finally {
      await Promise.all([erin, frank].map((end) => end.do('stop')));
      await Promise.all([erin, frank].map(({ page }) => page.close()));
    }
  });
}

/** The newest measurement that `fits`. */
async function measured(end, what, fits) {
  return until(what, async () => (await end.do('take'))[0]?.findLast(fits), {
    ...{ ms: 20_000, every: 250 },
  });
}

const flowsOf = ({ audio, video }) =>
  [audio, video].flatMap(({ send, receive }) => [send, receive]);

/** What is lost of that which is sent is told by the other end's reports, a few seconds after the first packet. */
const isWhole = (quality) =>
  flowsOf(quality).every(({ bitrate, loss, jitter }) => bitrate > 0 && loss >= 0 && jitter >= 0);

qualityScenario('all of the quality of a call is known', async ({ erin, frank }) => {
  await erin.do('call', 'frank', media);
  for (const end of [erin, frank]) {
    const quality = await measured(end, 'a whole measurement', isWhole);
    const { mos, roundTripTime, uplink, downlink, video } = quality;
    assert.ok(mos >= 1 && mos <= 4.5, `${mos}`);
    assert.ok(roundTripTime >= 0, `${roundTripTime}`);
    for (const link of [uplink, downlink]) {
      assert.ok(link.level >= 1 && link.level <= 6 && link.loss >= 0, JSON.stringify(link));
    }
    for (const { width, height, framesPerSecond } of Object.values(video))
      assert.ok(width > 0 && height > 0 && framesPerSecond > 0, JSON.stringify(video));
  }
});

qualityScenario('less is sent when it is told to', async ({ erin, frank }) => {
  await erin.do('call', 'frank', media);
  const receives = (what, fits) => measured(frank, what, ({ video: { receive } }) => fits(receive));
  await receives('a large picture', ({ width }) => width === 640);
  await erin.do('limit', { video: { scaleResolutionDownBy: 2, maxFramerate: 5 } });
  await receives('a small picture, now and then', ({ width, framesPerSecond }) => {
    return width === 320 && framesPerSecond > 2 && framesPerSecond < 8;
  });
  await erin.do('limit', { video: { scaleResolutionDownBy: null, maxFramerate: null } });
  await receives('the large picture again', ({ width, framesPerSecond }) => {
    return width === 640 && framesPerSecond > 10;
  });
});
