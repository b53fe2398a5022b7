// An engine and a host that do what a test says: inputs are recorded, outputs are said by hand.
import type { Listener } from '../../../js/engine/engine.js';
import type { Config, Input, Output } from '../../../js/engine/vocabulary.js';
import type { HostSocket, MediaOptions } from '../../../js/host/host.js';
import { seam, type Driver, type MediaHost } from '../../../js/jssip/seam.js';
import { UA } from '../../../js/jssip/ua.js';
import type { UA as ContractUA, UAConfiguration } from '../../../types/jssip.js';

/** What the engine answers to an input: the id it makes, and what it says. */
export type Reaction = (input: never) => { id?: number; say?: Output[] } | void;

export class FakeEngine implements Driver {
  onFailure: Driver['onFailure'];
  readonly inputs: Input[] = [];
  readonly reactions: Partial<Record<Input['type'], Reaction>> = {};
  /** What listeners threw, which the engine keeps to itself. */
  readonly thrown: unknown[] = [];
  readonly #queue: Output[] = [];

  constructor(
    readonly config: Partial<Config>,
    readonly host: FakeHost,
    readonly listener: Listener,
  ) {}

  submit(input: Input): number {
    this.inputs.push(input);
    const { id = 0, say = [] } = this.reactions[input.type]?.(input as never) ?? {};
    this.#queue.push(...say);
    return id;
  }

  drain(): void {
    for (let output; (output = this.#queue.shift());) {
      const receivers = { ...this.listener, openPeer: this.host.openPeer } as Record<
        string,
        ((output: Output) => void) | undefined
      >;
      try {
        receivers[output.type]?.(output);
      } catch (error) {
        this.thrown.push(error);
      }
    }
  }

  transactions(): string[] {
    return [];
  }

  say(...outputs: Output[]): void {
    this.#queue.push(...outputs);
    this.drain();
  }

  /** The inputs of that type so far. */
  told<T extends Input['type']>(type: T): Extract<Input, { type: T }>[] {
    return this.inputs.filter((input) => input.type === type) as Extract<Input, { type: T }>[];
  }

  /** The last one, without its type. */
  last<T extends Input['type']>(type: T): Omit<Extract<Input, { type: T }>, 'type'> | undefined {
    const found = this.told(type).at(-1);
    if (!found) return undefined;
    const { type: _, ...fields } = found;
    return fields as never;
  }
}

/** As much of a peer connection as the facade hands on. */
export const peerConnection = { name: 'peer connection' } as unknown as RTCPeerConnection;

export class FakeHost {
  onPeer: MediaHost['onPeer'];
  onCandidate: MediaHost['onCandidate'];
  onLocalStream: MediaHost['onLocalStream'];
  readonly prepared: [session: number, media: MediaOptions][] = [];
  readonly muted: unknown[] = [];
  readonly nextOffers: unknown[] = [];
  readonly errors = new Map<number, unknown>();
  readonly stream = { id: 'local' } as MediaStream;

  constructor(readonly sockets: HostSocket[]) {}

  prepare(session: number, media: MediaOptions): void {
    this.prepared.push([session, media]);
  }
  setNextOffer(session: number, options: RTCOfferOptions): void {
    this.nextOffers.push([session, options]);
  }
  setMuted(session: number, muted: object): void {
    this.muted.push([session, { ...muted }]);
  }
  errorOf(op: number): unknown {
    return this.errors.get(op);
  }
  /** What openPeer opens. */
  peer = peerConnection;
  openPeer = ({ session }: { session: number }): void => this.onPeer?.(session, this.peer);
  sendFrame(): void {}
  attach(): void {}
}

export const socket = (url = 'wss://sip.example.com') => ({
  via_transport: 'WSS',
  url,
  sip_uri: 'sip:sip.example.com;transport=ws',
  connect() {},
  disconnect() {},
  send: () => true,
});

/** A user agent on a fake engine. */
export function phone(configuration: Partial<UAConfiguration> = {}) {
  const { ua, ...rest } = phoneOf((given) => new UA(given), configuration);
  return { ua: ua as unknown as ContractUA & Pick<UA, '_sessions'>, ...rest };
}

/** The same of another facade. */
export function phoneOf<Agent>(
  make: (configuration: UAConfiguration) => Agent,
  configuration: Partial<UAConfiguration> = {},
) {
  let engine!: FakeEngine;
  const before = { ...seam };
  seam.makeHost = (sockets) => new FakeHost(sockets) as unknown as MediaHost;
  seam.makeEngine = (config, host, listener) =>
    (engine = new FakeEngine(config, host as unknown as FakeHost, listener));
  seam.hasWebRtc = () => true;
  try {
    const ua = make({ sockets: socket(), uri: 'sip:alice@example.com', ...configuration });
    return { ua, engine, host: engine.host };
  } finally {
    Object.assign(seam, before, { hasWebRtc: () => true });
  }
}

// ── messages ─────────────────────────────────────────────────────────────────────────────────────

const kSdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n';
export const sdp = kSdp;

export function text(start: string, headers: Record<string, string> = {}, body = ''): string {
  const lines = Object.entries({ ...headers, 'Content-Length': String(body.length) });
  return [start, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
}

/** An INVITE of ours as the engine says it: without a Via. */
export const ourInvite = (headers: Record<string, string> = {}, body = '') =>
  text(
    'INVITE sip:bob@example.com SIP/2.0',
    {
      'Max-Forwards': '69',
      To: '<sip:bob@example.com>',
      From: '"Alice" <sip:alice@example.com>;tag=ours',
      'Call-ID': 'call',
      CSeq: '7 INVITE',
      ...headers,
    },
    body,
  );

/** A request of theirs. */
export const theirs = (method: string, headers: Record<string, string> = {}, body = '') =>
  text(
    `${method} sip:alice@example.com SIP/2.0`,
    {
      Via: 'SIP/2.0/WS 192.0.2.1;branch=z9hG4bKtheirs',
      'Max-Forwards': '70',
      From: '"Bob" <sip:bob@example.com>;tag=theirs',
      To: '<sip:alice@example.com>',
      'Call-ID': 'incoming',
      CSeq: `3 ${method}`,
      Contact: '<sip:bob@192.0.2.1;transport=ws>',
      ...headers,
    },
    body,
  );

export const response = (status: string, method = 'INVITE', headers: Record<string, string> = {}) =>
  text(`SIP/2.0 ${status}`, {
    Via: 'SIP/2.0/WS here.invalid;branch=z9hG4bKours',
    From: '<sip:alice@example.com>;tag=ours',
    To: '<sip:bob@example.com>;tag=theirs',
    'Call-ID': 'call',
    CSeq: `7 ${method}`,
    ...headers,
  });

// ── what was emitted ─────────────────────────────────────────────────────────────────────────────

interface Emits {
  emit(type: string, ...args: unknown[]): boolean;
}

/** Every event of an emitter in order, with its arguments; `_failed` is JsSIP's own. */
export function record(emitter: unknown, name = '', into: [string, ...unknown[]][] = []) {
  const target = emitter as Emits;
  const { emit } = target;
  target.emit = function (type, ...args) {
    if (type !== '_failed') into.push([name + type, ...args]);
    return emit.call(this, type, ...args);
  };
  return into;
}

/** The names of recorded events. */
export const names = (events: [string, ...unknown[]][]) => events.map(([name]) => name);
