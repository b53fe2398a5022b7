// Recording a call or a conference in the page. See docs/recording.md.
import type { Call, Events, RinglineError, Unsubscribe } from './index.js';
import type { Conference } from './conference.js';

export interface RecordOptions {
  /**
   * `webm` (Opus) or `mp4` as the browser's own recorder writes it, or `wav`: PCM of 16 bits, uncompressed, 96 kB a
   * second and channel at 48 kHz. Default: `webm`, and `mp4` where that is all there is.
   */
  format?: 'webm' | 'mp4' | 'wav' | undefined;
  /** Both sides in one channel, or ours left and theirs right. Default `mixed`. */
  channels?: 'mixed' | 'separate' | undefined;
  /**
   * Whose picture is recorded with the sound; of a call, and not in WAV. Default none. When the track behind it is
   * replaced the recording follows in Chromium; elsewhere its picture ends there, its sound goes on.
   */
  video?: 'remote' | 'local' | undefined;
  /** Milliseconds of one `chunk`, about. Default 1000. */
  interval?: number | undefined;
  /**
   * Whether the chunks are kept for the Blob at the end. False bounds the memory of a long recording: whoever listens
   * to `chunk` has it all, and `stop()` gives an empty Blob (of WAV, a header alone). Default true.
   */
  keep?: boolean | undefined;
  /** Bits a second, of all channels; not for WAV. Default: the browser's own. */
  audioBitsPerSecond?: number | undefined;
  videoBitsPerSecond?: number | undefined;
}

export type RecordingState = 'recording' | 'paused' | 'stopped';

export interface RecordingEvents {
  /**
   * Another piece of the file: all pieces in their order are the file. Of a WAV, whose length stands at its beginning,
   * the first piece says that it is unknown; the Blob at the end says how long it has become.
   */
  chunk: Blob;
  /** After each chunk: how long it is without its pauses, in seconds, and how many bytes. */
  progress: { readonly duration: number; readonly size: number };
  /** The browser could not go on (`mediaFailed`). What there is of it is given all the same. */
  error: RinglineError;
  /** The last event: by `stop()`, with the end of the call, or after `error`. */
  ended: { readonly blob: Blob; readonly error: RinglineError | undefined };
}

/** A recording, from `record()`. It ends with its call at the latest. */
export declare class Recording implements Events<RecordingEvents> {
  private constructor(...parts: never[]);

  readonly state: RecordingState;
  /** Of the Blob, with its codecs where they are known: `audio/webm;codecs=opus`, `audio/wav`. */
  readonly mimeType: string;
  /** Seconds of sound in it so far: its pauses do not count. */
  readonly duration: number;
  /** Bytes of its chunks so far. */
  readonly size: number;
  /** Resolves with the whole file when it has ended, however it came to that. Never rejects. */
  readonly result: Promise<Blob>;

  /**
   * From here on nothing of the call gets into the file: while card numbers are told. What comes after `resume()`
   * follows without a gap.
   * @throws {RinglineError} `invalidState` when it is over.
   */
  pause(): void;
  /** Takes back `pause()`. As for `pause()`. */
  resume(): void;
  /** Ends it; again, or after it ended by itself, gives the same. */
  stop(): Promise<Blob>;

  on<Name extends keyof RecordingEvents>(
    name: Name,
    listener: (event: RecordingEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof RecordingEvents>(
    name: Name,
    listener: (event: RecordingEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof RecordingEvents>(
    name: Name,
    listener: (event: RecordingEvents[Name]) => void,
  ): void;
}

/**
 * Records an answered call, or a conference, in the page: nothing is uploaded. The other side is not told; whether they
 * must be asked is the law's to say.
 *
 * What we send is recorded as it is sent: silence while muted or on hold, the mix in which a call of a conference hears
 * the others. Of a conference, "we" are the microphone and "they" are all its calls.
 *
 * ```ts
 * const recording = await record(call, { channels: 'separate' });
 * recording.on('chunk', (chunk) => upload(chunk));
 * const blob = await recording.result; // when the call is over
 * ```
 * @returns when it runs.
 * @throws {RinglineError} `invalidState` (not answered, over, no such picture), `invalidArgument`, `unsupported` (the
 *   browser lacks Web Audio or that format; a page's policy forbids what WAV needs, see docs/recording.md),
 *   `mediaDenied` (the browser plays no sound before the user has touched the page), `mediaFailed`.
 */
export declare function record(
  source: Call | Conference,
  options?: RecordOptions,
): Promise<Recording>;
