import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnsupportedError } from '../../../js/engine/errors.js';
import { errorOfDevice, errorOfException } from '../../../js/phone/error.js';
import { putGlobal } from '../host/fake_media_devices.js';

const refusals: [name: string, message: string, code: string][] = [
  ['NotAllowedError', 'Permission denied', 'mediaDenied'],
  ['NotAllowedError', 'Permission dismissed', 'mediaDenied'],
  ['NotAllowedError', 'Permission denied by system', 'mediaDeniedBySystem'],
  ['SecurityError', '', 'mediaForbidden'],
  ['NotFoundError', 'Requested device not found', 'mediaMissing'],
  ['NotReadableError', 'Could not start video source', 'mediaBusy'],
  ['AbortError', '', 'mediaAborted'],
  ['UnknownError', '', 'mediaFailed'],
];

for (const [name, message, code] of refusals) {
  test(`${name} "${message}" is ${code}, with a hint and the exception`, () => {
    const exception = new DOMException(message, name);
    for (const error of [
      errorOfDevice(exception, 'camera'),
      errorOfException('getUserMedia', exception),
    ]) {
      assert.equal(error.code, code);
      assert.equal(error.cause, exception);
      assert.match(error.hint, /\.$/);
      assert.ok(error.message.endsWith(message));
    }
  });
}

test('a question that was closed is told apart from a no by its hint', () => {
  const hint = (message: string) =>
    errorOfDevice(new DOMException(message, 'NotAllowedError'), 'camera').hint;
  assert.notEqual(hint('Permission dismissed'), hint('Permission denied'));
});

test('a constraint that cannot be met is named; an id that nobody has is a missing device', () => {
  const over = (constraint: string) =>
    Object.assign(new Error(''), { name: 'OverconstrainedError', constraint });
  const width = errorOfDevice(over('width'));
  assert.equal(width.code, 'mediaOverconstrained');
  assert.match(width.message, /width/);
  assert.equal(errorOfDevice(over('deviceId')).code, 'mediaMissing');
});

test('what wants a click says so; elsewhere the same exception means something else', () => {
  const exception = new DOMException('transient activation', 'InvalidStateError');
  assert.equal(errorOfDevice(exception, 'display-capture').code, 'gestureNeeded');
  assert.equal(errorOfDevice(exception, 'speaker-selection').code, 'gestureNeeded');
  assert.equal(errorOfDevice(exception, 'microphone').code, 'mediaFailed');
});

test("a refusal by the page's policy is not blamed on the user", (t) => {
  const allowsFeature = (feature: string) => feature !== 'camera';
  putGlobal(t, 'document', { featurePolicy: { allowsFeature } });
  const exception = new DOMException('Permission denied', 'NotAllowedError');
  assert.equal(errorOfDevice(exception, 'microphone').code, 'mediaDenied');
  assert.equal(errorOfDevice(exception, 'microphone', 'camera').code, 'mediaForbidden');
});

test('on an insecure page what is missing is https', (t) => {
  putGlobal(t, 'isSecureContext', false);
  putGlobal(t, 'navigator', {});
  const missing = new UnsupportedError('no access to media devices');
  const error = errorOfException('getUserMedia', missing);
  assert.equal(error.code, 'insecureContext');
  assert.match(error.hint, /https/);
  assert.equal(error.cause, missing);
  // A file that cannot be decoded is no matter of https.
  const file = new DOMException('', 'NotSupportedError');
  assert.equal(errorOfDevice(file, 'speaker-selection').code, 'mediaFailed');
});

test('on a secure page without devices it is the browser', (t) => {
  putGlobal(t, 'isSecureContext', true);
  putGlobal(t, 'navigator', {});
  assert.equal(errorOfDevice(new UnsupportedError('none')).code, 'unsupported');
});

test('asking for neither sound nor picture is a wrong argument', () => {
  assert.equal(errorOfDevice(new TypeError('at least one'), 'camera').code, 'invalidArgument');
});
