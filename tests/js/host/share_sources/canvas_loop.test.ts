// A canvas drawn again and again: how often, and until when.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, openCanvasLoop } from '../../../../js/host/share_sources/canvas_loop.js';
import { ended, page } from './fake_page.js';

test('the canvas is drawn at once, then every interval, and leaves at no more than 15 frames', async (t) => {
  const { canvas, pass } = page(t);
  let drawings = 0;
  const source = await openCanvasLoop(() => void ++drawings, 100);
  assert.equal(drawings, 1);
  assert.equal(canvas.frameRate, 15);
  assert.equal(source.stream, canvas.stream as unknown as MediaStream);
  for (let i = 0; i < 3; ++i) await pass(100);
  assert.equal(drawings, 4);
});

test('nothing is drawn after close', async (t) => {
  const { canvas, pass } = page(t);
  let drawings = 0;
  const source = await openCanvasLoop(() => void ++drawings, 100);
  source.close();
  await pass(1000);
  assert.equal(drawings, 1);
  assert.equal(canvas.stream.tracks[0]!.readyState, 'ended');
});

test('a drawing under way at close is the last one', async (t) => {
  const { pass } = page(t);
  let drawings = 0;
  let finish = (): void => {};
  const source = await openCanvasLoop(() => {
    if (++drawings > 1) return new Promise<void>((resolve) => (finish = resolve));
  }, 100);
  await pass(100);
  assert.equal(drawings, 2);
  source.close();
  finish();
  await pass(1000);
  assert.equal(drawings, 2);
});

test('one drawing waits for the other, however long that takes', async (t) => {
  const { pass } = page(t);
  let drawings = 0;
  await openCanvasLoop(() => {
    if (++drawings > 1) return new Promise<void>(() => {});
  }, 100);
  await pass(100);
  await pass(5000);
  assert.equal(drawings, 2);
});

test('a drawing that fails ends the source with the error', async (t) => {
  const { pass } = page(t);
  let drawings = 0;
  const source = await openCanvasLoop(() => {
    if (++drawings === 2) throw new Error('the page is gone');
  }, 100);
  const onEnded = (source.onEnded = ended());
  await pass(100);
  const [error] = onEnded.mock.calls[0]!.arguments;
  assert.deepEqual([error!.name, error!.message], ['ShareError', 'the page is gone']);
  await pass(1000);
  assert.equal(drawings, 2);
});

test('a first drawing that fails opens nothing', async (t) => {
  page(t);
  const draw = () => {
    throw new DOMException('from elsewhere', 'SecurityError');
  };
  await assert.rejects(openCanvasLoop(draw, 100), { code: 'crossOrigin' });
});

test('the canvas takes the size of what is drawn', async (t) => {
  const { canvas } = page(t);
  fill(canvas as unknown as HTMLCanvasElement, {} as ImageBitmap, { width: 64, height: 48 });
  assert.deepEqual([canvas.width, canvas.height, canvas.drawn.length], [64, 48, 1]);
});
