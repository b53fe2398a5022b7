// The declarations of `ringline/crtc`: the names, events and shapes that applications of the CRTC SDK 1.10
// know, on Ringline's engine. What is JsSIP's stands in jssip.d.ts, and is here under the same names.
import * as JsSIP from './jssip.js';

export * from './jssip.js';

// ── devices and streams ──────────────────────────────────────────────────────────────────────────

/** A camera, microphone or speaker. */
export interface Device {
  kind: MediaDeviceKind;
  /** The browser's, or `camera 1`, `microphone 1`, `speaker 1` until it tells. */
  label: string;
  /** Empty until the user has allowed a device of this kind. */
  deviceId: string;
}

/** The live tracks of one side of a connection; a stream without tracks where there are none. */
export interface Streams {
  audioStream: MediaStream;
  videoStream: MediaStream;
  /** Both. */
  mediaStream: MediaStream;
}

/**
 * 0 unknown (not connected yet), 1 excellent, 2 good, 3 average, 4 poor, 5 very poor, 6 disconnected. The worse of the
 * two counts: loss above 0, 10, 20, 30, 40 percent, or a round trip of 50, and above 100, 200, 350, 500 milliseconds.
 */
export type QualityLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export interface CrtcUtils {
  /** The cameras, in the browser's order. Rejects with what enumerateDevices throws (W3C Media Capture 9.2). */
  getCameras(): Promise<Device[]>;
  getMicrophones(): Promise<Device[]>;
  getSpeakers(): Promise<Device[]>;
  /** What a connection sends (`local`) or receives (`remote`) at this moment. */
  getStreams(pc: RTCPeerConnection, originator: 'local' | 'remote'): Streams;
  /**
   * The same sound, and the picture by way of a canvas, at most 15 frames a second: a way around iOS 15.1, which
   * crashes when it encodes a camera's own. At once; the stream itself when it has no picture. Stop its tracks, or
   * the camera's, to end it.
   */
  getStreamThroughCanvas(stream: MediaStream): MediaStream;
  /**
   * The level of one reading: `loss` in percent, `rtt` in milliseconds, either undefined when it is not known. The
   * event `network-quality` is steadier: it waits for two readings that are better.
   */
  getNetworkQuality(loss: number | undefined, rtt: number | undefined): QualityLevel;
}

export const Utils: typeof JsSIP.Utils & CrtcUtils;
/** As CRTC's documentation spells it. */
export const Utls: typeof Utils;

// ── a call ───────────────────────────────────────────────────────────────────────────────────────

export type VideoTrackProperty = 'enabled' | 'readyState' | 'muted' | 'label';

/** `videoTrackState`: something of a video track of ours changed. */
export interface VideoTrackStateEvent {
  track: MediaStreamTrack;
  property: VideoTrackProperty;
  /** As CRTC names it. */
  properties: VideoTrackProperty;
  value: boolean | string;
}

export interface RTCSessionEventMap extends JsSIP.RTCSessionEventMap {
  /** As CRTC's documentation spells it; `getusermediafailed` comes as well. */
  getUsermediafailed: JsSIP.GenericErrorListener;
  /** RTCPeerConnection.iceConnectionState, whenever it changes. */
  'peerconnection:iceConnectionState': (state: RTCIceConnectionState) => void;
  videoTrackState: (event: VideoTrackStateEvent) => void;
  /** The stream of what we send is there, or has other tracks. */
  localMediastreamUpdate: (stream: MediaStream) => void;
  /** A NOTIFY inside the call: how a transfer of ours fares. `event` is its package, `refer`. */
  notify: (event: { event: string; request: JsSIP.IncomingRequest }) => void;
}

export interface AnswerOptions extends JsSIP.AnswerOptions {}

export interface CallOptions extends Omit<JsSIP.CallOptions, 'eventHandlers'> {
  eventHandlers?: Partial<RTCSessionEventMap>;
  /** Of later versions of CRTC; it changes nothing here. */
  cMode?: string;
}

/** One call. */
export class RTCSession extends JsSIP.RTCSession<RTCSessionEventMap> {
  constructor(ua: UA);
  /** Always applied and always told, with the kinds that were asked for. `{audio: true}` is the default. */
  mute(options?: JsSIP.MediaStreamTypes): void;
  /** `{audio: true, video: true}` is the default. */
  unmute(options?: JsSIP.MediaStreamTypes): void;
}

// ── the user agent ───────────────────────────────────────────────────────────────────────────────

export interface UAConfiguration extends JsSIP.UAConfiguration {
  /** CRTC's licence; it is not looked at. */
  secret_key?: string;
}

/** `failed`: of the user agent as a whole. */
export interface UAFailedEvent {
  originator: JsSIP.Originator;
  message: string;
  cause: string;
}

export interface IncomingRTCSessionEvent extends JsSIP.IncomingRTCSessionEvent {
  session: RTCSession;
}
export interface OutgoingRTCSessionEvent extends JsSIP.OutgoingRTCSessionEvent {
  session: RTCSession;
}
export type RTCSessionEvent = IncomingRTCSessionEvent | OutgoingRTCSessionEvent;
export type RTCSessionListener = {
  bivarianceHack(event: RTCSessionEvent): void;
}['bivarianceHack'];

export interface UAEventMap extends JsSIP.UAEventMap {
  newRTCSession: RTCSessionListener;
  /** What JsSIP only logs: the server refuses the account, or the engine has stopped. */
  failed: (event: UAFailedEvent) => void;
}

/** One account at one server. */
export class UA extends JsSIP.UA<UAEventMap> {
  /** Throws ConfigurationError. */
  constructor(configuration: UAConfiguration);
  /** As JsSIP's; TypeError as well for a `mediaStream` without a track. Sound and video are the default. */
  call(target: string | JsSIP.URI, options?: CallOptions): RTCSession;
}

// ── the rest ─────────────────────────────────────────────────────────────────────────────────────

export interface Debug extends Omit<JsSIP.Debug, 'disable'> {
  (namespace: string): JsSIP.Debugger;
  /** These patterns, or all; returns what was enabled. */
  disable(namespaces?: string): string;
}

export const debug: Debug;
/** `'CRTC'` */
export const name: string;
/** Ringline's. */
export const version: string;
