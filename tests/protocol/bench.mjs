// Our own phone in Node, with a peer connection that agrees to everything, at Kamailio; at the other
// end SIPp, over UDP, with a scenario. SIPp fails a message that is not the one it waits for.

import assert from 'node:assert/strict';
import process from 'node:process';
import { after, before, test } from 'node:test';

import { WebSocket } from 'ws';

import { Phone } from '../../js/index.js';
import { install } from '../js/jssip/trace/browser.js';
import { until } from '../lab/condition.mjs';
import { Kamailio, domain, passwordOf } from '../lab/kamailio.mjs';
import { startSipp } from '../lab/sipp.mjs';
import { Frame } from '../lab/wire.mjs';

install();
Object.assign(globalThis, { WebSocket });

let kamailio;
before(async () => (kamailio = await Kamailio.start()));
after(() => kamailio?.stop());

export const sippUri = `sip:sipp@${domain}`;

/** The method of a request; of a response, its status and method: "200 INVITE". */
const kindOf = ({ method, status, cseq }) => method ?? `${status} ${cseq.split(' ')[1]}`;

class Line {
  frames = [];

  constructor(options) {
    this.phone = new Phone({
      server: kamailio.url,
      user: `sip:alice@${domain}`,
      password: passwordOf('alice'),
      ...options,
    });
    this.phone.on('trace', ({ direction, text }) =>
      this.frames.push(new Frame('', direction === 'out', text)),
    );
    this.phone.on('incoming', (call) => (this.call = call));
  }

  /** The messages of that kind so far, ours or theirs: "PRACK", "200 INVITE". */
  all(what) {
    return this.frames.filter((frame) => frame.text.trim() && kindOf(frame) === what);
  }

  /** Resolves with the message of that kind, the `times`th. */
  async seen(what, times = 1) {
    await until(`${what} to be seen`, () => this.all(what).length >= times, { every: 2 });
    return this.all(what)[times - 1];
  }

  /** Calls SIPp; resolves with the call when the INVITE is out. */
  async calls(options) {
    this.call = await this.phone.call(sippUri, options);
    return this.call;
  }

  /** Resolves with the call of theirs. */
  async rings() {
    await until('a call', () => this.call);
    return this.call;
  }

  async isOver(by) {
    const end = await this.call.ended;
    assert.equal(end.by, by, String(end.error ?? ''));
    return end;
  }
}

/**
 * `run` is given our line, registered, and SIPp plays `scenario`, to its end. `options` are the
 * phone's.
 */
export function protocol(name, scenario, run, options) {
  test(name, { timeout: 40_000 }, async () => {
    const line = new Line(options);
    let sipp;
    try {
      await line.phone.start();
      sipp = await startSipp(kamailio, scenario, 'alice');
      await run(line);
      await sipp.finished();
    } catch (error) {
      report(line, sipp);
      throw error;
    } finally {
      await line.phone.stop();
      await sipp?.stop();
    }
  });
}

function report({ frames }, sipp) {
  const wire = frames.map(({ sent, summary }) => `  ${sent ? '>' : '<'} ${summary}`);
  const rest = sipp ? [sipp.messages, sipp.errors] : [];
  const log = kamailio.log.split('\n').slice(-12);
  process.stderr.write(['────', ...wire, ...rest, ...log, '────\n'].join('\n'));
}
