// Wasm modules taken apart into strands and put together again, by the two small modules of wasm/strands.
import { readFileSync } from 'node:fs';
import path from 'node:path';

// The numbers before the strands: a size and thirteen lengths.
const kHead = 14 * Uint32Array.BYTES_PER_ELEMENT;
const kPage = 65536;

/** The bytes of split.wasm and join.wasm as they were built. */
export const partsOf = (build) =>
  Object.fromEntries(
    ['split', 'join'].map((name) => [
      name,
      readFileSync(path.join(build, 'strands', `${name}.wasm`)),
    ]),
  );

const start = (part) => {
  // A module with a heap tells that its memory grew.
  const env = { emscripten_notify_memory_growth() {} };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(part), { env });
  exports._initialize();
  return exports;
};

/** What join.wasm wants of a module, once it is text; and how long each strand is. */
export function takeApart(wasm, { split }) {
  const { memory, ...exports } = start(split);
  const room = exports.room(wasm.length);
  new Uint8Array(memory.buffer).set(wasm, room);
  const at = exports.split();
  const [, ...lengths] = new Uint32Array(memory.buffer.slice(at, at + kHead));
  const size = lengths.reduce((sum, length) => sum + length, kHead);
  return { bytes: new Uint8Array(memory.buffer, at, size), lengths };
}

/** The module of so many bytes whose text this is. */
export function putTogether(text, size, { join }) {
  const { memory, ...exports } = start(join);
  const from = memory.grow(Math.ceil((2 * text.length + size) / kPage)) * kPage;
  new TextEncoder().encodeInto(text, new Uint8Array(memory.buffer, from));
  return new Uint8Array(memory.buffer, exports.join(from, text.length), size);
}
