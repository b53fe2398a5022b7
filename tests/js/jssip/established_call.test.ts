import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Output } from '../../../js/engine/vocabulary.js';
import type { CallOptions, RTCSession } from '../../../types/jssip.js';
import { names, ourInvite, phone, record, response, sdp, theirs } from './fake_phone.js';

type Event = Record<string, unknown>;
let { ua, engine, host } = phone();
let events: [string, ...unknown[]][] = [];

beforeEach(() => {
  ({ ua, engine, host } = phone());
  events = record(ua, 'ua ');
  ua.on('newRTCSession', ({ session }) => void record(session, '', events));
  engine.reactions.makeCall = () => ({
    id: 4,
    say: [
      { type: 'callCreated', session: 4, request: ourInvite() },
      { type: 'openPeer', session: 4 },
    ],
  });
});

const say = {
  connecting: { type: 'callConnecting', session: 4, request: ourInvite() },
  offer: { type: 'reviewSdp', op: 1, session: 4, originator: 'local', kind: 'offer', sdp },
  sending: { type: 'reviewRequest', op: 2, session: 4, request: ourInvite({}, sdp) },
  ringing: {
    type: 'callProgress',
    session: 4,
    originator: 'remote',
    response: response('180 Ringing'),
  },
  answer: { type: 'reviewSdp', op: 3, session: 4, originator: 'remote', kind: 'answer', sdp },
  accepted: {
    type: 'callAccepted',
    session: 4,
    originator: 'remote',
    response: response('200 OK'),
  },
  confirmed: { type: 'callConfirmed', session: 4, originator: 'local', ack: '' },
  ended: { type: 'callEnded', session: 4, originator: 'local', message: '', cause: 'bye' },
  canceled: {
    type: 'callFailed',
    session: 4,
    originator: 'local',
    message: '',
    detail: '',
    cause: 'canceled',
  },
} as const satisfies Record<string, Output>;

const established = (options?: CallOptions): RTCSession => {
  const session = ua.call('bob', options);
  engine.say(say.connecting, say.offer, say.sending, say.ringing, say.answer, say.accepted);
  engine.say(say.confirmed);
  events.length = 0;
  return session;
};

test('mute and unmute: the host is told, and events name what changed', () => {
  const session = established();
  session.mute();
  session.mute();
  session.mute({ video: true });
  assert.deepEqual(session.isMuted(), { audio: true, video: true });
  session.unmute({ audio: true });
  session.unmute();
  assert.deepEqual(events, [
    ['muted', { audio: true, video: false }],
    ['muted', { audio: false, video: true }],
    ['unmuted', { audio: true, video: false }],
    ['unmuted', { audio: false, video: true }],
  ]);
  assert.deepEqual(host.muted, [
    [4, { audio: true, video: false }],
    [4, { audio: true, video: true }],
    [4, { audio: false, video: true }],
    [4, { audio: false, video: false }],
  ]);
});

const held = (held: boolean, originator: 'local' | 'remote' = 'local'): Output => ({
  type: 'callHeld',
  session: 4,
  originator,
  held,
});
const renegotiated = (request: number, ok = true, of = ''): Output => ({
  type: 'renegotiationEnded',
  request,
  session: 4,
  ok,
  response: of,
  cause: ok ? 'none' : 'sipFailureCode',
});

test('resetLocalMedia: nothing is muted or held by us any more', () => {
  const session = established();
  session.resetLocalMedia();
  assert.deepEqual(engine.told('holdCall'), []);
  session.mute({ audio: true, video: true });
  engine.say(held(true));
  session.resetLocalMedia();
  assert.deepEqual(session.isMuted(), { audio: false, video: false });
  assert.deepEqual(
    engine.told('holdCall').map(({ held }) => held),
    [false],
  );
});

test('hold and unhold: what they return, their events, and done', () => {
  const session = ua.call('bob');
  assert.equal(session.hold(), false);
  engine.say(say.connecting, say.offer, say.sending, say.answer, say.accepted, say.confirmed);
  events.length = 0;
  const done: string[] = [];
  engine.reactions.holdCall = ({ held: wanted }: { held: boolean }) => ({
    id: 6,
    say: [held(wanted)],
  });
  assert.equal(session.unhold(), false);
  assert.equal(
    session.hold({ useUpdate: true, extraHeaders: ['X: y'] }, () => done.push('hold')),
    true,
  );
  assert.deepEqual(engine.last('holdCall'), {
    held: true,
    useUpdate: true,
    extraHeaders: ['X: y'],
    session: 4,
  });
  assert.deepEqual(events, [['hold', { originator: 'local' }]]);
  assert.deepEqual(session.isOnHold(), { local: true, remote: false });
  assert.equal(session.isReadyToReOffer(), false);
  assert.equal(session.hold(), false);
  assert.equal(done.length, 0);
  engine.say(renegotiated(6));
  assert.equal(done.join(), 'hold');
  assert.equal(session.isReadyToReOffer(), true);
  assert.equal(
    session.unhold({}, () => done.push('unhold')),
    true,
  );
  engine.say(renegotiated(6));
  assert.equal(done.join(), 'hold,unhold');
  engine.say(held(true, 'remote'));
  assert.deepEqual(events.at(-1), ['hold', { originator: 'remote' }]);
  assert.deepEqual(session.isOnHold(), { local: false, remote: true });
});

test('a hold or renegotiation that the peer refuses ends the call, as with JsSIP', () => {
  for (const [begin, phrase] of [
    [(session: RTCSession) => session.hold(), 'Hold Failed'],
    [(session: RTCSession) => session.renegotiate(), 'Media Renegotiation Failed'],
  ] as const) {
    const session = established();
    engine.reactions.holdCall = engine.reactions.renegotiateCall = () => ({ id: 6 });
    engine.reactions.endCall = () => ({ say: [say.ended] });
    assert.equal(begin(session), true);
    engine.say(renegotiated(6, false, response('488 Not Acceptable Here')));
    assert.equal(engine.last('endCall')?.statusCode, 500);
    assert.equal(engine.last('endCall')?.reasonPhrase, phrase);
    assert.deepEqual(events.at(-1), [
      'ended',
      { originator: 'local', message: null, cause: 'WebRTC Error' },
    ]);
  }
});

test('one that the end of the call cuts short ends nothing more', () => {
  const session = established();
  engine.reactions.holdCall = () => ({ id: 6 });
  session.hold();
  engine.say(renegotiated(6, false), {
    ...say.ended,
    originator: 'remote',
    message: theirs('BYE'),
  });
  assert.equal(engine.told('endCall').length, 0);
  assert.equal((events.at(-1)![1] as Event)['cause'], 'Terminated');
});

test('renegotiate carries its options', () => {
  const session = established();
  engine.reactions.renegotiateCall = () => ({ id: 7 });
  let done = 0;
  const rtcOfferConstraints = { iceRestart: true, offerToReceiveVideo: true };
  session.renegotiate({ useUpdate: true, rtcOfferConstraints }, () => done++);
  assert.deepEqual(engine.host.nextOffers, [[4, rtcOfferConstraints]]);
  assert.deepEqual(engine.last('renegotiateCall'), {
    useUpdate: true,
    iceRestart: true,
    extraHeaders: [],
    session: 4,
  });
  engine.say(renegotiated(7));
  assert.equal(done, 1);
});

test('sendDTMF: what JsSIP accepts, and what it refuses', () => {
  const session = ua.call('bob');
  assert.throws(() => session.sendDTMF('1'), { name: 'INVALID_STATE_ERROR' });
  engine.say(say.connecting, say.offer, say.sending, say.ringing);
  session.sendDTMF('1');
  session.sendDTMF(12, { duration: 10, interToneGap: 10, extraHeaders: ['X: y'] });
  assert.deepEqual(
    engine.told('sendTones').map(({ type: _, session: __, ...rest }) => rest),
    [
      { tones: '1', duration: 100, gap: 500, transport: 'info', extraHeaders: [] },
      { tones: '12', duration: 70, gap: 50, transport: 'info', extraHeaders: ['X: y'] },
    ],
  );
  session.sendDTMF('#,*aD', { duration: 9000, transportType: 'RFC2833' });
  assert.equal(engine.last('sendTones')?.duration, 6000);
  assert.equal(engine.last('sendTones')?.transport, 'rtp');
  for (const [tones, options, message] of [
    [undefined, {}, 'Not enough arguments'],
    ['x', {}, 'Invalid tones: x'],
    ['', {}, 'Invalid tones: '],
    ['1', { duration: 'x' }, 'Invalid tone duration: x'],
    ['1', { interToneGap: 'x' }, 'Invalid interToneGap: x'],
    ['1', { transportType: 'x' }, 'invalid transportType: x'],
  ] as const) {
    assert.throws(() => session.sendDTMF(tones as never, options as never), {
      name: 'TypeError',
      message,
    });
  }
});

test('newDTMF: of each tone that goes out by INFO, and how it fares', () => {
  established();
  engine.say({ type: 'toneSent', session: 4, request: 21, tone: '5', duration: 100 });
  engine.say({ type: 'toneSent', session: 4, request: 0, tone: '6', duration: 100 });
  assert.equal(events.length, 1);
  const [name, event] = events[0] as [string, Record<string, never>];
  assert.equal(name, 'newDTMF');
  assert.deepEqual(Object.keys(event), ['originator', 'dtmf', 'request']);
  assert.equal(event['request'], null);
  const { dtmf } = event as unknown as { dtmf: { tone: string; duration: number } };
  assert.deepEqual([dtmf.tone, dtmf.duration], ['5', 100]);
  const fared = record(dtmf);
  engine.say({
    type: 'requestAnswered',
    request: 21,
    ok: true,
    response: response('200 OK', 'INFO'),
    cause: 'none',
  });
  assert.deepEqual(names(fared), ['succeeded']);
  engine.say({
    type: 'toneReceived',
    session: 4,
    tone: '9',
    duration: 160,
    request: theirs('INFO'),
  });
  const received = events.at(-1)![1] as Record<string, { tone: string; method: string }>;
  assert.equal(received['originator'], 'remote');
  assert.equal(received['dtmf']!.tone, '9');
  assert.equal(received['request']!.method, 'INFO');
});

test('sendInfo and newInfo', () => {
  const session = ua.call('bob');
  assert.throws(() => session.sendInfo('a/b', 'x'), { name: 'INVALID_STATE_ERROR' });
  engine.say(say.connecting, say.offer, say.sending, say.answer, say.accepted, say.confirmed);
  events.length = 0;
  engine.reactions.sendInDialog = () => ({ id: 30 });
  assert.throws(() => session.sendInfo(undefined as never), { message: 'Not enough arguments' });
  session.sendInfo('a/b', 'text', { extraHeaders: ['X: y'] });
  assert.deepEqual(engine.last('sendInDialog'), {
    session: 4,
    method: 'INFO',
    contentType: 'a/b',
    body: 'text',
    extraHeaders: ['X: y'],
  });
  const [name, event] = events[0] as [string, Record<string, never>];
  assert.equal(name, 'newInfo');
  assert.deepEqual(Object.keys(event), ['originator', 'info', 'request']);
  assert.equal(event['request'], undefined);
  const info = event['info'] as unknown as { contentType: string; body: string };
  assert.deepEqual([info.contentType, info.body], ['a/b', 'text']);
  const fared = record(info);
  engine.say({
    type: 'requestAnswered',
    request: 30,
    ok: false,
    response: '',
    cause: 'requestTimeout',
  });
  assert.deepEqual(fared, [['failed', { originator: 'system', response: null }]]);
  engine.say({
    type: 'infoReceived',
    session: 4,
    contentType: 'c/d',
    body: 'hey',
    request: theirs('INFO'),
  });
  const received = events.at(-1)![1] as Record<string, { contentType: string; body: string }>;
  assert.equal(received['originator'], 'remote');
  assert.deepEqual([received['info']!.contentType, received['info']!.body], ['c/d', 'hey']);
});

test('refer: a subscriber that tells how the transfer fares', () => {
  const session = ua.call('bob');
  assert.equal(session.refer('carol'), false);
  engine.say(say.connecting, say.offer, say.sending, say.answer, say.accepted, say.confirmed);
  const refer = ourInvite({ CSeq: '12 REFER' }).replace('INVITE sip', 'REFER sip');
  engine.reactions.referCall = () => ({
    id: 40,
    say: [{ type: 'requestSent', request: 40, text: refer }],
  });
  assert.throws(() => session.refer('@'), { name: 'TypeError', message: 'Invalid target: @' });
  const heard: unknown[] = [];
  const subscriber = session.refer('carol', {
    extraHeaders: ['X: y'],
    eventHandlers: { accepted: (e) => heard.push(e.status_line) },
  });
  assert.ok(subscriber);
  assert.deepEqual(engine.last('referCall'), {
    session: 4,
    target: 'sip:carol@example.com',
    replaces: 0,
    extraHeaders: ['X: y'],
  });
  assert.equal(subscriber.id, 12);
  const fared = record(subscriber);
  const progress = (statusCode: number, reasonPhrase: string, final: boolean): Output => ({
    type: 'referProgress',
    request: 40,
    session: 4,
    statusCode,
    reasonPhrase,
    notify: theirs('NOTIFY'),
    final,
    cause: statusCode < 300 ? 'none' : 'sipFailureCode',
  });
  engine.say({
    type: 'requestAnswered',
    request: 40,
    ok: true,
    response: response('202 Accepted', 'REFER'),
    cause: 'none',
  });
  engine.say(
    progress(100, 'Trying', false),
    progress(180, 'Ringing', false),
    progress(200, 'OK', true),
  );
  assert.deepEqual(names(fared), ['requestSucceeded', 'trying', 'progress', 'accepted']);
  assert.deepEqual(heard, [{ status_code: 200, reason_phrase: 'OK' }]);
  assert.deepEqual(Object.keys(fared[1]![1] as object), ['request', 'status_line']);

  const other = session.refer('carol');
  assert.ok(other);
  const failed = record(other);
  engine.say(progress(486, 'Busy Here', true));
  assert.deepEqual(names(failed), ['failed']);
  const third = session.refer('carol', { replaces: session });
  assert.ok(third);
  assert.equal(engine.last('referCall')?.replaces, 4);
  const refused = record(third);
  engine.say({
    type: 'requestAnswered',
    request: 40,
    ok: false,
    response: response('603 Decline', 'REFER'),
    cause: 'rejected',
  });
  assert.equal(refused[0]![0], 'requestFailed');
  assert.equal((refused[0]![1] as Event)['cause'], 'Rejected');
});

test('sendRequest: any method, and functions for how it ends', () => {
  const session = established();
  const info = ourInvite({ CSeq: '13 INFO' }, 'x').replace('INVITE sip', 'INFO sip');
  engine.reactions.sendInDialog = () => ({
    id: 50,
    say: [{ type: 'requestSent', request: 50, text: info }],
  });
  const heard: unknown[] = [];
  const eventHandlers = {
    onSuccessResponse: () => heard.push('success'),
    onErrorResponse: () => heard.push('error'),
    onTransportError: () => heard.push('transport'),
    onRequestTimeout: () => heard.push('timeout'),
    onDialogError: () => heard.push('dialog'),
  };
  const ends = [
    { ok: true, response: response('200 OK', 'INFO'), cause: 'none' },
    { ok: false, response: response('486 Busy', 'INFO'), cause: 'busy' },
    { ok: false, response: '', cause: 'connectionError' },
    { ok: false, response: '', cause: 'requestTimeout' },
    { ok: false, response: response('481 Gone', 'INFO'), cause: 'dialogError' },
  ] as const;
  for (const end of ends) {
    const request = session.sendRequest('INFO', {
      body: 'x',
      extraHeaders: ['Content-Type: a/b'],
      eventHandlers,
    });
    assert.equal(request.cseq, 13);
    assert.equal(request.body, 'x');
    engine.say({ type: 'requestAnswered', request: 50, ...end });
  }
  assert.deepEqual(heard, ['success', 'error', 'transport', 'timeout', 'dialog']);
});

test('a call that waits for its network says so', () => {
  established();
  engine.say({ type: 'callReconnecting', session: 4 }, { type: 'callReconnected', session: 4 });
  assert.deepEqual(names(events), ['reconnecting', 'reconnected']);
});
