import assert from 'node:assert/strict';
import { test } from 'node:test';
import { devicesOf } from '../../../js/host/device.js';
import { type Situation, decide } from '../../../js/host/device_policy.js';
import { info } from './fake_media_devices.js';

/** The first one is the default; the label is the id in capitals. */
const list = (...ids: string[]) =>
  devicesOf(ids.map((id) => info('audioinput', id, id.toUpperCase())));
const like = (id: string) => ({ deviceId: id, label: id.toUpperCase() });

function decided(before: string[], after: string[], rest: Partial<Situation>): string {
  const decision = decide({
    before: list(...before),
    after: list(...after),
    used: before[0],
    isDead: false,
    followsDefault: true,
    ...rest,
  });
  return decision ? `${decision.device.deviceId} ${decision.reason}` : 'nothing';
}

test('an unplugged device is replaced: by the preferred one, the default, the first', () => {
  assert.equal(decided(['a', 'b', 'c'], ['b', 'c'], {}), 'b unplugged');
  const preferred = like('c');
  assert.equal(decided(['a', 'b', 'c'], ['b', 'c'], { preferred }), 'c unplugged');
  assert.equal(decided(['a', 'b', 'c'], ['b', 'c'], { failed: ['b'] }), 'c unplugged');
  assert.equal(decided(['a'], [], {}), 'nothing');
  assert.equal(decided(['a'], [''], {}), 'nothing');
});

test('the preferred one is taken again when it is back, by id or by name', () => {
  const preferred = like('b');
  assert.equal(decided(['a'], ['a', 'b'], { preferred }), 'b returned');
  const renamed = { deviceId: 'old id', label: 'B' };
  assert.equal(decided(['a'], ['a', 'b'], { preferred: renamed }), 'b returned');
  assert.equal(decided(['a'], ['a', 'b'], { preferred, failed: ['b'] }), 'nothing');
});

test('who uses another one although the preferred one is there was told to', () => {
  assert.equal(decided(['a', 'b'], ['a', 'b', 'c'], { preferred: like('b') }), 'nothing');
});

test('the default is followed by who was on it', () => {
  assert.equal(decided(['a', 'b'], ['b', 'a'], {}), 'b default');
  assert.equal(decided(['a', 'b'], ['b', 'a'], { used: 'default' }), 'b default');
  assert.equal(decided(['a', 'b', 'c'], ['c', 'a', 'b'], { used: 'b' }), 'nothing');
  assert.equal(decided(['a', 'b'], ['b', 'a'], { followsDefault: false }), 'nothing');
  assert.equal(decided(['a', 'b'], ['b', 'a'], { preferred: like('a') }), 'nothing');
  // A fallback for a preferred one that is away.
  assert.equal(decided(['a', 'b'], ['b', 'a'], { preferred: like('x') }), 'b default');
  assert.equal(decided(['a', 'b'], ['b', 'a'], { failed: ['b'] }), 'nothing');
});

test('"default" is the device that it meant when it was opened', () => {
  assert.equal(decided(['a', 'b'], ['a', 'b', 'c'], { used: 'default' }), 'nothing');
  assert.equal(decided(['a', 'b'], ['b'], { used: 'default' }), 'b unplugged');
});

test('a dead track is opened again, on the same device first', () => {
  assert.equal(decided(['a', 'b'], ['a', 'b'], { isDead: true }), 'a dead');
  assert.equal(decided(['a', 'b'], ['a', 'b'], { isDead: true, failed: ['a'] }), 'b dead');
  assert.equal(decided(['a', 'b'], ['a', 'b'], { isDead: true, failed: ['a', 'b'] }), 'nothing');
});

test('a track that comes from no device is left alone', () => {
  assert.equal(decided(['a'], ['b'], { used: undefined, isDead: true }), 'nothing');
});

test('nothing happens when a device that is not used comes or goes', () => {
  assert.equal(decided(['a', 'b'], ['a'], {}), 'nothing');
  assert.equal(decided(['a'], ['a', 'b'], {}), 'nothing');
});
