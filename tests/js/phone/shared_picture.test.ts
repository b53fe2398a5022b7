import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from '../../../js/phone/shared_picture.js';
import { putGlobal } from '../host/fake_media_devices.js';

test('what a browser says of a screen has a code of ours, and is its cause', async (t) => {
  const codes: unknown[] = [];
  for (const name of ['NotAllowedError', 'InvalidStateError', 'NotFoundError', 'OperationError']) {
    const cause = new DOMException('no', name);
    putGlobal(t, 'navigator', { mediaDevices: { getDisplayMedia: () => Promise.reject(cause) } });
    await openScreen().catch((error: { code: string; cause: unknown; name: string }) => {
      assert.equal(error.cause, cause);
      codes.push(`${error.name} ${error.code}`);
    });
  }
  assert.deepEqual(codes, [
    'RinglineError mediaDenied',
    'RinglineError gestureNeeded',
    'RinglineError mediaMissing',
    'RinglineError mediaFailed',
  ]);
});
