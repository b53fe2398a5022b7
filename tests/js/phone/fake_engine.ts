// An engine whose script is the test: it notes what it is told and says what the test says.
import type { Emitter, EventMap } from '../../../js/engine/emitter.js';
import type { Listener } from '../../../js/engine/engine.js';
import { ConfigError, type EngineStopped } from '../../../js/engine/errors.js';
import type {
  AppOutput,
  Config,
  Input,
  InputOf,
  Inputs,
  OutputOf,
} from '../../../js/engine/vocabulary.js';
import type { SendingLimits } from '../../../js/host/send_limits.js';
import type { SentMedia } from '../../../js/host/sent_media.js';
import type { HostSocket, MediaOptions } from '../../../js/host/host.js';
import { RinglineError } from '../../../js/phone/error.js';
import { Phone } from '../../../js/phone/phone.js';
import type { Driver, MediaHost, Seam } from '../../../js/phone/seam.js';
import type { PhoneOptions } from '../../../types/index.js';

const kMakers = [
  'makeCall',
  'acceptRefer',
  'holdCall',
  'renegotiateCall',
  'changeMode',
  'sendInDialog',
  'referCall',
  'sendPage',
  'subscribe',
  'publish',
];

export class FakeEngine implements Driver {
  readonly inputs: Input[] = [];
  onFailure: ((error: EngineStopped) => void) | undefined;
  config: Partial<Config> = {};
  listener: Listener = {};
  isDisposed = false;
  /** Inputs of these types are refused, for this reason. */
  readonly refusals = new Map<string, string>();
  #queue: AppOutput[] = [];
  #ids = 10;

  submit(input: Input): number {
    this.inputs.push(input);
    const reason = this.refusals.get(input.type);
    if (reason !== undefined) {
      this.#queue.push({ type: 'rejected', input: input.type, reason });
      return 0;
    }
    if (!kMakers.includes(input.type)) return 0;
    const id = ++this.#ids;
    if (input.type === 'makeCall' || input.type === 'acceptRefer') {
      this.#queue.push({ type: 'callCreated', session: id, request: invite('alice', 'bob') });
    }
    return id;
  }

  drain(): void {
    for (let output = this.#queue.shift(); output; output = this.#queue.shift()) {
      (this.listener[output.type] as ((output: AppOutput) => void) | undefined)?.(output);
    }
  }

  /** What the last input that made something made. */
  get lastId(): number {
    return this.#ids;
  }

  dispose(): void {
    this.isDisposed = true;
  }

  /** Says these, one after another, in one turn. */
  say(...outputs: AppOutput[]): void {
    this.#queue.push(...outputs);
    this.drain();
  }

  /** The last input of that type. */
  told<T extends keyof Inputs>(type: T): InputOf<T> | undefined {
    return this.inputs.filter((input) => input.type === type).at(-1) as InputOf<T> | undefined;
  }
}

export class FakeHost implements MediaHost {
  onPeer: MediaHost['onPeer'];
  onLocalStream: MediaHost['onLocalStream'];
  readonly media = new Map<number, MediaOptions>();
  readonly peers = new Map<number, RTCPeerConnection>();
  readonly streams = new Map<number, MediaStream>();
  readonly errors = new Map<number, unknown>();
  readonly sending = new Map<number, unknown>();
  readonly limits: unknown[] = [];
  readonly mutes = new Map<number, { audio: boolean; video: boolean }>();

  prepare(session: number, media: MediaOptions): void {
    this.media.set(session, media);
  }
  peer(session: number): RTCPeerConnection | undefined {
    return this.peers.get(session);
  }
  localStream(session: number): MediaStream | undefined {
    return this.streams.get(session);
  }
  setMuted(session: number, muted: { audio?: boolean; video?: boolean }): void {
    this.mutes.set(session, { ...this.muted(session), ...muted });
  }
  muted(session: number): { audio: boolean; video: boolean } {
    return this.mutes.get(session) ?? { audio: false, video: false };
  }
  sent(session: number): SentMedia | undefined {
    return this.sending.get(session) as SentMedia | undefined;
  }
  limit(session: number, kind: 'audio' | 'video', limits: SendingLimits): Promise<void> {
    this.limits.push({ session, kind, limits });
    return Promise.resolve();
  }
  errorOf(op: number): unknown {
    return this.errors.get(op);
  }

  // The rest is between the engine and the browser; this engine asks for nothing.
  now = (): number => 0;
  seed = (): Uint8Array => new Uint8Array(32);
  wakeAt(): void {}
  attach(): void {}
  dispose(): void {}
  openSocket(): void {}
  sendFrame(): void {}
  closeSocket(): void {}
  openPeer(): void {}
  acquireMedia(): void {}
  setLocalDescription(): void {}
  readLocalDescription(): void {}
  setRemoteDescription(): void {}
  setHold(): void {}
  setMode(): void {}
  playTones(): void {}
  readStats(): void {}
  limitSending(): void {}
  closePeer(): void {}
}

export class FakeSocket implements HostSocket {
  sip_uri = 'sip:server;transport=ws';
  via_transport = 'WS';
  readonly sent: string[] = [];
  constructor(readonly url: string) {
    if (!url.startsWith('ws')) throw new TypeError(`Invalid argument: ${url}`);
  }
  connect(): void {}
  disconnect(): void {}
  send(data: string): boolean {
    this.sent.push(data);
    return true;
  }
  onconnect(): void {}
  ondisconnect(): void {}
  ondata(_data: string | ArrayBuffer): void {}
}

export interface Bench {
  phone: Phone;
  engine: FakeEngine;
  host: FakeHost;
  sockets: FakeSocket[];
  /** The sockets as the phone handed them to the host. */
  given: HostSocket[];
}

export function bench(options: Partial<PhoneOptions> = {}, refusedParameter?: string): Bench {
  const engine = new FakeEngine();
  const host = new FakeHost();
  const sockets: FakeSocket[] = [];
  let given: HostSocket[] = [];
  const seam: Seam = {
    socket: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket;
    },
    host: (all) => {
      given = all;
      return host;
    },
    engine: (config, _host, listener) => {
      if (refusedParameter) throw new ConfigError(refusedParameter, refusedParameter);
      engine.config = config;
      engine.listener = listener;
      return engine;
    },
  };
  const phone = new Phone(
    { server: 'wss://sip.example.com', user: 'alice@example.com', password: 'secret', ...options },
    seam,
  );
  return { phone, engine, host, sockets, given };
}

/** A started, registered phone. */
export async function registered(options: Partial<PhoneOptions> = {}): Promise<Bench> {
  const all = bench(options);
  const started = all.phone.start();
  all.engine.say(
    { type: 'connecting', server: 0, attempts: 0 },
    { type: 'connected', server: 0 },
    { type: 'registered', response: response(200, 'OK', 'REGISTER') },
  );
  await started;
  return all;
}

export function invite(from: string, to: string): string {
  return [
    `INVITE sip:${to}@example.com SIP/2.0`,
    `From: "${from.toUpperCase()}" <sip:${from}@example.com>;tag=1`,
    `To: <sip:${to}@example.com>`,
    'Call-ID: c1',
    'CSeq: 1 INVITE',
    '',
    '',
  ].join('\r\n');
}

export function response(status: number, reason: string, method = 'INVITE'): string {
  return `SIP/2.0 ${status} ${reason}\r\nCall-ID: c1\r\nCSeq: 1 ${method}\r\n\r\n`;
}

export function ended(
  session: number,
  fields: Partial<OutputOf<'callEnded'>> = {},
): OutputOf<'callEnded'> {
  return { type: 'callEnded', session, originator: 'remote', message: '', cause: 'bye', ...fields };
}

export function failed(
  session: number,
  fields: Partial<OutputOf<'callFailed'>> = {},
): OutputOf<'callFailed'> {
  return {
    type: 'callFailed',
    session,
    originator: 'remote',
    message: '',
    detail: '',
    cause: 'none',
    ...fields,
  };
}

export const isError = (code: string) => (error: unknown) =>
  error instanceof RinglineError && error.code === code;

/** Keeps the names and events of an emitter as they come. */
export function journal<Events extends EventMap<Events>, Name extends keyof Events>(
  source: Emitter<Events>,
  ...names: Name[]
): [Name, unknown][] {
  const entries: [Name, unknown][] = [];
  for (const name of names) source.on(name, (...args) => void entries.push([name, args[0]]));
  return entries;
}
