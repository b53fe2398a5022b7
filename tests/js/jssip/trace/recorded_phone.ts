// A user agent of either library, and what it and its calls tell.
import * as ours from '../../../../js/jssip/jssip.js';
import type * as Contract from '../../../../types/jssip.js';
import { peer } from '../peer.js';
import { until } from './server.js';

export type Library = typeof peer;

/** What applications of JsSIP's look at though nobody promises it. */
export interface Inside {
  readonly _request: Contract.IncomingRequest;
  readonly _dialog: { readonly id: Contract.DialogId } | null;
}

export class RecordedPhone {
  readonly events: string[] = [];
  /** What comes after is not compared. */
  isOver = false;
  readonly ua: Contract.UA;
  session!: Contract.RTCSession & Inside;

  constructor(library: Library, configuration: Contract.UAConfiguration) {
    // What pains the users of JsSIP is left in, to be compared.
    this.ua = new library.UA({ ...(library === ours && { compat: 'jssip' }), ...configuration });
    this.record(this.ua, 'ua');
  }

  /** Waits until the line has come so many times. */
  async seen(line: string, times = 1): Promise<void> {
    const count = () => this.events.filter((event) => event.startsWith(line)).length;
    await until(() => count() >= times, `${line}; seen:\n${this.events.join('\n')}`);
  }

  call(options: Contract.CallOptions = {}, target = 'bob'): Contract.RTCSession {
    this.ua.once('newRTCSession', ({ session }) => this.record(session, 'call'));
    const opened = ({ peerconnection }: object & { peerconnection: unknown }) =>
      this.events.push(`call peerconnection ${peerconnection ? 'peerconnection' : ''}`);
    const eventHandlers = { peerconnection: opened };
    this.session = this.ua.call(target, { ...options, eventHandlers }) as Contract.RTCSession &
      Inside;
    return this.session;
  }

  onIncoming(deed: (session: Contract.RTCSession) => void = () => {}): void {
    this.ua.on('newRTCSession', ({ session }) => {
      this.session = session as Contract.RTCSession & Inside;
      this.record(session, 'call');
      deed(session);
    });
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
