// Calls between two Chromium on two hosts with a bad wire between them: each call's packets are delayed, lost or cut as its
// test says. What an application is told of it, and what is done. The table has the machine to itself, as it is
// measured; the rest is at once, since most of it is waiting.

import { after, before, describe, it } from 'node:test';

import { launchBrowser } from '../lab/browser.mjs';
import { FaultyLine, nearAddress } from '../lab/faulty_line.mjs';
import { forward } from '../lab/forward.mjs';
import { domain, passwordOf } from '../lab/kamailio.mjs';
import { assertLevels } from './quality/levels.mjs';
import { assertLostPath } from './quality/lost_path.mjs';
import { assertOwnBounds } from './quality/own_bounds.mjs';
import { assertPoorMedia } from './quality/poor_media.mjs';
import { haveRingline, labOf } from './scenario.mjs';

const skip = haveRingline
  ? FaultyLine.obstacle
    ? `no wire with faults: ${FaultyLine.obstacle}`
    : false
  : 'ENDS names no ringline end, so the package is not in the pages';
const timeout = 120_000;

describe('ringline: a bad wire', { skip }, () => {
  const closers = [];
  let ends;
  before(async () => (ends = await openEnds((close) => closers.push(close))));
  after(async () => {
    for (const close of closers.reverse()) await close();
  });

  it('delays and losses have the documented levels, each direction its own', { timeout }, () =>
    assertLevels(ends),
  );
  describe('at once', { concurrency: true }, () => {
    it('black and frozen pictures, a dead microphone and congestion', { timeout }, () =>
      assertPoorMedia(ends),
    );
    it('CRTC: two ends of a call with bounds of their own', { timeout }, () =>
      assertOwnBounds(ends),
    );
    it('CRTC: a path that is lost, one that never was, and a lost server', { timeout }, () =>
      assertLostPath(ends),
    );
  });
});

/** {line, near, far}: either end opens pages of `ringline_…html` that know their `account`. */
async function openEnds(onClose) {
  const lab = labOf();
  const line = await FaultyLine.open();
  onClose(() => line.close());
  // Signalling and pages go over the same wire, which leaves TCP alone.
  const ports = [Number(new URL(lab.url).port), lab.kamailio.wsPort];
  const [pages, sip] = await Promise.all(ports.map((port) => forward(nearAddress, port)));
  onClose(() => pages.close());
  onClose(() => sip.close());
  const origin = `http://${nearAddress}:${pages.port}`;
  const distant = await launchBrowser({ host: line.far, origin });
  onClose(() => distant.browser.close());

  const end = (context, url) => ({
    async open(name, user, server = `ws://${nearAddress}:${sip.port}`) {
      const page = await context.newPage();
      onClose(() => page.close());
      lab.wire.tap(page, user);
      await page.goto(`${url}/ringline_${name}.html`);
      await page.waitForFunction((name) => window[name] !== undefined, name);
      const account = { server, user: `sip:${user}@${domain}`, password: passwordOf(user) };
      await page.evaluate((account) => void (window.account = account), account);
      return page;
    },
  });
  return { lab, line, near: end(lab.context, lab.url), far: end(distant.context, origin) };
}
