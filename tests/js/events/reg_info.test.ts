import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeRegInfo, parseRegInfo } from '../../../js/events/index.js';
import { samples, told } from './samples.js';

test('registrations and their contacts', () => {
  assert.deepEqual(told(parseRegInfo(samples['application/reginfo+xml']!)), {
    version: 0,
    state: 'full',
    registrations: [
      {
        aor: 'sip:kim@example.net',
        id: 'r9',
        state: 'active',
        contacts: [
          {
            id: 'k1',
            state: 'active',
            event: 'refreshed',
            uri: 'sip:kim@192.0.2.4',
            displayName: 'Kim',
            expires: 540,
            durationRegistered: 7322,
            q: 0.9,
            callId: 'reg-55@192.0.2.4',
            cseq: 12,
            unknownParameters: [
              ['+sip.instance', '"<urn:uuid:00000000-0000-1000-8000-000a95a0e128>"'],
            ],
          },
          {
            id: 'k2',
            state: 'terminated',
            event: 'probation',
            uri: 'sip:kim@192.0.2.5',
            retryAfter: 30,
            unknownParameters: [],
          },
        ],
      },
    ],
  });
});

test('without version, states or ids there is nothing to be done', () => {
  for (const body of [
    '<reginfo state="full"/>',
    '<reginfo version="1" state="deleted"/>',
    '<reginfo version="1" state="full"><registration state="init"/></reginfo>',
    '<reginfo version="1" state="full"><registration id="a" state="on"/></reginfo>',
    '<reginfo version="1" state="full"><registration id="a" state="active"><contact id="c"/></registration></reginfo>',
  ]) {
    assert.throws(() => parseRegInfo(body), { name: 'EventBodyError', code: 'incomplete' });
  }
});

// ── RFC 3680 5.2: what has changed ────────────────────────────────────────────────────────────────

const document = (version: number, state: string, registrations: string) =>
  parseRegInfo(`<reginfo version="${version}" state="${state}">${registrations}</reginfo>`);
const registration = (id: string, state: string, contacts: Record<string, string>) => {
  const rows = Object.entries(contacts).map(([key, at]) => `<contact id="${key}" state="${at}"/>`);
  return `<registration aor="sip:${id}@example.net" id="${id}" state="${state}">${rows.join('')}</registration>`;
};
const rows = ({ registrations }: ReturnType<typeof mergeRegInfo>) =>
  registrations.map(({ id, state, contacts }) =>
    [id, state, ...contacts.map((contact) => `${contact.id} ${contact.state}`)].join(' '),
  );

test('contacts are put over those known, and go when they ended', () => {
  const both = registration('r', 'active', { a: 'active', b: 'active' });
  const first = mergeRegInfo(undefined, document(0, 'full', both + registration('s', 'init', {})));
  const gone = registration('r', 'active', { a: 'terminated', c: 'active' });
  const second = mergeRegInfo(first, document(1, 'partial', gone));
  assert.deepEqual(rows(second), ['r active a terminated b active c active', 's init']);
  const third = mergeRegInfo(
    second,
    document(2, 'partial', registration('s', 'terminated', { d: 'terminated' })),
  );
  assert.deepEqual(rows(third), ['r active b active c active', 's terminated d terminated']);
  const fourth = mergeRegInfo(third, document(3, 'partial', ''));
  assert.deepEqual([...rows(fourth), fourth.outOfStep], ['r active b active c active', false]);
  assert.deepEqual(rows(first), ['r active a active b active', 's init']);
});

test('versions: the past changes nothing, a gap is told, a full document heals', () => {
  const state = mergeRegInfo(undefined, document(5, 'full', registration('r', 'init', {})));
  assert.equal(mergeRegInfo(state, document(4, 'full', '')), state);
  assert.equal(mergeRegInfo(state, document(5, 'partial', '')), state);
  const gap = mergeRegInfo(state, document(7, 'partial', ''));
  assert.deepEqual([gap.outOfStep, gap.version], [true, 7]);
  const healed = mergeRegInfo(gap, document(8, 'full', ''));
  assert.deepEqual([healed.outOfStep, rows(healed)], [false, []]);
});
