// session.switchDevice(): which device, and what is told.
import assert from 'node:assert/strict';
import { beforeEach, mock, test, type TestContext } from 'node:test';
import { Exceptions } from '../../../js/crtc/crtc.js';
import { FakeShareStream, FakeShareTrack, replace } from '../host/share_sources/fake_page.js';
import { crtcPhone, kSession, standing, steps, type Standing } from './fake_call.js';

let { host, sent, session, events } = {} as Standing;

// Streams are looked at every second for as long as their call lasts.
mock.timers.enable({ apis: ['setInterval'] });

beforeEach(() => {
  ({ host, sent, session, events } = standing());
});

class FakeDevice extends FakeShareTrack {
  settings: MediaTrackSettings = {};
  constraints: MediaTrackConstraints = {};
  getSettings = () => this.settings;
  getConstraints = () => this.constraints;
}

function sending(settings: MediaTrackSettings, constraints: MediaTrackConstraints = {}) {
  const camera = Object.assign(new FakeDevice('video'), { settings, constraints });
  const microphone = Object.assign(new FakeDevice('audio'), { settings: { deviceId: 'm1' } });
  const stream = new FakeShareStream([microphone, camera]) as unknown as MediaStream;
  host.onLocalStream?.(kSession, stream);
  events.length = 0;
  return stream;
}

function plugged(t: TestContext, kind: string, ...ids: string[]) {
  const devices = ids.map((deviceId) => ({ kind, label: deviceId, deviceId }));
  replace(t, 'navigator', { mediaDevices: { enumerateDevices: async () => devices } });
}

const asked = () => sent.steps.map(([, ...given]) => given);

test('a camera by its id, with the size of the one before; its stream is told of', async () => {
  const stream = sending({ deviceId: 'a' }, { width: 640, deviceId: 'a', facingMode: 'user' });
  assert.equal(await session.switchDevice('camera', 'b'), stream);
  assert.deepEqual(asked(), [['video', { width: 640, deviceId: { exact: 'b' } }]]);
  assert.deepEqual(events, [
    ['cameraChanged', { videoStream: stream }],
    ['localMediastreamUpdate', stream],
  ]);
});

test('a camera by the way it looks', async () => {
  sending({ deviceId: 'a' });
  await session.switchDevice('camera', 'environment');
  await session.switchDevice('camera', 'user');
  assert.deepEqual(asked(), [
    ['video', { facingMode: { exact: 'environment' } }],
    ['video', { facingMode: { exact: 'user' } }],
  ]);
});

test('of two cameras the one that looks the other way', async (t) => {
  plugged(t, 'videoinput', 'a', 'b');
  sending({ deviceId: 'a', facingMode: 'user' });
  await session.switchDevice('camera');
  assert.deepEqual(asked(), [['video', { facingMode: { exact: 'environment' } }]]);
});

test('of two cameras that look no way the other one', async (t) => {
  plugged(t, 'videoinput', 'a', 'b');
  sending({ deviceId: 'b' });
  await session.switchDevice('camera');
  assert.deepEqual(asked(), [['video', { deviceId: { exact: 'a' } }]]);
});

test('of more cameras the next, and after the last the first', async (t) => {
  plugged(t, 'videoinput', 'a', 'b', 'c');
  for (const [before, next] of [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ]) {
    sending({ deviceId: before!, facingMode: 'user' });
    await session.switchDevice('camera');
    assert.deepEqual(asked().at(-1), ['video', { deviceId: { exact: next } }]);
  }
});

test('where there is no other camera nothing happens, and nothing comes of it', async (t) => {
  plugged(t, 'videoinput', 'a');
  sending({ deviceId: 'a' });
  assert.equal(await session.switchDevice('camera'), undefined);
  assert.deepEqual([asked(), events], [[], []]);
});

test('a microphone by either word, or the next one; what the system uses is no device of its own', async (t) => {
  plugged(t, 'audioinput', 'default', 'm1', 'm2');
  const stream = sending({ deviceId: 'a' });
  await session.switchDevice('audio', 'm2');
  await session.switchDevice('microphone');
  assert.deepEqual(asked(), [
    ['audio', { deviceId: { exact: 'm2' } }],
    ['audio', { deviceId: { exact: 'm2' } }],
  ]);
  assert.deepEqual(events, [
    ['localMediastreamUpdate', stream],
    ['localMediastreamUpdate', stream],
  ]);
});

test('any other type is false', () => {
  assert.equal(session.switchDevice('speaker'), false);
  assert.equal(session.switchDevice('constructor'), false);
});

test('a device that cannot be had is told by the event and by the promise', async () => {
  sending({ deviceId: 'a' });
  const error = new DOMException('in use', 'NotReadableError');
  sent.failing.set('switchDevice', error);
  await assert.rejects(session.switchDevice('camera', 'b'), (thrown) => thrown === error);
  assert.deepEqual(events, [['getusermediafailed', error]]);
});

test('devices change from the first ring to the end of the call', async () => {
  const rig = crtcPhone();
  const early = rig.ua.call('bob');
  await assert.rejects(early.switchDevice('camera', 'b'), Exceptions.InvalidStateError);
  rig.engine.say(steps.ringing);
  host = rig.host;
  ({ sent } = rig);
  events = [];
  sending({ deviceId: 'a' });
  await early.switchDevice('camera', 'b');
  assert.equal(asked().length, 1);
  rig.engine.say(steps.accepted, steps.ended);
  await assert.rejects(early.switchDevice('camera', 'b'), { status: 8 });
});

test('a camera that the system took is opened again, and told of; one of the application is its own', async () => {
  for (const isOurs of [true, false]) {
    ({ host, sent, events } = standing());
    const camera = Object.assign(new FakeDevice('video'), { settings: { deviceId: 'a' } });
    const stream = new FakeShareStream([camera]) as unknown as MediaStream;
    Object.assign(sent, { stream, owns: () => isOurs });
    host.onLocalStream?.(kSession, stream);
    events.length = 0;
    sent.failing.set('switchDevice', new DOMException('gone', 'NotFoundError'));
    camera.end();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      asked(),
      isOurs
        ? [
            ['video', { deviceId: { exact: 'a' } }],
            ['video', {}],
          ]
        : [],
    );
    const told = events.map(([event]) => event).filter((event) => event !== 'videoTrackState');
    assert.deepEqual(told, isOurs ? ['getusermediafailed'] : []);
  }
});
