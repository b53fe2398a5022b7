import assert from 'node:assert/strict';
import { test } from 'node:test';
import { devicesOf, differenceOf } from '../../../js/host/device.js';
import { info } from './fake_media_devices.js';

const brief = (devices: ReturnType<typeof devicesOf>) =>
  devices.map(({ kind, deviceId, label, isDefault }) => [kind, deviceId, label, isDefault]);

test("Chromium's aliases are left out, and what they stand for is the default", () => {
  const devices = devicesOf([
    info('audioinput', 'default', 'Default - Headset', 'h'),
    info('audioinput', 'communications', 'Communications - Array', 'built-in'),
    info('audioinput', 'a', 'Array', 'built-in'),
    info('audioinput', 'h1', 'Headset chat', 'h'),
    info('audioinput', 'h2', 'Headset', 'h'),
  ]);
  assert.deepEqual(brief(devices), [
    ['microphone', 'a', 'Array', false],
    ['microphone', 'h1', 'Headset chat', false],
    ['microphone', 'h2', 'Headset', true],
  ]);
});

test('an alias of nothing that is listed is a device of its own', () => {
  const devices = devicesOf([
    info('audiooutput', 'default', 'Default Output', 'x'),
    info('audiooutput', 's', 'Speaker 1', 'y'),
  ]);
  assert.deepEqual(brief(devices), [
    ['speaker', 'default', 'Default Output', true],
    ['speaker', 's', 'Speaker 1', false],
  ]);
});

test('without aliases the first of a kind is the default', () => {
  const devices = devicesOf([
    info('videoinput', 'c1', 'Front'),
    info('audioinput', 'm1', 'Built-in'),
    info('videoinput', 'c2', 'Back'),
  ]);
  assert.deepEqual(brief(devices), [
    ['microphone', 'm1', 'Built-in', true],
    ['camera', 'c1', 'Front', true],
    ['camera', 'c2', 'Back', false],
  ]);
});

test('a device without a name is numbered, and one that had a name keeps it', () => {
  const labels = new Map<string, string>();
  devicesOf([info('videoinput', 'c2', 'Back')], labels);
  const devices = devicesOf([info('videoinput', 'c1'), info('videoinput', 'c2')], labels);
  assert.deepEqual(
    devices.map(({ label }) => label),
    ['camera 1', 'Back'],
  );
});

const list = (...ids: string[]) => devicesOf(ids.map((id) => info('audioinput', id, id)));
const ids = (devices: readonly { deviceId: string }[]) => devices.map(({ deviceId }) => deviceId);

test('the difference of two lists names what came, what went and what is the default', () => {
  const { added, removed, defaults } = differenceOf(list('a', 'b'), list('c', 'b'));
  assert.deepEqual([ids(added), ids(removed), ids(defaults)], [['c'], ['a'], ['c']]);
  const same = differenceOf(list('a', 'b'), list('a', 'b'));
  assert.deepEqual(same, { added: [], removed: [], defaults: [] });
});

test('a permission that comes or goes plugs nothing', () => {
  const nothing = { added: [], removed: [], defaults: [] };
  assert.deepEqual(differenceOf(list(''), list('a', 'b')), nothing);
  assert.deepEqual(differenceOf(list('a', 'b'), list('')), nothing);
});
