// The declarations of `ringline/jssip`: the names, events and shapes that applications of JsSIP 3.13
// know, on Ringline's engine.
//
// The classes in js/jssip implement these, so that the compiler keeps code and contract together.

// ── events ───────────────────────────────────────────────────────────────────────────────────────

/** A function that may take less than all the event can be: listeners of one kind of it are common. */
type Listens<Event> = { bivarianceHack(event: Event): void }['bivarianceHack'];
type AnyListener = (...args: any[]) => void;
export type AnyEventMap = Record<string | symbol, AnyListener>;

/** The interface of npm's `events`. What a listener throws goes to the caller of `emit`. */
declare class EventEmitter<Map = AnyEventMap> {
  static defaultMaxListeners: number;
  on<T extends keyof Map>(type: T, listener: Map[T]): this;
  addListener<T extends keyof Map>(type: T, listener: Map[T]): this;
  once<T extends keyof Map>(type: T, listener: Map[T]): this;
  once(type: string | symbol, listener: AnyListener): this;
  prependListener<T extends keyof Map>(type: T, listener: Map[T]): this;
  prependListener(type: string | symbol, listener: AnyListener): this;
  prependOnceListener<T extends keyof Map>(type: T, listener: Map[T]): this;
  prependOnceListener(type: string | symbol, listener: AnyListener): this;
  off(type: keyof Map | string | symbol, listener: AnyListener): this;
  removeListener(type: keyof Map | string | symbol, listener: AnyListener): this;
  removeAllListeners(type?: keyof Map | string | symbol): this;
  emit(type: keyof Map | string | symbol, ...args: any[]): boolean;
  listeners(type: keyof Map | string | symbol): AnyListener[];
  rawListeners(type: keyof Map | string | symbol): AnyListener[];
  listenerCount(type: keyof Map | string | symbol): number;
  eventNames(): (string | symbol)[];
  setMaxListeners(count: number): this;
  getMaxListeners(): number;
}

export type Originator = 'local' | 'remote' | 'system';
export namespace Originator {
  type LOCAL = 'local';
  type REMOTE = 'remote';
  type SYSTEM = 'system';
}

// ── URIs and messages ────────────────────────────────────────────────────────────────────────────

export type URIScheme = 'sip' | (string & {});
export type Parameters = Record<string, string | number | null | undefined>;
export type Headers = Record<string, string | string[]>;

/** A SIP URI. Names of parameters are lower case, names of headers as in a message. */
export class URI {
  /** Throws TypeError without a host; no scheme is `sip`. */
  constructor(
    scheme: URIScheme | null | undefined,
    user: string | null | undefined,
    host: string,
    port?: number | null,
    parameters?: Parameters,
    headers?: Headers,
  );
  scheme: URIScheme;
  user: string;
  host: string;
  /** Null or undefined when there is none. */
  port: number;
  setParam(key: string, value?: string | number | null): void;
  /** Null of a flag, undefined of what is not there. */
  getParam<T = string | null | undefined>(key: string): T;
  hasParam(key: string): boolean;
  deleteParam(key: string): string | null | undefined;
  clearParams(): void;
  setHeader(name: string, value: string | string[]): void;
  getHeader(name: string): string[];
  hasHeader(name: string): boolean;
  deleteHeader(name: string): string[] | undefined;
  clearHeaders(): void;
  clone(): this;
  toString(): string;
  /** `scheme:user@host`, and the port when asked for. */
  toAor(show_port?: boolean): string;
  static parse(uri: string): URI | undefined;
}

/** `"display name" <uri>;parameters`, as From and To are written. */
export class NameAddrHeader {
  /** Throws TypeError unless `uri` is a URI. */
  constructor(uri: URI, display_name?: string | number | null, parameters?: Parameters);
  get uri(): URI;
  get display_name(): string;
  set display_name(value: string);
  setParam(key: string, value?: string | number | null): void;
  getParam<T = string | null | undefined>(key: string): T;
  hasParam(key: string): boolean;
  deleteParam(key: string): string | null | undefined;
  clearParams(): void;
  clone(): this;
  toString(): string;
  static parse(name_addr_header: string): NameAddrHeader | undefined;
}

/** A description in the shape of npm's `sdp-transform`, which JsSIP uses. */
export interface SessionDescription {
  media: MediaDescription[];
  [field: string]: any;
}
export interface MediaDescription {
  type: string;
  port: number;
  protocol: string;
  payloads?: string | number;
  direction?: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  rtp: { payload: number; codec: string; rate?: number; encoding?: number | string }[];
  fmtp: { payload: number; config: string }[];
  [field: string]: any;
}

/** What came from the peer. Its fields are looked up when they are asked for. */
export interface IncomingMessage {
  /** The whole message as it came. */
  readonly data: string;
  readonly method: string;
  readonly via_branch: string;
  readonly call_id: string;
  readonly cseq: number;
  readonly from: NameAddrHeader;
  readonly from_tag: string;
  readonly to: NameAddrHeader;
  to_tag: string;
  body: string;
  /** Every header under its canonical name. */
  readonly headers: Record<string, { raw: string; parsed?: unknown }[]>;
  /** The first value of that name. */
  getHeader(name: string): string;
  getHeaders(name: string): string[];
  hasHeader(name: string): boolean;
  countHeader(name: string): number;
  /** The value taken apart; undefined when it is not there or makes no sense. */
  parseHeader<T = any>(name: string, idx?: number): T;
  /** As parseHeader. */
  s<T = any>(name: string, idx?: number): T;
  /** What parseSDP() made. */
  readonly sdp: SessionDescription | null;
  /** The body taken apart; once, unless `force` is set. */
  parseSDP(force?: boolean): SessionDescription;
  addHeader(name: string, value: string): void;
  setHeader(name: string, value: string): void;
  toString(): string;
}

export interface IncomingRequest extends IncomingMessage {
  readonly ruri: URI;
  readonly ua: UA;
  readonly transport: Transport;
  /** The parsed Event header; undefined when there is none. */
  readonly event: { event: string; params: Record<string, string | null> } | undefined;
  readonly refer_to: NameAddrHeader | undefined;
  readonly replaces:
    { call_id: string; to_tag: string; from_tag: string; early_only: boolean } | undefined;
  readonly session_expires: number | undefined;
  readonly session_expires_refresher: string | undefined;
  /** Null of an ACK, which has none. */
  readonly server_transaction: Transaction | null;
  /** Answers it. Throws TypeError for a status code or a reason phrase that cannot be written. */
  reply(
    code: number,
    reason?: string | null,
    extraHeaders?: string[] | null,
    body?: string | null,
    onSuccess?: VoidFunction,
    onFailure?: VoidFunction,
  ): void;
  reply_sl(code: number, reason?: string): void;
}

export interface IncomingResponse extends IncomingMessage {
  readonly status_code: number;
  readonly reason_phrase: string;
}

export type TransactionType = 'ict' | 'ist' | 'nict' | 'nist';

/** By type and id. */
export type Transactions = Record<TransactionType, Record<string, Transaction>>;

/** A transaction (RFC 3261 17) to look at: as it stands at the moment. It is no emitter. */
export interface Transaction {
  readonly type: TransactionType;
  /** The branch (RFC 3261 8.1.1.7). */
  readonly id: string;
  /** One of C.STATUS_… */
  readonly state: number;
  /** As it went over the wire. One of theirs is answered by the request that its event has. */
  readonly request: IncomingRequest | OutgoingRequest;
  readonly ua: UA;
  readonly C: TransactionConstants;
}

export interface TransactionConstants {
  readonly STATUS_TRYING: 1;
  readonly STATUS_PROCEEDING: 2;
  readonly STATUS_CALLING: 3;
  readonly STATUS_ACCEPTED: 4;
  readonly STATUS_COMPLETED: 5;
  readonly STATUS_TERMINATED: 6;
  readonly STATUS_CONFIRMED: 7;
  readonly NON_INVITE_CLIENT: 'nict';
  readonly NON_INVITE_SERVER: 'nist';
  readonly INVITE_CLIENT: 'ict';
  readonly INVITE_SERVER: 'ist';
}

/** What we send. What a listener of `sending` changes goes out. */
export interface OutgoingRequest {
  readonly method: string;
  readonly ruri: URI;
  readonly cseq: number;
  readonly call_id: string;
  readonly from: NameAddrHeader;
  readonly to: NameAddrHeader;
  body: string;
  /** "Name: value" each: the application's own, and what it adds here. */
  extraHeaders: string[];
  readonly ua: UA;
  readonly headers: Record<string, string[]>;
  setHeader(name: string, value: string | string[]): void;
  getHeader(name: string): string;
  getHeaders(name: string): string[];
  hasHeader(name: string): boolean;
  readonly sdp: SessionDescription | null;
  parseSDP(force?: boolean): SessionDescription;
  /** Of an INVITE: ends the call. `reason` is the text of a Reason header. */
  cancel?(reason?: string): void;
  clone(): OutgoingRequest;
  toString(): string;
}

// ── sockets ──────────────────────────────────────────────────────────────────────────────────────

/** What carries SIP to a server. An application may bring its own; the three events are assigned to it. */
export interface Socket {
  via_transport: string;
  readonly url: string;
  readonly sip_uri: string;
  connect(): void;
  disconnect(): void;
  /** False says that the socket is dead. */
  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean;
  isConnected?(): boolean;
  isConnecting?(): boolean;
  onconnect?(): void;
  ondisconnect?(error: boolean, code?: number, reason?: string): void;
  ondata?(event: any): void;
}

export interface WeightedSocket {
  socket: Socket;
  /** The heavier is tried first. */
  weight?: number;
}

export class WebSocketInterface implements Socket {
  /** Throws TypeError unless the URL begins with ws: or wss:. */
  constructor(url: string);
  via_transport: string;
  readonly url: string;
  readonly sip_uri: string;
  connect(): void;
  disconnect(): void;
  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean;
  isConnected(): boolean;
  isConnecting(): boolean;
  onconnect(): void;
  ondisconnect(error: boolean, code?: number, reason?: string): void;
  ondata(event: any): void;
}

export interface RecoveryOptions {
  min_interval: number;
  max_interval: number;
}

/** The connection as an application may look at it. */
export interface Transport {
  readonly C: {
    readonly STATUS_CONNECTED: 0;
    readonly STATUS_CONNECTING: 1;
    readonly STATUS_DISCONNECTED: 2;
  };
  readonly status: number;
  readonly socket: Socket;
  readonly sockets: readonly { socket: Socket; weight: number; status: number }[];
  readonly recovery_options: RecoveryOptions;
  readonly via_transport: string;
  readonly url: string;
  readonly sip_uri: string;
  connect(): void;
  disconnect(): void;
  send(data: string): boolean;
  isConnected(): boolean;
  isConnecting(): boolean;
}

// ── calls ────────────────────────────────────────────────────────────────────────────────────────

export interface ExtraHeaders {
  /** "Name: value" each. One with a control character makes the method throw. */
  extraHeaders?: string[];
}

export interface AnswerOptions extends ExtraHeaders {
  mediaConstraints?: MediaStreamConstraints;
  /** Used as it is, and not stopped at the end. */
  mediaStream?: MediaStream;
  pcConfig?: RTCConfiguration;
  rtcConstraints?: object;
  rtcAnswerConstraints?: RTCOfferOptions;
  rtcOfferConstraints?: RTCOfferOptions;
  sessionTimersExpires?: number;
  /** The first `session.data`. */
  data?: any;
}

export interface CallOptions extends AnswerOptions {
  /** Attached before anything happens. */
  eventHandlers?: Partial<RTCSessionEventMap>;
  anonymous?: boolean;
  fromUserName?: string;
  fromDisplayName?: string;
}

export interface RejectOptions extends ExtraHeaders {
  status_code?: number;
  reason_phrase?: string;
}

export interface TerminateOptions extends RejectOptions {
  body?: string;
  cause?: causes | (string & {});
}

export interface ReferOptions extends ExtraHeaders {
  eventHandlers?: Partial<ReferSubscriberEventMap>;
  /** The call that the target shall replace: an attended transfer. */
  replaces?: RTCSession;
}

export interface SendRequestOptions extends ExtraHeaders {
  body?: string;
  eventHandlers?: {
    /** It was challenged, and is sent again with this CSeq. Told with the response. */
    onAuthenticated?(request: OutgoingRequest): void;
    onSuccessResponse?(response: IncomingResponse): void;
    onErrorResponse?(response: IncomingResponse): void;
    onTransportError?(): void;
    onRequestTimeout?(): void;
    onDialogError?(response?: IncomingResponse): void;
  };
}

export interface OnHoldResult {
  local: boolean;
  remote: boolean;
}

export interface DTMFOptions extends ExtraHeaders {
  /** Milliseconds, 70 to 6000. */
  duration?: number;
  /** Milliseconds, at least 50. */
  interToneGap?: number;
  transportType?: DTMF_TRANSPORT;
}

export interface HoldOptions extends ExtraHeaders {
  useUpdate?: boolean;
}

export interface RenegotiateOptions extends HoldOptions {
  rtcOfferConstraints?: RTCOfferOptions;
}

export interface MediaStreamTypes {
  audio?: boolean;
  video?: boolean;
}

export interface InDialogEventMap {
  succeeded: (event: { originator: Originator.REMOTE; response: IncomingResponse }) => void;
  failed: (event: { originator: Originator; response: IncomingResponse | null }) => void;
}

/** One tone, sent or received. */
export interface DTMF extends EventEmitter<InDialogEventMap> {
  readonly tone: string;
  readonly duration: number;
}

/** One INFO, sent or received. */
export interface Info extends EventEmitter<InDialogEventMap> {
  readonly contentType: string;
  readonly body: string;
}

export interface RTCPeerConnectionDeprecated extends RTCPeerConnection {
  getRemoteStreams(): MediaStream[];
}

export interface PeerConnectionEvent {
  peerconnection: RTCPeerConnectionDeprecated;
}
/** `request` is ours of an outgoing call and theirs of an incoming one. */
export interface ConnectingEvent {
  request: IncomingRequest | OutgoingRequest;
}
export interface SendingEvent {
  request: OutgoingRequest;
}
export interface IncomingEvent {
  originator: Originator.LOCAL;
  response: null;
}
export interface OutgoingEvent {
  originator: Originator.REMOTE;
  response: IncomingResponse;
}
export interface EndEvent {
  originator: Originator;
  /** Null when no message tells of it. */
  message: IncomingRequest | IncomingResponse;
  cause: string;
}
export interface IncomingDTMFEvent {
  originator: Originator.REMOTE;
  dtmf: DTMF;
  request: IncomingRequest;
}
export interface OutgoingDTMFEvent {
  originator: Originator.LOCAL;
  dtmf: DTMF;
  request: null;
}
export interface IncomingInfoEvent {
  originator: Originator.REMOTE;
  info: Info;
  request: IncomingRequest;
}
export interface OutgoingInfoEvent {
  originator: Originator.LOCAL;
  info: Info;
  request: undefined;
}
export interface HoldEvent {
  originator: Originator;
}
export interface ReInviteEvent {
  request: IncomingRequest;
  /** A listener may put a function here: it is called when the request has been accepted. */
  callback?: VoidFunction;
  reject: (options?: RejectOptions) => void;
}
export interface ReferEvent {
  request: IncomingRequest;
  /** Calls where it points. The function is given the session before anything happens. */
  accept: (initCallback?: (session: RTCSession) => void, options?: CallOptions) => void;
  reject: VoidFunction;
}
export interface SDPEvent {
  originator: Originator;
  type: string;
  /** What a listener writes here is used. */
  sdp: string;
}
export interface IceCandidateEvent {
  candidate: RTCIceCandidate;
  /** Waits for no more of them. */
  ready: VoidFunction;
}
export interface OutgoingAckEvent {
  originator: Originator.LOCAL;
  ack: null;
}
export interface IncomingAckEvent {
  originator: Originator.REMOTE;
  ack: IncomingRequest;
}

export type GenericErrorListener = (error: any) => void;
export type PeerConnectionListener = (event: PeerConnectionEvent) => void;
export type ConnectingListener = Listens<ConnectingEvent>;
export type SendingListener = (event: SendingEvent) => void;
export type IncomingListener = (event: IncomingEvent) => void;
export type OutgoingListener = (event: OutgoingEvent) => void;
export type CallListener = Listens<IncomingEvent | OutgoingEvent>;
export type IncomingConfirmedListener = (event: IncomingAckEvent) => void;
export type OutgoingConfirmedListener = (event: OutgoingAckEvent) => void;
export type ConfirmedListener = Listens<IncomingAckEvent | OutgoingAckEvent>;
export type EndListener = Listens<EndEvent>;
export type IncomingDTMFListener = (event: IncomingDTMFEvent) => void;
export type OutgoingDTMFListener = (event: OutgoingDTMFEvent) => void;
export type DTMFListener = Listens<IncomingDTMFEvent | OutgoingDTMFEvent>;
export type IncomingInfoListener = (event: IncomingInfoEvent) => void;
export type OutgoingInfoListener = (event: OutgoingInfoEvent) => void;
export type InfoListener = Listens<IncomingInfoEvent | OutgoingInfoEvent>;
export type HoldListener = (event: HoldEvent) => void;
export type MuteListener = (event: MediaStreamTypes) => void;
export type ReInviteListener = (event: ReInviteEvent) => void;
export type UpdateListener = ReInviteListener;
export type ReferListener = (event: ReferEvent) => void;
export type SDPListener = (event: SDPEvent) => void;
export type IceCandidateListener = (event: IceCandidateEvent) => void;

export interface RTCSessionEventMap {
  peerconnection: PeerConnectionListener;
  connecting: ConnectingListener;
  sending: SendingListener;
  progress: CallListener;
  accepted: CallListener;
  confirmed: ConfirmedListener;
  ended: EndListener;
  failed: EndListener;
  newDTMF: DTMFListener;
  newInfo: InfoListener;
  hold: HoldListener;
  unhold: HoldListener;
  muted: MuteListener;
  unmuted: MuteListener;
  reinvite: ReInviteListener;
  update: UpdateListener;
  refer: ReferListener;
  replaces: ReferListener;
  sdp: SDPListener;
  icecandidate: IceCandidateListener;
  getusermediafailed: GenericErrorListener;
  'peerconnection:createofferfailed': GenericErrorListener;
  'peerconnection:createanswerfailed': GenericErrorListener;
  'peerconnection:setlocaldescriptionfailed': GenericErrorListener;
  'peerconnection:setremotedescriptionfailed': GenericErrorListener;
  /** The network or the server is gone, and the call waits for it. */
  reconnecting: VoidFunction;
  /** It is back. */
  reconnected: VoidFunction;
}

export interface ReferSubscriberEventMap {
  requestSucceeded: (event: { response: IncomingResponse }) => void;
  requestFailed: (event: { response: IncomingResponse | null; cause: causes }) => void;
  trying: (event: ReferProgressEvent) => void;
  progress: (event: ReferProgressEvent) => void;
  accepted: (event: ReferProgressEvent) => void;
  failed: (event: ReferProgressEvent) => void;
  /** It was challenged, and is sent again. Told with the response. */
  authenticated: VoidFunction;
}

export interface ReferProgressEvent {
  request: IncomingRequest;
  status_line: { status_code: number; reason_phrase: string };
}

/** How a transfer that we asked for fares. */
export interface ReferSubscriber extends EventEmitter<ReferSubscriberEventMap> {
  /** The CSeq of the REFER, after a challenge of the second one; undefined until it is sent. */
  readonly id: number | undefined;
}

export interface SessionStatus {
  readonly STATUS_NULL: 0;
  readonly STATUS_INVITE_SENT: 1;
  readonly STATUS_1XX_RECEIVED: 2;
  readonly STATUS_INVITE_RECEIVED: 3;
  readonly STATUS_WAITING_FOR_ANSWER: 4;
  readonly STATUS_ANSWERED: 5;
  readonly STATUS_WAITING_FOR_ACK: 6;
  readonly STATUS_CANCELED: 7;
  readonly STATUS_TERMINATED: 8;
  readonly STATUS_CONFIRMED: 9;
}

export type SessionDirection = 'incoming' | 'outgoing';

/** One call. */
export class RTCSession<
  Map extends RTCSessionEventMap = RTCSessionEventMap,
> extends EventEmitter<Map> {
  constructor(ua: UA);
  static get C(): SessionStatus;
  get C(): SessionStatus;
  get causes(): typeof C.causes;
  /** Call-ID and From tag, one after the other. */
  get id(): string;
  /** The application's own. */
  get data(): any;
  set data(data: any);
  get connection(): RTCPeerConnectionDeprecated;
  get contact(): string;
  get direction(): SessionDirection;
  get local_identity(): NameAddrHeader;
  get remote_identity(): NameAddrHeader;
  get start_time(): Date;
  get end_time(): Date;
  /** One of C. */
  get status(): SessionStatus[keyof SessionStatus];
  /** Becomes the call that a received INVITE asks for; a user agent does so by itself. */
  init_incoming(request: IncomingRequest, initCallback?: (session: RTCSession) => void): void;
  isInProgress(): boolean;
  isEstablished(): boolean;
  isEnded(): boolean;
  isReadyToReOffer(): boolean;
  answer(options?: AnswerOptions): void;
  terminate(options?: TerminateOptions): void;
  sendDTMF(tones: string | number, options?: DTMFOptions): void;
  sendInfo(contentType: string, body?: string, options?: ExtraHeaders): void;
  /** False when it cannot be done now. `done` is called when the peer has agreed. */
  hold(options?: HoldOptions, done?: VoidFunction): boolean;
  unhold(options?: HoldOptions, done?: VoidFunction): boolean;
  renegotiate(options?: RenegotiateOptions, done?: VoidFunction): boolean;
  isOnHold(): OnHoldResult;
  mute(options?: MediaStreamTypes): void;
  unmute(options?: MediaStreamTypes): void;
  isMuted(): { audio: boolean; video: boolean };
  /** Of JsSIP before 3.10: nothing is muted or held by us any more; unholding is a re-INVITE, as always. */
  resetLocalMedia(): void;
  /** False unless the call is established. */
  refer(target: string | URI, options?: ReferOptions): ReferSubscriber | false;
  sendRequest(method: string, options?: SendRequestOptions): OutgoingRequest;
}

// ── messages ─────────────────────────────────────────────────────────────────────────────────────

export interface AcceptOptions extends ExtraHeaders {
  body?: string;
}

export interface MessageFailedEvent {
  originator: Originator;
  response: IncomingResponse | null;
  cause: causes;
}
export type MessageFailedListener = (event: MessageFailedEvent) => void;

export interface MessageEventMap {
  succeeded: OutgoingListener;
  failed: MessageFailedListener;
}

export interface SendMessageOptions extends ExtraHeaders {
  contentType?: string;
  eventHandlers?: Partial<MessageEventMap>;
  fromUserName?: string;
  fromDisplayName?: string;
}

/** One MESSAGE, sent or received. */
export interface Message extends EventEmitter<MessageEventMap> {
  readonly direction: SessionDirection;
  readonly local_identity: NameAddrHeader;
  readonly remote_identity: NameAddrHeader;
  /** Answers one received; otherwise that happens when the listeners return. */
  accept(options?: AcceptOptions): void;
  reject(options?: TerminateOptions): void;
}

/** One OPTIONS, sent or received. */
export interface Options extends Message {}

// ── the user agent ───────────────────────────────────────────────────────────────────────────────

/**
 * `recovery`: a call ends when its media or the connection fails. `gathering`: an offer waits until all
 * candidates are there, or `ready()` is called.
 */
export type Compat = 'recovery' | 'gathering';

export interface UAConfiguration {
  /** `ws_servers` and `outbound_proxy_set`, its names before JsSIP 3, are understood and may hold URLs. */
  sockets: Socket | Socket[] | WeightedSocket[];
  /** The address-of-record. */
  uri: string;
  authorization_jwt?: string;
  authorization_user?: string;
  /** Seconds. */
  connection_recovery_max_interval?: number;
  /** Seconds. */
  connection_recovery_min_interval?: number;
  contact_uri?: string;
  display_name?: string;
  instance_id?: string;
  /** Seconds that an incoming call rings. */
  no_answer_timeout?: number;
  session_timers?: boolean;
  session_timers_refresh_method?: string;
  session_timers_force_refresher?: boolean;
  password?: string;
  realm?: string;
  ha1?: string;
  register?: boolean;
  /** Seconds. */
  register_expires?: number;
  register_from_tag_trail?: string | (() => string);
  registrar_server?: string;
  use_preloaded_route?: boolean;
  user_agent?: string;
  extra_headers?: string[];
  /** What shall be as it is in JsSIP, where Ringline differs on purpose: all of it, or these. */
  compat?: 'jssip' | Compat[];
}

export interface UnRegisterOptions {
  /** Every contact of the account, not only ours. */
  all?: boolean;
}

export interface IncomingRTCSessionEvent {
  originator: Originator.REMOTE;
  session: RTCSession;
  request: IncomingRequest;
}
export interface OutgoingRTCSessionEvent {
  originator: Originator.LOCAL;
  session: RTCSession;
  request: OutgoingRequest;
}
export type RTCSessionEvent = IncomingRTCSessionEvent | OutgoingRTCSessionEvent;

export interface UAConnectingEvent {
  socket: Socket;
  attempts: number;
}
export interface ConnectedEvent {
  socket: Socket;
}
export interface DisconnectEvent {
  socket: Socket;
  error: boolean;
  code?: number;
  reason?: string;
}
export interface RegisteredEvent {
  response: IncomingResponse;
}
/** Empty when the connection was lost. */
export interface UnRegisteredEvent {
  response: IncomingResponse;
  cause?: causes;
}
export interface IncomingMessageEvent {
  originator: Originator.REMOTE;
  message: Message;
  request: IncomingRequest;
}
export interface OutgoingMessageEvent {
  originator: Originator.LOCAL;
  message: Message;
  request: OutgoingRequest;
}
export interface IncomingOptionsEvent {
  originator: Originator.REMOTE;
  message: Options;
  request: IncomingRequest;
}
export interface OutgoingOptionsEvent {
  originator: Originator.LOCAL;
  message: Options;
  request: OutgoingRequest;
}
export interface SipEvent<T = any> {
  event: T;
  request: IncomingRequest;
}

export type UAConnectingListener = (event: UAConnectingEvent) => void;
export type ConnectedListener = (event: ConnectedEvent) => void;
export type DisconnectedListener = (event: DisconnectEvent) => void;
export type RegisteredListener = (event: RegisteredEvent) => void;
export type UnRegisteredListener = (event: UnRegisteredEvent) => void;
export type RegistrationFailedListener = UnRegisteredListener;
export type RegistrationExpiringListener = () => void;
export type IncomingRTCSessionListener = (event: IncomingRTCSessionEvent) => void;
export type OutgoingRTCSessionListener = (event: OutgoingRTCSessionEvent) => void;
export type RTCSessionListener = Listens<RTCSessionEvent>;
export type IncomingMessageListener = (event: IncomingMessageEvent) => void;
export type OutgoingMessageListener = (event: OutgoingMessageEvent) => void;
export type MessageListener = Listens<IncomingMessageEvent | OutgoingMessageEvent>;
export type IncomingOptionsListener = (event: IncomingOptionsEvent) => void;
export type OutgoingOptionsListener = (event: OutgoingOptionsEvent) => void;
export type OptionsListener = Listens<IncomingOptionsEvent | OutgoingOptionsEvent>;
export type SipEventListener = Listens<SipEvent>;
export type SipSubscribeListener = Listens<SipEvent>;

export interface UAEventMap {
  connecting: UAConnectingListener;
  connected: ConnectedListener;
  disconnected: DisconnectedListener;
  registered: RegisteredListener;
  unregistered: UnRegisteredListener;
  registrationFailed: RegistrationFailedListener;
  /** Whoever listens has to call register(). */
  registrationExpiring: RegistrationExpiringListener;
  newRTCSession: RTCSessionListener;
  newMessage: MessageListener;
  newOptions: OptionsListener;
  sipEvent: SipEventListener;
  /** A SUBSCRIBE: answered by notify() and start(), or by request.reply(). Who does not listen answers 405. */
  newSubscribe: SipSubscribeListener;
  /** A transaction has begun. The first listener makes the core tell of them. */
  newTransaction: TransactionListener;
  /** A transaction is over. */
  transactionDestroyed: TransactionListener;
}

export type TransactionListener = (event: { transaction: Transaction }) => void;

export interface UAContactOptions {
  anonymous?: boolean;
  outbound?: boolean;
}
export interface UAContact {
  readonly pub_gruu: string | null;
  readonly temp_gruu: string | null;
  readonly uri: URI;
  toString(options?: UAContactOptions): string;
}

export interface UAStatus {
  readonly STATUS_INIT: 0;
  readonly STATUS_READY: 1;
  readonly STATUS_USER_CLOSED: 2;
  readonly STATUS_NOT_READY: 3;
  readonly CONFIGURATION_ERROR: 1;
  readonly NETWORK_ERROR: 2;
}

export type ExtraContactParams = Record<string, string | number | boolean | null | undefined>;

export interface Registrator {
  readonly registered: boolean;
  setExtraHeaders(extraHeaders: string[]): void;
  /** A value that is falsy makes a flag. */
  setExtraContactParams(extraContactParams: ExtraContactParams): void;
  register(): void;
  unregister(options?: UnRegisterOptions): void;
  close(): void;
}

export type CallableRegistrator = Registrator & (() => Registrator);

/** One account at one server. */
export class UA<Map extends UAEventMap = UAEventMap> extends EventEmitter<Map> {
  static get C(): UAStatus;
  /** Throws ConfigurationError. */
  constructor(configuration: UAConfiguration);
  get C(): UAStatus;
  get status(): UAStatus[
    'STATUS_INIT' | 'STATUS_READY' | 'STATUS_USER_CLOSED' | 'STATUS_NOT_READY'];
  get contact(): UAContact;
  get configuration(): Record<string, any>;
  get transport(): Transport;
  start(): void;
  stop(): void;
  register(): void;
  unregister(options?: UnRegisterOptions): void;
  /** Called it gives itself; its members stand on it too, as older documents have it. */
  readonly registrator: CallableRegistrator;
  /** Throws TypeError for a target that is none, and NotSupportedError where there is no WebRTC. */
  call(target: string | URI, options?: CallOptions): RTCSession;
  sendMessage(target: string | URI, body: string, options?: SendMessageOptions): Message;
  sendOptions(target: string | URI, body?: string, options?: SendMessageOptions): Options;
  /** Nothing is sent before subscribe() of what comes back. Throws TypeError for arguments that are none. */
  subscribe(
    target: string,
    eventName: string,
    accept: string,
    options?: SubscriberOptions,
  ): Subscriber;
  /** For the request of a newSubscribe event; answered by start() of what comes back. */
  notify(subscribe: IncomingRequest, contentType: string, options?: NotifierOptions): Notifier;
  terminateSessions(options?: TerminateOptions): void;
  isRegistered(): boolean;
  isConnected(): boolean;
  normalizeTarget(target: string | URI): URI | undefined;
  get<T extends keyof UAConfiguration>(parameter: T): UAConfiguration[T];
  set<T extends keyof UAConfiguration>(parameter: T, value: UAConfiguration[T]): boolean;
}

// ── subscriptions (RFC 6665) ─────────────────────────────────────────────────────────────────────

/** What names a dialog; as a text its parts one after the other. */
export interface DialogId {
  readonly call_id: string;
  readonly local_tag: string;
  readonly remote_tag: string;
  toString(): string;
}

export interface SubscriberParams {
  from_uri?: URI;
  from_display_name?: string;
  to_uri?: URI;
  to_display_name?: string;
  cseq?: number;
}

export interface SubscriberOptions {
  /** Seconds; 900 when it is none. */
  expires?: number;
  /** Of bodies given to subscribe() and terminate(). */
  contentType?: string;
  allowEvents?: string;
  params?: SubscriberParams;
  extraHeaders?: string[];
}

export interface SubscriberConstants {
  readonly SUBSCRIBE_RESPONSE_TIMEOUT: 0;
  readonly SUBSCRIBE_TRANSPORT_ERROR: 1;
  readonly SUBSCRIBE_NON_OK_RESPONSE: 2;
  readonly SUBSCRIBE_WRONG_OK_RESPONSE: 3;
  readonly SUBSCRIBE_AUTHENTICATION_FAILED: 4;
  readonly UNSUBSCRIBE_TIMEOUT: 5;
  readonly FINAL_NOTIFY_RECEIVED: 6;
  readonly WRONG_NOTIFY_RECEIVED: 7;
  readonly STATE_PENDING: 0;
  readonly STATE_ACTIVE: 1;
  readonly STATE_TERMINATED: 2;
  readonly STATE_INIT: 3;
  readonly STATE_WAITING_NOTIFY: 4;
  readonly DEFAULT_EXPIRES_SEC: 900;
}

export type SubscriberTerminatedCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface SubscriberEventMap {
  pending: () => void;
  /** The 2xx to the first SUBSCRIBE. */
  accepted: () => void;
  active: () => void;
  /** A NOTIFY that has a body. */
  notify: (
    isFinal: boolean,
    request: IncomingRequest,
    body: string | undefined,
    contentType: string | undefined,
  ) => void;
  /** The last one. `reason` and `retryAfter` (seconds) are the final NOTIFY's. */
  terminated: (
    terminationCode: SubscriberTerminatedCode,
    reason: string | undefined,
    retryAfter: number | undefined,
  ) => void;
}

/** A subscription of ours, refreshed until terminate() or the notifier ends it. */
export interface Subscriber extends EventEmitter<SubscriberEventMap> {
  readonly C: SubscriberConstants;
  /** One of C.STATE_…. */
  readonly state: 0 | 1 | 2 | 3 | 4;
  /** Null while there is no dialog. */
  readonly id: DialogId | null;
  /** The application's own. */
  data: any;
  /** The first one, or a refresh. Throws TypeError for a body without contentType. */
  subscribe(body?: string | null): void;
  /** Unsubscribes; `terminated` follows the final NOTIFY. Throws InvalidStateError before subscribe(). */
  terminate(body?: string | null): void;
}

export interface NotifierOptions {
  extraHeaders?: string[];
  allowEvents?: string;
  /** Begins as pending, until setActiveState(). */
  pending?: boolean;
  /** Seconds, for a SUBSCRIBE without Expires; 900. */
  defaultExpires?: number;
}

export interface NotifierConstants {
  readonly NOTIFY_RESPONSE_TIMEOUT: 0;
  readonly NOTIFY_TRANSPORT_ERROR: 1;
  readonly NOTIFY_NON_OK_RESPONSE: 2;
  readonly NOTIFY_AUTHENTICATION_FAILED: 3;
  readonly FINAL_NOTIFY_SENT: 4;
  readonly UNSUBSCRIBE_RECEIVED: 5;
  readonly SUBSCRIPTION_EXPIRED: 6;
  readonly STATE_PENDING: 0;
  readonly STATE_ACTIVE: 1;
  readonly STATE_TERMINATED: 2;
  readonly DEFAULT_EXPIRES_SEC: 900;
}

export type NotifierTerminationReason = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export interface NotifierEventMap {
  /** Each SUBSCRIBE, the first one too; it was answered 200. The listener calls notify(). */
  subscribe: (
    isUnsubscribe: boolean,
    request: IncomingRequest,
    body: string | undefined,
    contentType: string | undefined,
  ) => void;
  /** The listener may call terminate() with a last body. */
  expired: () => void;
  terminated: (terminationCode: NotifierTerminationReason) => void;
}

/** A subscription of theirs. */
export interface Notifier extends EventEmitter<NotifierEventMap> {
  readonly C: NotifierConstants;
  /** One of C.STATE_…. */
  readonly state: 0 | 1 | 2;
  /** Null while there is no dialog. */
  readonly id: DialogId | null;
  /** The application's own. */
  data: any;
  /** Answers the SUBSCRIBE with 200. */
  start(): void;
  setActiveState(): void;
  /** Both throw InvalidStateError when it is over. */
  notify(body?: string | null): void;
  /** The final NOTIFY; `retryAfter` in seconds. */
  terminate(body?: string | null, reason?: string | null, retryAfter?: number | null): void;
}

// ── the rest ─────────────────────────────────────────────────────────────────────────────────────

export type causes = (typeof C.causes)[keyof typeof C.causes];
export type DTMF_TRANSPORT = 'INFO' | 'RFC2833';

export namespace C {
  type causes = import('./jssip.js').causes;
  const USER_AGENT: string;
  const SIP: 'sip';
  const SIPS: 'sips';
  const causes: {
    readonly CONNECTION_ERROR: 'Connection Error';
    readonly REQUEST_TIMEOUT: 'Request Timeout';
    readonly SIP_FAILURE_CODE: 'SIP Failure Code';
    readonly INTERNAL_ERROR: 'Internal Error';
    readonly BUSY: 'Busy';
    readonly REJECTED: 'Rejected';
    readonly REDIRECTED: 'Redirected';
    readonly UNAVAILABLE: 'Unavailable';
    readonly NOT_FOUND: 'Not Found';
    readonly ADDRESS_INCOMPLETE: 'Address Incomplete';
    readonly INCOMPATIBLE_SDP: 'Incompatible SDP';
    readonly MISSING_SDP: 'Missing SDP';
    readonly AUTHENTICATION_ERROR: 'Authentication Error';
    readonly BYE: 'Terminated';
    readonly WEBRTC_ERROR: 'WebRTC Error';
    readonly CANCELED: 'Canceled';
    readonly NO_ANSWER: 'No Answer';
    readonly EXPIRES: 'Expires';
    readonly NO_ACK: 'No ACK';
    readonly DIALOG_ERROR: 'Dialog Error';
    readonly USER_DENIED_MEDIA_ACCESS: 'User Denied Media Access';
    readonly BAD_MEDIA_DESCRIPTION: 'Bad Media Description';
    readonly RTP_TIMEOUT: 'RTP Timeout';
  };
  const SIP_ERROR_CAUSES: {
    readonly REDIRECTED: readonly number[];
    readonly BUSY: readonly number[];
    readonly REJECTED: readonly number[];
    readonly NOT_FOUND: readonly number[];
    readonly UNAVAILABLE: readonly number[];
    readonly ADDRESS_INCOMPLETE: readonly number[];
    readonly INCOMPATIBLE_SDP: readonly number[];
    readonly AUTHENTICATION_ERROR: readonly number[];
  };
  const ACK: 'ACK';
  const BYE: 'BYE';
  const CANCEL: 'CANCEL';
  const INFO: 'INFO';
  const INVITE: 'INVITE';
  const MESSAGE: 'MESSAGE';
  const NOTIFY: 'NOTIFY';
  const OPTIONS: 'OPTIONS';
  const REGISTER: 'REGISTER';
  const REFER: 'REFER';
  const UPDATE: 'UPDATE';
  const SUBSCRIBE: 'SUBSCRIBE';
  const DTMF_TRANSPORT: { readonly INFO: 'INFO'; readonly RFC2833: 'RFC2833' };
  const REASON_PHRASE: Record<number, string>;
  const ALLOWED_METHODS: string;
  const ACCEPTED_BODY_TYPES: string;
  const MAX_FORWARDS: 69;
  const SESSION_EXPIRES: 90;
  const MIN_SESSION_EXPIRES: 60;
  const CONNECTION_RECOVERY_MAX_INTERVAL: 30;
  const CONNECTION_RECOVERY_MIN_INTERVAL: 2;
}

/** What every error of the library is. */
export interface BaseError extends Error {
  readonly code: number;
}
export interface ConfigurationError extends BaseError {
  readonly parameter: string;
  readonly value: any;
}
export interface InvalidStateError extends BaseError {
  readonly status: number;
}
export interface NotSupportedError extends BaseError {}
export interface NotReadyError extends BaseError {}

export namespace Exceptions {
  const ConfigurationError: new (parameter: string, value?: any) => ConfigurationError;
  const InvalidStateError: new (status: number) => InvalidStateError;
  const NotSupportedError: new (message: string) => NotSupportedError;
  const NotReadyError: new (message: string) => NotReadyError;
  type ConfigurationError = import('./jssip.js').ConfigurationError;
  type InvalidStateError = import('./jssip.js').InvalidStateError;
  type NotSupportedError = import('./jssip.js').NotSupportedError;
  type NotReadyError = import('./jssip.js').NotReadyError;
}

export namespace Utils {
  function str_utf8_length(str: string): number;
  function isFunction(fn: unknown): boolean;
  function isString(str: unknown): str is string;
  function isDecimal(num: unknown): num is number;
  function isEmpty(value: unknown): boolean;
  function hasMethods(obj: any, ...methodNames: string[]): boolean;
  function createRandomToken(size: number, base?: number): string;
  function newTag(): string;
  function newUUID(): string;
  function hostType(host: string): 'domain' | 'IPv4' | 'IPv6' | undefined;
  function escapeUser(user: string): string;
  function normalizeTarget(target: URI | string, domain?: string): URI | undefined;
  function headerize(str: string): string;
  function sipErrorCause(status_code: number): causes;
  function getRandomTestNetIP(): string;
  function calculateMD5(str: string): string;
  function closeMediaStream(stream?: MediaStream | null): void;
  function cloneArray<T>(arr?: T[] | null): T[];
  function cloneObject<T>(obj: T, fallback?: T): T;
}

export namespace Grammar {
  /** The value of a rule of SIP's grammar; -1 when the text is not of that rule. */
  function parse(input: string, startRule?: string): any;
  function toSource(): any;
  const SyntaxError: ErrorConstructor;
}

export interface Debugger {
  (formatter: any, ...args: any[]): void;
  readonly namespace: string;
  enabled: boolean;
  log: (...args: any[]) => void;
  extend(namespace: string, delimiter?: string): Debugger;
}

/** The interface of npm's `debug`. */
export interface Debug {
  (namespace: string): Debugger;
  /** `JsSIP:*`, kept in localStorage. */
  enable(namespaces: string): void;
  /** Returns what was enabled. */
  disable(): string;
  enabled(namespace: string): boolean;
  log: (...args: any[]) => void;
}

export const debug: Debug;
/** The interface that this is. */
export const name: string;
export const version: string;

// Types alone: the library makes the objects.
export type { EventEmitter };
