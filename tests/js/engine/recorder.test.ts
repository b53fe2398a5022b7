import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskConfig, maskInput, Recorder } from '../../../js/engine/recorder.js';

const bytesOf = (base64: string) => Buffer.from(base64, 'base64');

test('what is recorded comes out as it went in', () => {
  const recorder = new Recorder();
  recorder.configure(Uint8Array.of(1, 2, 255));
  recorder.record(0.5, Uint8Array.of(9, 8));
  recorder.record(1.25);
  const text = new Uint8Array(70_000).map((_, i) => i);
  recorder.record(2, text);
  const { format, config, truncated, entries } = recorder.recording();
  assert.equal(format, 1);
  assert.deepEqual([...bytesOf(config)], [1, 2, 255]);
  assert.equal(truncated, false);
  assert.deepEqual(entries[0], [0.5, Buffer.from([9, 8]).toString('base64')]);
  assert.deepEqual(entries[1], [1.25, '']);
  assert.deepEqual(new Uint8Array(bytesOf(entries[2]![1]!)), text);
  assert.equal(entries.length, 3);
});

test('the oldest are given up, the newest 128 kB are not, and it says so', () => {
  const recorder = new Recorder();
  const input = new Uint8Array(1000);
  for (let i = 0; i < 1000; ++i) recorder.record(i, input);
  const { truncated, entries } = recorder.recording();
  assert.equal(truncated, true);
  assert.ok(entries.length >= 129 && entries.length <= 2 * 131, `${entries.length}`);
  assert.equal(entries.at(-1)![0], 999);
  entries.forEach(([time], i) => assert.equal(time, entries[0]![0] + i));
});

test('an input too large to keep leaves its place', () => {
  const recorder = new Recorder();
  recorder.record(1, new Uint8Array(1 << 20));
  recorder.record(2, Uint8Array.of(1));
  assert.deepEqual(recorder.recording().entries, [
    [1, null],
    [2, 'AQ=='],
  ]);
});

test('no secret is kept, and whether there is one is', () => {
  const secret = 'geheim';
  const config = maskConfig({
    uri: 'sip:a@b',
    password: secret,
    ha1: '',
    authorizationJwt: secret,
    extraHeaders: [`authorization: ${secret}`, 'X: 1'],
  });
  assert.doesNotMatch(JSON.stringify(config), /geheim/);
  assert.equal(config.uri, 'sip:a@b');
  assert.equal(config.password, '*');
  assert.equal(config.ha1, '');
  assert.deepEqual(config.extraHeaders, ['Authorization: *', 'X: 1']);

  const credentials = maskInput({ type: 'setCredentials', password: secret, realm: 'r' });
  assert.doesNotMatch(JSON.stringify(credentials), /geheim/);
  const call = maskInput({
    type: 'makeCall',
    target: 'b',
    extraHeaders: [` Proxy-Authorization : ${secret}`],
  });
  assert.doesNotMatch(JSON.stringify(call), /geheim/);
  // What holds no secret is the same object: nothing is copied for a message of the wire.
  const message = { type: 'socketMessage', socket: 1, data: 'x' } as const;
  assert.equal(maskInput(message), message);
});
