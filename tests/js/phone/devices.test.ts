import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Devices } from '../../../js/phone/devices.js';
import {
  FakePermissionStatus,
  info,
  putDevices,
  putGlobal,
  settled,
} from '../host/fake_media_devices.js';

const hasCode = (code: string) => (error: { code?: string }) => error.code === code;
const hidden = [info('audioinput', ''), info('videoinput', ''), info('audiooutput', '')];
const shown = [
  info('audioinput', 'm', 'Microphone'),
  info('videoinput', 'c1', 'Front'),
  info('videoinput', 'c2', 'Back'),
  info('audiooutput', 's', 'Speaker'),
];

function open(t: TestContext, permissions: { [name: string]: FakePermissionStatus } = {}) {
  const media = putDevices(t, permissions);
  media.listed = shown;
  const devices = new Devices();
  t.after(() => devices.dispose());
  return { media, devices };
}

test('the lists are read anew, by kind', async (t) => {
  const { media, devices } = open(t);
  assert.deepEqual(
    (await devices.getCameras()).map(({ label }) => label),
    ['Front', 'Back'],
  );
  media.listed = shown.slice(0, 1);
  assert.deepEqual(await devices.getCameras(), []);
  assert.equal((await devices.getMicrophones()).length, 1);
  assert.deepEqual(await devices.getSpeakers(), []);
  assert.equal(devices.devices.length, 1);
});

test('permission is asked for, labels are learned, and nothing counts as plugged in', async (t) => {
  const { media, devices } = open(t);
  media.listed = hidden;
  media.revealed = shown;
  await devices.refresh();
  assert.deepEqual(
    devices.devices.map(({ label }) => label),
    ['microphone 1', 'camera 1', 'speaker 1'],
  );
  const changes: number[][] = [];
  devices.on('change', ({ added, removed, devices }) =>
    changes.push([added.length, removed.length, devices.length]),
  );
  const list = await devices.requestPermission(['microphone', 'camera']);
  assert.deepEqual(media.asked, [{ audio: true, video: true }]);
  assert.equal(list.length, 4);
  assert.deepEqual(changes[0], [0, 0, 4]);
  assert.deepEqual(devices.permissions, { microphone: 'granted', camera: 'granted' });
  assert.ok(media.opened.every(({ readyState }) => readyState === 'ended'));
});

test('a refusal is a typed error, and remembered where the browser does not tell', async (t) => {
  const { media, devices } = open(t);
  const seen: string[] = [];
  devices.on('permission', ({ microphone }) => seen.push(microphone));
  media.refusal = new DOMException('Permission denied', 'NotAllowedError');
  await assert.rejects(devices.requestPermission(), hasCode('mediaDenied'));
  media.refusal = new DOMException('', 'NotFoundError');
  await assert.rejects(devices.requestPermission(['camera']), hasCode('mediaMissing'));
  assert.deepEqual(seen, ['denied']);
  assert.equal(devices.permissions.camera, 'unknown');
});

test('to ask for nothing is a wrong argument', async (t) => {
  const { devices } = open(t);
  await assert.rejects(devices.requestPermission([]), hasCode('invalidArgument'));
});

test('a permission that is given elsewhere is told, and the list read anew', async (t) => {
  const camera = new FakePermissionStatus('prompt');
  const { media, devices } = open(t, { camera });
  await devices.refresh();
  const { readings } = media;
  camera.become('granted');
  await settled();
  assert.equal(devices.permissions.camera, 'granted');
  assert.ok(media.readings > readings);
});

test('an insecure page is told so; Node is told that it has no devices', async (t) => {
  putGlobal(t, 'navigator', {});
  const devices = new Devices();
  await assert.rejects(devices.getCameras(), hasCode('unsupported'));
  putGlobal(t, 'isSecureContext', false);
  await assert.rejects(devices.getCameras(), hasCode('insecureContext'));
  await assert.rejects(devices.requestPermission(), hasCode('insecureContext'));
  devices.dispose();
});
