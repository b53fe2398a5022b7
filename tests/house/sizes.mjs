// The bytes of a built file and of every file it imports: raw, gzip, brotli.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A file and what it imports, each once: what the page fetches. */
export function closure(entry, seen = new Set()) {
  const file = path.resolve(root, entry);
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, specifier] of text.matchAll(/(?:from|import|require\()\s*"(\.[^"]+)"/g)) {
    closure(path.resolve(path.dirname(file), specifier), seen);
  }
  return seen;
}

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;

/** Each file is compressed by itself, as a server sends it. */
export function sizes(entry) {
  const total = { raw: 0, gzip: 0, brotli: 0 };
  for (const file of closure(entry)) {
    const bytes = readFileSync(file);
    total.raw += bytes.length;
    total.gzip += gzipSync(bytes, { level: 9 }).length;
    total.brotli += brotli(bytes);
  }
  return total;
}

/** How many percent the wasm grows, after brotli, by standing in a script as text. */
export function overhead() {
  const read = (name) => readFileSync(path.join(root, 'js/engine/generated', name));
  return (100 * brotli(read('ringline_wasm.js'))) / brotli(read('ringline.wasm')) - 100;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const entries = [
    'dist/jssip.global.js',
    'dist/ringline.global.js',
    'dist/index.js',
    'dist/jssip.js',
    'dist/crtc.global.js',
    'dist/crtc.js',
    'dist/async.js',
    'dist/events.js',
    'dist/ringline.wasm',
  ];
  for (const entry of entries) {
    const { raw, gzip, brotli } = sizes(entry);
    console.log(
      `${entry.padEnd(34)}${String(raw).padStart(9)} raw${String(gzip).padStart(9)} gzip${String(brotli).padStart(9)} brotli`,
    );
  }
  console.log(`wasm as text: ${overhead().toFixed(1)} % over the wasm, after brotli`);
}
