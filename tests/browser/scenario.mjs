// A browser test: phones that are registered and idle when it begins, idle again when it ends, and
// a SIP ladder on the terminal when it fails. One lab serves all test files of a process.

import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, describe, it } from 'node:test';

import { Lab, browsers, ends, kinds } from '../lab/lab.mjs';

export { ends, kinds };
export const haveRingline = kinds.includes('ringline');

// Firefox takes seconds to start and one to open a window, and a busy machine as long with Chromium.
const timeout = 120_000;

let lab;
before(async () => (lab = await Lab.open({ kinds })));
after(() => lab?.close());

/** The lab itself, for tests that bring their own pages. */
export const labOf = () => lab;

/**
 * One describe() for every pair of ends; `define` is given a scenario function whose tests get
 * {caller, callee}.
 */
export function forEachPair(title, define) {
  for (const pair of ends) {
    describe(`${pair.name}: ${title}`, () => {
      define((name, run) =>
        scenario(name, run, async () => ({
          caller: await lab.phone(pair.caller),
          callee: await lab.phone(pair.callee, pair.callee === pair.caller ? 1 : 0),
        })));
    });
  }
}

/**
 * One describe() for every kind of phone under test; its tests get {phone}. JsSIP alone only when
 * we are not there.
 */
export function forEachSubject(title, define) {
  for (const kind of haveRingline ? ['ringline'] : ['jssip']) {
    describe(`${kind}: ${title}`, () => {
      define((name, run) => scenario(name, run, async () => ({ phone: await lab.phone(kind) })));
    });
  }
}

/**
 * A test with an empty page of its own, {page}; skipped, with the reason, when our package is not
 * under test, or the browser is in `lacking`: { firefox: 'it has no …' }.
 */
export function packageScenario(name, run, lacking = {}) {
  const skip = haveRingline
    ? (browsers.map((browser) => lacking[browser]).find(Boolean) ?? false)
    : 'ENDS names no ringline end, so the package is not in the pages';
  it(name, { skip, timeout }, async () => {
    const page = await lab.context.newPage();
    const from = lab.wire.length;
    lab.wire.tap(page, 'page');
    try {
      await run({ lab, page });
    } catch (error) {
      await report(name, error, from, []);
      throw error;
    } finally {
      await page.close();
    }
  });
}

function scenario(name, run, openPhones) {
  it(name, { timeout }, async () => {
    const phones = await openPhones();
    const all = Object.values(phones);
    const from = lab.wire.length;
    await Promise.all(all.map((phone) => phone.begin()));
    try {
      await run({ lab, from, ...phones });
      for (const phone of all) await assertNoPageError(phone);
    } catch (error) {
      await report(name, error, from, all);
      throw error;
    } finally {
      await Promise.all(all.map((phone) => phone.tidy()));
    }
  });
}

async function assertNoPageError(phone) {
  const errors = (await phone.story()).filter(({ scope }) => scope === 'page');
  assert.deepEqual(errors, [], `uncaught errors in the page of ${phone}`);
}

async function report(name, error, from, phones) {
  const parts = [`\n──── ${name}: ${error.message}`, lab.wire.ladder(from)];
  for (const phone of phones) {
    const story = (await phone.story()).map(
      ({ at, scope, event, keys: _, index: __, ...rest }) =>
        `  ${Math.round(at)} ${scope} ${event} ${JSON.stringify(rest)}`,
    );
    parts.push(`${phone}:`, ...story);
  }
  parts.push('Kamailio:', ...lab.kamailio.log.split('\n').slice(-12), '────\n');
  process.stderr.write(parts.join('\n'));
}
