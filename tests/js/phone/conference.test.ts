import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { type Conference, confer } from '../../../js/phone/conference.js';
import { record } from '../../../js/phone/recording.js';
import { roomOf } from '../../../js/phone/membership.js';
import { deferred } from '../../../js/phone/promise.js';
import { FakeAudioContext, FakeSoundTrack, heardIn, installAudio } from '../host/fake_audio.js';
import { Member } from './fake_member.js';
import { isError, journal } from './fake_engine.js';

let uninstall: () => void;
beforeEach(() => {
  uninstall = installAudio();
  mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
});
afterEach(async () => {
  // The context is the page's: an open conference would hand it to the next test.
  for (const conference of rooms.splice(0)) await conference.end();
  mock.timers.reset();
  uninstall();
});

const rooms: Conference[] = [];
const settled = () => new Promise(setImmediate);

const members = () => [new Member('a'), new Member('b'), new Member('c')] as const;
async function conferOf(...calls: Member[]): Promise<Conference> {
  const conference = await confer(calls.map(({ call }) => call));
  rooms.push(conference);
  return conference;
}
const said = (conference: Conference) => heardIn(conference.stream.getAudioTracks()[0]);

test('each hears all others and its own microphone, not itself', async () => {
  const [a, b, c] = members();
  const conference = await conferOf(a, b);
  const told = journal(conference, 'joined', 'left', 'ended');
  assert.deepEqual(
    [a.hears, b.hears],
    [
      ['b', 'my a'],
      ['a', 'my b'],
    ],
  );
  await conference.add(c.call);
  assert.deepEqual(c.hears, ['a', 'b', 'my c']);
  assert.deepEqual(a.hears, ['b', 'c', 'my a']);
  assert.deepEqual(said(conference), ['a', 'b', 'c']);
  assert.deepEqual(conference.calls, [a.call, b.call, c.call]);

  await conference.remove(b.call);
  assert.deepEqual([a.hears, b.hears, c.hears], [['c', 'my a'], ['my b'], ['a', 'my c']]);
  a.end();
  await settled();
  assert.deepEqual([c.hears, said(conference)], [['my c'], ['c']]);
  c.end();
  await conference.ended;
  assert.deepEqual(told, [
    ['joined', c],
    ['left', b],
    ['left', a],
    ['left', c],
    ['ended', undefined],
  ]);
  assert.equal(FakeAudioContext.made[0]!.state, 'closed');
});

test('our microphones are muted for all, and they go on hearing each other', async () => {
  const [a, b, c] = members();
  const conference = await conferOf(a, b);
  const told = journal(conference, 'muted');
  conference.mute();
  conference.mute();
  await conference.add(c.call);
  assert.deepEqual(
    [a.hears, c.hears],
    [
      ['b', 'c'],
      ['a', 'b'],
    ],
  );
  assert.deepEqual(conference.sides().local, []);
  conference.unmute();
  assert.deepEqual(a.hears, ['b', 'c', 'my a']);
  assert.deepEqual(told, [
    ['muted', true],
    ['muted', false],
  ]);
  assert.deepEqual(conference.sides().local.map(heardIn), [['my a']]);
});

test('who is held by either side is out of the mix, and back after it', async () => {
  const [a, b] = members();
  await conferOf(a, b);
  for (const by of ['local', 'remote'] as const) {
    a.hear(by, true);
    assert.deepEqual(b.hears, ['my b']);
    a.hear(by, false);
    assert.deepEqual(b.hears, ['a', 'my b']);
  }
});

test('other tracks, another microphone and another connection are followed', async () => {
  const [a, b] = members();
  const conference = await conferOf(a, b);
  a.sound('a again');
  assert.deepEqual(b.hears, ['a again', 'my b']);

  const headset = new FakeSoundTrack('headset').track;
  b.sender.track?.stop();
  b.sender.track = headset;
  mock.timers.tick(1000);
  await settled();
  assert.deepEqual(b.hears, ['a again', 'headset']);

  a.connect();
  mock.timers.tick(1000);
  await settled();
  assert.deepEqual(a.hears, ['b', 'my a']);
  await conference.end();
  assert.equal(b.sender.track, headset);
  assert.deepEqual(a.hears, ['my a']);
});

test('a call on hold is taken back to join', async () => {
  const [a, b] = members();
  a.hear('local', true);
  await conferOf(a, b);
  assert.deepEqual([a.held.local, b.hears], [false, ['a', 'my b']]);
});

test('when one cannot join, all are as they were', async () => {
  for (const refuse of [
    (b: Member) => void (b.refusals.unhold = '488'),
    (b: Member) => void (b.sender.refusal = new Error('no')),
    (b: Member) => b.end(),
  ]) {
    const [a, b] = members();
    const gate = deferred();
    b.gate = gate.promise;
    for (const call of [a, b]) call.hear('local', true);
    const conferring = conferOf(a, b);
    await settled();
    refuse(b);
    gate.resolve();
    await assert.rejects(conferring);
    assert.deepEqual([a.held.local, a.hears], [true, ['my a']]);
    assert.equal(b.state === 'ended' || b.held.local, true);
    assert.deepEqual([roomOf(a), roomOf(b)], [undefined, undefined]);
    assert.equal(FakeAudioContext.made.at(-1)!.state, 'closed');
  }
});

test('what is said twice at once is done once', async () => {
  const [a, b, c] = members();
  const conference = await conferOf(a, b);
  const told = journal(conference, 'joined', 'left');
  await Promise.all([conference.add(c.call), conference.add(c.call)]);
  await Promise.all([conference.remove(c.call), conference.remove(c.call)]);
  assert.deepEqual(told, [
    ['joined', c],
    ['left', c],
  ]);
  await assert.rejects(conferOf(a), isError('invalidArgument'));
  await Promise.all([conference.end({ hangup: true }), conference.end()]);
  assert.deepEqual([a.state, b.state, c.state], ['ended', 'ended', 'answered']);
  await assert.rejects(record(conference), isError('invalidState'));
  await assert.rejects(conference.add(c.call), isError('invalidState'));
});

test('who is removed while it is on its way in does not join', async () => {
  const [a, b] = members();
  const conference = await conferOf(a);
  b.hear('local', true);
  const gate = deferred();
  b.gate = gate.promise;
  const adding = conference.add(b.call);
  await settled();
  await conference.remove(b.call);
  gate.resolve();
  await assert.rejects(adding, isError('invalidState'));
  assert.deepEqual([a.hears, b.hears], [['my a'], ['my b']]);
});

test('a call that is not answered, or over, cannot join', async () => {
  const [a, b] = members();
  Object.assign(a, { answeredAt: undefined, state: 'ringing' });
  b.end();
  await assert.rejects(conferOf(a), isError('invalidState'));
  await assert.rejects(conferOf(b), isError('ended'));
  assert.equal(FakeAudioContext.made.length, 0);
});

test('without Web Audio, or before the user touched the page, it says so', async () => {
  const [a, b] = members();
  FakeAudioContext.begins = false;
  const waiting = conferOf(a, b);
  await settled();
  mock.timers.tick(3000);
  await assert.rejects(waiting, isError('mediaDenied'));
  assert.equal(FakeAudioContext.made[0]!.state, 'closed');
  uninstall();
  await assert.rejects(conferOf(a, b), isError('unsupported'));
  assert.deepEqual([a.asked, a.hears], [[], ['my a']]);
});
