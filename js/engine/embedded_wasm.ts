// The wasm that scripts/embed_wasm.mjs wrote as text, as bytes again.
//
// A bundle for pages that must not compile synchronously replaces this file (see scripts/build.mjs).
import { lengths, singles, size, text } from './generated/ringline_wasm.js';
import { joinStrands } from './wasm_strands.js';

const kFirst = 32;
const kLast = 126;

/** True here, false in the bundle that loads its wasm itself. */
export const isEmbedded: boolean = true;

/** The module's bytes. */
export function embeddedWasm(): Uint8Array<ArrayBuffer> {
  // Ninety characters: one for each of the most frequent bytes, and the last two escape the others.
  const characters: number[] = [];
  for (let code = kFirst; code <= kLast; ++code) {
    if (!'"\\`$<'.includes(String.fromCharCode(code))) characters.push(code);
  }
  const byteOf = new Uint8Array(kLast + 1);
  const rare = new Set(Array.from({ length: 256 }, (_, byte) => byte));
  for (let i = 0; i < singles.length / 2; ++i) {
    const byte = parseInt(singles.slice(2 * i, 2 * i + 2), 16);
    byteOf[characters[i]!] = byte;
    rare.delete(byte);
  }
  const others = [...rare];
  const half = others.length / 2;
  const place = new Uint8Array(kLast + 1);
  characters.forEach((code, i) => (place[code] = i));
  const first = characters[characters.length - 2]!;

  // Read from an array: nothing of this is compiled yet, and charCodeAt would be a call for each.
  const codes = new TextEncoder().encode(text);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length));
  for (let from = 0, to = 0; from < codes.length; ++to) {
    const code = codes[from++]!;
    bytes[to] =
      code < first ? byteOf[code]! : others[(code === first ? 0 : half) + place[codes[from++]!]!]!;
  }
  return joinStrands(bytes, lengths, size);
}
