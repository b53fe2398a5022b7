// One scenario with JsSIP and with ours at the same Kamailio and the same SIPp: the events and their
// fields, what was sent, with every header, and what was received are the same.

import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, test } from 'node:test';

import * as ours from '../../js/jssip/jssip.js';
import { peer } from '../js/jssip/peer.js';
import { install } from '../js/jssip/trace/browser.js';
import { Kamailio, domain } from '../lab/kamailio.mjs';
import { startSipp } from '../lab/sipp.mjs';
import { LabPhone } from './lab_phone.mjs';
import { describe } from './description.mjs';
import { joinIsKnown } from './differences.mjs';

install();

let kamailio;
before(async () => (kamailio = await Kamailio.start()));
after(() => kamailio?.stop());

export const sippUri = `sip:sipp@${domain}`;

/**
 * `run` is given the phone and a function that starts SIPp with a scenario. `expect` makes of JsSIP's
 * trace what ours shall be: what differs on purpose, said beside the scenario, but for what differs in all.
 */
export function compare(name, run, { configuration, expect = (trace) => trace } = {}) {
  test(name, { timeout: 30_000 }, async () => {
    const theirs = joinIsKnown(expect(await trace(peer, 'alice', run, configuration)));
    const found = await trace(ours, 'bob', run, configuration);
    for (const what of ['events', 'sent', 'received']) {
      assert.equal(found[what].join('\n'), theirs[what].join('\n'), what);
    }
  });
}

async function trace(library, user, run, configuration) {
  const phone = new LabPhone(library, kamailio, user, configuration);
  const parties = [];
  const sipp = async (scenario) => {
    parties.push(await startSipp(kamailio, scenario, user));
  };
  try {
    await run(phone, sipp);
    for (const party of parties) await party.finished();
    return describe(phone);
  } catch (error) {
    report(phone, parties);
    throw error;
  } finally {
    await phone.leave();
    for (const party of parties) await party.stop();
  }
}

function report({ events, frames, user }, parties) {
  const wire = frames.map(({ sent, summary }) => `  ${sent ? '>' : '<'} ${summary}`);
  const logs = [
    ...parties.map(({ messages, errors }) => messages + errors),
    kamailio.log.split('\n').slice(-12),
  ];
  process.stderr.write([`──── ${user}`, ...events, ...wire, ...logs.flat(), '────\n'].join('\n'));
}
