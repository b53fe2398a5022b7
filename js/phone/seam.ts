// What a phone stands on: the engine and the browser. Tests put their own in their place.
import { Engine, type Listener } from '../engine/engine.js';
import type { EngineStopped } from '../engine/errors.js';
import type { Config, Input } from '../engine/vocabulary.js';
import { BrowserHost } from '../host/browser_host.js';
import type { Host, HostSocket, MediaOptions } from '../host/host.js';
import type { SendingLimits } from '../host/send_limits.js';
import type { SentMedia } from '../host/sent_media.js';
import { SipSocket } from '../host/socket.js';

/** The part of the engine that a facade uses. */
export interface Driver {
  submit(input: Input): number;
  drain(): void;
  dispose(): void;
  onFailure: ((error: EngineStopped) => void) | undefined;
}

/** The part of the browser's host that a facade uses. */
export interface MediaHost extends Host {
  prepare(session: number, media: MediaOptions): void;
  peer(session: number): RTCPeerConnection | undefined;
  localStream(session: number): MediaStream | undefined;
  setMuted(session: number, muted: { audio?: boolean; video?: boolean }): void;
  muted(session: number): { audio: boolean; video: boolean };
  sent(session: number): SentMedia | undefined;
  limit(session: number, kind: 'audio' | 'video', limits: SendingLimits): Promise<void>;
  errorOf(op: number): unknown;
  onPeer?: ((session: number, peer: RTCPeerConnection) => void) | undefined;
  onLocalStream?: ((session: number, stream: MediaStream) => void) | undefined;
}

export interface Seam {
  socket(url: string): HostSocket;
  host(sockets: HostSocket[]): MediaHost;
  engine(config: Partial<Config>, host: MediaHost, listener: Listener): Driver;
}

export const browser: Seam = {
  socket: (url) => new SipSocket(url),
  host: (sockets) => new BrowserHost({ sockets }),
  engine: (config, host, listener) => new Engine(config, host, listener),
};
