import assert from 'node:assert/strict';
import { test } from 'node:test';
import { levelOfSamples } from '../../../js/host/level_meter.js';

const sine = (amplitude: number) =>
  Float32Array.from({ length: 480 }, (_, i) => amplitude * Math.sin((2 * Math.PI * i) / 48));

test('silence is 0, full scale is 1, and between them it goes by decibels', () => {
  assert.equal(levelOfSamples(new Float32Array(480)), 0);
  assert.equal(levelOfSamples(new Float32Array(480).fill(1)), 1);
  // A sine's power is half the square of its amplitude: 3 dB below that.
  const level = (decibels: number) => levelOfSamples(sine(10 ** ((decibels + 3.0103) / 20)));
  assert.ok(Math.abs(level(-30) - 0.5) < 1e-4);
  assert.ok(Math.abs(level(-54) - 0.1) < 1e-4);
  assert.equal(level(-70), 0);
});
