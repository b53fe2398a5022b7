// One scenario on JsSIP and on ours, with the real core, against the same server: what comes of it is
// compared.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../../js/jssip/jssip.js';
import type * as Contract from '../../../../types/jssip.js';
import { peer } from '../peer.js';
import { failing, gathering, install, sdp } from './browser.js';
import { Server, until, write } from './server.js';

install();

export type Library = typeof peer;
export const kContact = { Contact: '<sip:bob@192.0.2.1;transport=ws>' };

export class Bench {
  readonly server = new Server();
  readonly events: string[] = [];
  /** What comes after is not compared. */
  isOver = false;
  readonly ua: Contract.UA;
  session!: Contract.RTCSession;
  #requests = 0;

  constructor(library: Library, configuration: Partial<Contract.UAConfiguration> = {}) {
    this.ua = new library.UA({
      sockets: this.server.socket as unknown as Contract.Socket,
      uri: 'sip:alice@example.com',
      password: 'secret',
      register: false,
      // What pains the users of JsSIP is left in, to be compared.
      ...(library === ours && { compat: 'jssip' }),
      ...configuration,
    });
    this.record(this.ua, 'ua');
  }

  async start(): Promise<this> {
    this.ua.start();
    await this.seen('ua connected');
    return this;
  }

  /** Waits until the line has come so many times. */
  async seen(line: string, times = 1): Promise<void> {
    const count = () => this.events.filter((event) => event.startsWith(line)).length;
    await until(() => count() >= times, `${line}; seen:\n${this.events.join('\n')}`);
  }

  call(options: Contract.CallOptions = {}): Contract.RTCSession {
    this.ua.once('newRTCSession', ({ session }) => this.record(session, 'call'));
    const opened = ({ peerconnection }: object & { peerconnection: unknown }) =>
      this.events.push(`call peerconnection ${peerconnection ? 'peerconnection' : ''}`);
    this.session = this.ua.call('bob', { ...options, eventHandlers: { peerconnection: opened } });
    return this.session;
  }

  onIncoming(deed: (session: Contract.RTCSession) => void = () => {}): void {
    this.ua.on('newRTCSession', ({ session }) => {
      this.session = session;
      this.record(session, 'call');
      deed(session);
    });
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

  record(emitter: unknown, name: string): void {
    const target = emitter as { emit(type: string, ...args: unknown[]): boolean };
    const { emit } = target;
    const note = (type: string, args: unknown[]) => {
      if (this.isOver || /^_|ransaction/.test(type)) return;
      const [event] = args;
      this.events.push(`${name} ${type} ${describe(event)}`.trim());
      // What an event brings along has events of its own.
      const { dtmf, info, message } = (event ?? {}) as Record<string, unknown>;
      for (const [what, brought] of Object.entries({ dtmf, info, message })) {
        if (brought && typeof brought === 'object' && 'on' in brought) this.record(brought, what);
      }
    };
    target.emit = function (type, ...args) {
      note(type, args);
      return emit.call(this, type, ...args);
    };
  }
}

function describe(event: unknown): string {
  if (event === undefined) return '';
  if (event instanceof Error) return event.message;
  return Object.entries(event as object)
    .map(([key, value]) => {
      if (value === null || value === undefined) return `${key}:${String(value)}`;
      if (key === 'sdp')
        return `${key}:${/a=(sendrecv|sendonly|recvonly|inactive)/.exec(String(value))?.[1]}`;
      if (typeof value !== 'object' && typeof value !== 'function')
        return `${key}:${String(value)}`;
      const { status_code, method } = value as { status_code?: number; method?: string };
      return status_code || method ? `${key}:${status_code ?? method}` : key;
    })
    .join(' ');
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
