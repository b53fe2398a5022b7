// Tones and how they are recognised: a WAV to play, and what of a recording sounds loudest.

import { closeSync, existsSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';

/** Below this share of full scale it is silence: comfort noise, or a decoder that fades out. */
export const silence = 0.005;

/** Two tones are one when they are this near, in Hz: a window of 300 ms tells no better. */
export const tolerance = 12;

/** Writes `duration` seconds of a sine as a WAV of 16-bit samples, one channel. */
export function writeTone(file, { frequency, rate = 8000, duration = 60, level = 0.3 }) {
  const count = rate * duration;
  const wav = Buffer.alloc(44 + 2 * count);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + 2 * count, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(2 * rate, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(2 * count, 40);
  for (let i = 0; i < count; i += 1)
    wav.writeInt16LE(sineAt(i, { frequency, rate, level }), 44 + 2 * i);
  writeFileSync(file, wav);
}

/** The 16-bit sample number `i` of a sine. */
export const sineAt = (i, { frequency, rate, level }) =>
  Math.round(32767 * level * Math.sin((2 * Math.PI * frequency * i) / rate));

/**
 * What `samples` (16 bit) sound like: their level as a share of full scale (root mean square), and
 * of `frequencies` the one that is loudest, with its share of all the energy.
 */
export function listenTo(samples, { rate, frequencies }) {
  if (samples.length === 0) return { level: 0, share: 0 };
  let energy = 0;
  for (const sample of samples) energy += (sample / 32768) ** 2;
  const level = Math.sqrt(energy / samples.length);
  if (level < silence) return { level, share: 0 };
  const shares = frequencies.map((frequency) => ({
    frequency,
    share: Math.min(1, (2 * power(samples, { rate, frequency })) / (energy * samples.length)),
  }));
  return { level, ...shares.reduce((a, b) => (b.share > a.share ? b : a), { share: 0 }) };
}

/** Goertzel's algorithm: the squared magnitude of one frequency. */
function power(samples, { rate, frequency }) {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let [last, before] = [0, 0];
  for (const sample of samples) [last, before] = [sample / 32768 + turn * last - before, last];
  return last ** 2 + before ** 2 - turn * last * before;
}

/**
 * A WAV that a program is still writing: its header tells rate and channels, and no length can be
 * believed before the program is done.
 */
export class GrowingWav {
  #read = 0;

  /** `format` is what to believe while there is no header: some write it when they are done. */
  constructor(file, format = { rate: 48000, channels: 1 }) {
    Object.assign(this, { file, format });
  }

  get length() {
    return existsSync(this.file) ? statSync(this.file).size : 0;
  }

  /** Forgets what has been recorded up to this moment. */
  skip() {
    this.#read = this.length;
  }

  /** What came since the last time: {rate, samples} of the first channel. */
  take() {
    // A program that begins its file anew.
    if (this.length < this.#read) this.#read = 0;
    const header = this.#bytes(0, 128);
    const data = header.indexOf('data', 0, 'latin1');
    const start = data < 0 ? 44 : data + 8;
    const { rate, channels } =
      data < 0 ? this.format : { rate: header.readUInt32LE(24), channels: header.readUInt16LE(22) };
    const frame = 2 * channels;
    const from = start + frame * Math.max(0, Math.ceil((this.#read - start) / frame));
    const count = Math.max(0, Math.floor((this.length - from) / frame));
    const bytes = this.#bytes(from, count * frame);
    this.#read = from + count * frame;
    return {
      rate,
      samples: Int16Array.from({ length: count }, (_, i) => bytes.readInt16LE(i * frame)),
    };
  }

  #bytes(from, length) {
    if (!existsSync(this.file)) return Buffer.alloc(0);
    const descriptor = openSync(this.file, 'r');
    try {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, from));
    } finally {
      closeSync(descriptor);
    }
  }
}
