// The user agent: an engine, and what it says as JsSIP's events.
import type * as Contract from '../../types/jssip.js';
import type { Listener } from '../engine/engine.js';
import { ConfigError, EngineStopped } from '../engine/errors.js';
import type { AppOutputType, Config, OutputOf } from '../engine/vocabulary.js';
import type { HostSocket } from '../host/host.js';
import { causeOf, causes } from './causes.js';
import * as configuration from './configuration.js';
import type { Check, Configuration, WeightedSocket } from './configuration.js';
import { name } from './constants.js';
import { Contact } from './contact.js';
import type { Dialog } from './dialog.js';
import { EventEmitter } from './emitter.js';
import { ConfigurationError } from './exceptions.js';
import { Line, type SubscriptionOutput } from './line.js';
import { Message, Options } from './message.js';
import { checkSubscribe, Notifier } from './notifier.js';
import { Registrator, callable } from './registrator.js';
import { RTCSession } from './rtc_session.js';
import { seam, type MediaHost } from './seam.js';
import { sessionEvents } from './session_events.js';
import { IncomingRequest, responseOf, type Answer, type IncomingResponse } from './sip_message.js';
import { Subscriber } from './subscriber.js';
import { Transaction, Transactions } from './transaction.js';
import { Transport } from './transport.js';
import type { URI } from './uri.js';
import { normalizeTarget } from './utils.js';
import { loggersOf, logFrames, type Loggers } from './wire_log.js';

const kStatus = {
  STATUS_INIT: 0,
  STATUS_READY: 1,
  STATUS_USER_CLOSED: 2,
  STATUS_NOT_READY: 3,
  CONFIGURATION_ERROR: 1,
  NETWORK_ERROR: 2,
} as const;
type Status = Contract.UA['status'];

const kReadable = new Set(['authorization_user', 'realm', 'ha1', 'authorization_jwt']);
const kTexts = new Set([...kReadable, 'password']);

export class UA<Map_ extends Contract.UAEventMap = Contract.UAEventMap>
  extends EventEmitter<Map_>
  implements Contract.UA<Map_>
{
  static get C(): typeof kStatus {
    return kStatus;
  }

  // JsSIP's names for what its applications look into.
  /** @internal By the session's id. */
  readonly _sessions: Record<string, RTCSession> = {};
  /** @internal */
  readonly _line: Line;
  /** @internal The numbers of SUBSCRIBEs that a Notifier may take up. */
  readonly _offers = new WeakMap<Contract.IncomingRequest, number>();

  /** @internal */
  readonly _loggers: Loggers = loggersOf(this._name);

  readonly configuration: Record<string, unknown>;
  readonly contact: Contact;
  readonly transport: Transport;
  readonly #transactions = new Transactions(this);
  readonly #configuration: Configuration;
  readonly registrator: Contract.CallableRegistrator;
  readonly #registrator: Registrator;
  #status: Status = kStatus.STATUS_INIT;

  constructor(given: Contract.UAConfiguration) {
    super();
    if (!given) throw new TypeError('Not enough arguments');
    const { configuration: accepted, sockets } = configuration.load({ ...given }, this._checks);
    this.#configuration = accepted;
    this.contact = new Contact(accepted.contact_uri);
    this._line = this.#makeLine(sockets);
    this.configuration = this.#live(accepted);
    this.transport = new Transport(
      sockets,
      {
        max_interval: accepted.connection_recovery_max_interval,
        min_interval: accepted.connection_recovery_min_interval,
      },
      () => this._line.attempt({ type: 'start' }),
    );
    this.#registrator = new Registrator(this._line);
    this.registrator = callable(this.#registrator);
  }

  get C(): typeof kStatus {
    return kStatus;
  }
  get status(): Status {
    return this.#status;
  }

  // ── the account ────────────────────────────────────────────────────────────────────────────────

  start(): void {
    if (this.#status === kStatus.STATUS_USER_CLOSED) this.#status = kStatus.STATUS_INIT;
    this._line.attempt({ type: 'start' });
  }

  stop(): void {
    this.#status = kStatus.STATUS_USER_CLOSED;
    this._line.attempt({ type: 'stop' });
  }

  register(): void {
    this.#registrator.register();
  }

  unregister(options?: Contract.UnRegisterOptions): void {
    this.#registrator.unregister(options);
  }

  isRegistered(): boolean {
    return this.#registrator.registered;
  }

  isConnected(): boolean {
    return this.transport.isConnected();
  }

  get<T extends keyof Contract.UAConfiguration>(parameter: T): Contract.UAConfiguration[T] {
    const value = kReadable.has(parameter) ? this.configuration[parameter] : undefined;
    return value as Contract.UAConfiguration[T];
  }

  set<T extends keyof Contract.UAConfiguration>(
    parameter: T,
    value: Contract.UAConfiguration[T],
  ): boolean {
    if (kTexts.has(parameter)) this.configuration[parameter] = String(value);
    else if (parameter === 'display_name' || parameter === 'extra_headers') {
      this.configuration[parameter] = value;
    } else return false;
    // A digest made of a password stands in its place.
    if (parameter === 'ha1') this.configuration['password'] = null;
    return true;
  }

  // ── calls and messages ─────────────────────────────────────────────────────────────────────────

  call(target: string | URI, options?: Contract.CallOptions): RTCSession {
    const session = this._makeSession();
    session.connect(target, options);
    return session;
  }

  sendMessage(target: string | URI, body: string, options?: Contract.SendMessageOptions): Message {
    const message = new Message(this);
    message.send(target, body, options);
    return message;
  }

  sendOptions(target: string | URI, body?: string, options?: Contract.SendMessageOptions): Options {
    const message = new Options(this);
    message.send(target, body, options);
    return message;
  }

  subscribe(
    target: string,
    eventName: string,
    accept: string,
    options?: Contract.SubscriberOptions,
  ): Subscriber {
    return new Subscriber(this, target, eventName, accept, options);
  }

  notify(
    subscribe: Contract.IncomingRequest,
    contentType: string,
    options?: Contract.NotifierOptions,
  ): Notifier {
    return new Notifier(this, subscribe, contentType, options);
  }

  terminateSessions(options?: Contract.TerminateOptions): void {
    for (const session of Object.values(this._sessions)) {
      if (!session.isEnded()) session.terminate(options);
    }
  }

  normalizeTarget(target: string | URI): URI | undefined {
    return normalizeTarget(target, this.#configuration.hostport_params);
  }

  // ── JsSIP's workings, as far as applications look into them or call them ───────────────────────

  /** @internal By type and id. */
  get _transactions(): Contract.Transactions {
    return this.#transactions.all;
  }

  /** @internal By id: of calls and of subscriptions. */
  get _dialogs(): Record<string, Dialog> {
    const all: (Dialog | null)[] = Object.values(this._sessions).map(({ _dialog }) => _dialog);
    for (const owner of this._line.subscriptions.values()) {
      if (owner.id) all.push({ id: owner.id, owner });
    }
    return Object.fromEntries(all.flatMap((dialog) => (dialog ? [[dialog.id, dialog]] : [])));
  }

  /** @internal One that is not there is over. */
  _transactionOf(request: IncomingRequest): Contract.Transaction {
    const type = request.method === 'INVITE' ? 'ist' : 'nist';
    return this._transactions[type][request.via_branch] ?? new Transaction(this, '0', request);
  }

  /** @internal The core tells of transactions to who listens, and to nobody else. */
  override _heard(name: string | symbol): void {
    if (/^(newT|t)ransaction/.test(String(name))) this._line.answer({ type: 'watchTransactions' });
  }

  newMessage(_message: unknown, event: object): void {
    this.emit('newMessage', event);
  }
  newOptions(_message: unknown, event: object): void {
    this.emit('newOptions', event);
  }
  newRTCSession(session: RTCSession, event: object): void {
    this._sessions[session.id] = session;
    this.emit('newRTCSession', event);
  }
  destroyRTCSession(session: RTCSession): void {
    delete this._sessions[session.id];
  }
  registered(event: object): void {
    this.emit('registered', event);
  }
  unregistered(event: object): void {
    this.emit('unregistered', event);
  }
  registrationFailed(event: object): void {
    this.emit('registrationFailed', event);
  }

  // ── for a facade that is more than this one ──

  /** @internal The name before its loggers. */
  get _name(): string {
    return name;
  }

  /** @internal Of parameters that JsSIP does not have. */
  get _checks(): Record<string, Check> {
    return {};
  }

  /** @internal By stop(), until the next start(). */
  get _isStopped(): boolean {
    return this.#status === kStatus.STATUS_USER_CLOSED;
  }

  /** @internal */
  _makeSession(): RTCSession {
    return new RTCSession(this);
  }

  /** @internal */
  _engineConfig(accepted: Configuration, sockets: WeightedSocket[]): Partial<Config> {
    return configuration.engineConfig(accepted, sockets);
  }

  // ── what the engine says ───────────────────────────────────────────────────────────────────────

  #makeLine(sockets: WeightedSocket[]): Line {
    const host = seam.makeHost(sockets.map(({ socket }) => socket as unknown as HostSocket));
    logFrames(host, this._loggers);
    host.onPeer = (number, peer) => this._line.sessions.get(number)?._peerOpened(peer);
    host.onLocalStream = (number, stream) => {
      const session = this._line.sessions.get(number);
      session?._streamOpened(stream);
    };
    host.onCandidate = (number, candidate) =>
      this._line.sessions.get(number)?._candidate(candidate);
    const engine = this.#makeEngine(this._engineConfig(this.#configuration, sockets), host);
    engine.onFailure = (error) => this._failed(error);
    return new Line(engine, host);
  }

  #makeEngine(config: Partial<Config>, host: MediaHost) {
    try {
      return seam.makeEngine(config, host, this._listener());
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const parameter = error.parameter.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const value = this.#configuration[parameter as keyof Configuration];
      throw new ConfigurationError(parameter, typeof value === 'object' ? String(value) : value);
    }
  }

  /** @internal What is made of each output; made once, before a subclass has fields. */
  _listener(): Listener {
    const subscription = (output: SubscriptionOutput): void => this._line.subscription(output);
    const listener: Listener = {
      connecting: ({ server, attempts }) => {
        const socket = this.transport._turn(server, 'STATUS_CONNECTING');
        this.emit('connecting', { socket, attempts });
      },
      connected: ({ server }) => {
        this.transport._turn(server, 'STATUS_CONNECTED');
        this.#status = kStatus.STATUS_READY;
        this.emit('connected', { socket: this.transport });
      },
      disconnected: (output) => this.#disconnected(output),
      registered: ({ response }) => {
        const answer = responseOf(response) as IncomingResponse;
        this.contact.learn(answer, this.#configuration.instance_id);
        this.#registrator.registered = true;
        this.registered({ response: answer });
      },
      unregistered: ({ response, cause }) => {
        this.#registrator.registered = false;
        this.contact.pub_gruu = this.contact.temp_gruu = null;
        const answer = responseOf(response);
        const isLoss = !answer && cause === 'none';
        this.unregistered(isLoss ? {} : { response: answer, cause: causeOf(cause) ?? null });
      },
      registrationFailed: ({ response, cause }) => {
        this.registrationFailed({ response: responseOf(response), cause: causeOf(cause) });
      },
      registrationExpiring: () => {
        if (!this.emit('registrationExpiring')) this.register();
      },
      incomingCall: (output) => this.#called(output),
      pageReceived: (output) => this.#paged(output),
      subscribeOffered: (output) => this.#offered(output),
      subscriptionAccepted: subscription,
      notifyReceived: subscription,
      subscribeReceived: subscription,
      subscriptionExpired: subscription,
      subscriptionEnded: subscription,
      strayNotify: ({ request: text }) => {
        const request = new IncomingRequest(text, this);
        this.emit('sipEvent', { event: request.event, request });
      },
      requestSent: (output) => this._line.requestSent(output),
      requestAnswered: (output) => this._line.requestAnswered(output),
      referProgress: (output) => this._line.referProgress(output),
      transactionChanged: (output) => this.#transactions.changed(output),
      rejected: (output) => {
        this._line.refused(output);
        // Without a connection, or while stopping.
        if (output.input === 'register') {
          this.registrationFailed({ response: null, cause: causes.CONNECTION_ERROR });
        }
        this._loggers.warning(`${output.input}: ${output.reason}`);
      },
      log: ({ level, text }) => this._loggers[level](text),
    };
    return Object.assign(listener, this._tellSessions(sessionEvents));
  }

  /** @internal A table of what sessions make of outputs that name them, as a listener's methods. */
  _tellSessions(table: Partial<Record<AppOutputType, unknown>>): Listener {
    type Tell = (session: RTCSession, output: object) => void;
    const listen = ([type, tell]: [string, unknown]) => [
      type,
      (output: { session: number }) => {
        // What went wrong with a call's media is told when the call is over.
        const session = this._line.sessionOf(output.session, type === 'mediaFailed');
        if (session) (tell as Tell)(session, output);
      },
    ];
    return Object.fromEntries(Object.entries(table).map(listen)) as Listener;
  }

  #disconnected({ server, error, code, reason }: OutputOf<'disconnected'>): void {
    const socket = this.transport._turn(server, 'STATUS_DISCONNECTED', error);
    const isWanted = this.#status === kStatus.STATUS_USER_CLOSED;
    this.emit(
      'disconnected',
      isWanted ? { socket, error: false } : { socket, error, code, reason },
    );
    if (this.#status === kStatus.STATUS_READY) this.#status = kStatus.STATUS_NOT_READY;
  }

  #called({ session: number, request: text, replaces }: OutputOf<'incomingCall'>): void {
    const reject = (statusCode: number): void =>
      void this._line.attempt({ type: 'endCall', session: number, statusCode });
    const respond: Answer = (answer) => {
      this._line.sessions.get(number)?.terminate({
        status_code: answer.statusCode,
        reason_phrase: answer.reasonPhrase,
        extraHeaders: answer.extraHeaders,
        body: answer.body,
      });
    };
    const request = new IncomingRequest(text, this, respond, number);
    const receive = (initCallback?: (session: RTCSession) => void): void =>
      this._makeSession().init_incoming(request, initCallback);
    const replaced = this._line.sessions.get(replaces);
    if (replaced?.listenerCount('replaces')) {
      replaced.emit('replaces', { request, accept: receive, reject: () => reject(486) });
    } else if (this.listenerCount('newRTCSession')) receive();
    else reject(405);
  }

  #requested(incoming: number, text: string): IncomingRequest {
    const respond: Answer = (answer) => {
      const contentType = answer.body ? 'application/sdp' : '';
      this._line.order({ type: 'respond', incoming, ...answer, contentType });
    };
    return new IncomingRequest(text, this, respond);
  }

  #offered({ incoming, request: text }: OutputOf<'subscribeOffered'>): void {
    const request = this.#requested(incoming, text);
    try {
      checkSubscribe(request);
    } catch (error) {
      this._loggers.warning((error as Error).message);
      return request.reply(405);
    }
    if (this.listenerCount('newSubscribe') === 0) return request.reply(405);
    this._offers.set(request, incoming);
    this.emit('newSubscribe', { event: request.event, request });
  }

  #paged({ incoming, method, request: text }: OutputOf<'pageReceived'>): void {
    const request = this.#requested(incoming, text);
    const isHeard = this.listenerCount(method === 'MESSAGE' ? 'newMessage' : 'newOptions') > 0;
    if (method === 'MESSAGE' && isHeard) new Message(this)._receive(request);
    else if (method === 'OPTIONS' && isHeard) new Options(this)._receive(request);
    else request.reply(method === 'OPTIONS' ? 200 : 405);
  }

  /** @internal */
  _failed(error: EngineStopped): void {
    this._loggers.error(error.message);
    this.#status = kStatus.STATUS_NOT_READY;
    throw error;
  }

  // ── the configuration while it runs ────────────────────────────────────────────────────────────

  #live(accepted: Configuration): Record<string, unknown> {
    const live = {};
    for (const [name, value] of Object.entries(accepted)) {
      const key = name as keyof Configuration;
      const isWritable = (configuration.writable as readonly string[]).includes(name);
      Object.defineProperty(live, name, {
        enumerable: true,
        ...(isWritable
          ? {
              get: () => accepted[key],
              set: (to: unknown) => this.#configure(key, to),
            }
          : { value }),
      });
    }
    return live;
  }

  #configure(key: keyof Configuration, value: unknown): void {
    const before = { ...this.#configuration };
    Object.assign(this.#configuration, { [key]: value });
    const { credentials, identity } = configuration;
    try {
      if (kTexts.has(key)) {
        this._line.order({ type: 'setCredentials', ...credentials(this.#configuration) });
      } else {
        this._line.order({ type: 'setIdentity', ...identity(this.#configuration) });
      }
    } catch (error) {
      Object.assign(this.#configuration, before);
      throw error;
    }
  }
}
