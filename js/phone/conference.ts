// Calls that hear each other: who is in it, when, and what comes of it. The sound is the host's.
import type * as Contract from '../../types/index.js';
import { Emitter } from '../engine/emitter.js';
import { type AudioShare, everySecond, shareAudio } from '../host/audio.js';
import { type LegMedia, Mixer } from '../host/mixer.js';
import type { Sides } from '../host/two_sides.js';
import { RinglineError, errorOfException } from './error.js';
import { check, only, refuse } from './options.js';
import { deferred, quiet } from './promise.js';
import { enter, roomOf } from './membership.js';
import type { Recordable } from './recording.js';

type Events = {
  [Name in keyof Contract.ConferenceEvents]: [event: Contract.ConferenceEvents[Name]];
};

/** A call on its way in, in, or on its way out. */
interface Member {
  readonly joining: Promise<void>;
  isIn: boolean;
  forget: () => void;
}

export class Conference extends Emitter<Events> implements Contract.Conference, Recordable {
  muted = false;

  readonly #audio: AudioShare;
  readonly #mixer: Mixer<Contract.Call>;
  readonly #members = new Map<Contract.Call, Member>();
  // Who records: they look again when the tracks may be others.
  readonly #looks = new Set<() => void>();
  readonly #ended = deferred();
  readonly #unwatch: () => void;
  #isOver = false;

  constructor(audio: AudioShare) {
    super();
    this.#audio = audio;
    this.#mixer = new Mixer(audio.context);
    this.#unwatch = everySecond(() => this.calls.forEach((call) => this.#follow(call)));
  }

  get calls(): readonly Contract.Call[] {
    return [...this.#members].filter(([, { isIn }]) => isIn).map(([call]) => call);
  }
  get stream(): MediaStream {
    return this.#mixer.stream;
  }
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  add(call: Contract.Call): Promise<void> {
    const there = this.#members.get(call);
    if (there) return there.joining;
    return quiet(
      new Promise<void>((resolve) => {
        if (this.#isOver) throw new RinglineError('invalidState', 'the conference is over');
        mustBeAbleToJoin(call);
        enter(call, this);
        const joining = deferred();
        const member: Member = { joining: joining.promise, isIn: false, forget: () => {} };
        this.#members.set(call, member);
        this.#join(call, member).then(joining.resolve, joining.reject);
        resolve(joining.promise);
      }),
    );
  }

  remove(call: Contract.Call): Promise<void> {
    return quiet(this.#leave(call));
  }

  end(options: { hangup?: boolean | undefined } = {}): Promise<void> {
    return quiet(this.#end(options));
  }

  mute(): void {
    this.#mute(true);
  }

  unmute(): void {
    this.#mute(false);
  }

  // ── for a recording ───────────────────────────────────────────────────────────────────────────

  get isOpen(): boolean {
    return !this.#isOver;
  }

  /** One of the microphones is ours: all calls have the same, or one each of the same device. */
  sides(): Sides {
    const talking = this.calls.filter(isTalking);
    const own = talking.flatMap((call) => this.#mixer.microphone(call) ?? [])[0];
    return {
      local: own && !this.muted ? [own] : [],
      remote: this.stream.getAudioTracks(),
    };
  }

  watch(look: () => void): () => void {
    this.#looks.add(look);
    return () => void this.#looks.delete(look);
  }

  // ── inside ────────────────────────────────────────────────────────────────────────────────────

  async #join(call: Contract.Call, member: Member): Promise<void> {
    const follow = () => this.#follow(call);
    const offs = [
      call.on('held', follow),
      call.on('remoteStream', follow),
      call.on('ended', () => void this.#leave(call)),
    ];
    member.forget = () => offs.forEach((off) => off());
    const wasHeld = call.held.local;
    try {
      if (wasHeld) await call.unhold();
      this.#mustBeWanted(call, member);
      await this.#mixer.add(call, mediaOf(call));
      this.#mustBeWanted(call, member);
    } catch (error) {
      const isOurs = this.#members.get(call) === member;
      await this.#leave(call);
      if (isOurs && wasHeld) await call.hold().catch(() => {});
      throw error instanceof RinglineError ? error : mediaError(error);
    }
    member.isIn = true;
    this.#look();
    this.emit('joined', call);
  }

  // It may have left, or been made to, while it was on its way.
  #mustBeWanted(call: Contract.Call, member: Member): void {
    if (this.#members.get(call) === member) return;
    throw new RinglineError(call.state === 'ended' ? 'ended' : 'invalidState', 'it left meanwhile');
  }

  async #leave(call: Contract.Call): Promise<void> {
    const member = this.#members.get(call);
    if (!member) return;
    this.#members.delete(call);
    member.forget();
    await this.#mixer.remove(call);
    // Only now may another conference take its microphone.
    enter(call, undefined);
    if (!member.isIn) return;
    member.isIn = false;
    this.#look();
    this.emit('left', call);
    if (this.#members.size === 0 && !this.#isOver) await this.#end();
  }

  async #end(options: { hangup?: boolean | undefined } = {}): Promise<void> {
    const { hangup } = only(options, 'hangup');
    check('hangup', hangup, 'boolean');
    if (this.#isOver) return this.ended;
    this.#isOver = true;
    const calls = [...this.#members.keys()];
    await Promise.all(calls.map((call) => this.#leave(call)));
    this.#unwatch();
    this.#mixer.close();
    this.#audio.release();
    if (hangup) await Promise.all(calls.map((call) => call.hangup().catch(() => {})));
    this.#ended.resolve();
    this.emit('ended', undefined);
  }

  #mute(muted: boolean): void {
    if (this.muted === muted) return;
    this.muted = muted;
    this.#mixer.mute(muted);
    this.#look();
    this.emit('muted', muted);
  }

  #follow(call: Contract.Call): void {
    this.#mixer.follow(call, mediaOf(call));
    this.#look();
  }

  #look(): void {
    for (const look of this.#looks) look();
  }
}

/** `types/conference.d.ts` says what it promises. */
export function confer(calls: readonly Contract.Call[]): Promise<Conference> {
  return quiet(open(calls));
}

async function open(calls: readonly Contract.Call[]): Promise<Conference> {
  if (!Array.isArray(calls)) refuse('calls must be a list');
  for (const call of calls) mustBeAbleToJoin(call);
  const held = calls.filter((call) => call.held.local);
  const conference = new Conference(await shareAudio().catch(refuseAudio));
  const joined = await Promise.allSettled(calls.map((call) => conference.add(call)));
  const failed = joined.find((result) => result.status === 'rejected');
  if (!failed) return conference;
  await conference.end();
  // Each is again as it was; that one cannot be held any more is no news beside why it failed.
  await Promise.allSettled(held.map((call) => call.hold()));
  throw failed.reason;
}

function refuseAudio(error: unknown): never {
  throw mediaError(error);
}

const mediaError = (error: unknown) => errorOfException('getUserMedia', error);

function mustBeAbleToJoin(call: Contract.Call): void {
  check('call', call ?? null, 'object');
  if (roomOf(call)) refuse('the call is in a conference');
  if (call.state === 'ended') throw new RinglineError('ended');
  if (!call.answeredAt) {
    throw new RinglineError('invalidState', `a call that is ${call.state} cannot join`);
  }
}

const isTalking = ({ held }: Contract.Call) => !held.local && !held.remote;

function mediaOf(call: Contract.Call): LegMedia {
  const remote = isTalking(call) ? (call.remoteStream?.getAudioTracks() ?? []) : [];
  return { peer: call.peerConnection, remote };
}
