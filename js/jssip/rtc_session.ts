// One call: JsSIP's methods as inputs to the engine, the engine's outputs as JsSIP's events.
import type * as Contract from '../../types/jssip.js';
import type { InputOf } from '../engine/vocabulary.js';
import { causes } from './causes.js';
import { C } from './constants.js';
import { dialogOf, type Dialog } from './dialog.js';
import { tonesOf } from './dtmf.js';
import { EventEmitter } from './emitter.js';
import { InvalidStateError, NotSupportedError } from './exceptions.js';
import { attach } from './follower.js';
import { Info } from './info.js';
import type { Line, Order } from './line.js';
import type { NameAddrHeader } from './name_addr_header.js';
import { ReferSubscriber } from './refer_subscriber.js';
import { seam } from './seam.js';
import type { Renegotiation } from './session_events.js';
import { dropRefused, mediaOf } from './session_media.js';
import { kStatus, type Status } from './session_status.js';
import { IncomingRequest, IncomingResponse, OutgoingRequest, responseOf } from './sip_message.js';
import type { UA } from './ua.js';

type CallOptions = Contract.CallOptions;
type Reoffer = InputOf<'holdCall'> | InputOf<'renegotiateCall'>;
type InitCallback = (session: RTCSession) => void;

export class RTCSession<Map_ extends Contract.RTCSessionEventMap = Contract.RTCSessionEventMap>
  extends EventEmitter<Map_>
  implements Contract.RTCSession<Map_>
{
  static get C(): typeof kStatus {
    return kStatus;
  }

  data: unknown = {};

  // These names are JsSIP's too, and read by its applications.
  readonly _ua: UA;
  _status: Status = kStatus.STATUS_NULL;
  _request: IncomingRequest | OutgoingRequest | undefined;
  _connection: RTCPeerConnection | null = null;
  /** Kept when the call is over, as its listeners look for it then. */
  _localMediaStream: MediaStream | null = null;
  _is_canceled = false;
  /** Null until an answer tells of it; of a call of theirs, its ACK. */
  _to_tag: string | null = null;
  _start_time: Date | null = null;
  _end_time: Date | null = null;

  // For session_events.ts: the engine's name for the call, and what the application last wanted.
  _number = 0;
  _extraHeaders: string[] = [];
  readonly _held = { local: false, remote: false };
  /** What shall be said when the end that terminate() asked for is told. */
  _endCause: string | undefined;
  readonly _renegotiations = new Map<number, Renegotiation>();
  /** Theirs under way, by op: what the listeners were given, for their callbacks. */
  readonly _reoffers = new Map<number, Contract.ReInviteEvent>();

  #id: string | undefined;
  readonly #muted = { audio: false, video: false };
  #direction: Contract.SessionDirection = 'outgoing';
  #isAnnounced = false;
  #isRinging = false;
  #initCallback: InitCallback | undefined;

  constructor(ua: UA) {
    super();
    this._ua = ua;
  }

  // ── what can be read ───────────────────────────────────────────────────────────────────────────

  get C(): typeof kStatus {
    return kStatus;
  }
  get causes(): typeof causes {
    return causes;
  }
  get id(): string {
    const { _request: request } = this;
    return (this.#id ??= request && request.call_id + request.from_tag) ?? '';
  }
  get connection(): Contract.RTCPeerConnectionDeprecated {
    return this._connection as Contract.RTCPeerConnectionDeprecated;
  }
  get contact(): string {
    return this._ua.contact.toString({ outbound: this.#direction === 'outgoing' });
  }
  get direction(): Contract.SessionDirection {
    return this.#direction;
  }
  get local_identity(): NameAddrHeader {
    return this.#identity('outgoing');
  }
  get remote_identity(): NameAddrHeader {
    return this.#identity('incoming');
  }
  get start_time(): Date {
    return this._start_time as Date;
  }
  get end_time(): Date {
    return this._end_time as Date;
  }
  get status(): Status {
    return this._status;
  }
  get _from_tag(): string | null {
    return this._request?.from_tag ?? null;
  }
  get _dialog(): Dialog | null {
    return dialogOf(this);
  }

  isInProgress(): boolean {
    return this._status <= kStatus.STATUS_WAITING_FOR_ANSWER;
  }

  isEstablished(): boolean {
    return (
      this._status === kStatus.STATUS_ANSWERED ||
      this._status === kStatus.STATUS_WAITING_FOR_ACK ||
      this._status === kStatus.STATUS_CONFIRMED
    );
  }

  isEnded(): boolean {
    return this._status === kStatus.STATUS_CANCELED || this._status === kStatus.STATUS_TERMINATED;
  }

  isReadyToReOffer(): boolean {
    return this.#isJoined() && this._renegotiations.size === 0 && this._reoffers.size === 0;
  }

  isOnHold(): Contract.OnHoldResult {
    return { ...this._held };
  }

  isMuted(): { audio: boolean; video: boolean } {
    return { ...this.#muted };
  }

  // ── what can be done ───────────────────────────────────────────────────────────────────────────

  connect(target: unknown, options: CallOptions = {}, initCallback?: InitCallback): void {
    if (target === undefined) throw new TypeError('Not enough arguments');
    this.#require(kStatus.STATUS_NULL);
    if (!seam.hasWebRtc()) throw new NotSupportedError('WebRTC not supported');
    const uri = this._ua.normalizeTarget(target as string);
    if (!uri) throw new TypeError(`Invalid target: ${String(target)}`);
    const { sessionTimersExpires = 0 } = options;
    const sessionExpires = Math.max(sessionTimersExpires, 0) * 1000;
    this.#begin(
      {
        type: 'makeCall',
        target: String(uri),
        extraHeaders: headersOf(options),
        anonymous: !!options.anonymous,
        fromUserName: options.fromUserName ?? '',
        fromDisplayName: options.fromDisplayName ?? '',
        ...(sessionTimersExpires >= C.MIN_SESSION_EXPIRES && { sessionExpires }),
      },
      options,
      initCallback,
    );
    // After stop() a call is over as soon as it is told of.
    if (this._ua._isStopped && !this.isEnded()) this.terminate();
  }

  answer(options: Contract.AnswerOptions = {}): void {
    if (this.#direction === 'outgoing') {
      throw new NotSupportedError('"answer" not supported for outgoing RTCSession');
    }
    this.#require(kStatus.STATUS_WAITING_FOR_ANSWER);
    if (options.data !== undefined) this.data = options.data;
    dropRefused(options);
    this._ring();
    this._line.host.prepare(this._number, {
      ...mediaOf(options, undefined),
      offer: (this._request as IncomingRequest).body,
    });
    // What was muted while it rang is muted from the first packet.
    if (this.#muted.audio || this.#muted.video) this.#tellMuted();
    this.#become(kStatus.STATUS_ANSWERED, {
      type: 'answerCall',
      session: this._number,
      extraHeaders: headersOf(options),
    });
  }

  terminate(options: Contract.TerminateOptions = {}): void {
    if (this.isEnded()) throw new InvalidStateError(this._status);
    const { status_code, reason_phrase = '', cause } = options;
    // An INVITE of theirs is refused by a response of that code; else it goes into a Reason header.
    const isRefusal =
      this.#direction === 'incoming' && this._status < kStatus.STATUS_WAITING_FOR_ACK;
    const least = isRefusal ? 300 : 200;
    if (status_code && !(status_code >= least && status_code < 700)) {
      throw new TypeError(`Invalid status_code: ${status_code}`);
    }
    this._endCause = cause;
    this._is_canceled = !isRefusal && !this.#isJoined();
    this.#become(this._is_canceled ? kStatus.STATUS_CANCELED : this._status, {
      type: 'endCall',
      session: this._number,
      statusCode: status_code ?? 0,
      reasonPhrase: reason_phrase,
      extraHeaders: headersOf(options),
      body: options.body ?? '',
    });
  }

  sendDTMF(tones: string | number, options: Contract.DTMFOptions = {}): void {
    if (tones === undefined) throw new TypeError('Not enough arguments');
    this.#require(
      kStatus.STATUS_1XX_RECEIVED,
      kStatus.STATUS_WAITING_FOR_ACK,
      kStatus.STATUS_CONFIRMED,
    );
    this._line.order({
      type: 'sendTones',
      session: this._number,
      ...tonesOf(tones, options),
      extraHeaders: headersOf(options),
    });
  }

  sendInfo(contentType: string, body = '', options: Contract.ExtraHeaders = {}): void {
    if (this._status !== kStatus.STATUS_1XX_RECEIVED) this.#requireJoined();
    if (contentType === undefined) throw new TypeError('Not enough arguments');
    this.#requireJoined();
    const info = new Info(contentType, body);
    this._line.order(
      {
        type: 'sendInDialog',
        session: this._number,
        method: C.INFO,
        contentType,
        body: String(body),
        extraHeaders: headersOf(options),
      },
      (request) => {
        this._line.follow(request, info);
        this.emit('newInfo', { originator: 'local', info, request: undefined });
      },
    );
  }

  hold(options: Contract.HoldOptions = {}, done?: () => void): boolean {
    return this.#hold(true, options, done);
  }

  unhold(options: Contract.HoldOptions = {}, done?: () => void): boolean {
    return this.#hold(false, options, done);
  }

  renegotiate(options: Contract.RenegotiateOptions = {}, done?: () => void): boolean {
    const { useUpdate = false, rtcOfferConstraints } = options;
    const iceRestart = !!rtcOfferConstraints?.iceRestart;
    if (rtcOfferConstraints && this.#isJoined())
      this._line.host.setNextOffer(this._number, rtcOfferConstraints);
    return this.#renegotiate(
      { type: 'renegotiateCall', useUpdate, iceRestart, extraHeaders: headersOf(options) },
      'Media Renegotiation Failed',
      done,
    );
  }

  mute(options: Contract.MediaStreamTypes = { audio: true, video: false }): void {
    this.#mute(true, options);
  }

  unmute(options: Contract.MediaStreamTypes = { audio: true, video: true }): void {
    this.#mute(false, options);
  }

  resetLocalMedia(): void {
    this.unmute();
    this.unhold();
  }

  refer(target: unknown, options: Contract.ReferOptions = {}): ReferSubscriber | false {
    if (!this.#isJoined()) return false;
    const uri = this._ua.normalizeTarget(target as string);
    if (!uri) throw new TypeError(`Invalid target: ${String(target)}`);
    const subscriber = new ReferSubscriber(this._ua);
    attach(subscriber, options.eventHandlers);
    this._line.order(
      {
        type: 'referCall',
        session: this._number,
        target: String(uri),
        replaces: (options.replaces as RTCSession | undefined)?._number ?? 0,
        extraHeaders: headersOf(options),
      },
      (request) => this._line.follow(request, subscriber),
    );
    return subscriber;
  }

  sendRequest(method: string, options: Contract.SendRequestOptions = {}): OutgoingRequest {
    const { extraHeaders = [], body = '', eventHandlers = {} } = options;
    let sent: OutgoingRequest | undefined;
    // Without a dialog there is nothing to send it in.
    if (this._status < kStatus.STATUS_1XX_RECEIVED || this.isEnded()) return sent as never;
    this._line.order(
      {
        type: 'sendInDialog',
        session: this._number,
        method,
        body,
        extraHeaders: headersOf(options),
      },
      (request) =>
        this._line.follow(request, {
          sent: (text) => (sent = new OutgoingRequest(text, this._ua, extraHeaders)),
          answered({ ok, response, cause }) {
            const answer = responseOf(response) as IncomingResponse;
            if (sent!.isOlderThan(answer)) eventHandlers.onAuthenticated?.(sent!);
            if (ok) eventHandlers.onSuccessResponse?.(answer);
            else if (cause === 'dialogError') eventHandlers.onDialogError?.(answer);
            else if (answer) eventHandlers.onErrorResponse?.(answer);
            else if (cause === 'requestTimeout') eventHandlers.onRequestTimeout?.();
            else eventHandlers.onTransportError?.();
          },
        }),
    );
    return sent as never;
  }

  // ── how it begins ──────────────────────────────────────────────────────────────────────────────

  /** Becomes the call that an INVITE of theirs asks for, and tells of it. */
  init_incoming(request: IncomingRequest, initCallback?: InitCallback): void {
    this._number = request._session;
    this.#direction = 'incoming';
    this._request = request;
    this._status = kStatus.STATUS_WAITING_FOR_ANSWER;
    this._line.sessions.set(this._number, this);
    this.#initCallback = initCallback;
    this._announce();
  }

  /** Tells the application of it, and the caller when the application has taken note. */
  _announce(): void {
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    const originator = this.#direction === 'outgoing' ? 'local' : 'remote';
    try {
      this.#initCallback?.(this);
      this._ua.newRTCSession(this, { originator, session: this, request: this._request });
    } finally {
      this._ring();
    }
  }

  _ring(): void {
    if (this.#isRinging || this._status !== kStatus.STATUS_WAITING_FOR_ANSWER) return;
    this.#isRinging = true;
    this._line.attempt({ type: 'ringCall', session: this._number });
  }

  _peerOpened(connection: RTCPeerConnection): void {
    this._connection = connection;
    this.emit('peerconnection', { peerconnection: connection });
    this._announceWhenComplete();
  }

  _streamOpened(stream: MediaStream): void {
    this._localMediaStream = stream;
  }

  _candidate(candidate: RTCIceCandidate): void {
    const ready = () => this._line.attempt({ type: 'sendNow', session: this._number });
    this.emit('icecandidate', { candidate, ready });
  }

  _acceptRefer(refer: number, options: CallOptions = {}, initCallback?: InitCallback): void {
    const extraHeaders = headersOf(options);
    this._ua
      ._makeSession()
      .#begin({ type: 'acceptRefer', refer, extraHeaders }, options, initCallback);
  }

  // ── inside ─────────────────────────────────────────────────────────────────────────────────────

  get _line(): Line {
    return this._ua._line;
  }

  #identity(own: Contract.SessionDirection): NameAddrHeader {
    return (this.#direction === own ? this._request?.from : this._request?.to) as NameAddrHeader;
  }

  #isJoined(): boolean {
    return (
      this._status === kStatus.STATUS_WAITING_FOR_ACK || this._status === kStatus.STATUS_CONFIRMED
    );
  }

  #require(...allowed: Status[]): void {
    if (!allowed.includes(this._status)) throw new InvalidStateError(this._status);
  }

  #requireJoined(): void {
    this.#require(kStatus.STATUS_WAITING_FOR_ACK, kStatus.STATUS_CONFIRMED);
  }

  // The events that an order brings about find the new status; one that is refused changes nothing.
  #become(status: Status, input: Order): void {
    const before = this._status;
    this._status = status;
    try {
      this._line.order(input);
    } catch (error) {
      this._status = before;
      throw error;
    }
  }

  #begin(
    input: InputOf<'makeCall'> | InputOf<'acceptRefer'>,
    options: CallOptions,
    initCallback: InitCallback | undefined,
  ): void {
    attach(this, options.eventHandlers);
    if (options.data !== undefined) this.data = options.data;
    this.#initCallback = initCallback;
    this._extraHeaders = input.extraHeaders ?? [];
    this._line.order(input, (number) => {
      this._number = number;
      this._line.sessions.set(number, this);
      const media = mediaOf(options, { audio: true, video: true });
      if (this._ua._isStopped) media.mediaConstraints = {};
      this._line.host.prepare(number, media);
    });
  }

  // JsSIP tells of the peer connection first. An outgoing call is complete when there is a request too.
  _announceWhenComplete(): void {
    if (this.#direction === 'outgoing' && this._connection && this._request) this._announce();
  }

  #hold(held: boolean, options: Contract.HoldOptions, done: (() => void) | undefined): boolean {
    if (!this.#isJoined() || this._held.local === held) return false;
    const { useUpdate = false } = options;
    return this.#renegotiate(
      { type: 'holdCall', held, useUpdate, extraHeaders: headersOf(options) },
      held ? 'Hold Failed' : 'Unhold Failed',
      done,
    );
  }

  // The core keeps what comes while another is under way for when that is done.
  #renegotiate(input: Reoffer, phrase: string, done: (() => void) | undefined): boolean {
    if (!this.#isJoined()) return false;
    const session = this._number;
    return !!this._line.attempt({ ...input, session }, (request) =>
      this._renegotiations.set(request, { phrase, done }),
    );
  }

  #mute(muted: boolean, options: Contract.MediaStreamTypes): void {
    const isChanged = (kind: 'audio' | 'video') => !!options?.[kind] && this.#muted[kind] !== muted;
    const changed = { audio: isChanged('audio'), video: isChanged('video') };
    if (!changed.audio && !changed.video) return;
    this._setMuted(muted, changed);
    this.emit(muted ? 'muted' : 'unmuted', changed);
  }

  _setMuted(muted: boolean, { audio, video }: Contract.MediaStreamTypes): void {
    if (audio) this.#muted.audio = muted;
    if (video) this.#muted.video = muted;
    this.#tellMuted();
  }

  #tellMuted(): void {
    this._line.host.setMuted(this._number, this.#muted);
  }

  _close(): void {
    this._status = kStatus.STATUS_TERMINATED;
    this._end_time = new Date();
    this._ua.destroyRTCSession(this);
    this._line.forget(this._number);
  }
}

// A copy: the application may change its own at any time.
function headersOf({ extraHeaders }: Contract.ExtraHeaders): string[] {
  return [...(extraHeaders ?? [])];
}
