// WAV, 16 bits: the samples as they are played, no encoder between.
import type { Capture } from './capture.js';
import { takeSamples } from './samples.js';
import type { TwoSides } from './two_sides.js';

const kHeader = 44; // Bytes before the samples.
const kUnknown = 0xffffffff; // The length in a header that goes out before the file is whole.

export class WavCapture implements Capture {
  readonly mimeType = 'audio/wav';
  onChunk: (chunk: Blob) => void = () => {};
  onFailure: (error: unknown) => void = () => {};

  readonly #channels: number;
  readonly #sampleRate: number;
  readonly #framesOfChunk: number;
  #end: () => Promise<void> = () => Promise.resolve();
  #isPaused = false;
  #isFirst = true;
  #frames = 0;
  #pieces: ArrayBuffer[] = [];

  /** `interval` is how much one piece holds, in milliseconds. */
  static async open(sides: TwoSides, interval: number): Promise<WavCapture> {
    const capture = new WavCapture(sides, interval);
    capture.#end = await takeSamples(
      sides,
      (planes) => capture.#take(planes),
      (error) => capture.onFailure(error),
    );
    return capture;
  }

  private constructor({ channels, context }: TwoSides, interval: number) {
    this.#channels = channels;
    this.#sampleRate = context.sampleRate;
    this.#framesOfChunk = (interval * context.sampleRate) / 1000;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  async stop(): Promise<void> {
    await this.#end();
    this.#give();
  }

  /** With the length that it has become in its header, in place of the unknown one. */
  whole(chunks: readonly Blob[]): Blob {
    const samples = new Blob([...chunks]).slice(kHeader);
    return new Blob([this.#header(samples.size), samples], { type: this.mimeType });
  }

  #take(planes: readonly Float32Array[]): void {
    const frames = planes[0]?.length ?? 0;
    if (this.#isPaused || frames === 0) return;
    this.#pieces.push(interleave(planes, this.#channels));
    this.#frames += frames;
    if (this.#frames >= this.#framesOfChunk) this.#give();
  }

  #give(): void {
    const pieces = this.#isFirst ? [this.#header(kUnknown), ...this.#pieces] : this.#pieces;
    this.#pieces = [];
    this.#frames = 0;
    this.#isFirst = false;
    if (pieces.length > 0) this.onChunk(new Blob(pieces, { type: this.mimeType }));
  }

  // RIFF, WAVE, one `fmt ` of PCM, one `data`.
  #header(bytes: number): ArrayBuffer {
    const view = new DataView(new ArrayBuffer(kHeader));
    const text = (at: number, word: string) =>
      [...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
    const frame = this.#channels * 2;
    text(0, 'RIFF');
    view.setUint32(4, Math.min(bytes + kHeader - 8, kUnknown), true);
    text(8, 'WAVEfmt ');
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, this.#channels, true);
    view.setUint32(24, this.#sampleRate, true);
    view.setUint32(28, this.#sampleRate * frame, true);
    view.setUint16(32, frame, true);
    view.setUint16(34, 16, true);
    text(36, 'data');
    view.setUint32(40, Math.min(bytes, kUnknown), true);
    return view.buffer;
  }
}

/** As little-endian 16 bits, the channels of one moment beside each other; absent ones are silent. */
export function interleave(planes: readonly Float32Array[], channels: number): ArrayBuffer {
  const frames = planes[0]?.length ?? 0;
  const view = new DataView(new ArrayBuffer(frames * channels * 2));
  for (let frame = 0; frame < frames; ++frame) {
    for (let channel = 0; channel < channels; ++channel) {
      const sample = Math.max(-1, Math.min(1, planes[channel]?.[frame] ?? 0));
      view.setInt16((frame * channels + channel) * 2, Math.round(sample * 0x7fff), true);
    }
  }
  return view.buffer;
}
