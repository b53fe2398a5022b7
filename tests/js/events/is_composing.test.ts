import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseIsComposing, writeIsComposing } from '../../../js/events/index.js';
import type { IsComposing } from '../../../types/events.js';
import { samples } from './samples.js';

test('state, since when, what, and for how long', () => {
  assert.deepEqual(parseIsComposing(samples['application/im-iscomposing+xml']!), {
    state: 'active',
    lastActive: new Date('2024-05-06T07:08:09Z'),
    contentType: 'text/plain',
    refresh: 90,
  });
});

test('states of other inventions count as idle; none at all is refused', () => {
  const bodyOf = (inside: string) => `<isComposing>${inside}</isComposing>`;
  assert.equal(parseIsComposing(bodyOf('<state> thinking </state>')).state, 'idle');
  assert.equal(parseIsComposing(bodyOf('<state>idle</state>')).state, 'idle');
  assert.throws(() => parseIsComposing(bodyOf('')), { code: 'incomplete' });
  const odd = bodyOf('<state>active</state><lastactive>now</lastactive><refresh>-5</refresh>');
  const { lastActive, refresh } = parseIsComposing(odd);
  assert.deepEqual([lastActive, refresh], [undefined, undefined]);
});

test('what is written reads as it was', () => {
  const all: IsComposing[] = [
    { state: 'idle' },
    { state: 'active', refresh: 60 },
    { state: 'active', lastActive: new Date(1_714_979_289_500), contentType: 'text/plain' },
    { state: 'idle', contentType: `a<b> & "c" 'd' 文`, refresh: 0 },
  ];
  for (const one of all) {
    const wanted = { lastActive: undefined, contentType: undefined, refresh: undefined, ...one };
    assert.deepEqual(parseIsComposing(writeIsComposing(one)), wanted);
  }
});
