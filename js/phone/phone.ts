// The account and its calls: what the engine says to whom it concerns, what the application wants to the engine.
import type * as Contract from '../../types/index.js';
import type { Listener } from '../engine/engine.js';
import { Emitter } from '../engine/emitter.js';
import { ConfigError, EngineStopped, UnsupportedError } from '../engine/errors.js';
import { SipText } from '../engine/sip_text.js';
import type { Input, InputOf, OutputOf } from '../engine/vocabulary.js';
import type { HostSocket } from '../host/host.js';
import { Call, type CallOutput, type Line } from './call.js';
import type { Consultation } from './consultation.js';
import { Desk } from './desk.js';
import { RinglineError, errorOfCause } from './error.js';
import { EventPackages } from './event_packages.js';
import { joinLines } from './joining.js';
import {
  check,
  configOf,
  headerLines,
  known,
  mediaAlone,
  mediaOf,
  oneOf,
  refuse,
  serversOf,
  text,
} from './options.js';
import { qualityConfig } from './call_quality.js';
import { partyOf } from './party.js';
import { type Deferred, deferred, quiet } from './promise.js';
import type { Publication } from './publication.js';
import { type Driver, type MediaHost, type Seam, browser } from './seam.js';
import type { Subscription } from './subscription.js';
import { TracedSocket, masked } from './trace.js';
import { Waiters, settle } from './waiter.js';

type Events = { [Name in keyof Contract.PhoneEvents]: [event: Contract.PhoneEvents[Name]] };

// Refusals that mean "not now"; the engine refuses anything else for what it says.
const kRefusedForState = [
  'answerCall',
  'ringCall',
  'holdCall',
  'renegotiateCall',
  'changeMode',
  'upgradeReviewed',
  'acceptRefer',
  'refreshSubscription',
];

// The engine's parameters whose option has another name; the rest differ in spelling alone.
const kOptions: { [parameter: string]: string } = {
  sockets: 'server',
  uri: 'user',
  extra_headers: 'headers',
};

export class Phone extends Emitter<Events> implements Contract.Phone {
  state: Contract.PhoneState = 'stopped';

  readonly #options: Contract.PhoneOptions;
  readonly #host: MediaHost;
  readonly #engine: Driver;
  readonly #sockets: HostSocket[];
  readonly #calls = new Map<number, Call>();
  readonly #packages = new EventPackages((input, begin) => {
    if (begin) this.#mustBeStarted();
    this.#tell(input, begin);
  });
  readonly #waiters = new Waiters();
  readonly #desk: Desk;
  // Inputs under way, oldest first; the engine's refusal of one is noted in it.
  readonly #told: { readonly type: string; refusal?: string }[] = [];
  readonly #line: Line;
  #starting: Deferred<void> | undefined;
  #stopping: Deferred<void> | undefined;
  #failures = 0;
  #disposed = false;

  constructor(options: Contract.PhoneOptions, seam: Seam = browser) {
    super();
    check('options', options ?? null, 'object');
    this.#options = { ...options };
    const { sockets, servers } = serversOf(options, (url) => seam.socket(url));
    const config = { ...configOf(options, servers), ...qualityConfig(options.quality) };
    mediaOf({}, options);
    this.#desk = new Desk(
      {
        calls: () => this.calls,
        call: (target, its) => this.call(target, its),
        warn: (said) => this.emit('log', { level: 'warning', text: said }),
      },
      oneOf(['free', 'hold', 'busy'], 'callWaiting', options.callWaiting),
    );
    this.#sockets = sockets.map(
      (socket) =>
        new TracedSocket(socket, (direction, data) => this.#trace(direction, socket.url, data)),
    );
    this.#host = seam.host(this.#sockets);
    this.#host.onPeer = (session, peer) => this.#calls.get(session)?.attach(peer);
    this.#host.onLocalStream = (session) => this.#calls.get(session)?.showLocal();
    this.#engine = this.#making(() => seam.engine(config, this.#host, this.#listener()));
    this.#engine.onFailure = (error) =>
      this.#abandon(new RinglineError('internal', error.message, { cause: error }));
    this.#line = {
      host: this.#host,
      tell: (input, begin) => this.#tell(input, begin),
      ask: (session, input) => this.#ask(session, input),
      wait: (request, waiter) => this.#waiters.add(request, waiter),
      dial: (input, media) => this.#dial(input, media),
      prepare: (session, media) => this.#host.prepare(session, mediaOf(media, this.#options)),
      find: (session) => this.#calls.get(session),
      forget: (session) => {
        this.#calls.delete(session);
        this.#waiters.drop(session, new RinglineError('ended'));
      },
    };
  }

  get calls(): readonly Call[] {
    return [...this.#calls.values()];
  }

  start(): Promise<void> {
    if (this.#disposed)
      return quiet(Promise.reject(new RinglineError('stopped', 'it was disposed of')));
    if (this.#stopping) return quiet(this.#stopping.promise.then(() => this.start()));
    if (this.#starting) return this.#starting.promise;
    const registers = this.#options.register ?? true;
    if (this.state === 'registered' || (this.state === 'connected' && !registers))
      return Promise.resolve();
    const starting = (this.#starting = deferred());
    this.#failures = 0;
    if (this.state === 'stopped') {
      this.#become('connecting');
      this.#attempt({ type: 'start' });
    } else if (this.state === 'connected') {
      this.#attempt({ type: 'register' });
    }
    return starting.promise;
  }

  stop(): Promise<void> {
    if (this.#stopping) return this.#stopping.promise;
    if (this.state === 'stopped') return Promise.resolve();
    const { promise } = (this.#stopping = deferred());
    this.#started(new RinglineError('stopped'));
    this.#attempt({ type: 'stop' });
    return promise;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#abandon(new RinglineError('stopped', 'it was disposed of'));
    this.#engine.dispose();
  }

  call(target: string, options: Contract.CallOptions = {}): Promise<Call> {
    return quiet(this.#call(target, options));
  }

  switchTo(call: Contract.Call, options: Contract.AnswerOptions = {}): Promise<void> {
    return quiet(this.#desk.switchTo(call, options));
  }

  swap(one: Contract.Call, other: Contract.Call): Promise<void> {
    return quiet(this.#desk.swap(one, other));
  }

  consult(
    call: Contract.Call,
    target: string,
    options: Contract.ConsultOptions = {},
  ): Promise<Consultation> {
    return quiet(this.#desk.consult(call, target, options));
  }

  message(target: string, body: string, options: Contract.MessageOptions = {}): Promise<void> {
    return quiet(this.#message(target, body, options));
  }

  subscribe(
    target: string,
    event: string,
    options: Contract.SubscribeOptions = {},
  ): Promise<Subscription> {
    return quiet(this.#packages.subscribe(target, event, options));
  }

  publish(event: string, body: string, options: Contract.PublishOptions): Promise<Publication> {
    return quiet(this.#packages.publish(event, body, options));
  }

  async #call(target: string, options: Contract.CallOptions): Promise<Call> {
    check('anonymous', known('call', options).anonymous, 'boolean');
    check('delayedOffer', options.delayedOffer, 'boolean');
    const { anonymous = false, delayedOffer } = options;
    const extraHeaders = [...headerLines(options.headers), ...joinLines(options.join)];
    return this.#dial(
      {
        ...{ type: 'makeCall', target: text('target', target), anonymous, extraHeaders },
        ...(delayedOffer && { offerless: true }),
      },
      options,
    );
  }

  async #message(target: string, body: string, options: Contract.MessageOptions): Promise<void> {
    check('text', body ?? null, 'string');
    check('contentType', known('message', options).contentType, 'string');
    const { contentType = 'text/plain' } = options;
    const extraHeaders = headerLines(options.headers);
    const method = 'MESSAGE';
    await this.#ask(0, {
      type: 'sendPage',
      method,
      target: text('target', target),
      contentType,
      body,
      extraHeaders,
    });
  }

  // ── to the engine ─────────────────────────────────────────────────────────────────────────────

  #making<T>(make: () => T): T {
    try {
      return make();
    } catch (cause) {
      if (cause instanceof ConfigError) {
        const name =
          kOptions[cause.parameter] ??
          cause.parameter.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
        throw new RinglineError('invalidArgument', name, { cause });
      }
      if (cause instanceof UnsupportedError)
        throw new RinglineError('unsupported', cause.message, { cause });
      throw cause;
    }
  }

  #tell(input: Input, begin?: (id: number) => void): void {
    if (this.#disposed) throw new RinglineError('stopped', 'it was disposed of');
    const told: { readonly type: string; refusal?: string } = { type: input.type };
    this.#told.push(told);
    try {
      const id = this.#engine.submit(input);
      if (id) begin?.(id);
      this.#engine.drain();
    } catch (cause) {
      if (cause instanceof EngineStopped)
        throw new RinglineError('internal', cause.message, { cause });
      throw cause;
    } finally {
      this.#told.splice(this.#told.indexOf(told), 1);
    }
    if (told.refusal === undefined) return;
    throw new RinglineError(
      kRefusedForState.includes(told.type) ? 'invalidState' : 'invalidArgument',
      told.refusal,
    );
  }

  // For inputs of the phone itself: a stopped engine has told everybody already.
  #attempt(input: Input): void {
    try {
      this.#tell(input);
    } catch (error) {
      this.#started(error as RinglineError);
    }
  }

  async #ask(session: number, input: Input): Promise<void> {
    this.#mustBeStarted();
    const answer = deferred();
    this.#tell(input, (request) =>
      this.#waiters.add(request, {
        session,
        take: (it) => (settle(answer, it), true),
        drop: answer.reject,
      }),
    );
    return answer.promise;
  }

  async #dial(
    input: InputOf<'makeCall' | 'acceptRefer'>,
    options: Contract.CallOptions,
  ): Promise<Call> {
    this.#mustBeStarted();
    const { signal } = options;
    if (signal?.aborted) throw new RinglineError('canceled');
    const media = mediaOf(options, this.#options);
    let made: Call | undefined;
    this.#tell(input, (id) => {
      this.#calls.set(id, (made = new Call(this.#line, id, 'outgoing', mediaAlone(options))));
      this.#host.prepare(id, media);
    });
    const call = made ?? refuse('the engine made no call');
    const give = () => void call.hangup();
    signal?.addEventListener('abort', give, { once: true });
    void call.ended.then(() => signal?.removeEventListener('abort', give));
    await call.sent.promise;
    return call;
  }

  #mustBeStarted(): void {
    if (this.state === 'stopped' || this.#stopping)
      throw new RinglineError('invalidState', 'the phone is not started');
  }

  // ── from the engine ───────────────────────────────────────────────────────────────────────────

  #listener(): Listener {
    const call = (output: CallOutput) => this.#calls.get(output.session)?.handle(output);
    const answer = (output: Parameters<Waiters['take']>[0]) => this.#waiters.take(output);
    return {
      connecting: (output) => this.#connecting(output),
      connected: ({ server }) => {
        this.#become('connected');
        this.emit('connected', { server: this.#urlOf(server) });
        if (!(this.#options.register ?? true)) this.#started();
      },
      disconnected: (output) => this.#disconnected(output),
      registered: ({ response }) => {
        this.#become('registered');
        this.emit('registered', new SipText(response));
        this.#started();
      },
      unregistered: ({ cause, response }) => {
        // Without an answer and without a cause the connection was lost, which tells of itself next.
        const isLost = cause === 'none' && response === '';
        if (this.state === 'registered' && !isLost) this.#become('connected');
        const error = isLost
          ? errorOfCause('connectionError')
          : cause === 'none'
            ? undefined
            : errorOfCause(cause, response);
        this.emit('unregistered', { error });
      },
      registrationFailed: ({ cause, response }) => {
        const error = errorOfCause(cause, response);
        if (this.state === 'registered') this.#become('connected');
        this.emit('registrationFailed', error);
        this.#started(error);
      },
      registrationExpiring: () => this.#attempt({ type: 'register' }),
      stopped: () => this.#stopped(),
      callCreated: ({ session, request }) => {
        const made = this.#calls.get(session);
        made?.begin(request, 'To');
        if (!made) return;
        this.#desk.watch(made);
        this.emit('call', made);
      },
      incomingCall: (output) => this.#incoming(output),
      callConnecting: call,
      callProgress: call,
      callAccepted: call,
      callConfirmed: call,
      callHeld: call,
      callModeChanged: call,
      upgradeOffered: call,
      offerWithdrawn: call,
      callReconnecting: call,
      callReconnected: call,
      qualityMeasured: call,
      warningChanged: call,
      mediaFailed: call,
      callEnded: call,
      callFailed: call,
      toneSent: call,
      toneReceived: call,
      infoReceived: call,
      referReceived: call,
      requestAnswered: answer,
      renegotiationEnded: answer,
      referProgress: answer,
      pageReceived: (output) => this.#page(output),
      ...this.#packages.listener(),
      rejected: ({ input, reason }) => {
        const told = this.#told.find(
          ({ type, refusal }) => type === input && refusal === undefined,
        );
        if (told) told.refusal = reason;
      },
      log: ({ level, text: said }) => this.emit('log', { level, text: masked(said) }),
    };
  }

  #connecting({ server, attempts }: OutputOf<'connecting'>): void {
    if (this.state === 'connecting' && attempts === 0) return;
    if (this.state !== 'connecting') this.#become('reconnecting');
    this.emit('reconnecting', { server: this.#urlOf(server), attempts });
  }

  #disconnected({ server, error, code, reason }: OutputOf<'disconnected'>): void {
    if (this.state === 'registered' || this.state === 'connected') this.#become('reconnecting');
    const url = this.#urlOf(server);
    this.emit('disconnected', { server: url, error, code, reason });
    // Each server had its chance.
    if (++this.#failures >= this.#sockets.length)
      this.#started(new RinglineError('unreachable', `${url} ${reason}`.trim()));
  }

  #incoming({ session, request, replaces, joins }: OutputOf<'incomingCall'>): void {
    const call = new Call(this.#line, session, 'incoming');
    const isBusy = this.#desk.isBusy;
    this.#calls.set(session, call);
    this.#desk.watch(call);
    call.begin(request, 'From');
    const old = this.#calls.get(replaces);
    if (old?.answeredAt) {
      // RFC 3891 3: who was asked to replace a call that stands takes the new one without asking anybody.
      this.emit('call', call);
      old.replaceBy(call);
      void call.answer(old.media);
      return;
    }
    const joined = this.#joined(joins);
    if (isBusy && !joined) {
      this.emit('call', call);
      void call.hangup({ status: 486 });
      return;
    }
    if (!joined && this.listenerCount('incoming') === 0) {
      void call.hangup();
      return;
    }
    this.#attempt({ type: 'ringCall', session });
    this.emit('call', call);
    if (joined) joined.joinBy(call);
    else this.emit('incoming', call);
  }

  // Where somebody is there to be asked.
  #joined(session: number): Call | undefined {
    const call = this.#calls.get(session);
    return call?.listenerCount('joinRequest') ? call : undefined;
  }

  #page({ incoming, method, request }: OutputOf<'pageReceived'>): void {
    const isMessage = method === 'MESSAGE';
    const isHeard = !isMessage || this.listenerCount('message') > 0;
    this.#attempt({ type: 'respond', incoming, statusCode: isHeard ? 200 : 480 });
    if (!isMessage) return;
    const message = new SipText(request);
    const contentType = message.header('Content-Type') ?? 'text/plain';
    this.emit('message', {
      from: partyOf(message.header('From')),
      text: message.body,
      contentType,
      request: message,
    });
  }

  #become(state: Contract.PhoneState): void {
    if (this.state === state) return;
    this.state = state;
    this.emit('state', state);
  }

  #started(error?: RinglineError): void {
    const starting = this.#starting;
    this.#starting = undefined;
    if (error) starting?.reject(error);
    else starting?.resolve();
  }

  #stopped(): void {
    const stopping = this.#stopping;
    this.#stopping = undefined;
    this.#waiters.drop(undefined, new RinglineError('stopped'));
    this.#become('stopped');
    stopping?.resolve();
  }

  // Nothing comes from the engine any more.
  #abandon(error: RinglineError): void {
    this.#disposed = true;
    this.#waiters.drop(undefined, error);
    const calls = this.calls;
    this.#calls.clear();
    for (const call of calls) call.abandon(error);
    this.#packages.abandon(error);
    this.#started(error);
    this.#stopped();
  }

  #urlOf(server: number): string {
    return this.#sockets[server]?.url ?? '';
  }

  #trace(direction: 'in' | 'out', server: string, data: string | ArrayBuffer): void {
    if (this.listenerCount('trace') === 0) return;
    const plain = masked(typeof data === 'string' ? data : new TextDecoder().decode(data));
    // Keep-alives are no messages (RFC 5626 4.4.1).
    if (plain.trim() === '') return;
    this.emit('trace', { direction, server, text: plain, message: new SipText(plain) });
  }
}
