import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { TwoSides } from '../../../js/host/two_sides.js';
import { WavCapture, interleave } from '../../../js/host/wav_capture.js';

afterEach(() => void Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor'));

/** Chromium's, fed by the test: planes of one moment each. */
class FakeProcessor {
  static give: (planes: number[][]) => void;
  readonly readable = new ReadableStream({
    start(controller) {
      FakeProcessor.give = (planes) =>
        controller.enqueue({
          numberOfChannels: planes.length,
          numberOfFrames: planes[0]!.length,
          copyTo: (to: Float32Array, { planeIndex }: { planeIndex: number }) =>
            to.set(planes[planeIndex]!),
          close() {},
        });
    },
  });
}

async function capture(channels: number, interval: number) {
  Object.assign(globalThis, { MediaStreamTrackProcessor: FakeProcessor });
  const sides = { channels, context: { sampleRate: 8000 } } as unknown as TwoSides;
  const wav = await WavCapture.open(sides, interval);
  const chunks: Blob[] = [];
  wav.onChunk = (chunk) => chunks.push(chunk);
  const read = async (blob: Blob) => new DataView(await blob.arrayBuffer());
  return { wav, chunks, read };
}

const settled = () => new Promise(setImmediate);

test('samples become 16 bits beside each other; too loud ones are clipped, absent ones silent', () => {
  const bytes = new Int16Array(
    interleave([Float32Array.of(0, 0.5, 2), Float32Array.of(-1, -2, 1)], 2),
  );
  assert.deepEqual([...bytes], [0, -32767, 16384, -32767, 32767, 32767]);
  assert.deepEqual([...new Int16Array(interleave([Float32Array.of(1)], 2))], [32767, 0]);
});

test('pieces with an unknown length at first, the whole with the true one', async () => {
  const { wav, chunks, read } = await capture(2, 1); // 8 frames a chunk.
  const moment = [
    [0, 1, 0, 1],
    [1, 0, 1, 0],
  ];
  for (let i = 0; i < 3; ++i) FakeProcessor.give(moment);
  await settled();
  await wav.stop();
  assert.deepEqual(
    chunks.map(({ size }) => size),
    [44 + 32, 16],
  );
  assert.equal((await read(chunks[0]!)).getUint32(40, true), 0xffffffff);
  const whole = wav.whole(chunks);
  const view = await read(whole);
  assert.equal(whole.size, 44 + 48);
  assert.equal(whole.type, 'audio/wav');
  assert.match(await whole.slice(0, 44).text(), /^RIFF....WAVEfmt [^]*data/);
  assert.deepEqual(
    [view.getUint32(4, true), view.getUint16(22, true), view.getUint32(24, true)],
    [whole.size - 8, 2, 8000],
  );
  assert.deepEqual([view.getUint32(28, true), view.getUint32(40, true)], [32_000, 48]);
});

test('what comes in a pause is in no piece', async () => {
  const { wav, chunks, read } = await capture(1, 1000);
  FakeProcessor.give([[0.5]]);
  await settled();
  wav.pause();
  FakeProcessor.give([[1, 1, 1]]);
  await settled();
  wav.resume();
  FakeProcessor.give([[0.25]]);
  await settled();
  await wav.stop();
  const view = await read(wav.whole(chunks));
  assert.equal(view.byteLength, 44 + 4);
  assert.deepEqual([view.getInt16(44, true), view.getInt16(46, true)], [16384, 8192]);
});

test('a recording of nothing is a header', async () => {
  const { wav, chunks } = await capture(1, 1000);
  await wav.stop();
  assert.equal(wav.whole(chunks).size, 44);
});
