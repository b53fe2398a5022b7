// Devices: lists that keep themselves up to date, calls that follow what is plugged in, sound that comes out, how loud
// a microphone is, and what this browser can do. Re-exported by `ringline`; a bundler leaves out what is not imported.
//
// Everything here may be imported and constructed anywhere, in Node and in workers too: what the platform lacks is told
// by a RinglineError (`insecureContext`, `unsupported`) when it is asked for.
import type { Events, RinglineError, Unsubscribe } from './index.js';

// ── lists ───────────────────────────────────────────────────────────────────────────────────────

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** One device of this machine (W3C Media Capture 9.3, MediaDeviceInfo). */
export interface Device {
  readonly kind: DeviceKind;
  /**
   * For `deviceId` in constraints, `switchDevice()`, `setSink()`. `''` while the user has not allowed the kind: browsers
   * then tell only that there is one.
   */
  readonly deviceId: string;
  /** Its name; `camera 1`, `camera 2`… while the browser does not tell it. Never empty. */
  readonly label: string;
  /** Equal for the parts of one thing: a headset's microphone and speaker. `''` when not told. */
  readonly groupId: string;
  /**
   * Whether the system uses it unless told otherwise. Chromium's extra entries "Default" and "Communications" are left
   * out where the device they stand for is in the list, and that device says so here.
   */
  readonly isDefault: boolean;
}

/**
 * What the user lets this page use. `prompt`: will be asked. `unknown`: the browser does not tell and nothing was tried
 * yet (Firefox and Safari know the Permissions API only in part).
 */
export type DevicePermission = 'granted' | 'denied' | 'prompt' | 'unknown';

export interface DevicePermissions {
  readonly microphone: DevicePermission;
  readonly camera: DevicePermission;
}

/** The difference between two readings of the list. */
export interface DeviceChange {
  /** Plugged in. */
  readonly added: readonly Device[];
  /** Unplugged. */
  readonly removed: readonly Device[];
  /** Devices that have become the default of their kind in place of another. */
  readonly defaults: readonly Device[];
  /** All that is there. */
  readonly devices: readonly Device[];
}

export interface DevicesEvents {
  /**
   * The list is another one. Browsers tell of one headset several times: that is one event, 200 ms later, and none when
   * nothing has changed. When permission reveals ids and labels, `added` and `removed` are empty: nothing was plugged.
   */
  change: DeviceChange;
  /** `devices.permissions` changed. */
  permission: DevicePermissions;
}

/**
 * The devices of this machine. One for a page.
 *
 * ```ts
 * const devices = new Devices();
 * devices.on('change', ({ devices }) => fillMenus(devices));
 * await devices.requestPermission(['microphone', 'camera']);
 * for (const { deviceId, label } of await devices.getCameras()) addToMenu(deviceId, label);
 * ```
 */
export declare class Devices implements Events<DevicesEvents> {
  /** Begins to watch. Asks the user nothing. */
  constructor();

  /** The newest reading; empty before the first. */
  readonly devices: readonly Device[];
  readonly permissions: DevicePermissions;

  /**
   * Reads the list.
   * @throws {RinglineError} `insecureContext`, `unsupported`, `mediaFailed`.
   */
  refresh(): Promise<readonly Device[]>;
  /** The list, read anew, of one kind. Throws as `refresh()`. */
  getMicrophones(): Promise<readonly Device[]>;
  /** As `getMicrophones()`. */
  getCameras(): Promise<readonly Device[]>;
  /** As `getMicrophones()`. Safari lists none; Firefox those that the user has chosen for the page. */
  getSpeakers(): Promise<readonly Device[]>;

  /**
   * Has the browser ask the user, now, and lets go of the devices at once.
   * @param kinds Default `['microphone']`.
   * @returns the list, ids and labels told.
   * @throws {RinglineError} `mediaDenied`, `mediaDeniedBySystem`, `mediaForbidden`, `mediaMissing`, `mediaBusy`,
   *   `mediaAborted`, `insecureContext`, `unsupported`, `invalidArgument` for no kind.
   */
  requestPermission(kinds?: ReadonlyArray<'microphone' | 'camera'>): Promise<readonly Device[]>;

  /** Watches no longer; no more events. */
  dispose(): void;

  on<Name extends keyof DevicesEvents>(
    name: Name,
    listener: (event: DevicesEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof DevicesEvents>(
    name: Name,
    listener: (event: DevicesEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof DevicesEvents>(
    name: Name,
    listener: (event: DevicesEvents[Name]) => void,
  ): void;
}

// ── calls that follow ───────────────────────────────────────────────────────────────────────────

/** What a follower needs of a call; `Call` is one. */
export interface FollowedCall {
  /** Sends from that device from here on; resolves with its track. Without an id: the browser's choice. */
  switchDevice(kind: 'microphone' | 'camera', deviceId?: string): Promise<MediaStreamTrack>;
  /** What it sends now: its tracks tell which devices are used. */
  readonly localStream: MediaStream | undefined;
  /** Resolves when it need not be followed any longer. */
  readonly ended?: Promise<unknown> | undefined;
  /** Tells when `localStream` is there. */
  on?(name: 'localStream', listener: (stream: MediaStream) => void): Unsubscribe;
}

/**
 * Why another device is used:
 * - `unplugged`: the one before is gone.
 * - `returned`: the preferred one is back.
 * - `default`: the system has another default, and the one before was its default.
 * - `dead`: the same device, opened again, since its track had ended or stayed silent (phone call or Siri on iOS).
 * - `preferred`: by `prefer()`.
 */
export type SwitchReason = 'unplugged' | 'returned' | 'default' | 'dead' | 'preferred';

export interface DeviceFollowerEvents {
  /** A call sends from another device, and its track is live. */
  switched: {
    readonly call: FollowedCall;
    readonly device: Device;
    readonly reason: SwitchReason;
    readonly track: MediaStreamTrack;
  };
  /**
   * A switch failed. The next device in order is tried after `mediaMissing`, `mediaBusy`, `mediaOverconstrained`,
   * `mediaAborted` and `mediaFailed`; after anything else the call stays as it is.
   */
  failed: {
    readonly call: FollowedCall;
    readonly device: Device;
    readonly reason: SwitchReason;
    readonly error: RinglineError;
  };
}

export interface DeviceFollowerOptions {
  /**
   * Whether a call whose microphone is the system's default moves on when the system has another. Default true.
   * Cameras never do: no system has a default camera that users change.
   */
  followDefault?: boolean | undefined;
}

/**
 * Keeps calls on a working microphone and camera.
 *
 * An unplugged device is replaced by the preferred one, else the default, else the first that works; the preferred one
 * is taken again when it is plugged in again. After a switch its track must be live within two seconds, else the next
 * device is tried. Streams of your own making (a canvas, Web Audio) are left alone.
 *
 * ```ts
 * const follower = new DeviceFollower(devices);
 * phone.on('call', (call) => follower.follow(call));
 * menu.onchange = () => follower.prefer('microphone', menu.value);
 * ```
 */
export declare class DeviceFollower implements Events<DeviceFollowerEvents> {
  /** @throws {RinglineError} `invalidArgument`. */
  constructor(devices: Devices, options?: DeviceFollowerOptions);

  /**
   * From here on, until it ends.
   * @returns a function that lets go of it.
   */
  follow(call: FollowedCall): Unsubscribe;
  /**
   * The user's choice: all followed calls switch to it, and come back to it. It is remembered by its label too, as an id
   * does not outlive the site's data.
   * @param device As listed, or its id. `undefined`: the default, from here on.
   * @returns when every call was tried; `failed` tells of those that could not.
   * @throws {RinglineError} `mediaMissing` when no such device is listed.
   */
  prefer(kind: 'microphone' | 'camera', device?: Device | string): Promise<void>;
  /** Opens a call's device again: for a page that sees that nothing is heard although the track claims to be live. */
  revive(call: FollowedCall, kind: 'microphone' | 'camera'): Promise<void>;
  /** Follows nothing any longer. */
  dispose(): void;

  on<Name extends keyof DeviceFollowerEvents>(
    name: Name,
    listener: (event: DeviceFollowerEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof DeviceFollowerEvents>(
    name: Name,
    listener: (event: DeviceFollowerEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof DeviceFollowerEvents>(
    name: Name,
    listener: (event: DeviceFollowerEvents[Name]) => void,
  ): void;
}

// ── sound that comes out ────────────────────────────────────────────────────────────────────────

export interface AudioOutputOptions {
  /**
   * An <audio> or <video> of the page, or a selector of one, in place of an element of our own: on iOS one that the user
   * has tapped before may always play. It is ours then: what pauses it or takes its stream away is undone.
   */
  element?: HTMLMediaElement | string | undefined;
  /** 0–1. Default 1. */
  volume?: number | undefined;
}

/** A stream that is heard, from `AudioOutput.play()`. */
export interface Playback {
  /** 0–1, multiplied with the output's. iOS has no volume but the one of its buttons. */
  volume: number;
  /** Stops. The second time does nothing. */
  stop(): void;
}

export interface PlayToneOptions {
  /** Whether it begins again at its end. Default false. */
  loop?: boolean | undefined;
  /** 0–1, multiplied with the output's. Default 1. */
  volume?: number | undefined;
  /** Where: ringing from the loudspeaker while calls are in the headset. Default where everything else sounds. */
  sinkId?: string | undefined;
}

/** What `attach()` needs of a call; `Call` is one. */
export interface AudibleCall {
  readonly remoteStream: MediaStream | undefined;
  readonly ended: Promise<unknown>;
  on(name: 'remoteStream', listener: (stream: MediaStream) => void): Unsubscribe;
}

export interface AudioOutputEvents {
  /** The browser lets nothing sound before the user has clicked (autoplay policy). Show a button; see `unlock()`. */
  blocked: void;
  /** All that should sound does. */
  unblocked: void;
  /** The sink is another one: by `setSink()`, `selectSink()`, or since it was unplugged or came back. */
  sink: string;
}

/**
 * What is heard of calls, and the ringing.
 *
 * One element for all calls after one another; others only while several streams sound at once. A stream, or a track,
 * is never heard twice. What a browser or a page stops by itself (hiding, taking an element out of the page, an incoming
 * phone call) is taken up again. Mute a <video> that shows the same stream.
 *
 * ```ts
 * const output = new AudioOutput();
 * phone.on('call', (call) => output.attach(call));
 * output.on('blocked', () => (button.hidden = false));
 * button.onclick = async () => (button.hidden = await output.unlock());
 * ```
 */
export declare class AudioOutput implements Events<AudioOutputEvents> {
  /** @throws {RinglineError} `invalidArgument`, also for a volume that is none. */
  constructor(options?: AudioOutputOptions);

  /** Whether something waits for `unlock()`. */
  readonly blocked: boolean;
  /** 0–1. Setting anything else throws `invalidArgument`. */
  volume: number;
  /** Where it sounds; `''` is the system's default. */
  readonly sinkId: string;

  /**
   * Plays the sound of a stream. The same stream, or another one of the same tracks, is not played twice.
   * @throws {RinglineError} `invalidArgument` when the given selector finds no element; `unsupported` in a worker.
   */
  play(stream: MediaStream, options?: { volume?: number }): Playback;
  /**
   * Plays what comes in from a call, until it ends.
   * @returns a function that stops it.
   */
  attach(call: AudibleCall): Unsubscribe;
  /**
   * Plays a file: a ring. One at a time; the same one again begins anew.
   * @returns when it sounds (perhaps only after `unlock()`), or when it was stopped before.
   * @throws {RinglineError} `mediaFailed` when it cannot be loaded or decoded; as `setSink()`.
   */
  playTone(url: string, options?: PlayToneOptions): Promise<void>;
  stopTone(): void;
  /**
   * Sets the speaker. When it fails everything sounds where it did.
   * @param deviceId Of `Devices.getSpeakers()`; `''`: the system's default.
   * @throws {RinglineError} `unsupported` (Safari), `mediaMissing`, `mediaDenied`, `mediaAborted`.
   */
  setSink(deviceId: string): Promise<void>;
  /**
   * Has the browser show its own list of speakers (W3C Audio Output Devices, selectAudioOutput: Firefox), and sets the
   * chosen one. To be called in a click.
   * @throws {RinglineError} `unsupported`, `gestureNeeded`, `mediaDenied`, `mediaMissing`, `insecureContext`.
   */
  selectSink(): Promise<{ readonly deviceId: string; readonly label: string }>;
  /**
   * Goes to the system's default when the speaker of `setSink()` is unplugged, and back when it returns.
   * @returns a function that ends it.
   */
  follow(devices: Devices): Unsubscribe;
  /**
   * To be called inside a click or key handler: everything that was blocked is resumed, and elements that have not
   * played yet may do so later (iOS).
   * @returns whether nothing is blocked any more. Never rejects.
   */
  unlock(): Promise<boolean>;
  /** Silence, for good. */
  dispose(): void;

  on<Name extends keyof AudioOutputEvents>(
    name: Name,
    listener: (event: AudioOutputEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof AudioOutputEvents>(
    name: Name,
    listener: (event: AudioOutputEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof AudioOutputEvents>(
    name: Name,
    listener: (event: AudioOutputEvents[Name]) => void,
  ): void;
}

// ── how loud it is ──────────────────────────────────────────────────────────────────────────────

/**
 * Measures how loud a stream or track is, for a bar beside a microphone.
 *
 * 0 is silence (-60 dBFS and below), 1 is full scale, and between the two it goes by decibels, as ears do. 0 also while
 * the browser's audio is interrupted or waits for a click; it goes on by itself.
 * @param listener Called with each measurement.
 * @param options `interval` in milliseconds, 20 to 10000; default 100.
 * @returns a function that stops it. The track stays as it is.
 * @throws {RinglineError} `invalidArgument` when there is no sound in it; `unsupported` without Web Audio.
 */
export declare function levelOf(
  source: MediaStream | MediaStreamTrack,
  listener: (level: number) => void,
  options?: { interval?: number },
): Unsubscribe;

// ── what this browser can do ────────────────────────────────────────────────────────────────────

export interface Support {
  /** Whether the page is served so that devices may be used: https, localhost (W3C Secure Contexts). */
  readonly secure: boolean;
  readonly webAssembly: boolean;
  readonly webSocket: boolean;
  /** RTCPeerConnection with transceivers. */
  readonly webrtc: boolean;
  readonly getUserMedia: boolean;
  /** Not on phones. */
  readonly getDisplayMedia: boolean;
  /** HTMLMediaElement.setSinkId. Not in Safari. */
  readonly setSinkId: boolean;
  /** A list of speakers shown by the browser. Firefox. */
  readonly selectAudioOutput: boolean;
  readonly webAudio: boolean;
  /** MediaRecorder. */
  readonly recording: boolean;
  readonly codecs: {
    /** What can be sent, by RTCRtpSender.getCapabilities: `opus`, `PCMU`… as SDP names them, the preferred ones first. */
    readonly audio: readonly string[];
    /** `VP8`, `H264`… without retransmission and redundancy. */
    readonly video: readonly string[];
  };
  /** Whether calls with sound are possible: all of secure, webAssembly, webSocket, webrtc, getUserMedia. */
  readonly calls: boolean;
}

/** What this browser and page can do. Asks nobody, opens nothing, never throws, also in Node and workers. */
export declare function support(): Support;
