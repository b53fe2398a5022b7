// One call: what the engine says of it as state, promises and events; what the application wants as inputs.
import type * as Contract from '../../types/index.js';
import { Emitter } from '../engine/emitter.js';
import { SipText } from '../engine/sip_text.js';
import type { AppOutput, Cause, Input, InputOf, OutputOf } from '../engine/vocabulary.js';
import { qualityOf, warningOf } from './call_quality.js';
import { RinglineError, errorOfCause, errorOfException } from './error.js';
import { CallMedia } from './call_media.js';
import { dialogOf, offerJoin } from './joining.js';
import { check, headerLines, known, refuse, text } from './options.js';
import { partyOf } from './party.js';
import { type Deferred, deferred, quiet } from './promise.js';
import { reasonOf } from './reason.js';
import type { MediaHost } from './seam.js';
import { StatsReader } from './call_stats.js';
import { Tones, tonesOf } from './tones.js';
import { offerTransfer, transferWaiter } from './transfers.js';
import type { Waiter } from './waiter.js';

type Events = { [Name in keyof Contract.CallEvents]: [event: Contract.CallEvents[Name]] };
/** What the engine says of a call. */
export type CallOutput = Extract<AppOutput, { session: number }>;
/** How the parts of a call tell its listeners. */
export type Emit = <Name extends keyof Contract.CallEvents>(
  name: Name,
  event: Contract.CallEvents[Name],
) => void;
/** What a call needs of its phone. */
export interface Line {
  readonly host: MediaHost;
  /** Throws RinglineError when the engine refuses. `begin` gets the id before anything else happens. */
  tell(input: Input, begin?: (id: number) => void): void;
  /** Sends a request of that call and waits for its one answer; session 0 for none. */
  ask(session: number, input: Input): Promise<void>;
  wait(request: number, waiter: Waiter): void;
  /** Begins an outgoing call by an input that makes one. */
  dial(input: InputOf<'makeCall' | 'acceptRefer'>, options: Contract.CallOptions): Promise<Call>;
  prepare(session: number, options: Contract.MediaOptions): void;
  find(session: number): Call | undefined;
  /** It is over: what was asked inside it stays without an answer. */
  forget(session: number): void;
}

// What the browser refused: its exception says more than the cause.
const kMediaCauses: readonly Cause[] = ['userDeniedMediaAccess', 'webrtcError'];

export class Call extends Emitter<Events> implements Contract.Call {
  state: Contract.CallState;
  remote: Contract.Party = { uri: '', user: '', displayName: '' };
  request = new SipText('');
  answeredAt: Date | undefined;
  held = { local: false, remote: false };
  quality: Contract.CallQuality | undefined;
  remoteStream: MediaStream | undefined;
  /** The INVITE is on its way. */
  readonly sent = deferred();

  readonly #line: Line;
  readonly #tell: Emit = (name, event) => this.emit(name, ...([event] as Events[typeof name]));
  readonly #answered = deferred();
  readonly #ended = deferred<Contract.CallEnd>();
  readonly #reader = new StatsReader();
  readonly #tones: Tones;
  readonly #sending: CallMedia;
  #reconnecting = false;
  #early: Deferred<void> | undefined;
  #mediaError: RinglineError | undefined;
  #holding: Promise<void> | undefined;
  // Why nothing can be asked of it any more.
  #over: RinglineError | undefined;
  #shown: MediaStream | undefined;
  // A message that both ends have tagged.
  #tagged = '';

  constructor(
    line: Line,
    readonly id: number,
    readonly direction: 'incoming' | 'outgoing',
    public media: Contract.MediaOptions = {},
  ) {
    super();
    this.#line = line;
    this.#tones = new Tones(line, this);
    this.#sending = new CallMedia(line, this, this.#tell);
    this.state = direction === 'incoming' ? 'ringing' : 'new';
  }

  get answered(): Promise<void> {
    return this.#answered.promise;
  }
  get ended(): Promise<Contract.CallEnd> {
    return this.#ended.promise;
  }
  get muted(): Contract.Muted {
    return this.#line.host.muted(this.id);
  }
  get localStream(): MediaStream | undefined {
    return this.#line.host.localStream(this.id);
  }
  get peerConnection(): RTCPeerConnection | undefined {
    return this.#line.host.peer(this.id);
  }

  get dialog(): Contract.DialogId | undefined {
    return this.#tagged ? dialogOf(this.#tagged, this.direction === 'outgoing') : undefined;
  }
  get mode(): Contract.CallMode | undefined {
    return this.#sending.mode;
  }
  get shared(): Contract.SharedPicture | undefined {
    return this.#sending.shared;
  }

  // ── what the application wants ────────────────────────────────────────────────────────────────

  answer(options: Contract.AnswerOptions = {}): Promise<void> {
    return this.#try(() => {
      if (this.direction !== 'incoming' || this.state !== 'ringing') this.#cannot('be answered');
      const extraHeaders = headerLines(known('answer', options).headers);
      // What is heard already stays what it is.
      if (!this.#early) {
        this.#line.prepare(this.id, options);
        this.media = options;
      }
      this.#line.tell({ type: 'answerCall', session: this.id, extraHeaders });
      this.#become('connecting');
      return this.answered;
    });
  }

  startEarlyMedia(options: Contract.MediaOptions = {}): Promise<void> {
    return this.#try(() => {
      if (this.direction !== 'incoming' || this.state !== 'ringing' || this.#early) {
        this.#cannot('be heard early');
      }
      this.#line.prepare(this.id, known('media', options));
      this.media = options;
      this.#line.tell({ type: 'ringCall', session: this.id, earlyMedia: true });
      this.#early = deferred();
      return Promise.race([this.#early.promise, this.answered]);
    });
  }

  hangup(options: Contract.HangupOptions = {}): Promise<void> {
    return this.#try(async () => {
      const { status, reason } = known('hangup', options);
      check('status', status, 'number');
      check('reason', reason, 'string');
      if (status !== undefined && !(status >= 300 && status <= 699))
        refuse('status must be 300 to 699');
      const extraHeaders = headerLines(options.headers);
      if (this.state !== 'ended') {
        const reasonPhrase = reason ?? '';
        this.#line.tell({
          type: 'endCall',
          session: this.id,
          statusCode: status ?? 0,
          reasonPhrase,
          extraHeaders,
        });
        await this.ended;
      }
    });
  }

  hold(): Promise<void> {
    return this.#hold(true);
  }

  unhold(): Promise<void> {
    return this.#hold(false);
  }

  mute(which: { audio?: boolean; video?: boolean } = { audio: true }): void {
    this.#mute(which, true);
  }

  unmute(which: { audio?: boolean; video?: boolean } = { audio: true, video: true }): void {
    this.#mute(which, false);
  }

  sendTones(tones: string, options: Contract.ToneOptions = {}): Promise<void> {
    return this.#try(() => {
      const wish = tonesOf(tones, options);
      this.#mustBeAnswered();
      return this.#tones.send(wish);
    });
  }

  sendInfo(
    contentType: string,
    body = '',
    options: { headers?: Record<string, string> } = {},
  ): Promise<void> {
    return this.#try(() => {
      text('contentType', contentType);
      check('body', body, 'string');
      const extraHeaders = headerLines(known('request', options).headers);
      this.#mustBeAnswered();
      const { id: session } = this;
      return this.#line.ask(session, {
        type: 'sendInDialog',
        session,
        method: 'INFO',
        contentType,
        body,
        extraHeaders,
      });
    });
  }

  transfer(
    target: string | Contract.Call,
    options: { headers?: Record<string, string> } = {},
  ): Promise<void> {
    return this.#try(async () => {
      const other = typeof target === 'string' ? undefined : target;
      if (other && (other === this || this.#line.find(other.id) !== other)) {
        refuse('target must be another call of this phone that is not over');
      }
      const to = other ? other.remote.uri : text('target', target);
      const extraHeaders = headerLines(known('request', options).headers);
      this.#mustBeAnswered();
      if (other && !other.answeredAt) refuse('the call to transfer to is not answered yet');
      const replaces = other?.id ?? 0;
      const done = deferred();
      this.#line.tell(
        { type: 'referCall', session: this.id, target: to, replaces, extraHeaders },
        (request) => this.#line.wait(request, transferWaiter(this, this.#tell, done)),
      );
      await done.promise;
      await this.hangup();
    });
  }

  stats(): Promise<Contract.CallStats> {
    return this.#try(async () => {
      const peer = this.peerConnection ?? this.#cannot('be measured');
      return this.#reader.read(await peer.getStats());
    });
  }

  switchDevice(
    kind: 'microphone' | 'camera',
    device?: string | MediaTrackConstraints,
  ): Promise<MediaStreamTrack> {
    return this.#try(() => this.#sending.switchDevice(kind, device));
  }

  share(
    picture: Contract.SharedPicture | MediaStream,
    options?: Contract.ShareOptions,
  ): Promise<void> {
    return this.#try(() => this.#sending.share(picture, options));
  }

  unshare(): Promise<void> {
    return this.#try(() => this.#sending.unshare());
  }

  upgrade(options?: Contract.UpgradeOptions): Promise<void> {
    return this.#try(() => this.#sending.upgrade(options));
  }

  downgrade(): Promise<void> {
    return this.#try(() => this.#sending.downgrade());
  }

  limit(limits: Parameters<Contract.CallMedia['limit']>[0]): Promise<void> {
    return this.#try(() => this.#sending.limit(limits));
  }

  // ── what the engine says ──────────────────────────────────────────────────────────────────────

  /** The INVITE, as soon as it is known; `header` names who is at the other end. */
  begin(request: string, header: 'From' | 'To'): void {
    this.request = new SipText(request);
    this.remote = partyOf(this.request.header(header));
  }

  handle(output: CallOutput): void {
    switch (output.type) {
      case 'callConnecting':
        if (output.request) this.request = new SipText(output.request);
        if (this.direction === 'outgoing') this.#become('connecting');
        this.sent.resolve();
        break;
      case 'callProgress':
        if (output.originator === 'remote') this.#become('ringing');
        else this.#early?.resolve();
        this.emit('progress', new SipText(output.response));
        break;
      case 'callAccepted':
        this.#tagged = output.response;
        break;
      case 'callConfirmed':
        this.#tagged ||= output.ack;
        this.answeredAt = new Date();
        this.#settle();
        this.#answered.resolve();
        this.emit('answered', undefined);
        break;
      case 'callHeld': {
        const by = output.originator === 'local' ? 'local' : 'remote';
        this.held = { ...this.held, [by]: output.held };
        if (this.answeredAt) this.#settle();
        this.emit('held', { by, held: output.held });
        break;
      }
      case 'callModeChanged':
        this.#sending.changed(output);
        break;
      case 'upgradeOffered':
        this.#sending.offered(output);
        break;
      case 'offerWithdrawn':
        this.#sending.withdrawn(output);
        break;
      case 'callReconnecting':
      case 'callReconnected':
        this.#reconnecting = output.type === 'callReconnecting';
        this.#settle();
        break;
      case 'mediaFailed':
        this.#mediaError = errorOfException(output.stage, this.#line.host.errorOf(output.op));
        break;
      case 'callEnded':
      case 'callFailed':
        this.#finish(output);
        break;
      case 'qualityMeasured':
        this.quality = qualityOf(output);
        this.emit('quality', this.quality);
        break;
      case 'warningChanged':
        this.emit('warning', warningOf(output));
        break;
      case 'toneSent':
        this.#tones.sent(output.request);
        break;
      case 'toneReceived':
        this.emit('tone', { tone: output.tone, duration: output.duration });
        break;
      case 'infoReceived':
        this.emit('info', { ...output, request: new SipText(output.request) });
        break;
      case 'referReceived':
        offerTransfer(this, this.#line, this.#tell, output);
        break;
      default:
      // The others are for facades that review what is sent.
    }
    this.showLocal();
  }

  /** The browser's side of it is made. */
  attach(peer: RTCPeerConnection): void {
    // Of a peer before this one, which is closed.
    for (const track of this.remoteStream?.getTracks() ?? []) this.remoteStream?.removeTrack(track);
    peer.addEventListener('track', ({ track }) => {
      // One stream of all there is, however the other side groups its tracks, so that one element plays it.
      this.remoteStream ??= new MediaStream();
      this.remoteStream.addTrack(track);
      this.emit('remoteStream', this.remoteStream);
    });
  }

  /** Its phone is gone. */
  abandon(error: RinglineError): void {
    this.#end(error.code === 'internal' ? 'system' : 'local', error);
  }

  /** Another call has taken its place. */
  replaceBy(call: Call): void {
    this.emit('replaced', call);
  }

  /** Another call wishes to join this one. */
  joinBy(call: Call): void {
    offerJoin(this, call, this.#tell);
  }

  // ── inside ────────────────────────────────────────────────────────────────────────────────────

  // Whatever goes wrong is told through the promise, never thrown past it.
  #try<T>(deed: () => Promise<T>): Promise<T> {
    return quiet(
      new Promise<T>((resolve) => {
        resolve(deed());
      }),
    );
  }

  #cannot(deed: string): never {
    throw new RinglineError(
      this.state === 'ended' ? 'ended' : 'invalidState',
      `a call that is ${this.state} cannot ${deed}`,
    );
  }

  #mustBeAnswered(): void {
    if (!this.answeredAt || this.state === 'ended') this.#cannot('do this');
  }

  #become(state: Contract.CallState): void {
    if (this.state === state || this.state === 'ended') return;
    this.state = state;
    this.emit('state', state);
  }

  #settle(): void {
    const { local, remote } = this.held;
    this.#become(this.#reconnecting ? 'reconnecting' : local || remote ? 'held' : 'answered');
  }

  #hold(held: boolean): Promise<void> {
    return this.#try(async () => {
      // `held` follows when the other end has agreed: until then whoever comes next waits.
      while (this.#holding) await this.#holding;
      this.#mustBeAnswered();
      if (this.held.local === held) return;
      const asked = this.#line.ask(this.id, { type: 'holdCall', session: this.id, held });
      const done = () => (this.#holding = undefined);
      this.#holding = asked.then(done, done);
      await asked.catch((error: unknown) => {
        // Why the call ended says more than that nothing came of the hold.
        throw this.#over ?? error;
      });
    });
  }

  #mute(which: { audio?: boolean; video?: boolean }, muted: boolean): void {
    const { audio, video } = known('mute', which);
    if (this.state === 'ended') return;
    this.#line.host.setMuted(this.id, {
      ...(audio && { audio: muted }),
      ...(video && { video: muted }),
    });
  }

  /** The microphone or camera is there. */
  showLocal(): void {
    const stream = this.localStream;
    if (!stream || stream === this.#shown) return;
    this.#shown = stream;
    this.emit('localStream', stream);
  }

  #finish(output: OutputOf<'callEnded' | 'callFailed'>): void {
    const { cause, message, originator } = output;
    const detail = output.type === 'callFailed' ? output.detail : '';
    const end = () => {
      const isMedia = kMediaCauses.includes(cause);
      const error = (isMedia && this.#mediaError) || errorOfCause(cause, message, detail);
      const isHangup = output.type === 'callEnded' && cause === 'bye';
      this.#end(originator, isHangup ? undefined : error, reasonOf(message));
    };
    // The browser's own words follow in the same turn, as MediaFailed.
    if (output.type === 'callFailed' && kMediaCauses.includes(cause)) queueMicrotask(end);
    else end();
  }

  #end(
    by: Contract.CallEnd['by'],
    error: RinglineError | undefined,
    reason?: Contract.EndReason,
  ): void {
    if (this.state === 'ended') return;
    const end: Contract.CallEnd = { by, code: error?.code ?? 'hangup', error, reason };
    this.#line.forget(this.id);
    const over = (this.#over = error ?? new RinglineError('ended'));
    this.#tones.drop(over);
    this.#sending.close();
    this.#become('ended');
    this.sent.reject(over);
    this.#answered.reject(over);
    this.#ended.resolve(end);
    this.emit('ended', end);
  }
}
