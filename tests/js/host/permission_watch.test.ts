import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PermissionWatch } from '../../../js/host/permission_watch.js';
import { FakePermissionStatus, putDevices, putGlobal, settled } from './fake_media_devices.js';

test('what the browser tells is told, and nothing else believed', async (t) => {
  const microphone = new FakePermissionStatus('prompt');
  putDevices(t, { microphone });
  const seen: string[] = [];
  const watch = new PermissionWatch(() => seen.push(JSON.stringify(watch.permissions)));
  await settled();
  microphone.become('granted');
  watch.learn('microphone', 'denied');
  assert.deepEqual(watch.permissions, { microphone: 'granted', camera: 'unknown' });
  // Of the camera this browser says nothing: what happened is all there is.
  watch.learn('camera', 'denied');
  watch.dispose();
  microphone.become('denied');
  assert.deepEqual(seen, [
    '{"microphone":"prompt","camera":"unknown"}',
    '{"microphone":"granted","camera":"unknown"}',
    '{"microphone":"granted","camera":"denied"}',
  ]);
});

test('without a Permissions API everything is unknown', async (t) => {
  putGlobal(t, 'navigator', {});
  const watch = new PermissionWatch(() => assert.fail('a change'));
  await settled();
  assert.deepEqual(watch.permissions, { microphone: 'unknown', camera: 'unknown' });
});
