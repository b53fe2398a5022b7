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
   * event `network-quality` is steadier: it waits for two readings that are better. `levels` is what the user agent was
   * given as `network_quality_levels`; without it the levels have their default bounds. Throws TypeError for `levels`
   * that a user agent would not take.
   */
  getNetworkQuality(
    loss: number | undefined,
    rtt: number | undefined,
    levels?: NetworkQualityLevels,
  ): QualityLevel;
}

export const Utils: typeof JsSIP.Utils & CrtcUtils;
/** As CRTC's documentation spells it. */
export const Utls: typeof Utils;

// ── quality ──────────────────────────────────────────────────────────────────────────────────────

/**
 * 0 unknown (not connected yet), 1 excellent, 2 good, 3 average, 4 poor, 5 very poor, 6 disconnected. The worse of the
 * two counts: loss above 0, 10, 20, 30, 40 percent, or a round trip of 50, and above 100, 200, 350, 500 milliseconds,
 * unless the user agent was given other bounds: `network_quality_levels`.
 */
export type QualityLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The most of both that a level bears. */
export interface NetworkQualityBounds {
  /** Percent, as in `network-quality`: 0 to 100. */
  loss?: number | undefined;
  /** Milliseconds, as in `network-quality`: 0 to 3,600,000, fractions too. */
  RTT?: number | undefined;
}

/**
 * The bounds of levels, by their number. A reading has the first level whose bounds it keeps, 6 when it keeps none.
 * Each bound that is left out is the default:
 *
 * | level | loss | RTT |
 * |---|---|---|
 * | 1 | 0 | 49.999 |
 * | 2 | 10 | 100 |
 * | 3 | 20 | 200 |
 * | 4 | 30 | 350 |
 * | 5 | 40 | 500 |
 */
export type NetworkQualityLevels = {
  [Level in 1 | 2 | 3 | 4 | 5]?: NetworkQualityBounds | undefined;
};

/** `network-quality`. */
export interface NetworkQuality {
  /** Milliseconds; undefined when nothing has been measured. */
  RTT: number | undefined;
  uplinkNetworkQuality: QualityLevel;
  /** Percent of what we sent since the last event; undefined when nothing is known. */
  uplinkLoss: number | undefined;
  downlinkNetworkQuality: QualityLevel;
  downlinkLoss: number | undefined;
}

/** `report`; what is not there at the moment is undefined. */
export interface StatsReport {
  /** Milliseconds. */
  RTT: number | undefined;
  /** Pixels of the picture that is sent. */
  upFrameWidth: number | undefined;
  upFrameHeight: number | undefined;
  /** Pixels of the picture that is received. */
  downFrameWidth: number | undefined;
  downFrameHeight: number | undefined;
  /** `'120.5kbps'` */
  uplinkSpeed: string;
  downlinkSpeed: string;
  /** `'0.5%'` */
  uplinkLoss: string;
  downlinkLoss: string;
}

export interface StatsEventMap {
  report: (report: StatsReport) => void;
  'network-quality': (quality: NetworkQuality) => void;
}

/** What is measured of one call. */
export interface StatsWatch extends JsSIP.EventEmitter<StatsEventMap> {
  /** No more events; reset() begins again. */
  stop(): void;
  /** As if it had just been made. */
  reset(): void;
}

/**
 * Measures the call whose connection is given: `new CRTC.getStats(session.connection)`. It says nothing of a connection
 * that is no call's, and nothing more when the call is over.
 *
 * `delay` is the seconds between two `report`s, 2 by default and never less: a call is measured every two seconds, once for
 * all who listen, and that is when `network-quality` comes. After every `interval` measurements, 5 by default, all that the
 * browser tells of the connection goes to the log `CRTC:Stats`, where that is enabled.
 */
export const getStats: new (pc: RTCPeerConnection, delay?: number, interval?: number) => StatsWatch;
export type getStats = StatsWatch;

// ── a call ───────────────────────────────────────────────────────────────────────────────────────

export type Mode = 'audio' | 'video';

/**
 * What can be shared. `screen` is a screen, a window or a tab, as the user picks it; `pic` an <img>, `video` a <video>,
 * `html` any element of the page. The other words mean the same.
 */
export type ShareType =
  'screen' | 'pic' | 'video' | 'html' | 'image' | 'element' | '屏幕' | '图片' | '视频' | '页面元素';

/** A function like html2canvas: draws an element. It is called again and again for as long as the element is shared. */
export type Assembly = (element: HTMLElement, options: any) => Promise<HTMLCanvasElement>;

/**
 * Why nothing is shared: `unsupported` by this browser; `denied` by the user; `gestureNeeded`, a screen outside of a
 * click; `missing`, no such element or nothing to be seen in it; `crossOrigin`, loaded from elsewhere without CORS;
 * `failed`, with the exception as `cause`.
 */
export interface ShareError extends Error {
  readonly name: 'ShareError';
  readonly code: 'unsupported' | 'denied' | 'gestureNeeded' | 'missing' | 'crossOrigin' | 'failed';
  readonly cause?: unknown;
}

export interface DemoteOptions extends JsSIP.ExtraHeaders {
  /** By UPDATE (RFC 3311) and not by re-INVITE. */
  useUpdate?: boolean;
}

export interface UpgradeOptions extends DemoteOptions {
  /** The camera's; `true` is the default. */
  videoConstraints?: boolean | MediaTrackConstraints;
  /** Sent in place of the camera; never stopped by us. */
  videoStream?: MediaStream;
  /** Sends a picture and wants none. */
  sendOnly?: boolean;
  /** Wants a picture and sends none: no camera is asked for. */
  recvOnly?: boolean;
}

/** `upgradeToVideo`: the peer wants to add video. */
export interface UpgradeEvent {
  request: JsSIP.IncomingRequest;
  /** With our camera, under these constraints; with `false` we see and are not seen. `true` is the default. */
  accept(videoConstraints?: boolean | MediaTrackConstraints): void;
  /** Both ends stay in audio mode. */
  reject(): void;
}

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
  /** It cannot be shared, or not any more; the DOMException of getDisplayMedia is the error's `cause`. */
  getdisplaymediafailed: (error: ShareError) => void;
  /** RTCPeerConnection.iceConnectionState, whenever it changes. */
  'peerconnection:iceConnectionState': (state: RTCIceConnectionState) => void;
  /** The call has become one of sound alone, or one with video; not told of the mode it begins in. */
  mode: (event: { mode: Mode }) => void;
  /** Another camera is sent, or ours again after the system had taken it. */
  cameraChanged: (event: { videoStream: MediaStream }) => void;
  videoTrackState: (event: VideoTrackStateEvent) => void;
  /** Whoever listens has to accept or reject; without a listener we see and are not seen. */
  upgradeToVideo: (event: UpgradeEvent) => void;
  /** The stream of what we send is there, or has other tracks. */
  localMediastreamUpdate: (stream: MediaStream) => void;
  /** A NOTIFY inside the call: how a transfer of ours fares. `event` is its package, `refer`. */
  notify: (event: { event: string; request: JsSIP.IncomingRequest }) => void;
  /** Every two seconds. */
  'network-quality': (quality: NetworkQuality) => void;
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
  /** What was agreed last; undefined before the first answer. */
  get mode(): Mode | undefined;
  /** Always applied and always told, with the kinds that were asked for. `{audio: true}` is the default. */
  mute(options?: JsSIP.MediaStreamTypes): void;
  /** `{audio: true, video: true}` is the default. */
  unmute(options?: JsSIP.MediaStreamTypes): void;
  /**
   * Sends another camera (`'camera'`) or microphone (`'audio'`, `'microphone'`) in place of the one there is. `deviceId`
   * is a device's, or `'user'` or `'environment'` for the camera that faces that way. Without it: of two cameras the one
   * that faces the other way, of more the next in the browser's order; undefined is what comes when there is no other.
   *
   * Gives the stream that we send. Rejects with InvalidStateError before the call rings and after its end, and with what
   * getUserMedia throws: then the device of before is back, and `getusermediafailed` has come. `false` for any other type.
   */
  switchDevice(
    type: 'camera' | 'audio' | 'microphone',
    deviceId?: string,
  ): Promise<MediaStream | undefined>;
  switchDevice(type: string, deviceId?: string): Promise<MediaStream | undefined> | false;
  /**
   * Sends a picture of something in place of the camera, or beside it when `dual` is true: that is a video section more,
   * by re-INVITE. In a call without video it adds video. It ends by unshare(), and by itself when the browser's bar, the
   * end of a film or the element's removal from the page ends the picture.
   *
   * `id` is a CSS selector, or the element itself; `screen` has none. `assembly` draws the element of `html`; without it
   * we do, but for background images, web fonts and what is inside shadow trees.
   *
   * Gives the stream that is shared. Rejects with InvalidStateError as switchDevice does, with TypeError for a type that
   * is none, and with a ShareError, of which `getdisplaymediafailed` tells too.
   */
  share(
    type: ShareType,
    id?: string | Element | null,
    assembly?: Assembly | null,
    dual?: boolean,
  ): Promise<MediaStream>;
  /** The camera is sent again; a section that was added is taken back. Nothing happens when nothing is shared. */
  unshare(): Promise<void>;
  /** As CRTC's library spells it. */
  unShare(): Promise<void>;
  /**
   * Takes video out of the call; the camera is released. False when there is no video, or it cannot be done now. `done`
   * is called when the peer has agreed.
   */
  demoteToAudio(options?: DemoteOptions, done?: VoidFunction): boolean;
  downgradeToAudio(options?: DemoteOptions, done?: VoidFunction): boolean;
  /**
   * Adds video to the call. True when the peer agreed, false when they refused, or it cannot be done now: the call goes
   * on as it was. Rejects with what getUserMedia throws, after `getusermediafailed`.
   */
  upgradeToVideo(options?: UpgradeOptions): Promise<boolean>;
}

// ── the user agent ───────────────────────────────────────────────────────────────────────────────

export interface UAConfiguration extends JsSIP.UAConfiguration {
  /** CRTC's licence; it is not looked at. */
  secret_key?: string;
  /**
   * When a call is how good: `{ 1: { RTT: 80 }, 2: { loss: 5, RTT: 150 } }`. It holds for `network-quality` of the user
   * agent, of its sessions and of `getStats`; give it to `Utils.getNetworkQuality` too. Default: CRTC's own, see
   * `NetworkQualityLevels`. ConfigurationError for another level, another bound, and a number out of its range.
   */
  network_quality_levels?: NetworkQualityLevels;
}

/** `connectFailed` */
export interface ConnectFailedEvent {
  originator: JsSIP.Originator.LOCAL;
  message: 'Connection Error';
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
  /** Five seconds after start() there was no connection. Once a start(); the attempts go on. */
  connectFailed: (event: ConnectFailedEvent) => void;
  /** What JsSIP only logs: the server refuses the account, or the engine has stopped. */
  failed: (event: UAFailedEvent) => void;
  /** Of the worst call there is, every two seconds while there is one. */
  'network-quality': (quality: NetworkQuality) => void;
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
