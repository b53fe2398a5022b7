import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { DeviceFollower } from '../../../js/phone/device_follower.js';
import { Devices } from '../../../js/phone/devices.js';
import { FakeStream, FakeTrack, info, putDevices, settled } from '../host/fake_media_devices.js';

const list = (...ids: string[]) => ids.map((id) => info('audioinput', id, id.toUpperCase()));

/** A call that sends from a microphone, and fails to open those in `refusals`. */
class FakeCall {
  localStream: MediaStream | undefined;
  track: FakeTrack;
  readonly asked: string[] = [];
  readonly refusals = new Map<string, unknown>();
  readonly silent = new Set<string>();
  end!: () => void;
  readonly ended = new Promise<void>((resolve) => (this.end = resolve));

  constructor(deviceId: string | undefined) {
    this.track = new FakeTrack('audio', deviceId);
    this.#show();
  }

  switchDevice(kind: 'microphone' | 'camera', deviceId?: string): Promise<MediaStreamTrack> {
    this.asked.push(`${kind} ${deviceId}`);
    const refusal = this.refusals.get(deviceId!);
    if (refusal) return Promise.reject(refusal as Error);
    this.track.stop();
    this.track = new FakeTrack('audio', deviceId);
    this.track.muted = this.silent.has(deviceId!);
    this.#show();
    return Promise.resolve(this.track as unknown as MediaStreamTrack);
  }

  #show(): void {
    this.localStream = new FakeStream([this.track]) as unknown as MediaStream;
  }
}

async function followed(t: TestContext, used: string | undefined, ...ids: string[]) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const media = putDevices(t);
  media.listed = list(...ids);
  const devices = new Devices();
  await devices.refresh();
  const follower = new DeviceFollower(devices);
  const call = new FakeCall(used);
  follower.follow(call);
  const told: string[] = [];
  follower.on('switched', ({ device, reason }) => told.push(`${device.deviceId} ${reason}`));
  follower.on('failed', ({ device, error }) => told.push(`${device.deviceId} ${error.code}`));
  t.after(() => {
    follower.dispose();
    devices.dispose();
  });
  const plug = async (...now: string[]) => {
    media.plug(list(...now), 3);
    await pass(200);
  };
  const pass = async (by: number) => {
    await settled();
    t.mock.timers.tick(by);
    await settled();
  };
  return { media, devices, follower, call, told, plug, pass };
}

test('a call moves on when its headset is pulled, and back when it is plugged in again', async (t) => {
  const { follower, call, told, plug } = await followed(t, 'a', 'a', 'headset');
  await follower.prefer('microphone', 'headset');
  await plug('a');
  await plug('a', 'headset');
  assert.deepEqual(call.asked, ['microphone headset', 'microphone a', 'microphone headset']);
  assert.deepEqual(told, ['headset preferred', 'a unplugged', 'headset returned']);
});

test('a call on the default follows it', async (t) => {
  const { told, plug } = await followed(t, 'a', 'a', 'b');
  await plug('b', 'a');
  await plug('b', 'a', 'c');
  assert.deepEqual(told, ['b default']);
});

test('a device that cannot be opened is passed over', async (t) => {
  const { call, told, plug } = await followed(t, 'a', 'a', 'b', 'c');
  call.refusals.set('b', new DOMException('', 'NotReadableError'));
  await plug('b', 'c');
  assert.deepEqual(told, ['b mediaBusy', 'c unplugged']);
});

test('what the user refuses is not asked for again and again', async (t) => {
  const { call, told, plug } = await followed(t, 'a', 'a', 'b', 'c');
  call.refusals.set('b', new DOMException('', 'NotAllowedError'));
  await plug('b', 'c');
  assert.deepEqual(told, ['b mediaDenied']);
  assert.deepEqual(call.asked, ['microphone b']);
});

test('a device that opens and gives nothing is passed over after two seconds', async (t) => {
  const { call, told, plug, pass } = await followed(t, 'a', 'a', 'b', 'c');
  call.silent.add('b');
  await plug('b', 'c');
  assert.deepEqual(told, []);
  await pass(2000);
  assert.deepEqual(told, ['b mediaFailed', 'c dead']);
});

test('a track that the system ended is opened again on the same device', async (t) => {
  const { call, told, pass } = await followed(t, 'a', 'a', 'b');
  call.track.die();
  await pass(0);
  assert.deepEqual(told, ['a dead']);
});

test('a track that Siri left muted is opened again after three seconds', async (t) => {
  const { call, told, pass } = await followed(t, 'a', 'a');
  call.track.setMuted(true);
  await pass(2999);
  assert.deepEqual(told, []);
  await pass(1);
  assert.deepEqual(told, ['a dead']);
  assert.equal(call.track.muted, false);
});

test('one that a switch has muted is not left for another', async (t) => {
  const { call, told, pass } = await followed(t, 'a', 'a', 'b');
  call.silent.add('a');
  call.track.setMuted(true);
  await pass(3000);
  await pass(2000);
  assert.deepEqual(call.asked, ['microphone a']);
  assert.deepEqual(told, ['a mediaFailed']);
  call.track.setMuted(false);
  await pass(5000);
  assert.deepEqual(call.asked, ['microphone a']);
});

test('one that cannot be opened again is left for another, though its old track lives', async (t) => {
  const { follower, call, told } = await followed(t, 'a', 'a', 'b');
  call.refusals.set('a', new DOMException('', 'NotReadableError'));
  await follower.revive(call, 'microphone');
  assert.deepEqual(told, ['a mediaBusy', 'b dead']);
});

test('a track that ends since its device is gone is not opened on that device', async (t) => {
  const { media, call, told, pass } = await followed(t, 'a', 'a', 'b');
  media.listed = list('b');
  call.track.die();
  await pass(0);
  assert.deepEqual(call.asked, ['microphone b']);
  assert.deepEqual(told, ['b unplugged']);
});

test('a browser that tells of no devices in the background does not hold a call up', async (t) => {
  const { media, call, told, pass } = await followed(t, 'a', 'a', 'b');
  // As Firefox, until its window is in front again.
  media.enumerateDevices = () => new Promise(() => {});
  call.refusals.set('a', new DOMException('', 'NotFoundError'));
  call.track.die();
  await pass(999);
  assert.deepEqual(call.asked, []);
  await pass(1);
  assert.deepEqual(told, ['a mediaMissing', 'b dead']);
});

test('a page that hears nothing has it opened again', async (t) => {
  const { follower, call, told } = await followed(t, 'a', 'a', 'b');
  await follower.revive(call, 'microphone');
  assert.deepEqual(told, ['a dead']);
});

test('a stream that comes from no device is left alone', async (t) => {
  const { follower, call, plug, pass } = await followed(t, undefined, 'a', 'b');
  await plug('b');
  call.track.die();
  await pass(0);
  await follower.prefer('microphone', 'b');
  assert.deepEqual(call.asked, []);
});

test('a call that is over, or let go of, is not followed', async (t) => {
  const { follower, call, plug } = await followed(t, 'a', 'a', 'b');
  const other = new FakeCall('a');
  follower.follow(other)();
  call.end();
  await plug('b');
  assert.deepEqual([...call.asked, ...other.asked], []);
});

test('what is not listed cannot be preferred', async (t) => {
  const { follower } = await followed(t, 'a', 'a');
  await assert.rejects(follower.prefer('microphone', 'x'), { code: 'mediaMissing' });
});
