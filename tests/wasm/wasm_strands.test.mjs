// A module taken apart and put together again. That ours comes back, embedded_wasm.test.mjs holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '../../scripts/embed_wasm.mjs';
import { at } from '../../scripts/run.mjs';
import { partsOf, putTogether, takeApart } from '../../scripts/strands.mjs';

const parts = partsOf(at('build', 'wasm'));
// Of strand.h.
const Strand = { alignment: 1, offset: 7 };
const kHead = [0, 97, 115, 109, 1, 0, 0, 0];
// A type, a function of it, a memory of one page.
const kSections = [...[1, 4, 1, 0x60, 0, 0], ...[3, 2, 1, 0], ...[5, 3, 1, 0, 1]];

/** A module of one function, whose locals are one i32, one i64 and one f64. */
function moduleOf(...instructions) {
  const body = [3, 1, 0x7f, 1, 0x7e, 1, 0x7c, ...instructions, 0x0b];
  const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
  const size = 1 + length.length + body.length;
  const sizes = size < 128 ? [size] : [(size & 127) | 128, size >> 7];
  return Uint8Array.from([...kHead, ...kSections, 10, ...sizes, 1, ...length, ...body]);
}

const again = (wasm) => putTogether(encode(takeApart(wasm, parts).bytes), wasm.length, parts);

const kInstructions = {
  'a constant of several bytes': [0x41, 0x80, 0x80, 0x04, 0x1a],
  'a constant of 64 bits': [0x42, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x1a],
  'constants with a point': [
    0x43, 0, 0, 0x80, 0x3f, 0x1a, 0x44, 0, 0, 0, 0, 0, 0, 0x0b, 0x40, 0x1a,
  ],
  'an access as aligned as its type': [0x41, 0, 0x28, 2, 0x90, 1, 0x1a],
  'an access that is aligned less': [0x41, 0, 0x42, 7, 0x37, 2, 8],
  'blocks in blocks, and a way out': [0x02, 0x40, 0x03, 0x40, 0x0c, 1, 0x0b, 0x0b],
  'a choice of labels': [0x02, 0x40, 0x02, 0x40, 0x41, 1, 0x0e, 1, 0, 1, 0x0b, 0x0b],
  'memory that is filled and copied': [
    ...[0x41, 0, 0x41, 0, 0x41, 1, 0xfc, 11, 0],
    ...[0x41, 0, 0x41, 8, 0x41, 1, 0xfc, 10, 0, 0],
  ],
  'a number cut short': [0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0xfc, 2, 0x1a],
  'locals, arithmetic, memory.size': [0x20, 0, 0x41, 1, 0x6a, 0x22, 0, 0x3f, 0, 0x6a, 0x21, 0],
  'a call of itself': [0x10, 0],
};

for (const [what, instructions] of Object.entries(kInstructions)) {
  test(`${what} comes back as it was`, () => {
    const wasm = moduleOf(...instructions);
    assert.ok(WebAssembly.validate(wasm), 'the sample is a module');
    assert.deepEqual(again(wasm), wasm);
  });
}

test('a function whose length takes two bytes comes back as it was', () => {
  const wasm = moduleOf(...Array.from({ length: 100 }, () => [0x20, 0, 0x1a]).flat());
  assert.ok(WebAssembly.validate(wasm));
  assert.deepEqual(again(wasm), wasm);
});

test('a call through a table comes back as it was', () => {
  // With a table of one place between the functions and the memory.
  const code = [10, 9, 1, 7, 0, 0x41, 0, 0x11, 0, 0, 0x0b];
  const table = [4, 4, 1, 0x70, 0, 1];
  const wasm = Uint8Array.from([
    ...kHead,
    ...kSections.slice(0, 10),
    ...table,
    ...kSections.slice(10),
    ...code,
  ]);
  assert.ok(WebAssembly.validate(wasm));
  assert.deepEqual(again(wasm), wasm);
});

test('what can be told from the rest is left out', () => {
  const natural = takeApart(moduleOf(0x41, 0, 0x28, 2, 8, 0x1a), parts);
  assert.equal(natural.lengths[Strand.alignment], 0);
  assert.equal(natural.lengths[Strand.offset], 1);
  const less = takeApart(moduleOf(0x41, 0, 0x28, 0, 8, 0x1a), parts);
  assert.equal(less.lengths[Strand.alignment], 1);
  // How long the function is, and the alignment.
  const size = natural.lengths.reduce((sum, length) => sum + length);
  assert.equal(size, moduleOf(0x41, 0, 0x28, 2, 8, 0x1a).length - 2);
});

test('what is no module, or cut short, is not taken apart', () => {
  const wasm = moduleOf(0x41, 0, 0x1a);
  assert.throws(() => takeApart(wasm.subarray(0, -2), parts), WebAssembly.RuntimeError);
  assert.throws(() => takeApart(Uint8Array.from([1, 2, 3]), parts), WebAssembly.RuntimeError);
});
