// Ringline's own API: a phone, its calls, and the errors they give.
//
// Everything that takes time returns a promise; everything that happens by itself is an event. A promise that nobody
// looks at never becomes an "unhandled rejection": whatever went wrong is also told by an event and by `state`.
// Every failure is a `RinglineError` with a `code` to switch on; an option that a method does not have is `invalidArgument`.
//
// Units: expiry and waiting times are in seconds, as SIP counts them (RFC 3261 20.19); tones and measured times are in
// milliseconds, as RTCDTMFSender counts them; rates are in bits a second; loss is a fraction between 0 and 1.

import type { CallMedia, CallMediaEvents, SendOptions } from './call_media.js';
import type { ConsultOptions, Consultation } from './desk.js';
import type { DialogId, JoinRequest } from './joining.js';

export * from './call_media.js';
export * from './conference.js';
export * from './desk.js';
export * from './devices.js';
export * from './joining.js';
export * from './preflight.js';
export * from './recording.js';

/** The version of this package, for example `"0.1.0"`. */
export declare const version: string;

// ── errors ──────────────────────────────────────────────────────────────────────────────────────

/**
 * What went wrong, to switch on.
 *
 * | code | meaning |
 * |---|---|
 * | `invalidArgument` | An option, target, tone or header cannot be used. Nothing was sent. |
 * | `invalidState` | Not possible now: the call is over, not yet answered, or the phone is not started. |
 * | `unreachable` | No server could be reached, or the connection was lost for good. |
 * | `timeout` | No answer to a request in time (RFC 3261 17.1, 408). |
 * | `authentication` | The server refused user or password (RFC 3261 22, 401 and 407). |
 * | `notFound` | Nobody of that name (404, 484, 485, 604). |
 * | `unavailable` | Known, but not to be reached (408 and 410 from afar, 480). |
 * | `busy` | Busy (486, 600). |
 * | `rejected` | Declined (403, 603). |
 * | `redirected` | To be found elsewhere (3xx); `response` has the Contact. |
 * | `noAnswer` | It rang, and nobody answered. |
 * | `canceled` | Given up by the caller before it was answered (RFC 3261 9); a test by its `cancel()`. |
 * | `ended` | The call ended before what was asked could be done. |
 * | `mediaDenied` | The user does not allow microphone, camera, screen or speaker (NotAllowedError). |
 * | `mediaDeniedBySystem` | The operating system does not let the browser have it (NotAllowedError, Chromium). |
 * | `mediaForbidden` | The page's own policy forbids it: an iframe's `allow`, Permissions-Policy (SecurityError). |
 * | `mediaMissing` | There is no such device (NotFoundError; OverconstrainedError for a `deviceId`). |
 * | `mediaBusy` | The device exists and cannot be read: another program has it (NotReadableError). |
 * | `mediaOverconstrained` | No device does what the constraint asks that the message names (OverconstrainedError). |
 * | `mediaAborted` | The browser gave up opening the device, for a reason that is none of these (AbortError). |
 * | `mediaFailed` | The browser's WebRTC refused something else; `cause` has its exception. |
 * | `gestureNeeded` | Only inside a click or key handler: the screen, the list of speakers (InvalidStateError). |
 * | `insecureContext` | Browsers give devices to pages from https or localhost only. |
 * | `incompatibleMedia` | The two ends have no media in common (488, 606). |
 * | `connectionLost` | Sound and picture broke down and could not be brought back (ICE failed, RFC 8445). |
 * | `stopped` | The phone was stopped or disposed of meanwhile. |
 * | `unsupported` | This browser lacks WebAssembly or WebRTC, or the page's policy forbids to compile WebAssembly. |
 * | `failed` | Any other refusal; `sipStatus` says which. |
 * | `internal` | A fault in this library. Please report it. |
 */
export type ErrorCode =
  | 'invalidArgument'
  | 'invalidState'
  | 'unreachable'
  | 'timeout'
  | 'authentication'
  | 'notFound'
  | 'unavailable'
  | 'busy'
  | 'rejected'
  | 'redirected'
  | 'noAnswer'
  | 'canceled'
  | 'ended'
  | 'mediaDenied'
  | 'mediaDeniedBySystem'
  | 'mediaForbidden'
  | 'mediaMissing'
  | 'mediaBusy'
  | 'mediaOverconstrained'
  | 'mediaAborted'
  | 'mediaFailed'
  | 'gestureNeeded'
  | 'insecureContext'
  | 'incompatibleMedia'
  | 'connectionLost'
  | 'stopped'
  | 'unsupported'
  | 'failed'
  | 'internal';

/** The one error this API throws, rejects with, or puts into events. */
export declare class RinglineError extends Error {
  private constructor(...parts: never[]);
  readonly name: 'RinglineError';
  /** What went wrong, to switch on. */
  readonly code: ErrorCode;
  /** One sentence on what to do about it, for a developer or a log; `''` when there is nothing to add. */
  readonly hint: string;
  /** The status code of the SIP response behind it (RFC 3261 21), when there was one. */
  readonly sipStatus: number | undefined;
  /** That response itself, when there was one. */
  readonly response: SipMessage | undefined;
  /** The browser's own exception, untouched: a DOMException of getUserMedia, for example. */
  readonly cause: unknown;
}

// ── what passes on the wire ─────────────────────────────────────────────────────────────────────

/** A SIP message to read. Headers are looked up in the text by the C++ parser when you ask. */
export interface SipMessage {
  /** The whole text. */
  readonly text: string;
  readonly isRequest: boolean;
  /** Of a request its method; of a response the method of its CSeq. */
  readonly method: string;
  /** The Request-URI; `''` for a response. */
  readonly ruri: string;
  /** 100–699; 0 for a request. */
  readonly statusCode: number;
  /** `''` for a request. */
  readonly reasonPhrase: string;
  /** The body as text; `''` when there is none. */
  readonly body: string;
  /**
   * A header field's value, unfolded and trimmed; `undefined` when there is no such field.
   * @param name Long or compact form, in any case (RFC 3261 7.3.1, 7.3.3).
   * @param index Which of several fields of that name, from 0; default 0.
   */
  header(name: string, index?: number): string | undefined;
  /** Every field of that name, in order. */
  headers(name: string): string[];
}

/** Somebody, as a From, To or Contact header names them (RFC 3261 20.10). */
export interface Party {
  /** The address, for example `sip:bob@example.com`. Can be given to `call()` as it is. */
  readonly uri: string;
  /** The part before the @, unescaped; `''` when there is none. */
  readonly user: string;
  /** The name to show; `''` when none was given. Chosen by the other side: never trust it, never put it into HTML. */
  readonly displayName: string;
}

/**
 * Whom an address header of a message names: who the network vouches for (`P-Asserted-Identity`, RFC 3325), whose call
 * it was before it was diverted (`Diversion`, RFC 5806; `History-Info`, RFC 7044).
 *
 * ```ts
 * const [from = call.remote] = partiesOf(call.request, 'P-Asserted-Identity');
 * ```
 * @param header Long or compact form, in any case.
 * @returns Every address, comma lists taken apart, in their order; none when there is no such header.
 */
export declare function partiesOf(message: SipMessage, header: string): Party[];

// ── events ──────────────────────────────────────────────────────────────────────────────────────

/** Takes a listener's registration back. Calling it twice does nothing. */
export type Unsubscribe = () => void;

/**
 * Typed events. A listener that throws stops neither the phone nor the other listeners; its exception is reported as
 * an uncaught one (`reportError`).
 */
export interface Events<Map> {
  /**
   * Calls `listener` at each event of that name, in order of registration.
   * @returns a function that takes it back.
   */
  on<Name extends keyof Map>(name: Name, listener: (event: Map[Name]) => void): Unsubscribe;
  /** As `on`, for the next event only. */
  once<Name extends keyof Map>(name: Name, listener: (event: Map[Name]) => void): Unsubscribe;
  /** Takes a listener back; nothing happens when it was not registered. */
  off<Name extends keyof Map>(name: Name, listener: (event: Map[Name]) => void): void;
}

// ── the phone ───────────────────────────────────────────────────────────────────────────────────

/** One SIP-over-WebSocket server (RFC 7118). */
export interface ServerOptions {
  /** `wss://…` or, for development, `ws://…`. */
  url: string;
  /** The greater, the sooner it is tried; equal weights take turns. Default 0. */
  weight?: number | undefined;
}

/**
 * A connection of your own making in place of a WebSocket: in Node without a global WebSocket, in a test, over a
 * tunnel. It has the shape of JsSIP's `Socket`, so those work too.
 */
export interface SocketLike {
  readonly url: string;
  /** For a preloaded Route, for example `sip:proxy.example.com;transport=ws`. */
  readonly sip_uri: string;
  /** The transport Via names: `WS`, `WSS`… */
  readonly via_transport: string;
  connect(): void;
  disconnect(): void;
  /** @returns false when it could not be sent. */
  send(data: string): boolean | Promise<boolean> | void;
  /** Set by the phone; call them. */
  onconnect(): void;
  ondisconnect(error: boolean, code?: number, reason?: string): void;
  ondata(data: string | ArrayBuffer): void;
}

export interface PhoneOptions {
  /** Where to connect: one server or several. The next one is tried when one is not there. */
  server: string | ServerOptions | SocketLike | ReadonlyArray<string | ServerOptions | SocketLike>;
  /** The address of record: `sip:alice@example.com`, or without `sip:` (RFC 3261 10). */
  user: string;
  /** For digest authentication (RFC 3261 22, RFC 8760). */
  password?: string | undefined;
  /** The user name of digest authentication. Default: the user part of `user`. */
  authorizationUser?: string | undefined;
  /** The name others see. Default none. */
  displayName?: string | undefined;
  /** Whether to register, so that calls come in. Default true. */
  register?: boolean | undefined;
  /** How long a registration is asked to last, in seconds; it is refreshed in time. Default 600. */
  registerExpires?: number | undefined;
  /** How long an incoming call rings before it is given up, in seconds. Default 60. */
  noAnswerTimeout?: number | undefined;
  /** STUN and TURN servers (W3C RTCIceServer). Default none: enough within one network only. */
  iceServers?: RTCIceServer[] | undefined;
  /** The rest of the peer connection's configuration (W3C RTCConfiguration); `iceServers` above comes first. */
  rtcConfiguration?: RTCConfiguration | undefined;
  /** Whether a call lives on when the network changes or the server restarts: state `reconnecting`. Default true. */
  reconnect?: boolean | undefined;
  /**
   * Provisional answers that must arrive (100rel, RFC 3262): not spoken of, used where the other end can, or insisted
   * on, so that a call with somebody who cannot fails (420, 421). Default `supported`.
   */
  reliableProvisionals?: 'off' | 'supported' | 'required' | undefined;
  /**
   * Whether a 3xx is followed: its contacts are called one after another, the most wanted first, each once
   * (RFC 3261 8.1.3.4). Default false: the call ends, and its end has the contacts.
   */
  followRedirects?: boolean | undefined;
  /**
   * What happens when there is more than one call. `free`: nothing by itself. `hold`: as soon as one is talked on, by
   * an answer or by `unhold()`, the others are put on hold, but for those of the same conference, or on the way into it
   * (`JoinRequest.accept()` with `confer`). `busy`: who calls while there is a call is told 486, and is seen by the event
   * `call` alone. Default `free`.
   */
  callWaiting?: 'free' | 'hold' | 'busy' | undefined;
  /** What User-Agent says (RFC 3261 20.41). Default: this library and its version. */
  userAgent?: string | undefined;
  /**
   * How calls are measured, or false for not at all: `call.quality` and the events `quality` and `warning`. Default:
   * every two seconds, with the thresholds of docs/quality.md.
   */
  quality?: false | QualityOptions | undefined;
  /** Added to every request and response: `{ 'X-Tenant': '7' }`. Neither name nor value may have line breaks. */
  headers?: Record<string, string> | undefined;
}

/** The most of both that a level of quality bears. */
export interface LevelBounds {
  /** 0–1. */
  loss?: number | undefined;
  /** In milliseconds. */
  roundTripTime?: number | undefined;
}

/** How calls are measured and judged. docs/quality.md has every formula and default. */
export interface QualityOptions {
  /** Milliseconds between two readings of the peer connection, at least 250. Default 2000. */
  interval?: number | undefined;
  /** The bounds of the levels 1 to 5; what is beyond is 6. What is left out keeps its default. */
  levels?:
    | {
        [Level in 'excellent' | 'good' | 'average' | 'poor' | 'veryPoor']?: LevelBounds | undefined;
      }
    | undefined;
  /** Beyond which value each warning is raised, in the unit of its `value`. */
  warnings?: { [Name in CallWarning['name']]?: number | undefined } | undefined;
  /**
   * Whether the picture that comes is looked at, so that `blackVideo` can be told: it is decoded once more. Only in
   * pages, never in workers. Default false.
   */
  detectBlackVideo?: boolean | undefined;
  /**
   * Whether less video is sent while the other end loses more than 20 % of it: bitrate, then frame rate, then the
   * picture itself, so that the sound comes through; and slowly more again (W3C RTCRtpSender.setParameters). Default false.
   */
  limitSending?: boolean | undefined;
}

/**
 * - `stopped`: not started, or stopped.
 * - `connecting`: on the way to the first connection.
 * - `connected`: connected and not registered.
 * - `registered`: calls come in.
 * - `reconnecting`: the connection was lost; it is being made again, for as long as the phone is not stopped.
 */
export type PhoneState = 'stopped' | 'connecting' | 'connected' | 'registered' | 'reconnecting';

/** A text that came in (RFC 3428). It was answered with 200. */
export interface Message {
  readonly from: Party;
  /** The body. */
  readonly text: string;
  /** For example `text/plain`. */
  readonly contentType: string;
  readonly request: SipMessage;
}

/** A SIP message that went out or came in, whole. Credentials in it are masked: it can be shown, logged and sent on. */
export interface Trace {
  readonly direction: 'in' | 'out';
  /** The server's URL. */
  readonly server: string;
  readonly text: string;
  readonly message: SipMessage;
}

/** The events of a phone, and what each hands to its listener. */
export interface PhoneEvents {
  /** `phone.state` changed. */
  state: PhoneState;
  /** The WebSocket is open. */
  connected: { readonly server: string };
  /** The WebSocket closed or could not be opened. `error` is false when that was wished. */
  disconnected: {
    readonly server: string;
    readonly error: boolean;
    readonly code: number;
    readonly reason: string;
  };
  /** Another attempt to connect begins. `attempts` counts the failures since the last connection. */
  reconnecting: { readonly server: string; readonly attempts: number };
  /** The registrar said 200: calls come in. Refreshes that go well are silent. */
  registered: SipMessage;
  /** The registration is over, by wish (`error` undefined) or not. */
  unregistered: { readonly error: RinglineError | undefined };
  /** The registrar refused. */
  registrationFailed: RinglineError;
  /** There is a call object, either direction, before anything else happens to it. */
  call: Call;
  /**
   * Somebody calls. `answer()` or `hangup()` it; meanwhile they hear it ring. When nobody listens to this event the
   * caller is told 480.
   */
  incoming: Call;
  /** A text came in. When nobody listens to this event the sender is told 480, since nobody would read it. */
  message: Message;
  /** A SIP message passed; see `Trace`. Costs nothing while nobody listens. */
  trace: Trace;
  /** The engine's own remarks, without credentials, for a log. */
  log: { readonly level: 'error' | 'warning' | 'info' | 'debug'; readonly text: string };
}

export interface MediaOptions extends SendOptions {
  /** Whether, or with which constraints, to send sound (W3C MediaTrackConstraints). Default true. */
  audio?: boolean | MediaTrackConstraints | undefined;
  /** Whether, or with which constraints, to send a picture. Default false. */
  video?: boolean | MediaTrackConstraints | undefined;
  /** Tracks of your own in place of the two above. They are yours: they are not stopped when the call ends. */
  stream?: MediaStream | undefined;
}

export interface CallOptions extends MediaOptions {
  /** Headers for the INVITE: `{ 'X-Ticket': '4711' }`. */
  headers?: Record<string, string> | undefined;
  /** Withholds name and number (RFC 3323). Default false. */
  anonymous?: boolean | undefined;
  /**
   * Sends the INVITE without an offer: the other end makes it, we answer (RFC 3261 13.2.1). For gateways that want it
   * so. Default false.
   */
  delayedOffer?: boolean | undefined;
  /**
   * Asks to join a call of whom we call (RFC 3911): its dialog as they see it, from their `call.dialog` or their
   * `dialog-info`; or a call of ours with them. Default none. Who does not know how to be joined gets an ordinary call,
   * unless `headers` has `Require: join` (420); a call that is not there is `failed`
   * (481), one that is over `rejected`. One of ours that is not answered is `invalidArgument`.
   */
  join?: DialogId | Call | undefined;
  /** Gives the call up when aborted, even while the browser still asks for the camera. */
  signal?: AbortSignal | undefined;
}

export interface MessageOptions {
  /** Default `text/plain`. */
  contentType?: string | undefined;
  headers?: Record<string, string> | undefined;
}

/**
 * A phone: one account at one server, any number of calls.
 *
 * ```ts
 * const phone = new Phone({ server: 'wss://sip.example.com', user: 'sip:alice@example.com', password: '…' });
 * phone.on('incoming', (call) => call.answer({ video: true }));
 * await phone.start();
 * const call = await phone.call('bob', { video: true });
 * ```
 */
export declare class Phone implements Events<PhoneEvents> {
  /**
   * Checks the options, all of them, and does nothing else: no connection, no permission, no timer.
   * @throws {RinglineError} `invalidArgument`, naming the option; `unsupported`.
   */
  constructor(options: PhoneOptions);

  readonly state: PhoneState;
  /** The calls that are not over, oldest first. */
  readonly calls: readonly Call[];

  /**
   * Connects and, unless `register` is false, registers. Again while it does so gives the same promise; again when it
   * is done resolves at once; after `stop()` it starts anew.
   *
   * When it rejects because the server is not there, the phone goes on trying until `stop()`: the events tell.
   * @returns when registered (or connected, without registration).
   * @throws {RinglineError} `unreachable` when every server was tried once in vain, `authentication`, `timeout`,
   *   `rejected`, `failed`, `stopped`.
   */
  start(): Promise<void>;

  /**
   * Ends the calls, unregisters, closes the connection. Safe to call at any time and twice. Two seconds at most.
   * @returns when nothing is open any more. Never rejects.
   */
  stop(): Promise<void>;

  /**
   * Drops everything at once, without a word to the server, and frees the memory; whatever was waited for rejects with
   * `stopped`. For when a page or component goes away; prefer `stop()` where there is time. The phone cannot be
   * started again.
   */
  dispose(): void;

  /**
   * Calls somebody.
   * @param target `'bob'`, `'bob@example.com'`, `'sip:…'`, `'tel:…'`, or `Party.uri`. A bare name or number is looked
   *   for in our own domain.
   * @returns when the microphone (and camera) is there and the INVITE is on its way. From then on the call's own
   *   `answered` and `ended` tell how it fares. To show or give up a call before, see the event `call`, `signal`.
   * @throws {RinglineError} `invalidArgument`, `invalidState` (not started), `mediaDenied`, `mediaMissing`,
   *   `mediaBusy`, `mediaFailed`, `unreachable`, `canceled`, `stopped`.
   */
  call(target: string, options?: CallOptions): Promise<Call>;

  /**
   * Call waiting: holds every other call that is talked on, but for those in a conference with this one; then answers
   * this one if it rings, or takes it back if it was held. When that fails the others are taken back.
   *
   * `switchTo()`, `swap()` and `consult()` wait for each other, so that a double click does no harm.
   * @param options For the answer.
   * @throws {RinglineError} as `Call.answer()`, `Call.hold()` of the others and `Call.unhold()`; `invalidState` when it
   *   is outgoing and not answered, `ended`, `invalidArgument` for a call of another phone.
   */
  switchTo(call: Call, options?: AnswerOptions): Promise<void>;

  /**
   * Of two calls takes the held one back and holds the other: `switchTo()` the one that waits, or `other` if neither
   * does.
   * @throws {RinglineError} as `switchTo()`.
   */
  swap(one: Call, other: Call): Promise<void>;

  /**
   * Consult transfer: holds `call` and whatever else is talked on, and calls somebody to ask.
   *
   * ```ts
   * const consultation = await phone.consult(call, 'carol');
   * await consultation.call.answered; // "shall I put him through?"
   * await consultation.complete(); // or cancel()
   * ```
   * @param target As for `call()`.
   * @returns when the second call's INVITE is on its way. When it rejects, nothing is held that was not before.
   * @throws {RinglineError} as `Call.hold()` and `Phone.call()`.
   */
  consult(call: Call, target: string, options?: ConsultOptions): Promise<Consultation>;

  /**
   * Sends a text (RFC 3428).
   * @param target As for `call`.
   * @returns when the other side, or a server that keeps it for them, has accepted it.
   * @throws {RinglineError} `invalidArgument`, `invalidState`, `notFound`, `unavailable`, `timeout`, `failed`, …
   */
  message(target: string, text: string, options?: MessageOptions): Promise<void>;

  /**
   * Subscribes to somebody's events of a package (RFC 6665): `presence`, `dialog`, `message-summary`, `reg`,
   * `conference`… What a NOTIFY says is given as text; it is refreshed until it ends, also over a lost connection.
   *
   * Resolves as soon as the SUBSCRIBE is on its way; `subscription.accepted` tells how it fares.
   *
   * Rejects with `invalidState` when the phone is not started, `invalidArgument`.
   * @param target As in `call()`.
   * @param event The package, with `;id=…` where there are several of one kind.
   */
  subscribe(target: string, event: string, options?: SubscribeOptions): Promise<Subscription>;

  /**
   * Publishes state of ours at the server and keeps it there (RFC 3903) until it is removed or the phone stops.
   *
   * Resolves when the server has it. Rejects with `invalidState` when the phone is not started, `invalidArgument`, or
   * as the server answered.
   * @param event The package: `presence`, `dialog`….
   */
  publish(event: string, body: string, options: PublishOptions): Promise<Publication>;

  on<Name extends keyof PhoneEvents>(
    name: Name,
    listener: (event: PhoneEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof PhoneEvents>(
    name: Name,
    listener: (event: PhoneEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof PhoneEvents>(
    name: Name,
    listener: (event: PhoneEvents[Name]) => void,
  ): void;
}

// ── events of others, and ours ───────────────────────────────────────────────────────────────────

/** Options of `subscribe()`. */
export interface SubscribeOptions {
  /** The content types that are understood, for Accept; default: the package's own. */
  accept?: string | undefined;
  /** Seconds that are asked for; default 3600. 0 fetches the state once (RFC 6665 4.4.3). */
  expires?: number | undefined;
  headers?: Record<string, string> | undefined;
}

/** `waiting` for the first NOTIFY; `pending` until the notifier has made up his mind (RFC 6665 4.1.3). */
export type SubscriptionState = 'waiting' | 'pending' | 'active' | 'ended';

/** What one NOTIFY says. */
export interface Notification {
  /** `''` when it has none. */
  readonly body: string;
  /** `''` when it has no body. */
  readonly contentType: string;
  readonly request: SipMessage;
}

/** How a subscription ended. */
export interface SubscriptionOver {
  /**
   * Of the final NOTIFY (RFC 6665 4.1.3): `deactivated` and `probation` invite to subscribe again, `rejected`,
   * `noresource` and `invariant` do not; `giveup`, `timeout`; `''` when it said none or there was none.
   */
  readonly reason: string;
  /** Seconds after which subscribing again may succeed; `undefined` when nothing was said. */
  readonly retryAfter: number | undefined;
  /** `undefined` when it was ended by `unsubscribe()` or by a final NOTIFY. */
  readonly error: RinglineError | undefined;
}

export interface SubscriptionEvents {
  /** `subscription.state` changed. */
  state: SubscriptionState;
  /** A NOTIFY came. */
  notify: Notification;
  /** The last event. */
  ended: SubscriptionOver;
}

/** A subscription of ours, from `Phone.subscribe()`. */
export declare class Subscription implements Events<SubscriptionEvents> {
  private constructor(...parts: never[]);

  /** A number, unique within its phone. */
  readonly id: number;
  /** As it was asked for. */
  readonly event: string;
  readonly state: SubscriptionState;
  /** The newest NOTIFY; `undefined` before the first. */
  readonly last: Notification | undefined;
  /**
   * Resolves with the 2xx or the first NOTIFY. Rejects with `notFound`, `rejected`, `authentication`, `timeout`,
   * `unreachable`, `failed`… as it was refused. May be ignored.
   */
  readonly accepted: Promise<void>;
  /** Resolves when it is over, whatever the reason; never rejects. */
  readonly ended: Promise<SubscriptionOver>;

  /** Asks for the state at once. Throws `invalidState` when it has ended or is being ended. */
  refresh(): void;
  /** SUBSCRIBE with Expires: 0. Resolves when the final NOTIFY came, or after 32 s without one (timer N). */
  unsubscribe(): Promise<void>;

  on<Name extends keyof SubscriptionEvents>(
    name: Name,
    listener: (event: SubscriptionEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof SubscriptionEvents>(
    name: Name,
    listener: (event: SubscriptionEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof SubscriptionEvents>(
    name: Name,
    listener: (event: SubscriptionEvents[Name]) => void,
  ): void;
}

/** Options of `publish()`. */
export interface PublishOptions {
  /** What the body is: `application/pidf+xml`…. */
  contentType: string;
  /** Seconds that the server shall keep it without hearing of us; default 3600. */
  expires?: number | undefined;
  headers?: Record<string, string> | undefined;
}

/** How a publication ended. */
export interface PublicationOver {
  /** `undefined` when it was removed as wished. */
  readonly error: RinglineError | undefined;
}

export interface PublicationEvents {
  /** The only event: nothing is published any more. */
  ended: PublicationOver;
}

/** State of ours that the server keeps, from `Phone.publish()`. */
export declare class Publication implements Events<PublicationEvents> {
  private constructor(...parts: never[]);

  /** A number, unique within its phone. */
  readonly id: number;
  readonly event: string;
  /** Resolves when it is over, whatever the reason; never rejects. */
  readonly ended: Promise<PublicationOver>;

  /**
   * Puts other state in its place. Resolves when the server has it, or newer; a server in trouble is asked again.
   * Rejects with `invalidState` when it has ended, `invalidArgument`, or as the server answered.
   */
  update(body: string, contentType: string): Promise<void>;
  /** Takes it away. Resolves when the server said so; rejects when it cannot be told. */
  remove(): Promise<void>;

  on<Name extends keyof PublicationEvents>(
    name: Name,
    listener: (event: PublicationEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof PublicationEvents>(
    name: Name,
    listener: (event: PublicationEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof PublicationEvents>(
    name: Name,
    listener: (event: PublicationEvents[Name]) => void,
  ): void;
}

// ── a call ──────────────────────────────────────────────────────────────────────────────────────

/**
 * - `new`: outgoing, nothing sent yet: the browser is asked for microphone and camera.
 * - `connecting`: outgoing, the INVITE is on its way; incoming, `answer()` was called.
 * - `ringing`: outgoing, it rings there; incoming, it waits for `answer()` or `hangup()`.
 * - `answered`: both sides talk.
 * - `held`: answered, and one side or both hold; `held` tells who.
 * - `reconnecting`: answered, and the network is gone; the call is being kept and brought back.
 * - `ended`: over. Nothing follows.
 */
export type CallState =
  'new' | 'connecting' | 'ringing' | 'answered' | 'held' | 'reconnecting' | 'ended';

/** Why, in the words of who ended it: the Reason of a BYE, a CANCEL or a refusal (RFC 3326, RFC 6432). */
export interface EndReason {
  /** In capitals: `SIP`, `Q.850`… */
  readonly protocol: string;
  /** A status code of SIP, a cause of Q.850…; `undefined` when none is named. */
  readonly cause: number | undefined;
  /** `''` when there is none. Chosen by the other side: never put it into HTML. */
  readonly text: string;
}

/** How a call came to its end. */
export interface CallEnd {
  /** Who ended it; `system` is the network, the server or the browser. */
  readonly by: 'local' | 'remote' | 'system';
  /** `hangup` is the way calls should end: somebody hung up after it was answered. */
  readonly code: 'hangup' | ErrorCode;
  /** The error, unless `code` is `hangup`. */
  readonly error: RinglineError | undefined;
  /** What they said; `undefined` when they said nothing, or it was not they who ended it. Of several the first. */
  readonly reason: EndReason | undefined;
}

/** Somebody we talk to wants us to call somebody else instead (REFER, RFC 3515). */
export interface TransferRequest {
  /** Whom. */
  readonly target: string;
  readonly request: SipMessage;
  /**
   * Calls them and tells the asker how it goes; media as in this call. This call ends when the asker hangs up.
   * @returns the other call; `phone.on('call')` tells of it too.
   */
  accept(options?: CallOptions): Promise<Call>;
  /** Declines (603). */
  reject(): void;
}

/** The events of a call, and what each hands to its listener. */
export interface CallEvents extends CallMediaEvents {
  /** `call.state` changed. */
  state: CallState;
  /** A provisional response, ours or theirs: 180 Ringing, 183 with early sound… */
  progress: SipMessage;
  /** It was answered, here or there, and both sides know. */
  answered: void;
  /** It is over. The last event of a call, exactly once. */
  ended: CallEnd;
  /** Somebody held or took back; `call.held` has the sum. */
  held: { readonly by: 'local' | 'remote'; readonly held: boolean };
  /** `call.localStream` is there. */
  localStream: MediaStream;
  /** `call.remoteStream` is there or has another track. */
  remoteStream: MediaStream;
  /** The call was measured: every two seconds, unless `PhoneOptions.quality` says otherwise. */
  quality: CallQuality;
  /** Something became wrong with sound or picture (`raised`), or is well again. */
  warning: CallWarning;
  /** They sent a tone by INFO; tones inside the sound (RFC 4733) are not shown to pages. `duration` in ms. */
  tone: { readonly tone: string; readonly duration: number };
  /** They sent an INFO that is no tone (RFC 6086). It was answered with 200. */
  info: { readonly contentType: string; readonly body: string; readonly request: SipMessage };
  /**
   * They want to transfer us. When nobody listens it is declined (603): a call to a stranger's choice may cost money.
   */
  transferRequest: TransferRequest;
  /** How our own transfer fares: the status of the new call (RFC 3515 2.4.5). */
  transferProgress: {
    readonly sipStatus: number;
    readonly reason: string;
    readonly final: boolean;
  };
  /** Another call has taken this one's place (RFC 3891): they were transferred. It is answered by itself. */
  replaced: Call;
  /**
   * Somebody wants to join this call (RFC 3911). When nobody listens it is an incoming call like any other, and its
   * `request` has the header.
   */
  joinRequest: JoinRequest;
}

export interface AnswerOptions extends MediaOptions {
  /** Headers for the 200. */
  headers?: Record<string, string> | undefined;
}

export interface HangupOptions {
  /**
   * For an incoming call that still rings, what to say: 486 "busy here", 603 "declined everywhere", 480 "not now"…
   * 300 to 699. Default 480.
   */
  status?: number | undefined;
  /** The words beside it. Default: the usual ones. */
  reason?: string | undefined;
  headers?: Record<string, string> | undefined;
}

export interface ToneOptions {
  /** How long each sounds, in milliseconds, 70 to 6000 (RFC 4733, W3C insertDTMF). Default 100. */
  duration?: number | undefined;
  /** The silence between two, in milliseconds, at least 50. Default 100. */
  gap?: number | undefined;
  /** `rtp`: inside the sound (RFC 4733); `info`: as INFO requests; `auto`: rtp where negotiated, else info. Default auto. */
  transport?: 'auto' | 'rtp' | 'info' | undefined;
}

/** Which of our tracks are silenced. */
export interface Muted {
  readonly audio: boolean;
  readonly video: boolean;
}

/** One direction of one kind of media, from RTCPeerConnection.getStats(). */
export interface FlowStats {
  /** Bits a second since the reading before; `undefined` at the first one. */
  readonly bitrate: number | undefined;
  /** Fraction of packets lost since the reading before, 0–1; of what we send, as the other side reports it. */
  readonly loss: number | undefined;
  /** In milliseconds. */
  readonly jitter: number | undefined;
  /** For example `opus`, `VP8`. */
  readonly codec: string | undefined;
  /** Of a picture; `undefined` for sound. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly framesPerSecond: number | undefined;
}

/**
 * 0 unknown (not connected yet, or the browser tells nothing), 1 excellent, 2 good, 3 average, 4 poor, 5 very poor,
 * 6 disconnected.
 */
export type QualityLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** One kind of media in one direction, over the interval before. `undefined` is what the browser does not tell. */
export interface FlowQuality {
  /** Bits a second. */
  readonly bitrate: number | undefined;
  /** 0–1, over the newest two hundred packets or more. */
  readonly loss: number | undefined;
  /** In milliseconds (RFC 3550 6.4.1). */
  readonly jitter: number | undefined;
  /** Of the picture, in pixels. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly framesPerSecond: number | undefined;
}

/** One direction of a call. */
export interface LinkQuality {
  readonly level: QualityLevel;
  /** The worse of sound and picture, 0–1. */
  readonly loss: number | undefined;
  /** Sound and picture together, bits a second. */
  readonly bitrate: number | undefined;
}

/** How a call is, as measured last. */
export interface CallQuality {
  /** There and back, in milliseconds. */
  readonly roundTripTime: number | undefined;
  /** How people would score what we hear, 1–4.5: an estimate by the E-model (ITU-T G.107). */
  readonly mos: number | undefined;
  /** What we send. */
  readonly uplink: LinkQuality;
  /** What we get. */
  readonly downlink: LinkQuality;
  readonly audio: { readonly send: FlowQuality; readonly receive: FlowQuality };
  readonly video: { readonly send: FlowQuality; readonly receive: FlowQuality };
}

/** Something is wrong with a call's media, or is no more. */
export interface CallWarning {
  /**
   * What, and the unit of `value`: `highRoundTripTime` (ms), `highLoss` (0–1, the worse direction), `highJitter` (ms),
   * `lowMos` (1–4.5), `silentMicrophone` (root mean square, 0–1), `noInboundMedia` (ms), `frozenVideo` (frames a second),
   * `blackVideo` (brightness, 0–1).
   */
  readonly name:
    | 'highRoundTripTime'
    | 'highLoss'
    | 'highJitter'
    | 'lowMos'
    | 'silentMicrophone'
    | 'noInboundMedia'
    | 'frozenVideo'
    | 'blackVideo';
  /** False: it is well again. */
  readonly raised: boolean;
  /** `undefined` when it can no longer be: muted, held, no such media. */
  readonly value: number | undefined;
  readonly threshold: number;
}

/** A plain reading of the connection; no judgement in it. */
export interface CallStats {
  /** There and back, in milliseconds. */
  readonly roundTripTime: number | undefined;
  /** How the media travels: `host`, `srflx`, `prflx` or `relay`, of our end (RFC 8445). */
  readonly candidate: string | undefined;
  readonly audio: { readonly send: FlowStats; readonly receive: FlowStats };
  readonly video: { readonly send: FlowStats; readonly receive: FlowStats };
}

/** One call. Made by `Phone`. What it sends is changed by the members of `CallMedia`. */
export interface Call extends CallMedia {}
export declare class Call implements Events<CallEvents> {
  private constructor(...parts: never[]);

  /** A number, unique within its phone. */
  readonly id: number;
  readonly direction: 'incoming' | 'outgoing';
  readonly state: CallState;
  /** The other end. */
  readonly remote: Party;
  /** The INVITE. */
  readonly request: SipMessage;
  /** What names it to others, for `CallOptions.join`; `undefined` before it is answered. */
  readonly dialog: DialogId | undefined;
  /** When it was answered; `undefined` before. */
  readonly answeredAt: Date | undefined;
  /** Who holds. */
  readonly held: { readonly local: boolean; readonly remote: boolean };
  readonly muted: Muted;
  /** How it is, as measured last; `undefined` before the first time, and with `quality: false`. */
  readonly quality: CallQuality | undefined;
  /** What we send. `undefined` until there is microphone or camera. For a <video> element, muted. */
  readonly localStream: MediaStream | undefined;
  /** What we get. `undefined` until something comes. For a <video> or <audio> element. */
  readonly remoteStream: MediaStream | undefined;
  /** The browser's own object, for what this API does not have. `undefined` before media and after the end. */
  readonly peerConnection: RTCPeerConnection | undefined;

  /**
   * Resolves when it is answered and both sides know; rejects when it ends before.
   * @throws {RinglineError} `busy`, `notFound`, `unavailable`, `rejected`, `noAnswer`, `canceled`, `timeout`,
   *   `incompatibleMedia`, `unreachable`, …
   */
  readonly answered: Promise<void>;
  /** Resolves when it is over, however it came to that. Never rejects. */
  readonly ended: Promise<CallEnd>;

  /**
   * Takes an incoming call. Asks for the microphone (and camera) first.
   * @returns when the caller knows (ACK, RFC 3261 13.3.1.4).
   * @throws {RinglineError} `invalidState` (outgoing, answered already, over), `mediaDenied`, `mediaMissing`,
   *   `mediaBusy`, `mediaFailed`, `incompatibleMedia`, `canceled`, `timeout`, `stopped`. The call is over then.
   */
  answer(options?: AnswerOptions): Promise<void>;

  /**
   * Lets the caller of an incoming call hear (and see) you before you answer: announcements, a ringing tone of your
   * own. Asks for the microphone first, unless `stream` is given. Your answer goes out in a 183, reliably where the
   * caller can (RFC 3262); `answer()` is still to be called.
   * @returns when the 183 is out.
   * @throws {RinglineError} as `answer()`; `invalidState` also when the INVITE had no offer to answer.
   */
  startEarlyMedia(options?: MediaOptions): Promise<void>;

  /**
   * Ends the call as fits its state: CANCEL, BYE, or a refusal. An ended call stays ended.
   * @returns when it is over.
   * @throws {RinglineError} `invalidArgument` for a status or header that cannot be sent.
   */
  hangup(options?: HangupOptions): Promise<void>;

  /**
   * Holds: silent at once, then the other side is told (RFC 3264 8.4). Already held by us: nothing to do. One that comes
   * while another is on its way waits for it.
   * @returns when the other side has agreed.
   * @throws {RinglineError} `invalidState`, `timeout`, `failed`, `ended`. The call goes on as it was.
   */
  hold(): Promise<void>;
  /** Takes back `hold()`. As for `hold()`. */
  unhold(): Promise<void>;

  /**
   * Silences our own tracks; the other side is not told.
   * @param which Default `{ audio: true }`: the microphone. `{ video: true }` is the camera.
   * Throws `invalidArgument` for another kind.
   */
  mute(which?: { audio?: boolean; video?: boolean }): void;
  /** Takes back `mute()`. Default both. */
  unmute(which?: { audio?: boolean; video?: boolean }): void;

  /**
   * Sends tones, one after another; several calls queue up.
   * @param tones `0`–`9`, `A`–`D`, `*`, `#`; a comma is a pause of two seconds.
   * @returns when the last one is out (and, by INFO, acknowledged).
   * @throws {RinglineError} `invalidArgument`, `invalidState`, `ended`, `failed`.
   */
  sendTones(tones: string, options?: ToneOptions): Promise<void>;

  /**
   * Sends an INFO inside the call (RFC 6086).
   * @returns when the other side has accepted it.
   * @throws {RinglineError} `invalidArgument`, `invalidState`, `timeout`, `failed`, `ended`.
   */
  sendInfo(
    contentType: string,
    body?: string,
    options?: { headers?: Record<string, string> },
  ): Promise<void>;

  /**
   * Connects the other side with somebody else and hangs up here (RFC 3515; attended: RFC 3891, RFC 5589).
   * @param target Whom, as for `Phone.call`; or another answered call of ours, whose other end it shall be.
   * @returns when they talk, or when they left us for it.
   * @throws {RinglineError} `invalidArgument`, `invalidState`, `busy`, `notFound`, `rejected`, `timeout`, `failed`, …
   *   This call goes on then.
   */
  transfer(target: string | Call, options?: { headers?: Record<string, string> }): Promise<void>;

  /**
   * Measures. Rates and losses are those since the call of `stats()` before.
   * @throws {RinglineError} `invalidState` when there is no peer connection.
   */
  stats(): Promise<CallStats>;

  on<Name extends keyof CallEvents>(
    name: Name,
    listener: (event: CallEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof CallEvents>(
    name: Name,
    listener: (event: CallEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof CallEvents>(name: Name, listener: (event: CallEvents[Name]) => void): void;
}
