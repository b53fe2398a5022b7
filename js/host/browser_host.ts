// The world as a page, a worker or Node has it: sockets, peer connections, a clock and dice.
import type { Input, OutputOf } from '../engine/vocabulary.js';
import { Clock, Lifecycle } from './clock.js';
import type { Host, HostSocket, MediaOptions, PeerFactory } from './host.js';
import { Peer } from './peer.js';
import type { SendingLimits } from './send_limits.js';
import type { SentMedia } from './sent_media.js';
import { SipSocket } from './socket.js';

export type { Host, HostSocket, MediaOptions, PeerFactory } from './host.js';

const kErrors = 32; // Exceptions kept for errorOf.

export interface BrowserHostOptions {
  /** In the order of Config.servers. */
  sockets: HostSocket[];
  createPeer?: PeerFactory | undefined;
}

export class BrowserHost implements Host {
  /** Inside openPeer, before any operation. */
  onPeer: ((session: number, pc: RTCPeerConnection) => void) | undefined;
  /** The session's own media is there; before the core is told. */
  onLocalStream: ((session: number, stream: MediaStream) => void) | undefined;
  /** Before the core is told. */
  onCandidate: ((session: number, candidate: RTCIceCandidate) => void) | undefined;

  readonly #sockets: HostSocket[];
  readonly #createPeer: PeerFactory | undefined;
  readonly #clock = new Clock();
  readonly #lifecycle = new Lifecycle((input) => this.#handle(input));
  readonly #open = new Map<number, HostSocket>();
  // Sockets closed by us that may still tell of it, since they are the application's own.
  readonly #closing = new Set<HostSocket>();
  readonly #peers = new Map<number, Peer>();
  readonly #errors = new Map<number, unknown>();
  readonly #fire = () => {
    this.#lifecycle.checkForSleep();
    this.#wake();
  };
  #wake: () => void = () => {};
  #handle: (input: Input) => number = () => 0;

  constructor({ sockets, createPeer }: BrowserHostOptions) {
    this.#sockets = sockets;
    this.#createPeer = createPeer;
  }

  // ── for the facade ────────────────────────────────────────────────────────────────────────────

  /** What the session's media shall be; before the core asks for it. */
  prepare(session: number, media: MediaOptions): void {
    this.#peer(session).media = media;
  }

  peer(session: number): RTCPeerConnection | undefined {
    return this.#peers.get(session)?.pc;
  }

  localStream(session: number): MediaStream | undefined {
    return this.#peers.get(session)?.sent.stream;
  }

  /** What a session sends, to be changed; nothing once it is over. */
  sent(session: number): SentMedia | undefined {
    return this.#peers.get(session)?.sent;
  }

  setMuted(session: number, kinds: { audio?: boolean; video?: boolean }): void {
    this.#peers.get(session)?.sent.setMuted(kinds);
  }

  async limit(session: number, kind: 'audio' | 'video', limits: SendingLimits): Promise<void> {
    await this.#peers.get(session)?.limit(kind, limits);
  }

  /** createOffer's options for the next offer of a session, in place of those of its call. */
  setNextOffer(session: number, options: RTCOfferOptions): void {
    const peer = this.#peers.get(session);
    if (peer) peer.nextOffer = options;
  }

  muted(session: number): { audio: boolean; video: boolean } {
    return { audio: false, video: false, ...this.#peers.get(session)?.sent.muted };
  }

  /** The exception behind a MediaFailed. */
  errorOf(op: number): unknown {
    return this.#errors.get(op);
  }

  // ── for the engine ────────────────────────────────────────────────────────────────────────────

  now(): number {
    return this.#clock.now();
  }

  seed(): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(32));
  }

  wakeAt(time: number | null, wake: () => void): void {
    this.#wake = wake;
    this.#clock.wakeAt(time, this.#fire);
    // Nothing waits and nothing is open: the page's events need not hold the engine any longer.
    if (time === null && this.#open.size === 0) this.#lifecycle.unwatch();
  }

  attach(engine: { handle(input: Input): number }): void {
    this.#handle = (input) => engine.handle(input);
  }

  dispose(): void {
    this.#handle = () => 0;
    this.#clock.wakeAt(null, () => {});
    this.#lifecycle.unwatch();
    for (const socket of [...this.#open.keys()]) this.closeSocket({ type: 'closeSocket', socket });
    for (const session of [...this.#peers.keys()]) this.closePeer({ type: 'closePeer', session });
  }

  openSocket({ socket: id, server }: OutputOf<'openSocket'>): void {
    this.#lifecycle.watch();
    const socket = this.#sockets[server]!;
    this.#open.set(id, socket);
    let isConnected = false;
    const isOurs = () => this.#open.get(id) === socket;
    socket.onconnect = () => {
      if (!isOurs()) return;
      isConnected = true;
      this.#closing.delete(socket);
      this.#handle({ type: 'socketOpened', socket: id });
    };
    socket.ondata = (data) => {
      if (isOurs() && isConnected) this.#handle({ type: 'socketMessage', socket: id, data });
    };
    socket.ondisconnect = (error, code = 0, reason = '') => {
      // The end of the connection before, told late.
      if (!isConnected && this.#closing.delete(socket)) return;
      if (this.#open.delete(id)) {
        this.#handle({ type: 'socketClosed', socket: id, error: !!error, code, reason });
      }
    };
    try {
      socket.connect();
    } catch (error) {
      this.#lost(id, error);
    }
  }

  sendFrame({ socket: id, data }: OutputOf<'sendFrame'>): void {
    const socket = this.#open.get(id);
    if (!socket) return;
    try {
      const sent = socket.send(data);
      if (sent === false) this.#lost(id, 'the socket does not send');
      else if (typeof sent === 'object') {
        sent.then(
          (ok) => ok === false && this.#lost(id, 'the socket does not send'),
          (error: unknown) => this.#lost(id, error),
        );
      }
    } catch (error) {
      this.#lost(id, error);
    }
  }

  closeSocket({ socket: id }: OutputOf<'closeSocket'>): void {
    const socket = this.#open.get(id);
    if (!socket) return;
    this.#open.delete(id);
    // Ours says no more after disconnect(); of an application's we cannot know.
    if (!(socket instanceof SipSocket)) this.#closing.add(socket);
    try {
      socket.disconnect();
    } catch {
      // It is given up either way.
    }
  }

  openPeer({ session }: OutputOf<'openPeer'>): void {
    this.#peer(session).open();
  }

  acquireMedia(output: OutputOf<'acquireMedia'>): void {
    this.#peer(output.session).acquireMedia(output);
  }

  setLocalDescription(output: OutputOf<'setLocalDescription'>): void {
    this.#peer(output.session).setLocalDescription(output);
  }

  readLocalDescription(output: OutputOf<'readLocalDescription'>): void {
    this.#peer(output.session).readLocalDescription(output);
  }

  setRemoteDescription(output: OutputOf<'setRemoteDescription'>): void {
    this.#peer(output.session).setRemoteDescription(output);
  }

  setHold(output: OutputOf<'setHold'>): void {
    this.#peer(output.session).setHold(output);
  }

  setMode(output: OutputOf<'setMode'>): void {
    this.#peer(output.session).setMode(output);
  }

  playTones(output: OutputOf<'playTones'>): void {
    this.#peer(output.session).playTones(output);
  }

  readStats(output: OutputOf<'readStats'>): void {
    void this.#peer(output.session).readStats(output);
  }

  limitSending(output: OutputOf<'limitSending'>): void {
    this.#peer(output.session).limitSending(output);
  }

  closePeer({ session }: OutputOf<'closePeer'>): void {
    this.#peers.get(session)?.close();
    this.#peers.delete(session);
  }

  // A session may be prepared before the core has said anything of it.
  #peer(session: number): Peer {
    let peer = this.#peers.get(session);
    if (!peer) {
      peer = new Peer(session, this.#createPeer, {
        handle: (input) => this.#handle(input),
        onOpen: (pc) => this.onPeer?.(session, pc),
        onStream: (stream) => this.onLocalStream?.(session, stream),
        onCandidate: (candidate) => this.onCandidate?.(session, candidate),
        onError: (op, error) => this.#keep(op, error),
      });
      this.#peers.set(session, peer);
    }
    return peer;
  }

  #keep(op: number, error: unknown): void {
    this.#errors.set(op, error);
    if (this.#errors.size > kErrors) this.#errors.delete(this.#errors.keys().next().value!);
  }

  #lost(socket: number, error: unknown): void {
    if (!this.#open.has(socket)) return;
    this.closeSocket({ type: 'closeSocket', socket });
    this.#handle({ type: 'socketClosed', socket, error: true, reason: String(error) });
  }
}
