// The words of the border: what vocabulary.ts reads and writes with, straight in the wasm memory.
//
//   word     u32 little endian          string   word length, UTF-8, padded to a word
//   list     word count, elements       struct   its fields in the order of C++'s Fields()
//   measure  a word below 2^31, or two of a larger number, or one that says that it is missing
//
// A value of the wrong type is written as one that no reader accepts, so that the core refuses the
// whole input and names the field: there is one place that judges, and it is in C++.
import type { WasmModule } from './module.js';

const kUnreadable = 0xffffffff;
const kUnreadableInteger = 0x80000000; // The least int32, which no field means.
const kMissing = 0xfffffffe;
const kLongest = 0x7fffffff; // Milliseconds: 24 days.
// wasm/inbox.h's floor: what is always there without asking.
const kInbox = 16384;
// Below this many characters a loop is faster than the call into the platform's coder.
const kShort = 16;

// Made at first use: not every place that imports us has them (jsdom).
let encoder: TextEncoder | undefined;
let decoder: TextDecoder | undefined;

let module: WasmModule;
let bytes: Uint8Array<ArrayBuffer>;
let words: Uint32Array<ArrayBuffer>;
let start = 0;
let at = 0;
let end = 0;

// Memory that grows takes its views with it: they are fetched after every call that may allocate.
function look(): void {
  bytes = module.bytes;
  words = module.words;
}

// ── writing ─────────────────────────────────────────────────────────────────────────────────────

/** Begins a text for the core in the module's inbox. */
export function beginWriting(into: WasmModule): void {
  module = into;
  start = at = module.inbox(kInbox);
  end = start + kInbox;
  look();
}

/** The bytes written since beginWriting. */
export function written(): number {
  return at - start;
}

/** A view of what was written, good until the next call into the module. */
export function writtenBytes(): Uint8Array {
  return bytes.subarray(start, at);
}

function reserve(size: number): void {
  if (at + size <= end) return;
  const used = at - start;
  const wanted = Math.max(2 * (end - start), used + size);
  start = module.inbox(wanted); // Keeps what is there.
  at = start + used;
  end = start + wanted;
  look();
}

function put(word: number): void {
  reserve(4);
  words[at >>> 2] = word;
  at += 4;
}

export function beginInput(index: number): void {
  put(index);
}

export function writeWord(value?: number | null, fallback = 0): void {
  const word = value ?? fallback;
  put(Number.isInteger(word) && word >= 0 && word < kUnreadable ? word : kUnreadable);
}

export function writeInteger(value?: number | null, fallback = 0): void {
  const integer = value ?? fallback;
  put(Number.isInteger(integer) && (integer | 0) === integer ? integer : kUnreadableInteger);
}

export function writeDuration(value?: number | null, fallback = 0): void {
  const duration = value ?? fallback;
  const isDuration = typeof duration === 'number' && duration >= 0;
  put(isDuration ? Math.min(Math.round(duration), kLongest) : kUnreadable);
}

/** A number that may be missing; the core counts it in whole parts, `scale` of them a unit. */
export function writeMeasure(scale: number, value?: number | null, fallback?: number): void {
  const measure = value ?? fallback;
  if (measure === undefined) return put(kMissing);
  const parts = Math.round(measure * scale);
  if (typeof measure !== 'number' || !Number.isSafeInteger(parts)) return put(kUnreadable);
  if (parts < 0 || parts >= 2 ** 31) put(0x80000000 | (Math.floor(parts / 2 ** 32) & 0x3fffffff));
  put(parts);
}

export function writeBoolean(value?: boolean | null, fallback = false): void {
  const flag = value ?? fallback;
  put(flag === true ? 1 : flag === false ? 0 : kUnreadable);
}

export function writeWordOf<W extends string>(
  list: readonly W[],
  value?: W | null,
  fallback: W = list[0]!,
): void {
  put(list.indexOf(value ?? fallback));
}

export function writeString(value?: string | null): void {
  if (value == null) put(0);
  else if (typeof value !== 'string') put(kUnreadable);
  else writeText(value);
}

function writeText(text: string): void {
  const length = text.length;
  // Three bytes a UTF-16 unit at most, the length before and the padding behind.
  reserve(3 * length + 8);
  const from = at + 4;
  let size = 0;
  if (length < kShort) {
    for (; size < length; ++size) {
      const unit = text.charCodeAt(size);
      if (unit > 127) break;
      bytes[from + size] = unit;
    }
  }
  if (size < length)
    size = (encoder ??= new TextEncoder()).encodeInto(text, bytes.subarray(from, end)).written;
  words[at >>> 2] = size;
  at = (from + size + 3) & ~3;
}

/** A frame as the socket gave it: text, or the bytes of one. */
export function writeFrame(value?: string | ArrayBuffer | ArrayBufferView | null): void {
  if (value == null || typeof value === 'string') return writeString(value);
  let frame: Uint8Array;
  if (ArrayBuffer.isView(value)) {
    frame = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  } else if (value instanceof ArrayBuffer) {
    frame = new Uint8Array(value);
  } else {
    return put(kUnreadable);
  }
  reserve(frame.length + 8);
  words[at >>> 2] = frame.length;
  bytes.set(frame, at + 4);
  at = (at + 4 + frame.length + 3) & ~3;
}

/** The writer of a list whose elements `write` writes. */
export function writeList<T>(write: (element: T) => void): (value?: readonly T[] | null) => void {
  return (value) => {
    if (value == null) return put(0);
    if (!Array.isArray(value)) return put(kUnreadable);
    put(value.length);
    for (const element of value as readonly T[]) write(element);
  };
}

/** An element that is null is no default: it was not meant. */
export const writeStrings = writeList((text: string) =>
  typeof text === 'string' ? writeText(text) : put(kUnreadable),
);

export function writeSeed(value?: Uint8Array | null): void {
  reserve(32);
  bytes.fill(0, at, at + 32);
  if (value) bytes.set(value.subarray(0, 32), at);
  at += 32;
}

// ── reading ─────────────────────────────────────────────────────────────────────────────────────

/** Begins to read what stands at `pointer`; whole, before anything else calls the module. */
export function beginReading(from: WasmModule, pointer: number): void {
  module = from;
  at = pointer;
  look();
}

export function readWord(): number {
  const word = words[at >>> 2]!;
  at += 4;
  return word;
}

export function readInteger(): number {
  return readWord() | 0;
}

export function readMeasure(scale: number): number | undefined {
  const word = readWord();
  if (word === kMissing) return undefined;
  const parts = word < 2 ** 31 ? word : ((word << 2) >> 2) * 2 ** 32 + readWord();
  return parts / scale;
}

export function readBoolean(): boolean {
  return readWord() === 1;
}

export function readWordOf<W extends string>(list: readonly W[]): W {
  return list[readWord()]!;
}

export function readString(): string {
  const size = readWord();
  const from = at;
  at = (from + size + 3) & ~3;
  if (size < kShort) {
    let text = '';
    let i = 0;
    for (; i < size; ++i) {
      const byte = bytes[from + i]!;
      if (byte > 127) break;
      text += String.fromCharCode(byte);
    }
    if (i === size) return text;
  }
  // A byte order mark is three bytes of the text like others.
  decoder ??= new TextDecoder('utf-8', { ignoreBOM: true });
  return decoder.decode(bytes.subarray(from, from + size));
}

export function readStrings(): string[] {
  const count = readWord();
  const list: string[] = [];
  for (let i = 0; i < count; ++i) list.push(readString());
  return list;
}
