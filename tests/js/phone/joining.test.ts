import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '../../../js/phone/call.js';
import { type Conference, confer } from '../../../js/phone/conference.js';
import { offerJoin } from '../../../js/phone/joining.js';
import { areTogether, enter, roomOf } from '../../../js/phone/membership.js';
import { deferred } from '../../../js/phone/promise.js';
import type * as Contract from '../../../types/index.js';
import { installAudio } from '../host/fake_audio.js';
import { type Bench, invite, isError, journal, registered } from './fake_engine.js';
import { Member } from './fake_member.js';

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

  for (const options of [{ confr: confer }, { confer: 'yes' }, null]) {
    await assert.rejects(asked[0]!.accept(options as object), isError('invalidArgument'));
  }
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

/** Asks whether it may join; what its acceptance with `confer` comes to. */
function join(joined: Member, newcomer: Member, how: typeof confer): Promise<void> {
  let accepting = Promise.resolve();
  offerJoin(joined.call, newcomer.call, (_name, request) => {
    accepting = (request as Contract.JoinRequest).accept({ confer: how });
  });
  return accepting;
}

/** A call that two want to join at once, by a `confer` that waits for the test. */
async function meeting(
  run: (all: {
    host: Member;
    newcomers: [Member, Member];
    rooms: Conference[];
    confer: typeof confer;
    go: () => void;
  }) => Promise<void>,
): Promise<void> {
  const uninstall = installAudio();
  const rooms: Conference[] = [];
  const gate = deferred();
  const host = new Member('host');
  const [one, two] = [new Member('one').ringing(), new Member('two').ringing()];
  try {
    await run({
      ...{ host, newcomers: [one, two], rooms, go: gate.resolve },
      confer: async (calls) => {
        await gate.promise;
        const room = await confer(calls);
        rooms.push(room);
        return room;
      },
    });
  } finally {
    for (const room of rooms) await room.end();
    uninstall();
  }
}

test('two that join at once come into one conference', async () => {
  for (const isImmediate of [true, false]) {
    await meeting(async ({ host, newcomers, rooms, confer, go }) => {
      const [one, two] = newcomers;
      if (isImmediate) go();
      const accepting = newcomers.map((newcomer) => join(host, newcomer, confer));
      await settled();
      assert.ok(areTogether(one, two));
      go();
      await Promise.all(accepting);
      assert.equal(rooms.length, 1);
      assert.deepEqual(host.hears, ['my host', 'one', 'two']);
      assert.deepEqual(one.hears, ['host', 'my one', 'two']);
      assert.deepEqual(two.hears, ['host', 'my two', 'one']);
    });
  }
});

test('of two that join at once the other comes in where the first hangs up meanwhile', async () => {
  for (const leaver of [0, 1]) {
    await meeting(async ({ host, newcomers, rooms, confer, go }) => {
      const accepting = newcomers.map((newcomer) => join(host, newcomer, confer));
      await settled();
      newcomers[leaver]!.end();
      go();
      const stays = newcomers[1 - leaver]!;
      await accepting[1 - leaver];
      await assert.rejects(accepting[leaver]!, isError('ended'));
      assert.equal(rooms.length, 1);
      assert.deepEqual(rooms[0]!.calls, [host, stays]);
      assert.deepEqual(host.hears, ['my host', stays.name]);
    });
  }
});

test('when no conference can be opened for the first, the second opens one', async () => {
  await meeting(async ({ host, newcomers, rooms, confer, go }) => {
    const [one, two] = newcomers;
    const refused = join(host, one, () => Promise.reject(new Error('not allowed')));
    const accepted = join(host, two, confer);
    go();
    await assert.rejects(refused, /not allowed/);
    await accepted;
    assert.deepEqual(rooms[0]!.calls, [host, two]);
    assert.equal(one.state, 'answered');
    assert.equal(roomOf(one), undefined);
  });
});

test('a call that has ended meanwhile cannot be joined, and who comes next is not kept waiting', async () => {
  await meeting(async ({ host, newcomers, rooms, confer, go }) => {
    const accepting = newcomers.map((newcomer) => join(host, newcomer, confer));
    await settled();
    host.end();
    go();
    for (const accepted of accepting) await assert.rejects(accepted, isError('ended'));
    assert.deepEqual([rooms.length, roomOf(host)], [0, undefined]);
  });
});

test('who joins one that is itself about to join comes into the same conference', async () => {
  await meeting(async ({ host, newcomers, rooms, confer, go }) => {
    const [one, two] = newcomers;
    const first = join(host, one, confer);
    await settled();
    const second = join(one, two, confer);
    await settled();
    assert.ok(areTogether(host, two));
    go();
    await Promise.all([first, second]);
    assert.deepEqual(
      rooms.map(({ calls }) => calls),
      [[host, one, two]],
    );
  });
});

test('accepted twice, it joins once, and is with the other all the while', async () => {
  await meeting(async ({ host, newcomers, confer, go }) => {
    const [one] = newcomers;
    let request!: Contract.JoinRequest;
    offerJoin(
      host.call,
      one.call,
      (_name, event) => void (request = event as Contract.JoinRequest),
    );
    const accepting = request.accept({ confer });
    await settled();
    await assert.rejects(request.accept({ confer }), isError('invalidState'));
    assert.ok(areTogether(host, one));
    go();
    await accepting;
  });
});
