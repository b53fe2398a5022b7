// A recording of a call or a conference: what it takes, when it pauses and ends, and what it tells.
import type * as Contract from '../../types/index.js';
import { Emitter } from '../engine/emitter.js';
import { type AudioShare, everySecond, shareAudio } from '../host/audio.js';
import { type Capture, EncodedCapture, typeFor } from '../host/capture.js';
import { Picture } from '../host/picture.js';
import { type Sides, TwoSides } from '../host/two_sides.js';
import { WavCapture } from '../host/wav_capture.js';
import { RinglineError, errorOfException } from './error.js';
import { check, oneOf, only } from './options.js';
import { deferred, quiet } from './promise.js';

type Events = {
  [Name in keyof Contract.RecordingEvents]: [event: Contract.RecordingEvents[Name]];
};

/** What can be recorded. */
export interface Recordable {
  /** Whether there is sound that can be recorded. */
  readonly isOpen: boolean;
  sides(): Sides;
  /** Calls `look` when the tracks may have changed; returns what takes that back. */
  watch(look: () => void): () => void;
  /** Resolves when there is nothing more to record. */
  readonly ended: Promise<unknown>;
}

/** What a recording stands on; everything is given, so that it does no more than keep the books. */
interface Parts {
  readonly source: Recordable;
  readonly audio: AudioShare;
  readonly sides: TwoSides;
  readonly picture: Picture | undefined;
  readonly capture: Capture;
  readonly keeps: boolean;
  readonly pictureOf: () => MediaStreamTrack | undefined;
}

export class Recording extends Emitter<Events> implements Contract.Recording {
  state: Contract.RecordingState = 'recording';
  size = 0;

  readonly #parts: Parts;
  readonly #chunks: Blob[] = [];
  readonly #result = deferred<Blob>();
  readonly #unwatch: (() => void)[];
  // The clock of the sound; the moment since when it counts is undefined in a pause.
  #before = 0;
  #since: number | undefined;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    const { capture, source, audio } = parts;
    capture.onChunk = (chunk) => this.#take(chunk);
    capture.onFailure = (cause) =>
      this.#end(new RinglineError('mediaFailed', String(cause), { cause }));
    this.#since = audio.context.currentTime;
    const look = () => this.#look();
    this.#unwatch = [source.watch(look), everySecond(look)];
    void source.ended.then(() => this.#end());
  }

  get mimeType(): string {
    return this.#parts.capture.mimeType;
  }
  get duration(): number {
    const { currentTime } = this.#parts.audio.context;
    return this.#before + (this.#since === undefined ? 0 : currentTime - this.#since);
  }
  get result(): Promise<Blob> {
    return this.#result.promise;
  }

  pause(): void {
    this.#mustRun();
    if (this.state === 'paused') return;
    this.#before = this.duration;
    this.#since = undefined;
    this.state = 'paused';
    this.#parts.capture.pause();
    this.#parts.sides.silence(true);
  }

  resume(): void {
    this.#mustRun();
    if (this.state === 'recording') return;
    this.#parts.sides.silence(false);
    this.#parts.capture.resume();
    this.state = 'recording';
    this.#since = this.#parts.audio.context.currentTime;
  }

  stop(): Promise<Blob> {
    this.#end();
    return this.result;
  }

  #mustRun(): void {
    if (this.state === 'stopped') throw new RinglineError('invalidState', 'it is over');
  }

  #look(): void {
    const { sides, source, picture, pictureOf } = this.#parts;
    sides.follow(source.sides());
    picture?.follow(pictureOf());
  }

  #take(chunk: Blob): void {
    this.size += chunk.size;
    if (this.#parts.keeps) this.#chunks.push(chunk);
    this.emit('chunk', chunk);
    this.emit('progress', { duration: this.duration, size: this.size });
  }

  #end(error?: RinglineError): void {
    if (this.state === 'stopped') return;
    this.#before = this.duration;
    this.#since = undefined;
    this.state = 'stopped';
    for (const unwatch of this.#unwatch) unwatch();
    if (error) this.emit('error', error);
    void this.#finish(error);
  }

  // What there is of it is given, whatever became of the rest.
  async #finish(error: RinglineError | undefined): Promise<void> {
    const { capture, sides, picture, audio } = this.#parts;
    await capture.stop().catch((cause: unknown) => {
      this.emit('error', new RinglineError('mediaFailed', String(cause), { cause }));
    });
    sides.close();
    picture?.close();
    audio.release();
    const blob = capture.whole(this.#chunks);
    this.#chunks.length = 0;
    this.#result.resolve(blob);
    this.emit('ended', { blob, error });
  }
}

/** `types/recording.d.ts` says what it promises. */
export function record(
  source: Contract.Call | Contract.Conference,
  options: Contract.RecordOptions = {},
): Promise<Recording> {
  return quiet(open(source, options));
}

async function open(
  given: Contract.Call | Contract.Conference,
  options: Contract.RecordOptions,
): Promise<Recording> {
  check('source', given ?? null, 'object');
  only(
    options,
    ...(['format', 'channels', 'video', 'interval', 'keep'] as const),
    ...(['audioBitsPerSecond', 'videoBitsPerSecond'] as const),
  );
  check('interval', options.interval, 'number');
  check('audioBitsPerSecond', options.audioBitsPerSecond, 'number');
  check('videoBitsPerSecond', options.videoBitsPerSecond, 'number');
  check('keep', options.keep, 'boolean');
  const channels = oneOf(['mixed', 'separate'] as const, 'channels', options.channels);
  const format = options.format && oneOf(['webm', 'mp4', 'wav'] as const, 'format', options.format);
  const video = options.video && oneOf(['remote', 'local'] as const, 'video', options.video);
  const isConference = 'calls' in given;
  if (video && (isConference || format === 'wav')) {
    throw new RinglineError('invalidArgument', 'video is for one call, and not for WAV');
  }
  const source = isConference ? recordableOf(given) : new RecordedCall(given);
  const pictureOf = () => (video && !isConference ? pictureIn(given, video) : undefined);
  if (!source.isOpen) throw new RinglineError('invalidState', 'it is not answered, or over');
  const first = pictureOf();
  if (video && !first) throw new RinglineError('invalidState', `there is no ${video} video`);
  return start(source, options, { isSeparate: channels === 'separate', first, pictureOf });
}

interface Shape {
  readonly isSeparate: boolean;
  readonly first: MediaStreamTrack | undefined;
  readonly pictureOf: () => MediaStreamTrack | undefined;
}

async function start(
  source: Recordable,
  { format, interval = 1000, keep = true, ...bitrates }: Contract.RecordOptions,
  { isSeparate, first, pictureOf }: Shape,
): Promise<Recording> {
  let release = () => {};
  try {
    const mimeType = format === 'wav' ? '' : typeFor(format, !!first);
    const audio = await shareAudio();
    release = audio.release;
    const sides = new TwoSides(audio.context, isSeparate);
    const picture = first && new Picture(first);
    release = () => (sides.close(), picture?.close(), audio.release());
    sides.follow(source.sides());
    const tracks = picture ? [sides.track, picture.track] : [sides.track];
    const capture =
      format === 'wav'
        ? await WavCapture.open(sides, interval)
        : new EncodedCapture(tracks, { mimeType, interval, ...bitrates });
    return new Recording({ source, audio, sides, picture, capture, keeps: keep, pictureOf });
  } catch (error) {
    release();
    throw errorOfException('getUserMedia', error);
  }
}

// The sent tracks are read anew each time: another device, another peer connection.
class RecordedCall implements Recordable {
  readonly ended: Promise<unknown>;

  constructor(readonly call: Contract.Call) {
    this.ended = call.ended;
  }

  get isOpen(): boolean {
    return !!this.call.answeredAt && this.call.state !== 'ended';
  }

  sides(): Sides {
    return {
      local: sentOf(this.call, 'audio'),
      remote: this.call.remoteStream?.getAudioTracks() ?? [],
    };
  }

  watch(look: () => void): () => void {
    return this.call.on('remoteStream', look);
  }
}

function recordableOf(conference: Contract.Conference): Recordable {
  const { sides, watch } = conference as Partial<Recordable>;
  if (sides && watch) return conference as unknown as Recordable;
  throw new RinglineError('invalidArgument', 'source must be a call or a conference');
}

function sentOf({ peerConnection }: Contract.Call, kind: 'audio' | 'video'): MediaStreamTrack[] {
  const senders = peerConnection?.getSenders() ?? [];
  return senders.flatMap(({ track }) => (track?.kind === kind ? [track] : []));
}

function pictureIn(call: Contract.Call, side: 'remote' | 'local'): MediaStreamTrack | undefined {
  const tracks =
    side === 'local' ? sentOf(call, 'video') : (call.remoteStream?.getVideoTracks() ?? []);
  return tracks.find(({ readyState }) => readyState === 'live');
}
