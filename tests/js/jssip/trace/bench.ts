// One scenario on JsSIP and on ours, with the real core, against the same server: what comes of it is
// compared.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../../js/jssip/jssip.js';
import type * as Contract from '../../../../types/jssip.js';
import { peer } from '../peer.js';
import { failing, gathering, install, sdp } from './browser.js';
import { RecordedPhone, type Library } from './recorded_phone.js';
import { Server, write } from './server.js';

export type { Library };

install();

export const kContact = { Contact: '<sip:bob@192.0.2.1;transport=ws>' };

export class Bench extends RecordedPhone {
  readonly server: Server;
  #requests = 0;

  constructor(library: Library, configuration: Partial<Contract.UAConfiguration> = {}) {
    const server = new Server();
    super(library, {
      sockets: server.socket as unknown as Contract.Socket,
      uri: 'sip:alice@example.com',
      password: 'secret',
      register: false,
      ...configuration,
    });
    this.server = server;
  }

  async start(): Promise<this> {
    this.ua.start();
    await this.seen('ua connected');
    return this;
  }

  /** A request of theirs, outside any dialog or in the one of `session`. */
  request(method: string, headers: Record<string, string> = {}, body = ''): string {
    this.#requests += 1;
    const number = String(100 + this.#requests);
    return write(
      `${method} sip:alice@example.com SIP/2.0`,
      {
        Via: `SIP/2.0/WS 192.0.2.1;branch=z9hG4bK${number}`,
        'Max-Forwards': '70',
        From: '"Bob" <sip:bob@example.com>;tag=server',
        To: '<sip:alice@example.com>',
        'Call-ID': 'theirs',
        CSeq: `${number} ${method}`,
        ...kContact,
        ...headers,
      },
      body,
    );
  }

  /** Inside the dialog that a response or a request of ours tells of. */
  inside(of: { header(name: string): string }, isTheirCall: boolean): Record<string, string> {
    return {
      'Call-ID': of.header('Call-ID'),
      From: isTheirCall
        ? of.header('From')
        : `${of.header('To').replace(/;tag=.*/, '')};tag=server`,
      To: isTheirCall ? of.header('To') : of.header('From'),
    };
  }

  /** Our call, answered. */
  async established(): Promise<{ header(name: string): string }> {
    this.call();
    const invite = await this.server.next('INVITE');
    this.server.respond(invite, '200 OK', kContact, sdp());
    await this.server.next('ACK');
    await this.seen('call confirmed');
    return invite;
  }

  /** Their call, answered. */
  async answered(): Promise<{ header(name: string): string }> {
    this.onIncoming((session) => setImmediate(() => session.answer()));
    const invite = this.request('INVITE', {}, sdp());
    this.server.deliver(invite);
    const ok = await this.server.next('200 INVITE');
    const number = /^CSeq: (\d+)/m.exec(invite)![1]!;
    this.server.deliver(this.request('ACK', { ...this.inside(ok, true), CSeq: `${number} ACK` }));
    await this.seen('call confirmed');
    return ok;
  }
}

type Scenario = (bench: Bench, library: Library) => Promise<void>;

/** Events, their fields and their order, and what went out on the wire, are the same on both. */
export function compare(
  name: string,
  scenario: Scenario,
  {
    configuration = {},
    change = (lines: string[]) => lines,
  }: {
    configuration?: Partial<Contract.UAConfiguration>;
    /** Makes of JsSIP's trace what ours shall be. */
    change?: (lines: string[]) => string[];
  } = {},
): void {
  test(name, async () => {
    const run = async (library: Library) => {
      const bench = new Bench(library, configuration);
      try {
        await scenario(bench, library);
      } finally {
        failing.clear();
        gathering.isEndless = false;
      }
      const sent = bench.server.received.map(({ what }) => `> ${what}`);
      const trace = [...bench.events, ...sent];
      bench.ua.stop();
      return trace;
    };
    const theirs = change(await run(peer));
    assert.deepEqual(await run(ours), theirs);
  });
}
