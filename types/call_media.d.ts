// What a call sends, changed while it stands: devices, shared pictures, audio and video mode.

import type { RinglineError, SipMessage } from './index.js';

/** What a call is made of, by the newest answer of either end (RFC 3264): sound, or sound and a picture. */
export type CallMode = 'audio' | 'video';

/** Which codecs are to be used, in order (W3C RTCRtpTransceiver.setCodecPreferences). */
export interface CodecPreferences {
  /** Names as SDP has them, in any case: `['opus', 'PCMA']`. What is not listed follows. Default: the browser's order. */
  audio?: readonly string[] | undefined;
  /** For example `['H264', 'VP8']`. */
  video?: readonly string[] | undefined;
  /**
   * Nothing but what is listed, as far as the browser knows it; repair, comfort noise and tones stay. Default false.
   * A list of which the browser knows nothing is passed over.
   */
  only?: boolean | undefined;
}

/** How much sound is sent (W3C RTCRtpEncodingParameters). `null` takes a limit away; `undefined` leaves it. */
export interface AudioLimits {
  /** Bits a second. */
  maxBitrate?: number | null | undefined;
}

/** How much of a picture is sent. */
export interface VideoLimits extends AudioLimits {
  /** Pictures a second. */
  maxFramerate?: number | null | undefined;
  /** 2 sends half the width and height. At least 1. */
  scaleResolutionDownBy?: number | null | undefined;
}

/** How much is sent of each kind. */
export interface SendLimits {
  audio?: AudioLimits | undefined;
  video?: VideoLimits | undefined;
}

/** How the media of a call is sent. */
export interface SendOptions {
  codecs?: CodecPreferences | undefined;
  /** From the first answer on; `call.limit()` changes them. Default: what the browser finds right. */
  limits?: SendLimits | undefined;
  /** What the camera shows: `motion`, `detail` or `text` (W3C mst-content-hint). Default: the browser guesses. */
  contentHint?: '' | 'motion' | 'detail' | 'text' | undefined;
  /** What is given up first when bandwidth or processor run short (W3C mst-content-hint 5). Default `balanced`. */
  degradationPreference?: 'maintain-framerate' | 'maintain-resolution' | 'balanced' | undefined;
}

/** A picture that can be shared, from `openScreen()` and its kind. */
export interface SharedPicture {
  /** Has one video track. */
  readonly stream: MediaStream;
  /** Ends it, wherever it is shared. */
  close(): void;
}

/**
 * getDisplayMedia's options (W3C Screen Capture 5.4): `video`, `audio`, and what a browser knows besides. Their names are
 * not looked at: a browser ignores what it does not know.
 */
export interface ScreenOptions extends MediaStreamConstraints {
  readonly [option: string]: unknown;
}

/**
 * A screen, a window or a tab, as the user picks it (W3C Screen Capture). Must be called in a click.
 * @param options getDisplayMedia's; five pictures a second unless they say otherwise.
 * @throws {RinglineError} `unsupported`, `mediaDenied` (the user closed the picker), `gestureNeeded` (not in a click),
 *   `mediaMissing` (there is no screen), `mediaFailed`.
 */
export declare function openScreen(options?: ScreenOptions): Promise<SharedPicture>;

/**
 * An `<img>`, in its natural size.
 * @throws {RinglineError} `mediaForbidden` (loaded from elsewhere without CORS), `mediaMissing` (not loaded),
 *   `unsupported`, `mediaFailed`.
 */
export declare function openPicture(image: HTMLImageElement): Promise<SharedPicture>;

/**
 * What a `<video>` shows. Ends with the film.
 * @throws {RinglineError} as `openPicture()`.
 */
export declare function openVideo(video: HTMLVideoElement): Promise<SharedPicture>;

/**
 * An element of the page, drawn again and again, at most five times a second.
 * @param options.draw Draws the element: html2canvas fits. Default: our own drawing, which copies computed styles,
 *   pictures, canvases and films, and leaves out background images, web fonts, shadow trees and `::before`.
 * @throws {RinglineError} as `openPicture()`, and `invalidArgument`, of the options.
 */
export declare function openElement(
  element: HTMLElement,
  options?: { draw?: ((element: HTMLElement) => Promise<HTMLCanvasElement>) | undefined },
): Promise<SharedPicture>;

export interface ShareOptions {
  /** Sends it beside the camera, as a second picture, and not in its place. Default false. */
  beside?: boolean | undefined;
}

export interface UpgradeOptions {
  /** Which camera (W3C MediaTrackConstraints); false: theirs is seen, ours is not sent. Default true. */
  video?: boolean | MediaTrackConstraints | undefined;
  /** A picture of your own in place of the camera's. It is yours: it is not stopped. */
  stream?: MediaStream | undefined;
}

/** They want to add video to the call. */
export interface UpgradeRequest {
  /** The re-INVITE or UPDATE. */
  readonly request: SipMessage;
  /**
   * Aborted when an answer is no longer wanted: they took it back, 40 seconds have passed, the call is over. A camera
   * taken for it is given back.
   */
  readonly withdrawn: AbortSignal;
  /**
   * Takes it. What nobody answers within 40 seconds is refused.
   * @param options Which camera of ours; default none: their picture is seen, ours stays off.
   * @returns when our answer is on its way. When the camera cannot be had it rejects, and the question stays open.
   * @throws {RinglineError} `invalidState` when it was answered or withdrawn before, `mediaDenied` and its kind.
   */
  accept(options?: UpgradeOptions): Promise<void>;
  /** The call stays one of sound. */
  reject(): void;
}

/** The part of a call that changes what it sends. */
export interface CallMedia {
  /** `undefined` before the first answer. */
  readonly mode: CallMode | undefined;
  /** What is shared at this moment. */
  readonly shared: SharedPicture | undefined;

  /**
   * Another microphone or camera. `call.localStream` stays the same object with another track. When the device cannot
   * be had the one before is taken again. What else was asked for (a size, no echo cancellation) stays asked for,
   * unless `device` says all of it anew.
   * @param device Its id (W3C MediaDeviceInfo.deviceId), `user` or `environment` for the sides of a phone, or constraints.
   *   Default: what the browser takes by itself.
   * @returns the new track.
   * @throws {RinglineError} `invalidState` when the call sends nothing of that kind, `mediaMissing`, `mediaDenied`,
   *   `mediaBusy`…
   */
  switchDevice(
    kind: 'microphone' | 'camera',
    device?: string | MediaTrackConstraints,
  ): Promise<MediaStreamTrack>;

  /**
   * Shows them a picture: in place of the camera's, or beside it. In a call of sound it adds video, which makes it a
   * video call as long as it is shared. What was shared before makes way. Ends by itself when the source does.
   * @param picture Of `openScreen()` and its kind, or a stream of your own with a video track, which is not stopped.
   * @returns when they have agreed where it takes a new offer, else when it is sent.
   * @throws {RinglineError} `invalidState`, `invalidArgument` (no video track), `rejected` (they take no video),
   *   `failed`, `ended`. The camera is sent again then.
   */
  share(picture: SharedPicture | MediaStream, options?: ShareOptions): Promise<void>;
  /** The camera again, or nothing where there was none. As for `share()`; nothing shared: nothing to do. */
  unshare(): Promise<void>;

  /**
   * Asks them for a video call.
   * @returns when they have agreed.
   * @throws {RinglineError} `invalidState`, `mediaDenied` and its kind, `rejected` when they want no video, `timeout`,
   *   `failed`, `ended`. The camera is given back then, and the call goes on.
   */
  upgrade(options?: UpgradeOptions): Promise<void>;
  /**
   * Sound alone from now on: the camera is given back at once, and no picture is sent or received. In a call of sound
   * there is nothing to do.
   * @throws {RinglineError} `invalidState`, `timeout`, `failed`, `ended`.
   */
  downgrade(): Promise<void>;

  /**
   * Limits what is sent, from now on.
   * @throws {RinglineError} `invalidArgument`, `invalidState`.
   */
  limit(limits: SendLimits): Promise<void>;
}

/** The events of that part. */
export interface CallMediaEvents {
  /** `call.mode` changed. The first answer, which only says what it is, is no change. */
  mode: { readonly mode: CallMode; readonly by: 'local' | 'remote' };
  /** They want video. When nobody listens it is taken without a picture of ours. */
  upgrade: UpgradeRequest;
  /** Another device is in use, by `switchDevice()`. */
  device: { readonly kind: 'microphone' | 'camera'; readonly track: MediaStreamTrack };
  /** `call.shared` changed: a picture, or `undefined` when none is shared any more; the error, when that was why. */
  shared: {
    readonly picture: SharedPicture | undefined;
    readonly error: RinglineError | undefined;
  };
}
