// The wasm that scripts/embed_wasm.mjs wrote as text, as bytes again.
//
// A bundle for pages that must not compile synchronously replaces this file (see scripts/build.mjs).
import { joiner, size, text } from './generated/ringline_wasm.js';

/** What wasm/strands/join.cc exports. */
interface Joiner {
  readonly memory: WebAssembly.Memory;
  /** Where the module stands whose text has that place and length, with free memory behind it. */
  join(text: number, length: number): number;
}

const kPage = 65536;

/** True here, false in the bundle that loads its wasm itself. */
export const isEmbedded: boolean = true;

/** The module's bytes. */
export function embeddedWasm(): Uint8Array<ArrayBuffer> {
  const code = Uint8Array.from(atob(joiner), (character) => character.charCodeAt(0));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code));
  const { memory, join } = instance.exports as unknown as Joiner;
  // Behind the text come the strands, which are shorter, and the module.
  const from = memory.grow(Math.ceil((2 * text.length + size) / kPage)) * kPage;
  const buffer = memory.buffer as ArrayBuffer;
  new TextEncoder().encodeInto(text, new Uint8Array(buffer, from));
  return new Uint8Array(buffer, join(from, text.length), size);
}
