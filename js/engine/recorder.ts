// The flight recorder: what went into an engine and when, so that a failure can be run again.
//
// An engine is its configuration, its seed and its inputs (ARCHITECTURE.md): nothing else is kept.
// Bytes are bounded: two halves, of which the older is given up when the younger is full.
import type { Config, Input } from './vocabulary.js';

const kHalf = 128 * 1024;
const kFirst = 4 * 1024; // A half begins small, since most engines of a test or a worker say little.
const kHeader = 12; // float64 time, uint32 size.
// The size that stands for an input too large to keep.
const kOmitted = 0xffffffff;

/** What `recording()` gives: plain JSON. Bytes are base64. */
export interface Recording {
  format: 1;
  /** The encoded Config, passwords masked; the seed is there, since without it nothing repeats. */
  config: string;
  /** Whether the oldest entries were given up. */
  truncated: boolean;
  /** [time, input]; "" is the clock alone, null an input too large to keep. */
  entries: [time: number, input: string | null][];
}

interface Half {
  bytes: Uint8Array;
  used: number;
}

export class Recorder {
  #config = '';
  #older: Half | undefined;
  #younger: Half | undefined;
  #truncated = false;

  configure(config: Uint8Array): void {
    this.#config = toBase64(config);
  }

  /** `input` is copied; none means that only time passed. */
  record(time: number, input?: Uint8Array): void {
    const size = input?.length ?? 0;
    const isKept = kHeader + size <= kHalf;
    const half = this.#room(kHeader + (isKept ? size : 0));
    const view = new DataView(half.bytes.buffer);
    view.setFloat64(half.used, time);
    view.setUint32(half.used + 8, isKept ? size : kOmitted);
    if (input && isKept) half.bytes.set(input, half.used + kHeader);
    half.used += kHeader + (isKept ? size : 0);
  }

  recording(): Recording {
    const entries: Recording['entries'] = [];
    for (const half of [this.#older, this.#younger]) {
      if (!half) continue;
      const view = new DataView(half.bytes.buffer);
      for (let at = 0; at < half.used;) {
        const time = view.getFloat64(at);
        const size = view.getUint32(at + 8);
        at += kHeader;
        if (size === kOmitted) {
          entries.push([time, null]);
        } else {
          entries.push([time, toBase64(half.bytes.subarray(at, at + size))]);
          at += size;
        }
      }
    }
    return { format: 1, config: this.#config, truncated: this.#truncated, entries };
  }

  #room(size: number): Half {
    let half = this.#younger;
    if (!half || half.used + size > kHalf) {
      const spare = this.#older;
      if (spare) this.#truncated = true;
      this.#older = half;
      half = this.#younger = { bytes: spare?.bytes ?? new Uint8Array(kFirst), used: 0 };
    }
    if (half.used + size > half.bytes.length) {
      const { bytes } = half;
      half.bytes = new Uint8Array(Math.min(Math.max(2 * bytes.length, half.used + size), kHalf));
      half.bytes.set(bytes);
    }
    return half;
  }
}

/** The same, or a copy without what must not be kept. */
export function maskConfig(config: Partial<Config>): Partial<Config> {
  return {
    ...config,
    password: mask(config.password),
    ha1: mask(config.ha1),
    authorizationJwt: mask(config.authorizationJwt),
    extraHeaders: maskHeaders(config.extraHeaders) ?? [],
  };
}

export function maskInput(input: Input): Input {
  if (input.type === 'setCredentials') {
    return {
      ...input,
      password: mask(input.password),
      ha1: mask(input.ha1),
      authorizationJwt: mask(input.authorizationJwt),
    };
  }
  if (!('extraHeaders' in input)) return input;
  const extraHeaders = maskHeaders(input.extraHeaders);
  return extraHeaders === input.extraHeaders ? input : { ...input, extraHeaders: extraHeaders! };
}

// Whether there is a secret decides what the core does; what it is does not.
function mask(secret: string | undefined): string {
  return secret ? '*' : '';
}

function maskHeaders(headers: string[] | undefined): string[] | undefined {
  const isSecret = (line: unknown) => /^\s*(proxy-)?authorization\s*:/i.test(String(line));
  if (!Array.isArray(headers) || !headers.some(isSecret)) return headers;
  return headers.map((line) => (isSecret(line) ? 'Authorization: *' : line));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  // In pieces: an argument list has a limit.
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return btoa(text);
}
