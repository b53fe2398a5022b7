// The bounds of quality levels: what is taken, what the engine is told, and what a reading is by them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { levelOf, levelsFrom, qualityOptions } from '../../../js/crtc/quality_levels.js';
import { qualityLevel } from '../../../js/engine/quality_level.js';

test('levels 1 to 5 are taken with loss, round trip, both or neither', () => {
  for (const levels of [
    {},
    { 1: {} },
    { 1: undefined, 5: { loss: undefined, RTT: 0 } },
    { 2: { loss: 0.5 }, '3': { loss: 100, RTT: 3_600_000 } },
  ]) {
    assert.equal(levelsFrom(levels), levels);
  }
});

test('what cannot be meant is not taken', () => {
  for (const levels of [
    ...['excellent', 5, true, [{ loss: 1 }], { 0: {} }, { 6: { RTT: 1 } }, { excellent: {} }],
    ...[{ 1: null }, { 1: 80 }, { 1: { rtt: 80 } }, { 1: { RTT: '80' } }, { 1: { RTT: null } }],
    ...[{ 1: { RTT: -1 } }, { 1: { RTT: NaN } }, { 1: { RTT: Infinity } }, { 5: { loss: 101 } }],
  ]) {
    assert.equal(levelsFrom(levels), undefined, JSON.stringify(levels));
  }
});

test('the engine is told shares of one and milliseconds, and nothing of what is not given', () => {
  const untold = { loss: undefined, roundTrip: undefined };
  assert.deepEqual(qualityOptions({ 1: { RTT: 80 }, 4: { loss: 25, RTT: 400 } }), {
    ...{ excellent: { loss: undefined, roundTrip: 80 }, good: untold, average: untold },
    ...{ poor: { loss: 0.25, roundTrip: 400 }, veryPoor: untold },
  });
});

test('without bounds of its own a reading has the level that the core gives it', () => {
  const times = [undefined, 0, 49, 50, 100, 101, 200, 201, 350, 351, 500, 501];
  for (const loss of [undefined, 0, 0.1, 10, 10.1, 20, 30, 30.1, 40, 41, 100]) {
    for (const RTT of times) {
      const core = qualityLevel(loss === undefined ? loss : loss / 100, RTT);
      assert.equal(levelOf({ loss, RTT }), core, `${loss} %, ${RTT} ms`);
    }
  }
});

test('a reading has the first level whose bounds it keeps, given or not', () => {
  const levels = { 1: { RTT: 150 }, 3: { loss: 12 }, 5: { RTT: 300 } };
  for (const [loss, RTT, level] of [
    [0, 150, 1],
    [undefined, 150, 1],
    [0, 151, 3],
    [1, 20, 2],
    [12, 20, 3],
    [12.1, 20, 4],
    [0, 201, 4],
    [31, 300, 5],
    [31, 301, 6],
    [41, undefined, 6],
    [undefined, undefined, 0],
  ] as const) {
    assert.equal(levelOf({ loss, RTT }, levels), level, `${loss} %, ${RTT} ms`);
  }
});
