// What one call sends, changed while it stands. The camera is taken before anybody is asked.
import type * as Contract from '../../types/index.js';
import { SipText } from '../engine/sip_text.js';
import type { Input, OutputOf } from '../engine/vocabulary.js';
import type { SentMedia, VideoWish } from '../host/sent_media.js';
import type { ShareSource } from '../host/share_sources/share_source.js';
import { anyDevice } from '../host/user_media.js';
import type { Call, Emit, Line } from './call.js';
import { RinglineError, errorOfException } from './error.js';
import { check, known, limitsOf, refuse } from './options.js';
import { errorOfShare } from './share_error.js';

const kTracks = { microphone: 'audio', camera: 'video' } as const;

export class CallMedia {
  mode: Contract.CallMode | undefined;
  shared: Contract.SharedPicture | undefined;

  readonly #line: Line;
  readonly #call: Call;
  readonly #emit: Emit;
  // Theirs that wait for the application's answer, by op.
  readonly #questions = new Map<number, AbortController>();

  constructor(line: Line, call: Call, emit: Emit) {
    this.#line = line;
    this.#call = call;
    this.#emit = emit;
  }

  async switchDevice(
    kind: 'microphone' | 'camera',
    device?: string | MediaTrackConstraints,
  ): Promise<MediaStreamTrack> {
    if (!(kind in kTracks)) refuse("kind must be 'microphone' or 'camera'");
    const sent = this.#sent();
    const before = sent.stream?.getTracks().find((track) => track.kind === kTracks[kind]);
    const track = await sent
      .switchDevice(kTracks[kind], constraintsOf(kind, device, before))
      .catch(asError);
    this.#emit('device', { kind, track });
    return track;
  }

  async share(
    picture: Contract.SharedPicture | MediaStream,
    options: Contract.ShareOptions = {},
  ): Promise<void> {
    check('picture', picture ?? null, 'object');
    const { beside = false } = known('share', options);
    check('beside', beside, 'boolean');
    const source = 'stream' in picture ? picture : { stream: picture, close() {} };
    const [track] = source.stream.getVideoTracks();
    if (!track) refuse('picture has no video track');
    const isOffered = await this.#sent().share(source.stream, beside).catch(asError);
    this.#show(source);
    this.#endWith(source, track);
    if (!isOffered) return;
    try {
      await this.#offer();
      const isTaken = this.#sent().isSharing || this.#call.held.remote;
      if (!isTaken) throw new RinglineError('rejected', 'they take no picture');
    } catch (error) {
      // Whatever became of the offer, it is not shared.
      await this.#line.host.sent(this.#call.id)?.unshare();
      this.#show(undefined, error as RinglineError);
      throw error;
    }
  }

  async unshare(error?: RinglineError): Promise<void> {
    if (!this.shared) return;
    this.#show(undefined, error);
    const isOffered = await this.#sent().unshare().catch(asError);
    if (isOffered) await this.#offer();
  }

  async upgrade(options: Contract.UpgradeOptions = {}): Promise<void> {
    const wish = wishOf(options, { camera: true });
    await this.#prepare(wish, () => this.#change('video'));
  }

  async downgrade(): Promise<void> {
    if (this.mode === 'audio') return;
    this.#show(undefined);
    await this.#change('audio');
  }

  async limit(limits: Parameters<Contract.Call['limit']>[0]): Promise<void> {
    check('limits', limits ?? null, 'object');
    const wishes = Object.entries(limitsOf(limits) ?? {});
    this.#sent();
    for (const [kind, value] of wishes) {
      if (value) await this.#line.host.limit(this.#call.id, kind as 'audio' | 'video', value);
    }
  }

  // ── what the engine says ──────────────────────────────────────────────────────────────────────

  changed({ mode, originator }: OutputOf<'callModeChanged'>): void {
    const isFirst = this.mode === undefined;
    this.mode = mode;
    if (mode === 'audio') this.#show(undefined);
    if (!isFirst) this.#emit('mode', { mode, by: originator === 'local' ? 'local' : 'remote' });
  }

  offered({ op, request }: OutputOf<'upgradeOffered'>): void {
    const withdrawal = new AbortController();
    const answer = (accept: boolean) => {
      if (!this.#questions.delete(op))
        throw new RinglineError('invalidState', 'the upgrade is no longer open');
      this.#line.tell({ type: 'upgradeReviewed', op, accept });
    };
    this.#questions.set(op, withdrawal);
    if (this.#call.listenerCount('upgrade') === 0) return answer(true);
    this.#emit('upgrade', {
      request: new SipText(request),
      withdrawn: withdrawal.signal,
      accept: async (options = {}) => {
        const wish = wishOf(options, { camera: false });
        if (!this.#questions.has(op)) return answer(true);
        await this.#prepare({ ...wish, isAnswer: true }, () => answer(true));
      },
      reject: () => answer(false),
    });
  }

  withdrawn({ op }: OutputOf<'offerWithdrawn'>): void {
    this.#questions.get(op)?.abort();
    this.#questions.delete(op);
  }

  /** The call is over. */
  close(): void {
    this.#show(undefined);
  }

  // ── inside ────────────────────────────────────────────────────────────────────────────────────

  #sent(): SentMedia {
    const sent = this.#line.host.sent(this.#call.id);
    if (sent && this.#call.answeredAt && this.#call.state !== 'ended') return sent;
    const code = this.#call.state === 'ended' ? 'ended' : 'invalidState';
    throw new RinglineError(code, `a call that is ${this.#call.state} cannot do this`);
  }

  // The camera is given back when nothing comes of what it was taken for.
  async #prepare(wish: VideoWish, upgrade: () => Promise<void> | void): Promise<void> {
    const sent = this.#sent();
    await sent.prepareVideo(wish).catch(asError);
    try {
      await upgrade();
    } catch (error) {
      sent.giveBackVideo(wish);
      throw error;
    }
  }

  // Of a picture that cannot be drawn any more no track tells, since we stop it ourselves.
  #endWith(source: Contract.SharedPicture & Partial<ShareSource>, track: MediaStreamTrack): void {
    const end = (error?: RinglineError) => {
      if (this.shared === source) void this.unshare(error).catch(() => {});
    };
    track.addEventListener('ended', () => end());
    if (!('onEnded' in source)) return;
    // Another call may share it as well.
    const { onEnded } = source;
    source.onEnded = (error) => {
      onEnded?.(error);
      end(error && errorOfShare(error));
    };
  }

  #change(mode: Contract.CallMode): Promise<void> {
    return this.#ask({ type: 'changeMode', session: this.#call.id, mode });
  }

  #offer(): Promise<void> {
    return this.#ask({ type: 'renegotiateCall', session: this.#call.id });
  }

  async #ask(input: Input): Promise<void> {
    this.#sent();
    await this.#line.ask(this.#call.id, input);
  }

  #show(picture: Contract.SharedPicture | undefined, error?: RinglineError): void {
    const before = this.shared;
    if (before === picture) return;
    this.shared = picture;
    before?.close();
    this.#emit('shared', { picture, error });
  }
}

function wishOf(options: Contract.UpgradeOptions, { camera }: { camera: boolean }): VideoWish {
  const { video, stream } = known('upgrade', options);
  const constraints = video ?? camera;
  if (typeof constraints !== 'boolean') check('video', constraints, 'object');
  check('stream', stream, 'object');
  return { constraints, stream };
}

function constraintsOf(
  kind: 'microphone' | 'camera',
  device: string | MediaTrackConstraints | undefined,
  before: MediaStreamTrack | undefined,
): MediaTrackConstraints {
  if (device !== undefined && typeof device !== 'string') {
    check('device', device, 'object');
    return device;
  }
  const kept = anyDevice(before);
  if (device === undefined || device === 'default') return kept;
  const isSide = kind === 'camera' && (device === 'user' || device === 'environment');
  return {
    ...kept,
    ...(isSide ? { facingMode: { exact: device } } : { deviceId: { exact: device } }),
  };
}

function asError(exception: unknown): never {
  const { name, message } = exception as Error;
  throw name === 'InvalidStateError'
    ? new RinglineError('invalidState', message, { cause: exception })
    : errorOfException('getUserMedia', exception);
}
