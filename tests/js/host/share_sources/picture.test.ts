// An <img> as a source.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPicture } from '../../../../js/host/share_sources/picture.js';
import { page } from './fake_page.js';

const image = (more: object = {}) =>
  ({ complete: true, naturalWidth: 8, naturalHeight: 6, width: 80, height: 60, ...more }) as never;

test('a picture is drawn again every 100 ms, in its own size', async (t) => {
  const { canvas, pass } = page(t);
  await openPicture(image());
  assert.deepEqual([canvas.width, canvas.height], [8, 6]);
  await pass(100);
  assert.equal(canvas.drawn.length, 2);
});

test('a picture that has no size of its own has that of its element', async (t) => {
  const { canvas } = page(t);
  await openPicture(image({ naturalWidth: 0, naturalHeight: 0 }));
  assert.deepEqual([canvas.width, canvas.height], [80, 60]);
});

test('a picture that is still loading is waited for', async (t) => {
  const { canvas } = page(t);
  const loading: { complete: boolean } = image({
    complete: false,
    decode: async () => void (loading.complete = true),
  });
  await openPicture(loading as never);
  assert.equal(canvas.width, 8);
});

test('a picture that changes its source meanwhile leaves the last one standing', async (t) => {
  const { canvas, pass } = page(t);
  const changing = image() as { complete: boolean };
  await openPicture(changing as never);
  changing.complete = false;
  await pass(100);
  assert.equal(canvas.drawn.length, 1);
  changing.complete = true;
  await pass(100);
  assert.equal(canvas.drawn.length, 2);
});

test('a picture that cannot be loaded, or is from elsewhere, is refused with the reason', async (t) => {
  page(t);
  const cause = new DOMException('broken', 'EncodingError');
  const broken = image({ complete: false, decode: () => Promise.reject(cause) });
  await assert.rejects(openPicture(broken), { code: 'missing', cause });
  const empty = image({ naturalWidth: 0, width: 0 });
  await assert.rejects(openPicture(empty), { code: 'missing' });
  await assert.rejects(openPicture(image({ isForeign: true })), { code: 'crossOrigin' });
});
