import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeDialogInfo, parseDialogInfo } from '../../../js/events/index.js';
import { samples, told } from './samples.js';

test('a document with all there can be, and with the least', () => {
  assert.deepEqual(told(parseDialogInfo(samples['application/dialog-info+xml']!)), {
    version: 3,
    state: 'full',
    entity: 'sip:bob@example.org',
    dialogs: [
      {
        id: 'd-1',
        callId: 'c77@example.org',
        localTag: 'lt1',
        remoteTag: 'rt1',
        direction: 'recipient',
        state: 'terminated',
        event: 'rejected',
        code: 486,
        duration: 17,
        local: {
          identity: 'sip:bob@example.org',
          displayName: 'Bob',
          target: 'sip:bob@192.0.2.7',
          parameters: [['+sip.rendering', 'no']],
        },
        remote: {
          identity: 'sip:ana@example.net',
          displayName: 'Ana & Co',
          target: 'sip:ana@192.0.2.9',
          parameters: [],
        },
      },
      { id: 'd-2', state: 'early' },
    ],
  });
});

test('without version, state or id there is nothing to be done', () => {
  for (const body of [
    '<dialog-info state="full"/>',
    '<dialog-info version="-1" state="full"/>',
    '<dialog-info version="1"/>',
    '<dialog-info version="1" state="whole"/>',
    '<dialog-info version="1" state="full"><dialog><state>early</state></dialog></dialog-info>',
    '<dialog-info version="1" state="full"><dialog id="a"/></dialog-info>',
    '<dialog-info version="1" state="full"><dialog id="a"><state>ringing</state></dialog></dialog-info>',
  ]) {
    assert.throws(() => parseDialogInfo(body), { name: 'EventBodyError', code: 'incomplete' });
  }
});

test('an event and a code of other inventions are undefined', () => {
  const { dialogs } = parseDialogInfo(`<dialog-info version="0" state="full">
    <dialog id="__proto__" direction="both"><state event="parked" code="x">confirmed</state></dialog></dialog-info>`);
  assert.deepEqual(told(dialogs), [{ id: '__proto__', state: 'confirmed' }]);
});

// ── RFC 4235 4.3 ────────────────────────────────────────────────────────────────────────────────

const document = (version: number, state: string, dialogs: Record<string, string> = {}) => {
  const rows = Object.entries(dialogs).map(
    ([id, at]) => `<dialog id="${id}"><state>${at}</state></dialog>`,
  );
  const entity = 'sip:bob@example.org';
  return parseDialogInfo(
    `<dialog-info version="${version}" state="${state}" entity="${entity}">${rows.join('')}</dialog-info>`,
  );
};
const rows = (state: ReturnType<typeof mergeDialogInfo>) =>
  state.dialogs.map(({ id, state: at }) => `${id} ${at}`);

test('changes are put over what is known, in its place', () => {
  const first = mergeDialogInfo(
    undefined,
    document(7, 'full', { a: 'early', ['__proto__']: 'trying' }),
  );
  const second = mergeDialogInfo(first, document(8, 'partial', { b: 'trying', a: 'confirmed' }));
  assert.deepEqual(rows(second), ['a confirmed', '__proto__ trying', 'b trying']);
  assert.deepEqual([second.version, second.outOfStep], [8, false]);
  assert.deepEqual(rows(first), ['a early', '__proto__ trying']);
});

test('what ended is there once, and then gone', () => {
  const first = mergeDialogInfo(undefined, document(0, 'full', { a: 'confirmed', b: 'early' }));
  const second = mergeDialogInfo(first, document(1, 'partial', { a: 'terminated' }));
  assert.deepEqual(rows(second), ['a terminated', 'b early']);
  const third = mergeDialogInfo(second, document(2, 'partial'));
  assert.deepEqual(rows(third), ['b early']);
});

test('a full document takes the place of everything', () => {
  const first = mergeDialogInfo(undefined, document(0, 'full', { a: 'confirmed' }));
  assert.deepEqual(rows(mergeDialogInfo(first, document(5, 'full', { b: 'early' }))), ['b early']);
});

test('a document from the past changes nothing', () => {
  const state = mergeDialogInfo(undefined, document(4, 'full', { a: 'early' }));
  assert.equal(mergeDialogInfo(state, document(3, 'full')), state);
  assert.equal(mergeDialogInfo(state, document(4, 'partial', { a: 'confirmed' })), state);
  assert.deepEqual(rows(mergeDialogInfo(state, document(4, 'full'))), []);
});

test('a missing document is told until a full one comes', () => {
  let state = mergeDialogInfo(undefined, document(1, 'full', { a: 'early' }));
  state = mergeDialogInfo(state, document(3, 'partial', { b: 'early' }));
  assert.deepEqual([...rows(state), state.outOfStep], ['a early', 'b early', true]);
  state = mergeDialogInfo(state, document(4, 'partial'));
  assert.equal(state.outOfStep, true);
  state = mergeDialogInfo(state, document(6, 'full'));
  assert.equal(state.outOfStep, false);
  assert.equal(mergeDialogInfo(undefined, document(0, 'partial')).outOfStep, true);
});
