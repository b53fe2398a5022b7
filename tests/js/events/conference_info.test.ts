import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeConferenceInfo, parseConferenceInfo } from '../../../js/events/index.js';
import { samples, told } from './samples.js';

const full = parseConferenceInfo(samples['application/conference-info+xml']!);

test('description, state, users, endpoints and media', () => {
  assert.deepEqual(told(full), {
    entity: 'sip:room7@conf.example.com',
    state: 'full',
    version: 1,
    description: { displayText: 'Room 7', subject: 'Budget', maximumUserCount: 25 },
    conferenceState: { userCount: 2, active: true, locked: false },
    usersState: 'full',
    users: [
      {
        entity: 'sip:ana@example.net',
        state: 'full',
        displayText: 'Ana',
        roles: ['chair', 'speaker'],
        endpoints: [
          {
            entity: 'sip:ana@192.0.2.9',
            state: 'full',
            displayText: 'Laptop',
            status: 'connected',
            joiningMethod: 'dialed-in',
            media: [
              { id: '1', type: 'audio', label: '34567', srcId: '432424', status: 'sendrecv' },
              { id: '2', type: 'video', status: 'recvonly' },
            ],
          },
        ],
      },
      {
        entity: 'sip:bob@example.org',
        state: 'full',
        roles: [],
        endpoints: [{ entity: 'sip:bob@192.0.2.7', state: 'full', status: 'on-hold', media: [] }],
      },
    ],
  });
});

test('without version, entities and ids there is nothing to be done', () => {
  for (const inside of [
    '<users><user/></users>',
    '<users state="some"/>',
    '<users><user entity="a"><endpoint/></user></users>',
    '<users><user entity="a"><endpoint entity="b"><media/></endpoint></user></users>',
  ]) {
    const body = `<conference-info version="1">${inside}</conference-info>`;
    assert.throws(() => parseConferenceInfo(body), { name: 'EventBodyError', code: 'incomplete' });
  }
  assert.throws(() => parseConferenceInfo('<conference-info/>'), { code: 'incomplete' });
});

test('the least that is a document', () => {
  assert.deepEqual(told(parseConferenceInfo('<conference-info version="0"/>')), {
    entity: '',
    state: 'full',
    version: 0,
    users: [],
  });
});

// ── RFC 4575 4.6 ────────────────────────────────────────────────────────────────────────────────

const partial = (version: number, inside: string, state = 'partial') =>
  parseConferenceInfo(
    `<conference-info entity="sip:room7@conf.example.com" state="${state}" version="${version}">${inside}</conference-info>`,
  );
const first = mergeConferenceInfo(undefined, full);
const before = told(first);
const users = (state: typeof first) => state.users.map(({ entity }) => entity);

test('what a partial document does not tell stays', () => {
  const state = mergeConferenceInfo(
    first,
    partial(
      2,
      `<conference-state><user-count>3</user-count></conference-state>
       <users state="partial"><user entity="sip:ana@example.net" state="partial">
         <endpoint entity="sip:ana@192.0.2.9" state="partial"><status>muted-via-focus</status>
           <media id="2"><status>inactive</status></media></endpoint></user>
         <user entity="sip:cy@example.com"/></users>`,
    ),
  );
  assert.deepEqual(state.description, first.description);
  assert.deepEqual(told(state.conferenceState), { userCount: 3, active: true, locked: false });
  const [ana] = state.users;
  assert.deepEqual([ana?.displayText, ana?.roles], ['Ana', ['chair', 'speaker']]);
  const [laptop] = ana!.endpoints;
  assert.equal(laptop?.status, 'muted-via-focus');
  assert.equal(laptop?.displayText, 'Laptop');
  assert.deepEqual(told(laptop?.media), [
    { id: '1', type: 'audio', label: '34567', srcId: '432424', status: 'sendrecv' },
    { id: '2', status: 'inactive' },
  ]);
  assert.deepEqual(users(state), [
    'sip:ana@example.net',
    'sip:bob@example.org',
    'sip:cy@example.com',
  ]);
  assert.equal(state.outOfStep, false);
  assert.deepEqual(told(first), before);
});

test('users and endpoints that are deleted go', () => {
  const gone = `<users state="partial"><user entity="sip:bob@example.org" state="deleted"/>
    <user entity="sip:ana@example.net" state="partial"><endpoint entity="sip:ana@192.0.2.9" state="deleted"/></user></users>`;
  const state = mergeConferenceInfo(first, partial(2, gone));
  assert.deepEqual(users(state), ['sip:ana@example.net']);
  assert.deepEqual(state.users[0]?.endpoints, []);
  const nobody =
    '<users state="partial"><user entity="sip:nobody@example.org" state="deleted"/></users>';
  assert.deepEqual(users(mergeConferenceInfo(state, partial(3, nobody))), ['sip:ana@example.net']);
});

test('a user that is told as a whole is that and no more', () => {
  const ana = '<users state="partial"><user entity="sip:ana@example.net"/></users>';
  const [user] = mergeConferenceInfo(first, partial(2, ana)).users;
  assert.deepEqual(told(user), {
    entity: 'sip:ana@example.net',
    state: 'full',
    roles: [],
    endpoints: [],
  });
});

test('a list without a state is the whole list, also in a partial document', () => {
  const cy = '<users><user entity="sip:cy@example.com"/></users>';
  assert.deepEqual(users(mergeConferenceInfo(first, partial(2, cy))), ['sip:cy@example.com']);
  assert.deepEqual(users(mergeConferenceInfo(first, partial(2, '<users state="deleted"/>'))), []);
});

test('the conference that is over', () => {
  const state = mergeConferenceInfo(first, partial(2, '', 'deleted'));
  assert.deepEqual([state.deleted, state.users, state.outOfStep], [true, [], false]);
});

test('versions: the past changes nothing, a gap is told, a full document heals', () => {
  assert.equal(mergeConferenceInfo(first, partial(0, '', 'full')), first);
  assert.equal(mergeConferenceInfo(first, partial(1, '<users/>')), first);
  const gap = mergeConferenceInfo(first, partial(3, ''));
  assert.deepEqual([gap.outOfStep, users(gap)], [true, users(first)]);
  assert.equal(mergeConferenceInfo(gap, partial(4, '', 'full')).outOfStep, false);
  assert.equal(mergeConferenceInfo(undefined, partial(0, '')).outOfStep, true);
});
