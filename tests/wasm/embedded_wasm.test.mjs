// The text in our bundles is the module, byte for byte.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { embeddedWasm } from '../../js/engine/embedded_wasm.ts';
import { encode } from '../../scripts/embed_wasm.mjs';

const wasm = readFileSync(new URL('../../js/engine/generated/ringline.wasm', import.meta.url));

test('the text becomes the bytes of the module again', () => {
  assert.ok(WebAssembly.validate(wasm));
  assert.equal(Buffer.compare(Buffer.from(embeddedWasm()), wasm), 0);
});

test('the text is printable ASCII that no string, template or script tag trips over', () => {
  const bytes = Uint8Array.from({ length: 65536 }, (_, i) => (i * 7 + (i >> 8)) & 255);
  for (const sample of [wasm, bytes, new Uint8Array(1000)]) {
    assert.match(encode(sample), /^[\x20-\x7e]+$/);
    assert.doesNotMatch(encode(sample), /["\\`$<]/);
  }
});

test('frequent bytes take one character, others two', () => {
  assert.equal(encode(new Uint8Array(1000)).length - encode(new Uint8Array(0)).length, 1000);
  const text = encode(wasm);
  assert.ok(text.length < wasm.length * 1.15, `${text.length} characters for ${wasm.length} bytes`);
});
