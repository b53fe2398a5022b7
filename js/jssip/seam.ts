// What a user agent stands on: the engine and the browser. Tests put their own in their place.
import { Engine, type Listener } from '../engine/engine.js';
import type { EngineStopped } from '../engine/errors.js';
import type { Config, Input } from '../engine/vocabulary.js';
import { BrowserHost } from '../host/browser_host.js';
import type { Host, HostSocket, MediaOptions } from '../host/host.js';

/** The part of the engine that the facade uses. */
export interface Driver {
  submit(input: Input): number;
  drain(): void;
  transactions(): string[];
  onFailure: ((error: EngineStopped) => void) | undefined;
}

/** The part of the browser's host that the facade uses. */
export interface MediaHost extends Host {
  prepare(session: number, media: MediaOptions): void;
  setNextOffer(session: number, options: RTCOfferOptions): void;
  setMuted(session: number, muted: { audio?: boolean; video?: boolean }): void;
  errorOf(op: number): unknown;
  onPeer: ((session: number, peer: RTCPeerConnection) => void) | undefined;
  onLocalStream: ((session: number, stream: MediaStream) => void) | undefined;
  onCandidate: ((session: number, candidate: RTCIceCandidate) => void) | undefined;
}

export const seam = {
  makeHost: (sockets: HostSocket[]): MediaHost => new BrowserHost({ sockets }),
  makeEngine: (config: Partial<Config>, host: MediaHost, listener: Listener): Driver =>
    new Engine(config, host, listener),
  hasWebRtc: (): boolean => 'RTCPeerConnection' in globalThis,
};
