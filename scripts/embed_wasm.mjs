// Writes js/engine/generated/ from a built module: the wasm, and the same as ASCII text.
//
// The text goes into every bundle, because construction is synchronous: a .wasm beside the script could
// only be fetched. The module is taken apart into strands (js/engine/wasm_strands.ts), of which brotli makes
// less than of the module itself. The text stays byte-aligned, so that gzip and brotli see the strands' own
// bytes: the most frequent are one printable character each, any other is an escape character and one more.
// That costs 2 % after brotli where base64 costs 39 %.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { Failure, at } from './run.mjs';

// Printable, and neither special in a string or template literal nor able to close a <script>.
const kCharacters = [...Array(95).keys()]
  .map((i) => i + 32)
  .filter((c) => !'"\\`$<'.includes(String.fromCharCode(c)));
const kEscapes = kCharacters.slice(-2);
const kSingles = kCharacters.slice(0, -2);

/** The text of some bytes, and the byte that each single character stands for. */
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
  return { text, singles: Buffer.from(singles).toString('hex') };
}

/** The strands of a module one behind the other, and their lengths. */
export async function takeApart(wasm) {
  const {
    Strand,
    isAccess,
    kAdd,
    kCodeSection,
    kEnd,
    kUnnatural,
    moveOdd,
    naturalAlignment,
    strandsOfOpcodes,
  } = await wasmStrands();
  const strands = Object.keys(Strand).map(() => []);
  const strandOf = strandsOfOpcodes();
  let at = 0;
  const bytes = (strand, count) => {
    while (count-- > 0) strands[strand].push(wasm[at++]);
  };
  const integer = (strand) => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const digit = wasm[at];
      bytes(strand, 1);
      value |= (digit & 127) << shift;
      if (digit < 128) return value;
    }
  };
  const behindInteger = () => {
    let behind = at;
    while (wasm[behind++] > 127);
    return behind;
  };
  const instructions = () => {
    for (let depth = 1; depth > 0;) {
      const code = wasm[at++];
      const strand =
        code === 0x41 && wasm[behindInteger()] === kAdd ? Strand.addend : strandOf[code];
      const told = isAccess(code) && wasm[at] !== naturalAlignment(code);
      strands[Strand.opcode].push(told ? code + kUnnatural : code);
      if (told) bytes(Strand.alignment, 1);
      else if (isAccess(code)) ++at;
      if (strand) integer(strand);
      else moveOdd(code, integer, bytes);
      if (strand === Strand.block) ++depth;
      if (code === kEnd) --depth;
    }
  };
  const functions = () => {
    for (let left = integer(Strand.rest); left > 0; --left) {
      while (wasm[at++] > 127); // The function's length.
      for (let groups = integer(Strand.declaration); groups > 0; --groups) {
        integer(Strand.declaration);
        bytes(Strand.declaration, 1);
      }
      instructions();
    }
  };

  bytes(Strand.rest, 8);
  while (at < wasm.length) {
    const section = wasm[at];
    bytes(Strand.rest, 1);
    const length = integer(Strand.rest);
    if (section === kCodeSection) functions();
    else bytes(Strand.rest, length);
  }
  return { bytes: Uint8Array.from(strands.flat()), lengths: strands.map(({ length }) => length) };
}

async function wasmStrands() {
  register('./ts_loader_hooks.mjs', import.meta.url);
  return import('../js/engine/wasm_strands.ts');
}

/** Makes js/engine/generated/ from build/<preset>/. */
export async function embed(from, to = at('js', 'engine', 'generated')) {
  const wasm = readFileSync(path.join(from, 'ringline.wasm'));
  const { joinStrands } = await wasmStrands();
  const { bytes, lengths } = await takeApart(wasm);
  if (!wasm.equals(joinStrands(bytes, lengths, wasm.length)))
    throw new Failure('The module holds what js/engine/wasm_strands.ts does not know.');
  const { text, singles } = encode(bytes);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  writeFileSync(path.join(to, 'ringline.wasm'), wasm);
  writeFileSync(
    path.join(to, 'ringline_wasm.js'),
    `export const size = ${wasm.length};\nexport const lengths = [${lengths}];\nexport const singles = "${singles}";\nexport const text = "${text}";\n`,
  );
  writeFileSync(
    path.join(to, 'ringline_wasm.d.ts'),
    'export const size: number;\nexport const lengths: number[];\nexport const singles: string;\nexport const text: string;\n',
  );
  return wasm.length;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await embed(path.resolve(process.argv[2] ?? at('build', 'wasm')));
}
