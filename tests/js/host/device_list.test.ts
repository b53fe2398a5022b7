import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { DeviceList } from '../../../js/host/device_list.js';
import { info, putDevices, putGlobal, settled } from './fake_media_devices.js';

const microphones = (...ids: string[]) => ids.map((id) => info('audioinput', id, id));

async function watched(t: TestContext, ...ids: string[]) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const media = putDevices(t);
  media.listed = microphones(...ids);
  const changes: string[][] = [];
  const list = new DeviceList(({ added, removed }) =>
    changes.push([
      ...added.map(({ deviceId }) => `+${deviceId}`),
      ...removed.map(({ deviceId }) => `-${deviceId}`),
    ]),
  );
  t.after(() => list.dispose());
  await list.read();
  return { media, list, changes };
}

test('a headset that the browser tells of four times is one reading and one change', async (t) => {
  const { media, changes } = await watched(t, 'a');
  const { readings } = media;
  media.plug(microphones('a', 'b'), 4);
  t.mock.timers.tick(199);
  assert.equal(media.readings, readings);
  t.mock.timers.tick(1);
  await settled();
  assert.equal(media.readings, readings + 1);
  assert.deepEqual(changes, [['+b']]);
});

test('a change that changes nothing is not told', async (t) => {
  const { media, changes } = await watched(t, 'a', 'b');
  media.plug(microphones('a', 'b'));
  t.mock.timers.tick(200);
  await settled();
  assert.deepEqual(changes, []);
});

test('what is read by wish is told as well, once', async (t) => {
  const { media, list, changes } = await watched(t, 'a');
  media.listed = microphones('b');
  await Promise.all([list.read(), list.read()]);
  assert.deepEqual(changes, [['+b', '-a']]);
});

test('a page that comes back looks again: phones told it nothing meanwhile', async (t) => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  putGlobal(t, 'document', page);
  const { media, changes } = await watched(t, 'a');
  media.listed = microphones('a', 'b');
  page.dispatchEvent(new Event('visibilitychange'));
  t.mock.timers.tick(200);
  await settled();
  assert.deepEqual(changes, [['+b']]);
});

test('devices are revealed while one is open, and it is closed again', async (t) => {
  const { media, list } = await watched(t, '');
  media.revealed = microphones('a', 'b');
  const devices = await list.reveal({ audio: true, video: false });
  assert.deepEqual(
    devices.map(({ deviceId }) => deviceId),
    ['a', 'b'],
  );
  assert.deepEqual(media.asked, [{ audio: true, video: false }]);
  assert.deepEqual(
    media.opened.map(({ readyState }) => readyState),
    ['ended'],
  );
});

test('who has disposed of it hears nothing any more', async (t) => {
  const { media, list, changes } = await watched(t, 'a');
  media.plug(microphones('a', 'b'));
  list.dispose();
  media.plug(microphones('b'));
  t.mock.timers.tick(1000);
  await settled();
  assert.deepEqual(changes, []);
});

test('where there are no devices at all, only who asks is told', async (t) => {
  putGlobal(t, 'navigator', {});
  const list = new DeviceList(() => assert.fail('a change'));
  await assert.rejects(list.read(), { name: 'UnsupportedError' });
  await assert.rejects(list.reveal({ audio: true }), { name: 'UnsupportedError' });
});
