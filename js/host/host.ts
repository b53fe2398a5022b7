// What the engine may ask of the world: one method per output to the host, named as its type.
import type { HostOutput, Input, OutputOf } from '../engine/vocabulary.js';
import type { CodecWishes } from './codec_preferences.js';
import type { SendingWishes } from './send_limits.js';

export type HostMethods = { [T in HostOutput['type']]: (output: OutputOf<T>) => void };

export interface Host extends HostMethods {
  /** Monotonic milliseconds. */
  now(): number;
  /** 32 bytes nobody can guess. */
  seed(): Uint8Array;
  /** One timer: the last call counts; null clears it. */
  wakeAt(time: number | null, wake: () => void): void;
  /** Where results and socket events go; called once, before anything else. */
  attach(engine: { handle(input: Input): number }): void;
  /** Closes every socket and peer connection; nothing is told any more. */
  dispose(): void;
}

/** JsSIP's Socket interface: what carries frames to a server. The host assigns the three events. */
export interface HostSocket {
  via_transport: string;
  url: string;
  sip_uri: string;
  connect(): void;
  disconnect(): void;
  /** False, or a promise of it, says that the socket is dead. */
  send(data: string): boolean | void | Promise<boolean | void>;
  onconnect(): void;
  ondisconnect(error: boolean, code?: number, reason?: string): void;
  ondata(data: string | ArrayBuffer): void;
}

/** What an application wants of one session's media. */
export interface MediaOptions {
  mediaConstraints?: MediaStreamConstraints | undefined;
  /** Used as it is, and never stopped by us. */
  mediaStream?: MediaStream | undefined;
  /** Of a call that we answer: what it offers decides what the constraints leave open. */
  offer?: string | undefined;
  pcConfig?: RTCConfiguration | undefined;
  /** The second argument of RTCPeerConnection that old WebViews know. */
  rtcConstraints?: unknown;
  rtcOfferConstraints?: RTCOfferOptions | undefined;
  rtcAnswerConstraints?: RTCAnswerOptions | undefined;
  codecs?: CodecWishes | undefined;
  limits?: SendingWishes | undefined;
  /** Of the camera: "motion", "detail", "text" (W3C mst-content-hint). */
  contentHint?: string | undefined;
}

export type PeerFactory = (config: RTCConfiguration, constraints?: unknown) => RTCPeerConnection;
