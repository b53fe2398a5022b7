import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { TrackKeeper } from '../../../js/host/track_keeper.js';
import { FakeTrack, putDevices, putGlobal, settled } from './fake_media_devices.js';

class Device extends FakeTrack {
  getConstraints = () => ({ width: 640, deviceId: 'wished', facingMode: 'user' });
}

/** A call that sends a camera; `there` are the devices that can be opened. */
function keeping(t: TestContext, camera = new Device('video', 'a')) {
  const mediaDevices = putDevices(t);
  const call = {
    there: new Set(['a', 'b']),
    camera,
    asked: [] as unknown[],
    told: [] as unknown[],
    isMuted: false,
    refusal: 'NotFoundError',
    tracks: () => [call.camera] as unknown as MediaStreamTrack[],
    async switchDevice(kind: string, wish: { deviceId?: { exact: string } }) {
      call.asked.push(wish);
      const [id] = wish.deviceId ? [wish.deviceId.exact] : call.there;
      if (!id || !call.there.has(id)) throw new DOMException(kind, call.refusal);
      call.camera = new Device('video', id);
      call.camera.muted = call.isMuted;
      return call.camera as unknown as MediaStreamTrack;
    },
    reopened: (kind: string) => void call.told.push([kind, call.camera.deviceId]),
    failed: (error: Error) => void call.told.push(error.name),
  };
  const keeper = new TrackKeeper(call as never);
  keeper.follow();
  t.after(() => keeper.stop());
  return { call, keeper, mediaDevices };
}

test('a camera that the system ended is opened again, as it was asked for', async (t) => {
  const { call } = keeping(t);
  call.camera.die();
  await settled();
  assert.deepEqual(call.asked, [{ width: 640, deviceId: { exact: 'a' } }]);
  assert.deepEqual(call.told, [['video', 'a']]);
  // The one that took its place is kept as well.
  call.camera.die();
  await settled();
  assert.equal(call.told.length, 2);
});

test('where it is gone, whichever the browser gives', async (t) => {
  const { call } = keeping(t);
  call.there.delete('a');
  call.camera.die();
  await settled();
  assert.deepEqual(call.asked.at(-1), { width: 640 });
  assert.deepEqual(call.told, [['video', 'b']]);
});

test('one that stays muted is opened again after three seconds', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { call } = keeping(t);
  call.camera.setMuted(true);
  t.mock.timers.tick(3000);
  await settled();
  assert.deepEqual(call.told, [['video', 'a']]);
});

test('one that a switch has muted is not left for another', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { call } = keeping(t);
  call.isMuted = true;
  call.camera.setMuted(true);
  t.mock.timers.tick(3000);
  await settled();
  t.mock.timers.tick(2000);
  await settled();
  assert.deepEqual(call.asked, [{ width: 640, deviceId: { exact: 'a' } }]);
  assert.deepEqual(call.told, ['NotReadableError']);
});

test('when there is none it says so, and tries again when something is plugged in', async (t) => {
  const { call, mediaDevices } = keeping(t);
  call.there.clear();
  call.camera.die();
  await settled();
  assert.deepEqual(call.told, ['NotFoundError']);
  assert.equal(call.asked.length, 2);
  call.there.add('b');
  mediaDevices.plug([]);
  await settled();
  assert.deepEqual(call.told, ['NotFoundError', ['video', 'b']]);
  // All is well: nothing is opened for what is plugged in later.
  mediaDevices.plug([]);
  await settled();
  assert.equal(call.asked.length, 4);
});

test('a user who has said no is asked for no other device', async (t) => {
  const { call } = keeping(t);
  call.there.clear();
  call.refusal = 'NotAllowedError';
  call.camera.die();
  await settled();
  assert.deepEqual([call.asked.length, call.told], [1, ['NotAllowedError']]);
});

test('a page that comes to the front again tries again', async (t) => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  putGlobal(t, 'document', page);
  const { call } = keeping(t);
  call.there.clear();
  call.camera.die();
  await settled();
  call.there.add('a');
  for (const visibilityState of ['hidden', 'visible']) {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event('visibilitychange'));
    await settled();
    assert.equal(call.told.length, visibilityState === 'hidden' ? 1 : 2);
  }
});

test('a device that was taken back by itself is opened no second time', async (t) => {
  const { call } = keeping(t);
  const opened = new Device('video', 'a');
  call.switchDevice = async () => {
    call.camera = opened;
    throw new DOMException('', 'NotReadableError');
  };
  call.camera.die();
  await settled();
  assert.deepEqual(call.told, [['video', 'a']]);
});

test('one that claims to live is opened again when it is asked for', async (t) => {
  const { call, keeper } = keeping(t);
  keeper.revive('video');
  keeper.revive('audio');
  await settled();
  assert.deepEqual(call.told, [['video', 'a']]);
});

test('a call that is over keeps nothing', async (t) => {
  const { call, keeper, mediaDevices } = keeping(t);
  keeper.stop();
  call.camera.die();
  mediaDevices.plug([]);
  await settled();
  assert.deepEqual(call.asked, []);
});
