// An element of the page, drawn by a function of the application's; ours is tried in a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPageElement } from '../../../../js/host/share_sources/page_element.js';
import { ended, page } from './fake_page.js';

const element = () => ({ isConnected: true }) as HTMLElement;

test("the application's function draws, with its options, no more often than every 200 ms", async (t) => {
  const { canvas, pass } = page(t);
  const given: unknown[] = [];
  const shown = element();
  const picture = { width: 20, height: 10 } as HTMLCanvasElement;
  const assemble = async (...all: unknown[]) => (given.push(all), picture);
  await openPageElement(shown, { assemble, assembleOptions: { scale: 2 } });
  assert.deepEqual(given, [[shown, { scale: 2 }]]);
  assert.deepEqual([canvas.width, canvas.height], [20, 10]);
  await pass(199);
  assert.equal(given.length, 1);
  await pass(1);
  assert.equal(given.length, 2);
});

test('an interval can be asked for', async (t) => {
  const { canvas, pass } = page(t);
  const assemble = async () => ({ width: 1, height: 1 }) as HTMLCanvasElement;
  await openPageElement(element(), { assemble, interval: 1000 });
  await pass(999);
  assert.equal(canvas.drawn.length, 1);
  await pass(1);
  assert.equal(canvas.drawn.length, 2);
});

test('what the function throws is told: at once, or by the end of the source', async (t) => {
  const { pass } = page(t);
  const cause = new Error('it cannot be drawn');
  let drawings = 0;
  const assemble = async (): Promise<HTMLCanvasElement> => {
    if (++drawings === 2) throw cause;
    return { width: 1, height: 1 } as HTMLCanvasElement;
  };
  const source = await openPageElement(element(), { assemble });
  const onEnded = (source.onEnded = ended());
  await pass(200);
  assert.equal(onEnded.mock.calls[0]!.arguments[0]!.cause, cause);
  const failing = () => Promise.reject(cause);
  await assert.rejects(openPageElement(element(), { assemble: failing }), {
    code: 'failed',
    cause,
  });
});

test('an element that leaves the page ends the source', async (t) => {
  const { pass } = page(t);
  const shown = element();
  const assemble = async () => ({ width: 1, height: 1 }) as HTMLCanvasElement;
  const source = await openPageElement(shown, { assemble });
  const onEnded = (source.onEnded = ended());
  Object.assign(shown, { isConnected: false });
  await pass(200);
  assert.equal((onEnded.mock.calls[0]!.arguments[0] as { code?: string }).code, 'missing');
});
