// Writes js/engine/generated/ from a built module: the wasm, and the same as ASCII text.
//
// The text goes into every bundle, because construction is synchronous: a .wasm beside the script could
// only be fetched. The module is taken apart into strands (wasm/strands), of which brotli makes less than of
// the module itself, and a small module, join.wasm, stands beside them. The text stays byte-aligned, so that
// gzip and brotli see the strands' own bytes: the most frequent are one printable character each, any other
// is an escape character and one more. That costs 2 % after brotli where base64 costs 39 %.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { Failure, at } from './run.mjs';
import { partsOf, putTogether, takeApart } from './strands.mjs';

// Printable, and neither special in a string or template literal nor able to close a <script>.
const kCharacters = [...Array(95).keys()]
  .map((i) => i + 32)
  .filter((c) => !'"\\`$<'.includes(String.fromCharCode(c)));
const kEscapes = kCharacters.slice(-2);
const kSingles = kCharacters.slice(0, -2);

/** The text of some bytes: first the byte that each single character stands for, in hexadecimal. */
export function encode(bytes) {
  const count = new Array(256).fill(0);
  for (const byte of bytes) ++count[byte];
  const frequent = [...Array(256).keys()]
    .sort((a, b) => count[b] - count[a] || a - b)
    .slice(0, kSingles.length);
  // A frequent byte that is a usable character stands for itself: the texts in the module stay readable,
  // and the compressor's model of text still fits them.
  const character = new Map();
  const free = new Set(kSingles);
  for (const byte of frequent) if (free.delete(byte)) character.set(byte, byte);
  const left = [...free];
  for (const byte of frequent.sort((a, b) => a - b))
    if (!character.has(byte)) character.set(byte, left.shift());
  const singles = new Array(kSingles.length);
  for (const [byte, code] of character) singles[kSingles.indexOf(code)] = byte;

  const rare = [...Array(256).keys()].filter((byte) => !character.has(byte));
  const half = rare.length / 2;
  const spelling = new Array(256);
  for (const [byte, code] of character) spelling[byte] = String.fromCharCode(code);
  rare.forEach((byte, i) => {
    spelling[byte] = String.fromCharCode(kEscapes[i < half ? 0 : 1], kCharacters[i % half]);
  });
  let text = '';
  for (const byte of bytes) text += spelling[byte];
  return Buffer.from(singles).toString('hex') + text;
}

/** Makes js/engine/generated/ from build/<preset>/. */
export async function embed(from, to = at('js', 'engine', 'generated')) {
  const wasm = readFileSync(path.join(from, 'ringline.wasm'));
  const parts = partsOf(from);
  const text = encode(takeApart(wasm, parts).bytes);
  if (!wasm.equals(putTogether(text, wasm.length, parts)))
    throw new Failure('The module holds what wasm/strands does not know.');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  writeFileSync(path.join(to, 'ringline.wasm'), wasm);
  const constants = { joiner: parts.join.toString('base64'), size: wasm.length, text };
  const write = (file, lineOf) =>
    writeFileSync(path.join(to, file), Object.entries(constants).map(lineOf).join(''));
  write(
    'ringline_wasm.js',
    ([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`,
  );
  write('ringline_wasm.d.ts', ([name, value]) => `export const ${name}: ${typeof value};\n`);
  return wasm.length;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await embed(path.resolve(process.argv[2] ?? at('build', 'wasm')));
}
