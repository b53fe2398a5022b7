// A test before the first call. See docs/preflight.md.
import type { Device, Support } from './devices.js';
import type { Events, PhoneOptions, RinglineError, SipMessage, Unsubscribe } from './index.js';

/**
 * What is tested, in this order:
 *
 * | name | what |
 * |---|---|
 * | `support` | What this browser and page can do, as `support()` tells. |
 * | `server` | A server opens its WebSocket. |
 * | `registration` | The registrar takes us; then the registration is taken back. |
 * | `microphone` | It opens, and is not silent for a second. |
 * | `speakers` | There is one. |
 * | `stun` | A server of `iceServers` tells us our address (RFC 8489). |
 * | `turnUdp`, `turnTcp`, `turnTls` | One relays for us, reached by that transport (RFC 8656). |
 * | `media` | A call is measured. |
 */
export type PreflightStepName =
  | 'support'
  | 'server'
  | 'registration'
  | 'microphone'
  | 'speakers'
  | 'stun'
  | 'turnUdp'
  | 'turnTcp'
  | 'turnTls'
  | 'media';

export interface PreflightOptions {
  /**
   * Somebody at the server who sends back what they hear: they are called, and that call is measured. Default: two
   * phones in this page call each other, without the server, by way of the TURN server where one was reached.
   */
  echo?: string | undefined;
  /** How long the call is measured, in seconds, at least 1. Default 5: two hundred packets and a little more. */
  duration?: number | undefined;
  /**
   * How long each server is waited for, in seconds. Default 5. The user, who is asked for the microphone, has all the time;
   * the call has ten seconds until there is sound.
   */
  timeout?: number | undefined;
  /** Which microphone (W3C MediaTrackConstraints). Default the browser's choice. */
  audio?: MediaTrackConstraints | undefined;
  /** Steps that are left out. Default none. */
  skip?: readonly PreflightStepName[] | undefined;
}

/**
 * Why a step did not run. `skip`: the options say so. `notConfigured`: no such server in `iceServers`, or
 * `register: false`. `impossible`: what it needs has failed before.
 */
export type PreflightSkip = 'skip' | 'notConfigured' | 'impossible';

/** One URL of `iceServers`. */
export interface IceServerCheck {
  readonly url: string;
  readonly ok: boolean;
  /** Until the candidate was found, or it was given up, in milliseconds. */
  readonly duration: number;
  /**
   * What was found (W3C RTCIceCandidate): `srflx` of a STUN server, `relay` of a TURN server. `undefined` too where a STUN
   * server answered that our own address is the public one.
   */
  readonly candidate: RTCIceCandidate | undefined;
  /** `authentication`, `unreachable`, `timeout`, `invalidArgument`. */
  readonly error: RinglineError | undefined;
}

/** How the call was, as `call.quality` had it at the end. `undefined` is what the browser does not tell. */
export interface PreflightMedia {
  /** Whom we called: `echo`, or ourselves. */
  readonly path: 'echo' | 'loopback';
  /** How our end of it travelled (RFC 8445). Only `relay` and an echo say something of the network. */
  readonly candidate: string | undefined;
  /** There and back, in milliseconds. Of a relayed loopback: to the TURN server and back, twice. */
  readonly roundTripTime: number | undefined;
  /** In milliseconds (RFC 3550 6.4.1). */
  readonly jitter: number | undefined;
  /** The worse direction, 0–1. */
  readonly loss: number | undefined;
  /** 1–4.5, as `CallQuality.mos`. */
  readonly mos: number | undefined;
}

/** What each step has to tell. */
export interface PreflightDetails {
  support: Support;
  /** The server that answered, and how long its WebSocket took to open, in milliseconds. */
  server: { readonly url: string; readonly connectTime: number };
  /** The registrar's 200. */
  registration: { readonly response: SipMessage };
  /** `level`: the loudest of that second, as `levelOf()` counts. 0 is silence: muted at the headset or in the system. */
  microphone: { readonly label: string; readonly level: number };
  /** None in Safari, which lists none. */
  speakers: { readonly speakers: readonly Device[] };
  stun: { readonly servers: readonly IceServerCheck[] };
  turnUdp: { readonly servers: readonly IceServerCheck[] };
  turnTcp: { readonly servers: readonly IceServerCheck[] };
  turnTls: { readonly servers: readonly IceServerCheck[] };
  media: PreflightMedia;
}

export interface PreflightStepOf<Name extends PreflightStepName> {
  readonly name: Name;
  /** Of several servers, whether one of them is well. False also for a step that did not run. */
  readonly ok: boolean;
  readonly skipped: PreflightSkip | undefined;
  /** What was found out; `undefined` when nothing was. A step that failed may have it. */
  readonly detail: PreflightDetails[Name] | undefined;
  /** Why it failed. */
  readonly error: RinglineError | undefined;
  /** In milliseconds. */
  readonly duration: number;
}

/** How one step went. `step.name` tells the type of `step.detail`. */
export type PreflightStep = {
  [Name in PreflightStepName]: PreflightStepOf<Name>;
}[PreflightStepName];

/**
 * - `good`: call.
 * - `usable`: calls will work, though not everywhere or not well.
 * - `bad`: a call would fail, or nobody would understand a word.
 */
export type PreflightVerdict = 'good' | 'usable' | 'bad';

/**
 * What is not good.
 *
 * | reason | verdict | |
 * |---|---|---|
 * | `unsupported` | bad | This browser or page cannot call. |
 * | `serverUnreachable` | bad | |
 * | `notRegistered` | bad | |
 * | `noMicrophone` | bad | Refused, missing, busy… |
 * | `noMedia` | bad | The call failed, or nothing of it came back. |
 * | `silentMicrophone` | usable | |
 * | `noSpeaker` | usable | |
 * | `noStun` | usable | No STUN server of those configured answers. |
 * | `noTurn` | usable | No TURN server of those configured relays: behind a strict firewall there will be no sound. |
 * | `noTurnUdp` | usable | One relays, but not by UDP: sound will stutter where packets are lost. |
 * | `highRoundTripTime` | usable | More than 400 ms; more than 1 s is bad. |
 * | `highJitter` | usable | More than 30 ms; more than 100 ms is bad. |
 * | `highLoss` | usable | More than 3 %; more than 10 % is bad. |
 * | `lowMos` | usable | Less than 4; less than 3.1 is bad (ITU-T G.107 Annex B: many users dissatisfied). |
 */
export type PreflightReasonName =
  | 'unsupported'
  | 'serverUnreachable'
  | 'notRegistered'
  | 'noMicrophone'
  | 'noMedia'
  | 'silentMicrophone'
  | 'noSpeaker'
  | 'noStun'
  | 'noTurn'
  | 'noTurnUdp'
  | 'highRoundTripTime'
  | 'highJitter'
  | 'highLoss'
  | 'lowMos';

export interface PreflightReason {
  readonly name: PreflightReasonName;
  /** What it alone makes of the verdict. */
  readonly verdict: 'usable' | 'bad';
}

export interface PreflightReport {
  /** The worst of `reasons`; `good` when there is none. Steps that did not run count for nothing. */
  readonly verdict: PreflightVerdict;
  readonly reasons: readonly PreflightReason[];
  /** Every step, in order. */
  readonly steps: readonly PreflightStep[];
  /** Of all, in milliseconds. */
  readonly duration: number;
}

export interface PreflightProgress {
  readonly name: PreflightStepName;
  /** `undefined` when it begins. Steps that do not run are told once, with their result. */
  readonly result: PreflightStep | undefined;
  /** Steps that are over, and all. */
  readonly done: number;
  readonly total: number;
}

export interface PreflightEvents {
  /** A step begins or is over. */
  progress: PreflightProgress;
  /** The last event, unless it was canceled. */
  ended: PreflightReport;
}

/** A test, from `preflight()`. */
export declare class Preflight implements Events<PreflightEvents> {
  private constructor(...parts: never[]);

  /**
   * Resolves when all steps are over, however they went, and all that they opened is closed.
   * @throws {RinglineError} `canceled`.
   */
  readonly result: Promise<PreflightReport>;

  /**
   * Gives it up; again, or after its end, does nothing.
   * @returns when all that it opened is closed: a few seconds at most, while a registration is taken back. Never rejects.
   */
  cancel(): Promise<void>;

  on<Name extends keyof PreflightEvents>(
    name: Name,
    listener: (event: PreflightEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof PreflightEvents>(
    name: Name,
    listener: (event: PreflightEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof PreflightEvents>(
    name: Name,
    listener: (event: PreflightEvents[Name]) => void,
  ): void;
}

/**
 * Tests whether calls will work: browser, server, account, microphone, STUN, TURN, and the sound of a call. It begins at
 * once, with phones of its own; those that are registered in this page or elsewhere notice nothing.
 *
 * ```ts
 * const test = preflight({ server, user, password, iceServers });
 * test.on('progress', ({ name, result }) => show(name, result));
 * const { verdict, reasons } = await test.result;
 * ```
 * @param phone As for `Phone`. A `server` that is a socket of your own making must not be in use.
 * @throws {RinglineError} `invalidArgument`.
 */
export declare function preflight(phone: PhoneOptions, options?: PreflightOptions): Preflight;
