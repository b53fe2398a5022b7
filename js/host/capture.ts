// What turns a stream into the bytes of a file.
import { UnsupportedError } from '../engine/errors.js';

export interface Capture {
  /** With the codecs, for example `audio/webm;codecs=opus`. */
  readonly mimeType: string;
  /** Another piece of the file. */
  onChunk: (chunk: Blob) => void;
  /** It ended by itself, after what it could save. */
  onFailure: (error: unknown) => void;
  pause(): void;
  resume(): void;
  /** Resolves after the last piece. */
  stop(): Promise<void>;
  /** The file, of all its pieces. */
  whole(chunks: readonly Blob[]): Blob;
}

export type Container = 'webm' | 'mp4';

const kTypes: { [C in Container]: { readonly [kind in 'audio' | 'video']: readonly string[] } } = {
  webm: {
    audio: ['audio/webm;codecs=opus', 'audio/webm'],
    video: ['video/webm;codecs=vp8,opus', 'video/webm'],
  },
  mp4: {
    audio: ['audio/mp4;codecs=opus', 'audio/mp4'],
    video: ['video/mp4;codecs=avc1.42E01E,opus', 'video/mp4'],
  },
};

/** The first type that the browser writes: of that container, or of any. */
export function typeFor(container: Container | undefined, hasVideo: boolean): string {
  const containers: readonly Container[] = container ? [container] : ['webm', 'mp4'];
  const kind = hasVideo ? 'video' : 'audio';
  const types = containers.flatMap((name) => kTypes[name][kind]);
  const found =
    typeof MediaRecorder === 'undefined'
      ? undefined
      : types.find((type) => MediaRecorder.isTypeSupported(type));
  if (!found) throw new UnsupportedError(`This browser records no ${containers.join(' or ')}.`);
  return found;
}

export interface EncodedOptions {
  readonly mimeType: string;
  /** Milliseconds of a piece. */
  readonly interval: number;
  readonly audioBitsPerSecond?: number | undefined;
  readonly videoBitsPerSecond?: number | undefined;
}

/** By the browser's own encoder (W3C MediaStream Recording). */
export class EncodedCapture implements Capture {
  readonly mimeType: string;
  onChunk: (chunk: Blob) => void = () => {};
  onFailure: (error: unknown) => void = () => {};

  readonly #recorder: MediaRecorder;
  readonly #stopped: Promise<void>;
  #isStopping = false;

  constructor(tracks: readonly MediaStreamTrack[], options: EncodedOptions) {
    const { mimeType, interval, audioBitsPerSecond, videoBitsPerSecond } = options;
    const recorder = new MediaRecorder(new MediaStream([...tracks]), {
      mimeType,
      ...(audioBitsPerSecond !== undefined && { audioBitsPerSecond }),
      ...(videoBitsPerSecond !== undefined && { videoBitsPerSecond }),
    });
    this.#recorder = recorder;
    this.mimeType = mimeType;
    recorder.addEventListener('dataavailable', ({ data }) => {
      if (data.size > 0) this.onChunk(data);
    });
    let failure: unknown = new Error('The recorder stopped by itself.');
    recorder.addEventListener('error', (event) => {
      failure = (event as Event & { error?: unknown }).error ?? failure;
    });
    this.#stopped = new Promise((resolve) => {
      recorder.addEventListener('stop', () => {
        resolve();
        if (!this.#isStopping) this.onFailure(failure);
      });
    });
    recorder.start(interval);
  }

  pause(): void {
    this.#recorder.pause();
  }

  resume(): void {
    this.#recorder.resume();
  }

  stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    return this.#stopped;
  }

  whole(chunks: readonly Blob[]): Blob {
    return new Blob([...chunks], { type: this.mimeType });
  }
}
