import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '../../../js/phone/call.js';
import { RinglineError } from '../../../js/phone/error.js';
import type { TransferRequest } from '../../../types/index.js';
import { type Bench, ended, failed, invite, journal, registered, response } from './fake_engine.js';
import { settled } from '../host/fake_media_devices.js';

const isError = (code: string) => (error: unknown) =>
  error instanceof RinglineError && error.code === code;

async function outgoing(): Promise<Bench & { call: Call }> {
  const all = await registered();
  const calling = all.phone.call('bob');
  const { id } = all.phone.calls[0]!;
  all.engine.say({ type: 'callConnecting', session: id, request: invite('alice', 'bob') });
  return { ...all, call: (await calling) as Call };
}

async function answered(): Promise<Bench & { call: Call }> {
  const all = await outgoing();
  confirm(all, all.call);
  return all;
}

function confirm({ engine }: Bench, call: Call): void {
  const session = call.id;
  engine.say(
    { type: 'callAccepted', session, originator: 'remote', response: response(200, 'OK') },
    { type: 'callConfirmed', session, originator: 'local', ack: '' },
  );
}

async function incoming(options = {}): Promise<Bench & { call: Call }> {
  const all = await registered();
  all.phone.on('incoming', () => {});
  all.engine.say({
    type: 'incomingCall',
    session: 7,
    request: invite('bob', 'alice'),
    replaces: 0,
    joins: 0,
    ...options,
  });
  return { ...all, call: all.phone.calls[0] as Call };
}

test('an outgoing call from the wish to the end', async () => {
  const { phone, engine, host } = await registered({ iceServers: [{ urls: 'stun:s' }] });
  const born = journal(phone, 'call');
  const calling = phone.call('bob', {
    video: { width: 640 },
    headers: { 'X-A': 'b' },
    anonymous: true,
  });
  assert.deepEqual(engine.told('makeCall'), {
    type: 'makeCall',
    target: 'bob',
    anonymous: true,
    extraHeaders: ['X-A: b'],
  });
  const call = born[0]![1] as Call;
  assert.equal(call.state, 'new');
  assert.deepEqual(host.media.get(call.id), {
    mediaConstraints: { audio: true, video: { width: 640 } },
    mediaStream: undefined,
    pcConfig: { iceServers: [{ urls: 'stun:s' }] },
  });
  const events = journal(call, 'state', 'progress', 'answered', 'held', 'ended');
  const session = call.id;
  engine.say({ type: 'callConnecting', session, request: invite('alice', 'bob') });
  assert.equal(await calling, call);
  engine.say({
    type: 'callProgress',
    session,
    originator: 'remote',
    response: response(180, 'Ringing'),
  });
  confirm({ engine } as Bench, call);
  await call.answered;
  assert.ok(call.answeredAt instanceof Date);
  engine.say({ type: 'callHeld', session, originator: 'remote', held: true });
  engine.say({ type: 'callReconnecting', session });
  engine.say({ type: 'callReconnected', session });
  engine.say({ type: 'callHeld', session, originator: 'remote', held: false });
  assert.deepEqual(phone.calls, [call]);
  engine.say(ended(session));
  assert.deepEqual(
    events.map(([name, event]) => (name === 'state' ? event : name)),
    [
      ...['connecting', 'ringing', 'progress', 'answered', 'answered', 'held', 'held'],
      ...['reconnecting', 'held', 'answered', 'held', 'ended', 'ended'],
    ],
  );
  assert.deepEqual(await call.ended, {
    by: 'remote',
    code: 'hangup',
    error: undefined,
    reason: undefined,
  });
  assert.deepEqual(phone.calls, []);
  assert.equal(call.direction, 'outgoing');
  assert.deepEqual(call.remote, { uri: 'sip:bob@example.com', user: 'bob', displayName: '' });
});

test('a camera that may not be used is a typed error with the exception in it', async () => {
  const { phone, engine, host } = await registered();
  for (const [name, code] of [
    ['NotAllowedError', 'mediaDenied'],
    ['NotFoundError', 'mediaMissing'],
    ['OverconstrainedError', 'mediaOverconstrained'],
    ['NotReadableError', 'mediaBusy'],
    ['InvalidStateError', 'mediaFailed'],
  ] as const) {
    const calling = phone.call('bob', { video: true });
    const [call] = phone.calls;
    const exception = Object.assign(new Error('no'), { name });
    host.errors.set(9, exception);
    engine.say(
      failed(call!.id, { originator: 'local', cause: 'userDeniedMediaAccess', detail: 'no' }),
      { type: 'mediaFailed', session: call!.id, op: 9, stage: 'getUserMedia' },
    );
    await assert.rejects(calling, (error: RinglineError) => {
      assert.equal(error.code, code);
      assert.equal(error.cause, exception);
      return true;
    });
    await assert.rejects(call!.answered, isError(code));
    const end = await call!.ended;
    assert.equal(end.code, code);
    assert.equal(end.by, 'local');
    assert.equal(phone.calls.length, 0);
  }
});

test('a call that is refused says why', async () => {
  for (const [cause, status, code] of [
    ['busy', 486, 'busy'],
    ['notFound', 404, 'notFound'],
    ['rejected', 603, 'rejected'],
    ['unavailable', 480, 'unavailable'],
    ['sipFailureCode', 500, 'failed'],
  ] as const) {
    const { engine, call } = await outgoing();
    engine.say(failed(call.id, { cause, message: response(status, 'Words') }));
    await assert.rejects(call.answered, (error: RinglineError) => {
      assert.equal(error.code, code);
      assert.equal(error.sipStatus, status);
      assert.match(error.message, new RegExp(`${status} Words`));
      return true;
    });
    assert.equal(call.state, 'ended');
    await call.hangup();
    await assert.rejects(call.hold(), isError('ended'));
  }
});

test('what cannot be called is refused', async () => {
  const { phone, engine } = await registered();
  engine.refusals.set('makeCall', 'the target is no URI');
  await assert.rejects(phone.call('a b c'), /the target is no URI/);
  await assert.rejects(phone.call('', {}), isError('invalidArgument'));
  await assert.rejects(phone.call('bob', { video: 7 as never }), isError('invalidArgument'));
  await assert.rejects(
    phone.call('bob', { headers: { 'X-A': 7 as never } }),
    isError('invalidArgument'),
  );
  assert.equal(phone.calls.length, 0);
});

test('a signal gives a call up, before it was sent and after', async () => {
  const { phone, engine } = await registered();
  await assert.rejects(phone.call('bob', { signal: AbortSignal.abort() }), isError('canceled'));
  assert.equal(engine.told('makeCall'), undefined);
  const control = new AbortController();
  const calling = phone.call('bob', { signal: control.signal });
  const { id } = phone.calls[0]!;
  control.abort();
  assert.equal(engine.told('endCall')?.session, id);
  engine.say(failed(id, { originator: 'local', cause: 'canceled' }));
  await assert.rejects(calling, isError('canceled'));
});

test('two calls at once keep apart', async () => {
  const { phone, engine, call } = await answered();
  const calling = phone.call('carol');
  const second = phone.calls[1]!;
  engine.say({ type: 'callConnecting', session: second.id, request: invite('alice', 'carol') });
  await calling;
  engine.say(failed(second.id, { cause: 'busy', message: response(486, 'Busy Here') }));
  assert.equal(second.state, 'ended');
  assert.equal(call.state, 'answered');
});

test('an incoming call rings, is answered, and resolves with the ACK', async () => {
  const { engine, host, call, phone } = await incoming();
  assert.equal(engine.told('ringCall')?.session, 7);
  assert.equal(call.state, 'ringing');
  assert.deepEqual(call.remote, { uri: 'sip:bob@example.com', user: 'bob', displayName: 'BOB' });
  const answering = call.answer({ video: true, headers: { 'X-A': 'b' } });
  assert.deepEqual(engine.told('answerCall'), {
    type: 'answerCall',
    session: 7,
    extraHeaders: ['X-A: b'],
  });
  assert.deepEqual(host.media.get(7)?.mediaConstraints, { audio: true, video: true });
  assert.equal(call.state, 'connecting');
  await assert.rejects(call.answer(), isError('invalidState'));
  engine.say({ type: 'callConfirmed', session: 7, originator: 'remote', ack: '' });
  await answering;
  assert.equal(call.state, 'answered');
  await assert.rejects(call.answer(), isError('invalidState'));
  assert.equal(phone.calls[0], call);
});

test('a call nobody listens for is refused, not left ringing', async () => {
  const { phone, engine } = await registered();
  engine.say({
    type: 'incomingCall',
    session: 7,
    request: invite('bob', 'alice'),
    replaces: 0,
    joins: 0,
  });
  assert.equal(engine.told('endCall')?.session, 7);
  assert.equal(engine.told('ringCall'), undefined);
  engine.say(failed(7, { originator: 'local', cause: 'rejected' }));
  assert.equal(phone.calls.length, 0);
});

test('an incoming call can be declined in words of our own', async () => {
  const { engine, call } = await incoming();
  await assert.rejects(call.hangup({ status: 200 }), isError('invalidArgument'));
  const declining = call.hangup({ status: 603, reason: 'Not today', headers: { 'X-A': 'b' } });
  assert.deepEqual(engine.told('endCall'), {
    type: 'endCall',
    session: 7,
    statusCode: 603,
    reasonPhrase: 'Not today',
    extraHeaders: ['X-A: b'],
  });
  engine.say(failed(7, { originator: 'local', cause: 'rejected' }));
  await declining;
  assert.equal(call.state, 'ended');
});

test('a caller who gives up while we answer', async () => {
  const { engine, call } = await incoming();
  const answering = call.answer();
  engine.say(failed(7, { cause: 'canceled' }));
  await assert.rejects(answering, isError('canceled'));
});

test('an outgoing call cannot be answered', async () => {
  const { call } = await outgoing();
  await assert.rejects(call.answer(), isError('invalidState'));
});

test('hold resolves when agreed, rejects when not, and is no work when done', async () => {
  const { engine, call } = await answered();
  const session = call.id;
  const over = {
    type: 'renegotiationEnded',
    session,
    ok: true,
    response: '',
    cause: 'none',
  } as const;
  const holding = call.hold();
  assert.deepEqual(engine.told('holdCall'), { type: 'holdCall', session, held: true });
  engine.say(
    { type: 'callHeld', session, originator: 'local', held: true },
    { ...over, request: 12 },
  );
  await holding;
  assert.equal(call.state, 'held');
  assert.deepEqual(call.held, { local: true, remote: false });
  await call.hold();
  assert.equal(engine.inputs.filter(({ type }) => type === 'holdCall').length, 1);

  const refused = call.unhold();
  engine.say({
    ...over,
    request: 13,
    ok: false,
    response: response(488, 'Not Acceptable Here'),
    cause: 'incompatibleSdp',
  });
  await assert.rejects(
    refused,
    (error: RinglineError) => error.code === 'incompatibleMedia' && error.sipStatus === 488,
  );
  assert.equal(call.state, 'held');

  const overtaken = call.unhold();
  engine.say(ended(session));
  await assert.rejects(overtaken, isError('ended'));
});

test('who takes back before the hold is agreed waits for that, and is not lost', async () => {
  const { engine, call } = await answered();
  const session = call.id;
  const agree = (request: number, held: boolean) => {
    const over = { type: 'renegotiationEnded', session, request } as const;
    engine.say(
      { type: 'callHeld', session, originator: 'local', held },
      { ...over, ok: true, response: '', cause: 'none' },
    );
  };
  const asked = () =>
    engine.inputs.flatMap((input) => (input.type === 'holdCall' ? input.held : []));
  const all = [call.hold(), call.unhold(), call.unhold(), call.hold()];
  assert.deepEqual(asked(), [true]);
  agree(12, true);
  await Promise.all(all.slice(0, 1));
  await settled();
  assert.deepEqual(asked(), [true, false]);
  agree(13, false);
  await Promise.all(all.slice(0, 3));
  await settled();
  assert.deepEqual(asked(), [true, false, true]);
  agree(14, true);
  await Promise.all(all);
  assert.deepEqual(call.held, { local: true, remote: false });
});

test('what needs an answered call says so before', async () => {
  const { call } = await outgoing();
  for (const deed of [
    () => call.hold(),
    () => call.sendTones('1'),
    () => call.sendInfo('text/plain'),
    () => call.transfer('carol'),
    () => call.stats(),
  ]) {
    await assert.rejects(deed(), isError('invalidState'));
  }
});

test('mute is told to the host and can be read', async () => {
  const { call } = await answered();
  call.mute();
  assert.deepEqual(call.muted, { audio: true, video: false });
  call.mute({ video: true });
  assert.deepEqual(call.muted, { audio: true, video: true });
  call.unmute();
  assert.deepEqual(call.muted, { audio: false, video: false });
});

test('tones resolve when the last one is out and acknowledged', async () => {
  const { engine, call } = await answered();
  const session = call.id;
  const sent = { type: 'toneSent', session, duration: 100 } as const;
  const done: string[] = [];
  const first = call.sendTones('1,2').then(() => done.push('first'));
  assert.deepEqual(engine.told('sendTones'), {
    type: 'sendTones',
    session,
    tones: '1,2',
    duration: 100,
    gap: 100,
    transport: 'info',
  });
  const second = call.sendTones('#').then(() => done.push('second'));
  const acknowledge = (request: number, ok: boolean) =>
    engine.say({
      type: 'requestAnswered',
      request,
      ok,
      response: '',
      cause: ok ? 'none' : 'sipFailureCode',
    });
  engine.say({ ...sent, tone: '1', request: 21 }, { ...sent, tone: '2', request: 22 });
  engine.say({ ...sent, tone: '#', request: 0 });
  await second;
  acknowledge(21, true);
  acknowledge(22, true);
  await first;
  assert.deepEqual(done, ['second', 'first']);

  const refused = call.sendTones('5');
  engine.say({ ...sent, tone: '5', request: 23 });
  acknowledge(23, false);
  await assert.rejects(refused, isError('failed'));
  const overtaken = call.sendTones('6');
  for (const tones of ['', 'x', '1 2'])
    await assert.rejects(call.sendTones(tones), isError('invalidArgument'));
  await assert.rejects(call.sendTones('1', { transport: 'rtp' }), isError('invalidState'));
  engine.say(ended(session));
  await assert.rejects(overtaken, isError('ended'));
});

test('where the sound can carry tones, it does', async () => {
  const { engine, host, call } = await answered();
  const senders = [{ dtmf: { canInsertDTMF: true } }];
  host.peers.set(call.id, { getSenders: () => senders } as unknown as RTCPeerConnection);
  void call.sendTones('1');
  assert.equal(engine.told('sendTones')?.transport, 'rtp');
});

test('tones and INFO that come in are events', async () => {
  const { engine, call } = await answered();
  const events = journal(call, 'tone', 'info');
  const session = call.id;
  engine.say({ type: 'toneReceived', session, tone: '5', duration: 160, request: '' });
  engine.say({
    type: 'infoReceived',
    session,
    contentType: 'text/plain',
    body: 'hi',
    request: invite('bob', 'a'),
  });
  assert.deepEqual(events[0], ['tone', { tone: '5', duration: 160 }]);
  const [name, info] = events[1]! as ['info', { body: string; contentType: string }];
  assert.deepEqual([name, info.body, info.contentType], ['info', 'hi', 'text/plain']);
});

test('a blind transfer that succeeds hangs up here', async () => {
  const { engine, call } = await answered();
  const session = call.id;
  const told = journal(call, 'transferProgress');
  const going = call.transfer('carol', { headers: { 'X-A': 'b' } });
  assert.deepEqual(engine.told('referCall'), {
    type: 'referCall',
    session,
    target: 'carol',
    replaces: 0,
    extraHeaders: ['X-A: b'],
  });
  const progress = {
    type: 'referProgress',
    request: 12,
    session,
    notify: '',
    cause: 'none',
  } as const;
  engine.say({ type: 'requestAnswered', request: 12, ok: true, response: '', cause: 'none' });
  engine.say({ ...progress, statusCode: 180, reasonPhrase: 'Ringing', final: false });
  assert.equal(engine.told('endCall'), undefined);
  engine.say({ ...progress, statusCode: 200, reasonPhrase: 'OK', final: true });
  await new Promise(setImmediate);
  assert.equal(engine.told('endCall')?.session, session);
  engine.say(ended(session, { originator: 'local' }));
  await going;
  assert.deepEqual(
    told.map(([, event]) => event),
    [
      { sipStatus: 180, reason: 'Ringing', final: false },
      { sipStatus: 200, reason: 'OK', final: true },
    ],
  );
});

test('a transfer that fails leaves the call as it was', async () => {
  const { engine, call } = await answered();
  const session = call.id;
  const refused = call.transfer('carol');
  engine.say({
    type: 'requestAnswered',
    request: 12,
    ok: false,
    response: response(405, 'Method Not Allowed', 'REFER'),
    cause: 'sipFailureCode',
  });
  await assert.rejects(refused, isError('failed'));
  const busy = call.transfer('carol');
  engine.say(
    { type: 'requestAnswered', request: 13, ok: true, response: '', cause: 'none' },
    {
      type: 'referProgress',
      request: 13,
      session,
      notify: '',
      statusCode: 486,
      reasonPhrase: 'Busy Here',
      final: true,
      cause: 'busy',
    },
  );
  await assert.rejects(
    busy,
    (error: RinglineError) => error.code === 'busy' && error.sipStatus === 486,
  );
  assert.equal(call.state, 'answered');
  assert.equal(engine.told('endCall'), undefined);
});

test('who leaves for the transfer before its news has been transferred', async () => {
  const { engine, call } = await answered();
  const going = call.transfer('carol');
  engine.say({ type: 'requestAnswered', request: 12, ok: true, response: '', cause: 'none' });
  engine.say(ended(call.id));
  await going;
});

test('an attended transfer names the other call', async () => {
  const all = await answered();
  const { phone, engine, call } = all;
  void phone.call('carol');
  const other = phone.calls[1] as Call;
  await assert.rejects(call.transfer(other), isError('invalidArgument'));
  await assert.rejects(call.transfer(call), isError('invalidArgument'));
  engine.say({ type: 'callConnecting', session: other.id, request: invite('alice', 'carol') });
  confirm(all, other);
  void call.transfer(other);
  assert.equal(engine.told('referCall')?.replaces, other.id);
  assert.equal(engine.told('referCall')?.target, other.remote.uri);
});

test('being transferred is declined unless somebody decides', async () => {
  const { phone, engine, host, call } = await answered();
  const refer = {
    type: 'referReceived',
    session: call.id,
    refer: 4,
    target: 'sip:carol@example.com',
    request: invite('b', 'a'),
  } as const;
  engine.say(refer);
  assert.deepEqual(engine.told('respond'), { type: 'respond', incoming: 4, statusCode: 603 });

  let asked: TransferRequest | undefined;
  call.on('transferRequest', (request) => (asked = request));
  engine.say(refer);
  const accepting = asked!.accept({ video: true });
  assert.equal(engine.told('acceptRefer')?.refer, 4);
  const made = phone.calls[1]!;
  assert.deepEqual(host.media.get(made.id)?.mediaConstraints, { audio: true, video: true });
  engine.say({ type: 'callConnecting', session: made.id, request: invite('alice', 'carol') });
  assert.equal(await accepting, made);
  await assert.rejects(asked!.accept(), isError('invalidState'));
  assert.throws(() => asked!.reject(), isError('invalidState'));
});

test('a call that replaces one of ours is answered by itself, with the media of that one', async () => {
  const { phone, engine, host, call } = await answered();
  const born = journal(phone, 'call', 'incoming');
  const told = journal(call, 'replaced');
  engine.say({
    type: 'incomingCall',
    session: 40,
    request: invite('carol', 'alice'),
    replaces: call.id,
    joins: 0,
  });
  assert.equal(engine.told('answerCall')?.session, 40);
  assert.deepEqual(host.media.get(40)?.mediaConstraints, { audio: true, video: false });
  assert.deepEqual(
    born.map(([name]) => name),
    ['call'],
  );
  assert.equal(told[0]?.[1], phone.calls[1]);
});

test('streams are told as they come', async () => {
  const { engine, host, phone } = await registered();
  const calling = phone.call('bob');
  const call = phone.calls[0] as Call;
  const events = journal(call, 'localStream', 'remoteStream');
  const local = {} as MediaStream;
  host.streams.set(call.id, local);
  host.onLocalStream!(call.id, local);
  host.onLocalStream!(call.id, local);
  assert.deepEqual(events, [['localStream', local]]);

  class Stream {
    tracks: unknown[] = [];
    addTrack(track: unknown): void {
      this.tracks.push(track);
    }
    removeTrack(track: unknown): void {
      this.tracks.splice(this.tracks.indexOf(track), 1);
    }
    getTracks(): unknown[] {
      return [...this.tracks];
    }
  }
  Object.assign(globalThis, { MediaStream: Stream });
  const target = new EventTarget();
  host.onPeer!(call.id, target as RTCPeerConnection);
  for (const kind of ['audio', 'video'])
    target.dispatchEvent(Object.assign(new Event('track'), { track: { kind } }));
  assert.equal(events.length, 3);
  assert.equal(call.remoteStream, events[2]![1]);
  const { tracks } = call.remoteStream as unknown as Stream;
  assert.equal(tracks.length, 2);
  // Another peer in its place: the stream stays, with the tracks of that one.
  const next = new EventTarget();
  host.onPeer!(call.id, next as RTCPeerConnection);
  next.dispatchEvent(Object.assign(new Event('track'), { track: { kind: 'audio' } }));
  assert.deepEqual(tracks, [{ kind: 'audio' }]);
  assert.equal(call.remoteStream, events[3]![1]);
  engine.say({ type: 'callConnecting', session: call.id, request: invite('alice', 'bob') });
  await calling;
});

test('a caller hears us before we answer, with one media for both', async () => {
  const { engine, host, call } = await incoming();
  const early = call.startEarlyMedia({ video: true });
  assert.deepEqual(engine.told('ringCall'), {
    type: 'ringCall',
    session: 7,
    earlyMedia: true,
  });
  engine.say({ type: 'callProgress', session: 7, originator: 'local', response: '' });
  await early;
  assert.equal(call.state, 'ringing');
  await assert.rejects(call.startEarlyMedia(), isError('invalidState'));
  const answering = call.answer({ audio: false });
  assert.deepEqual(host.media.get(7)?.mediaConstraints, { audio: true, video: true });
  engine.say(
    { type: 'callAccepted', session: 7, originator: 'local', response: '' },
    { type: 'callConfirmed', session: 7, originator: 'remote', ack: '' },
  );
  await answering;
  assert.equal(call.state, 'answered');
});

test('early media that cannot be ends with the call', async () => {
  const { engine, call } = await incoming();
  const early = call.startEarlyMedia();
  engine.say({
    type: 'callFailed',
    session: 7,
    originator: 'local',
    message: '',
    detail: 'no',
    cause: 'userDeniedMediaAccess',
  });
  await assert.rejects(early, isError('mediaDenied'));
});
