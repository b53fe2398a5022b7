import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '../../../js/phone/call.js';
import { enter } from '../../../js/phone/membership.js';
import type * as Contract from '../../../types/index.js';
import { type Bench, invite, isError, journal, registered } from './fake_engine.js';

const tagged = (line: string, from: string, to: string) =>
  [
    line,
    `From: <sip:alice@example.com>;tag=${from}`,
    `To: "Bob;tag=x" <sip:bob@example.com;tag=y>;tag=${to}`,
    'Call-ID: c1@x',
    'CSeq: 1 INVITE',
    '',
    '',
  ].join('\r\n');

async function outgoing(options = {}): Promise<Bench & { call: Call }> {
  const all = await registered(options);
  const calling = all.phone.call('bob');
  const session = all.phone.calls[0]!.id;
  all.engine.say({ type: 'callConnecting', session, request: invite('alice', 'bob') });
  return { ...all, call: (await calling) as Call };
}

function confirm({ engine, call }: Bench & { call: Call }): void {
  const session = call.id;
  const response = tagged('SIP/2.0 200 OK', 'ours', 'theirs');
  engine.say(
    { type: 'callAccepted', session, originator: 'remote', response },
    { type: 'callConfirmed', session, originator: 'local', ack: '' },
  );
}

async function answered(options = {}): Promise<Bench & { call: Call }> {
  const all = await outgoing(options);
  confirm(all);
  return all;
}

const newcomer = (joins: number) =>
  ({
    type: 'incomingCall',
    session: 40,
    request: invite('carol', 'alice'),
    replaces: 0,
    joins,
  }) as const;

const answer = ({ engine }: Bench) =>
  engine.say(
    { type: 'callAccepted', session: 40, originator: 'local', response: '' },
    { type: 'callConfirmed', session: 40, originator: 'remote', ack: '' },
  );

/** Whatever was begun has come as far as it can by itself. */
const settled = () => new Promise(setImmediate);

test('a call names its dialog once it is answered, as we see it, whoever called', async () => {
  const bench = await outgoing();
  assert.equal(bench.call.dialog, undefined);
  confirm(bench);
  assert.deepEqual(bench.call.dialog, { callId: 'c1@x', localTag: 'ours', remoteTag: 'theirs' });

  const { phone, engine } = await registered();
  phone.on('incoming', () => {});
  engine.say({ ...newcomer(0), session: 7 });
  const [call] = phone.calls;
  const ack = tagged('ACK sip:x SIP/2.0', 'theirs', 'ours');
  engine.say(
    { type: 'callAccepted', session: 7, originator: 'local', response: '' },
    { type: 'callConfirmed', session: 7, originator: 'remote', ack },
  );
  assert.deepEqual(call!.dialog, { callId: 'c1@x', localTag: 'ours', remoteTag: 'theirs' });
});

test('to join names a dialog as they see it, or turns one of ours round', async () => {
  const { phone, engine, call } = await answered();
  const asked = (join: Contract.CallOptions['join']) => {
    void phone.call('bob', { join, headers: { 'X-A': 'b' } });
    return engine.told('makeCall')?.extraHeaders;
  };
  assert.deepEqual(asked({ callId: 'd2', localTag: 'l', remoteTag: 'r' }), [
    'X-A: b',
    'Join: d2;to-tag=l;from-tag=r',
  ]);
  assert.deepEqual(asked(call), ['X-A: b', 'Join: c1@x;to-tag=theirs;from-tag=ours']);
});

test('what cannot be joined is refused before anything is sent', async () => {
  const { phone, call } = await outgoing();
  for (const join of [call, {}, { callId: '', localTag: 'l', remoteTag: 'r' }, 'c1']) {
    await assert.rejects(phone.call('bob', { join: join as never }), isError('invalidArgument'));
  }
});

test('who wants to join is a question of the call that is to be joined', async () => {
  // Also where nobody else may call meanwhile.
  const bench = await answered({ callWaiting: 'busy' });
  const { phone, engine, call } = bench;
  const born = journal(phone, 'call', 'incoming');
  const asked: Contract.JoinRequest[] = [];
  call.on('joinRequest', (request) => asked.push(request));
  engine.say(newcomer(call.id));
  assert.deepEqual(
    born.map(([name]) => name),
    ['call'],
  );
  assert.equal(asked[0]!.call, phone.calls[1]);
  assert.equal(engine.told('ringCall')?.session, 40);

  const accepting = asked[0]!.accept({ video: true, headers: { 'X-C': 'd' } });
  assert.deepEqual(engine.told('answerCall'), {
    type: 'answerCall',
    session: 40,
    extraHeaders: ['X-C: d'],
  });
  answer(bench);
  await accepting;
  await assert.rejects(asked[0]!.accept(), isError('invalidState'));
});

test('an accepted one is brought together with the other, in the conference that there is', async () => {
  for (const isThere of [false, true]) {
    const bench = await answered();
    const { phone, engine, call } = bench;
    const done: unknown[] = [];
    const room = { add: (one: unknown) => (done.push(one), Promise.resolve()) };
    if (isThere) enter(call, room as never);
    const confer = (calls: readonly Contract.Call[]) => (done.push(calls), Promise.resolve(room));
    call.on('joinRequest', ({ accept }) => void accept({ confer: confer as never }));
    engine.say(newcomer(call.id));
    answer(bench);
    await settled();
    const joined = phone.calls[1];
    assert.deepEqual(done, isThere ? [joined] : [[call, joined]]);
  }
});

test('who may not join is declined, or calls like anybody where nobody listens', async () => {
  const { phone, engine, call } = await answered();
  const incoming = journal(phone, 'incoming');
  engine.say(newcomer(call.id));
  assert.equal(incoming.length, 1);
  call.on('joinRequest', ({ reject }) => reject());
  engine.say({ ...newcomer(call.id), session: 41 });
  assert.equal(engine.told('endCall')?.session, 41);
  assert.equal(engine.told('endCall')?.statusCode, 603);
  assert.equal(incoming.length, 1);
});

test('who is to hear the new one is not put on hold by the rule for waiting calls; who is not, is', async () => {
  for (const [isMixed, isThere] of [
    [true, false],
    [true, true],
    [false, false],
  ]) {
    const bench = await answered({ callWaiting: 'hold' });
    const { phone, engine, call } = bench;
    const room = { add: (one: object) => Promise.resolve(enter(one, room)) };
    if (isThere) {
      // Another one is in the same conference.
      enter(call, room);
      phone.on('incoming', (member) => enter(member, room));
      engine.say({ ...newcomer(0), session: 39 });
      engine.say({ type: 'callConfirmed', session: 39, originator: 'remote', ack: '' });
    }
    // The sound has to be there before they are in it.
    const confer = (calls: readonly Contract.Call[]) => settled().then(() => calls.map(room.add));
    call.on('joinRequest', ({ accept }) => {
      void accept(isMixed ? { confer: confer as never } : {});
    });
    engine.say(newcomer(call.id));
    answer(bench);
    await settled();
    await settled();
    assert.equal(engine.told('holdCall')?.session, isMixed ? undefined : call.id);
  }
});
