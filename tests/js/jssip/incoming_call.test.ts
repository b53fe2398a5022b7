import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Output } from '../../../js/engine/vocabulary.js';
import { RTCSession as RTCSessionClass } from '../../../js/jssip/rtc_session.js';
import type {
  IncomingRTCSessionEvent,
  ReferEvent,
  ReInviteEvent,
  RTCSession,
} from '../../../types/jssip.js';
import {
  names,
  ourInvite,
  peerConnection,
  phone,
  record,
  response,
  sdp,
  theirs,
} from './fake_phone.js';

type Event = Record<string, unknown>;
let { ua, engine, host } = phone();
let events: [string, ...unknown[]][] = [];

beforeEach(() => {
  ({ ua, engine, host } = phone());
  engine.reactions.ringCall = () => ({ say: [say.ringing] });
  engine.reactions.answerCall = () => ({ say: [{ type: 'openPeer', session: 9 }] });
  engine.reactions.endCall = () => ({ say: [say.rejected] });
  events = record(ua, 'ua ');
});

const say = {
  ringing: { type: 'callProgress', session: 9, originator: 'local', response: '' },
  offer: { type: 'reviewSdp', op: 1, session: 9, originator: 'remote', kind: 'offer', sdp },
  connecting: { type: 'callConnecting', session: 9, request: '' },
  answer: { type: 'reviewSdp', op: 2, session: 9, originator: 'local', kind: 'answer', sdp },
  accepted: { type: 'callAccepted', session: 9, originator: 'local', response: '' },
  confirmed: { type: 'callConfirmed', session: 9, originator: 'remote', ack: theirs('ACK') },
  bye: {
    type: 'callEnded',
    session: 9,
    originator: 'remote',
    message: theirs('BYE'),
    cause: 'bye',
  },
  rejected: {
    type: 'callFailed',
    session: 9,
    originator: 'local',
    message: '',
    detail: '',
    cause: 'rejected',
  },
} as const satisfies Record<string, Output>;

const invite = (session = 9, replaces = 0): Output => ({
  type: 'incomingCall',
  session,
  request: theirs('INVITE', { 'Content-Type': 'application/sdp' }, sdp),
  replaces,
  joins: 0,
});

function ring(listener?: (event: IncomingRTCSessionEvent) => void): RTCSession {
  let session: RTCSession | undefined;
  ua.once('newRTCSession', (event: IncomingRTCSessionEvent) => {
    session = event.session;
    record(session, '', events);
    listener?.(event);
  });
  engine.say(invite());
  return session!;
}

function established(): RTCSession {
  const session = ring();
  session.answer();
  engine.say(say.offer, say.connecting, say.answer, say.accepted, say.confirmed);
  events.length = 0;
  return session;
}

test('the golden sequence, with JsSIP’s fields in JsSIP’s order', () => {
  let during;
  const session = ring(({ session }) => (during = session.status));
  assert.equal(during, session.C.STATUS_WAITING_FOR_ANSWER);
  assert.deepEqual(engine.inputs, [{ type: 'ringCall', session: 9 }]);
  session.answer();
  engine.say(say.offer, say.connecting, say.answer, say.accepted);
  assert.equal(session.status, session.C.STATUS_WAITING_FOR_ACK);
  engine.say(say.confirmed, say.bye);
  assert.deepEqual(
    events.map(([name, event]) => [name, Object.keys(event as object)]),
    [
      ['ua newRTCSession', ['originator', 'session', 'request']],
      ['progress', ['originator', 'response']],
      ['peerconnection', ['peerconnection']],
      ['sdp', ['originator', 'type', 'sdp']],
      ['connecting', ['request']],
      ['sdp', ['originator', 'type', 'sdp']],
      ['accepted', ['originator', 'response']],
      ['confirmed', ['originator', 'ack']],
      ['ended', ['originator', 'message', 'cause']],
    ],
  );
  const of = (name: string) => events.find(([each]) => each === name)![1] as Event;
  assert.equal(of('ua newRTCSession')['originator'], 'remote');
  assert.equal(of('ua newRTCSession')['request'], of('connecting')['request']);
  assert.deepEqual(of('progress'), { originator: 'local', response: null });
  assert.deepEqual(of('peerconnection'), { peerconnection: peerConnection });
  assert.deepEqual(of('accepted'), { originator: 'local', response: null });
  assert.equal((of('confirmed')['ack'] as Event)['method'], 'ACK');
  assert.equal((of('ended')['message'] as Event)['method'], 'BYE');
  assert.equal(of('ended')['cause'], 'Terminated');
});

test('identities, id, contact and direction are the callee’s', () => {
  const session = ring();
  assert.equal(session.direction, 'incoming');
  assert.equal(session.id, 'incomingtheirs');
  assert.equal(session.remote_identity.display_name, 'Bob');
  assert.equal(session.local_identity.uri.user, 'alice');
  assert.equal(session.contact, ua.contact.toString());
  assert.equal(ua._sessions['incomingtheirs'], session);
});

test('nobody listens: 405, and no session', () => {
  engine.say(invite());
  assert.equal(engine.last('endCall')?.statusCode, 405);
  assert.deepEqual(names(events), []);
  assert.deepEqual(ua._sessions, {});
  assert.equal(engine.told('ringCall').length, 0);
});

test('rejected inside newRTCSession: no ringing', () => {
  const session = ring(({ session }) => session.terminate({ status_code: 486 }));
  assert.equal(engine.last('endCall')?.statusCode, 486);
  assert.equal(engine.told('ringCall').length, 0);
  assert.deepEqual(names(events), ['ua newRTCSession', 'failed']);
  assert.deepEqual(events[1]![1], { originator: 'local', message: null, cause: 'Rejected' });
  assert.equal(session.isEnded(), true);
});

test('answered inside newRTCSession: it rang all the same, once', () => {
  ring(({ session }) => session.answer());
  assert.deepEqual(
    engine.inputs.map(({ type }) => type),
    ['ringCall', 'answerCall'],
  );
  assert.deepEqual(names(events), ['ua newRTCSession', 'progress', 'peerconnection']);
});

test('a listener that throws leaves the caller ringing, and hurts no one else', () => {
  ua.once('newRTCSession', () => {
    throw new Error('the application’s own');
  });
  engine.say(invite());
  assert.equal(engine.thrown.length, 1);
  assert.equal(engine.told('ringCall').length, 1);
});

test('terminate before the answer takes a final status code', () => {
  const session = ring();
  for (const status_code of [200, 299, 700]) {
    assert.throws(() => session.terminate({ status_code }), {
      name: 'TypeError',
      message: `Invalid status_code: ${status_code}`,
    });
  }
  session.terminate();
  assert.equal(engine.last('endCall')?.statusCode, 0);
});

test('request.reply() rejects, and nothing else', () => {
  let request: IncomingRTCSessionEvent['request'] | undefined;
  ring((event) => (request = event.request));
  assert.throws(() => request!.reply(200), TypeError);
  request!.reply(486, 'Busy', ['X: y']);
  const { statusCode, reasonPhrase, extraHeaders } = engine.last('endCall')!;
  assert.deepEqual([statusCode, reasonPhrase, extraHeaders], [486, 'Busy', ['X: y']]);
});

test('what is muted while it rings is muted when it is answered', () => {
  const session = ring();
  session.mute();
  host.muted.length = 0;
  session.answer();
  assert.deepEqual(host.muted, [[9, { audio: true, video: false }]]);
});

test('the caller gives up', () => {
  ring();
  engine.say({
    ...say.rejected,
    originator: 'remote',
    message: theirs('CANCEL'),
    cause: 'canceled',
  });
  const event = events.at(-1)![1] as Event;
  assert.equal((event['message'] as Event)['method'], 'CANCEL');
  assert.equal(event['cause'], 'Canceled');
});

test('answer: its options go to the engine and the host, with the offer', () => {
  const session = ring();
  session.answer({
    extraHeaders: ['X: y'],
    mediaConstraints: { audio: true },
    pcConfig: { iceServers: [] },
    data: 5,
  });
  assert.deepEqual(engine.last('answerCall'), { session: 9, extraHeaders: ['X: y'] });
  const [[number, media]] = host.prepared as unknown as [[number, Event]];
  assert.equal(number, 9);
  assert.deepEqual(media['mediaConstraints'], { audio: true });
  assert.equal(media['offer'], sdp);
  assert.equal(session.data, 5);
  assert.equal(session.status, session.C.STATUS_ANSWERED);
});

test('answer: a stream loses the tracks that the constraints exclude', () => {
  const session = ring();
  const tracks = [{ kind: 'audio' }, { kind: 'video' }];
  const mediaStream = {
    getTracks: () => [...tracks],
    removeTrack: (track: { kind: string }) => tracks.splice(tracks.indexOf(track), 1),
  } as unknown as MediaStream;
  session.answer({ mediaStream, mediaConstraints: { audio: true, video: false } });
  assert.deepEqual(tracks, [{ kind: 'audio' }]);
});

test('answer: wrong states are JsSIP’s errors', () => {
  const session = ring();
  session.answer();
  assert.throws(() => session.answer(), {
    name: 'INVALID_STATE_ERROR',
    message: 'Invalid status: 5',
  });
  engine.reactions.makeCall = () => ({
    id: 4,
    say: [{ type: 'callCreated', session: 4, request: ourInvite() }],
  });
  assert.throws(() => ua.call('bob').answer(), {
    name: 'NOT_SUPPORTED_ERROR',
    message: '"answer" not supported for outgoing RTCSession',
  });
});

test('an answer that the core refuses leaves the call ringing', () => {
  const session = ring();
  engine.reactions.answerCall = () => ({
    say: [{ type: 'rejected', input: 'answerCall', reason: 'a header holds what no header may' }],
  });
  assert.throws(() => session.answer({ extraHeaders: ['X: a\r\nY: b'] }), TypeError);
  assert.equal(session.status, session.C.STATUS_WAITING_FOR_ANSWER);
});

test('an answer that fails says why as JsSIP does', () => {
  ring();
  engine.say({
    ...say.rejected,
    originator: 'system',
    cause: 'internalError',
    detail: 'no answer',
  });
  assert.deepEqual(events.at(-1)![1], {
    originator: 'system',
    message: 'no answer',
    cause: 'Internal Error',
  });
  ring();
  engine.say({ ...say.rejected, cause: 'userDeniedMediaAccess', detail: 'denied' });
  assert.deepEqual(events.at(-1)![1], {
    originator: 'local',
    message: null,
    cause: 'User Denied Media Access',
  });
});

const reoffer = (method: string, op = 11): Output => ({
  type: 'reviewReoffer',
  op,
  session: 9,
  method,
  request: theirs(method),
});

test('reinvite and update: accepted when nobody objects, and the callback comes after the 200', () => {
  const session = established();
  const called: string[] = [];
  for (const [name, method] of [
    ['reinvite', 'INVITE'],
    ['update', 'UPDATE'],
  ] as const) {
    session.once(name, (event: ReInviteEvent) => {
      assert.deepEqual(Object.keys(event), ['request', 'callback', 'reject']);
      assert.equal(event.request.method, method);
      event.callback = () => called.push(name);
    });
    engine.say(reoffer(method));
    assert.deepEqual(engine.last('reofferReviewed'), { op: 11, accept: true });
    assert.equal(session.isReadyToReOffer(), false);
    assert.equal(called.includes(name), false);
    engine.say({ type: 'reofferAnswered', op: 11, session: 9 });
    assert.equal(called.includes(name), true);
    assert.equal(session.isReadyToReOffer(), true);
  }
});

test('reject(): 403, or what is asked for; anything that is no rejection is a TypeError', () => {
  const session = established();
  session.once('reinvite', ({ reject }) => reject());
  engine.say(reoffer('INVITE'));
  const refusal = { op: 11, accept: false, statusCode: 403, reasonPhrase: '', extraHeaders: [] };
  assert.deepEqual(engine.last('reofferReviewed'), refusal);
  session.once('reinvite', ({ reject }) => {
    assert.throws(() => reject({ status_code: 200 }), TypeError);
    reject({ status_code: 488, reason_phrase: 'No', extraHeaders: ['X: y'] });
  });
  engine.say(reoffer('INVITE'));
  assert.deepEqual(engine.last('reofferReviewed'), {
    ...refusal,
    statusCode: 488,
    reasonPhrase: 'No',
    extraHeaders: ['X: y'],
  });
  assert.deepEqual(engine.thrown, []);
});

test('an offer that is taken back calls back nobody, and others can be made', () => {
  const session = established();
  const called: string[] = [];
  session.on('reinvite', (event) => {
    event.callback = () => called.push('reinvite');
  });
  engine.say(reoffer('INVITE'));
  assert.equal(session.isReadyToReOffer(), false);
  engine.say({ type: 'offerWithdrawn', op: 11, session: 9 });
  assert.equal(session.isReadyToReOffer(), true);
  assert.deepEqual(called, []);
});

test('a listener of reinvite that throws refuses nothing', () => {
  established().on('reinvite', () => {
    throw new Error('the application’s own');
  });
  engine.say(reoffer('INVITE'));
  assert.deepEqual(engine.last('reofferReviewed'), { op: 11, accept: true });
});

const refer: Output = {
  type: 'referReceived',
  session: 9,
  refer: 60,
  target: 'sip:carol@example.com',
  request: theirs('REFER', { 'Refer-To': '<sip:carol@example.com>' }),
};

test('refer: accept calls, with everything that call() does', () => {
  const session = established();
  let transfer: ReferEvent | undefined;
  session.on('refer', (event) => (transfer = event));
  engine.say(refer);
  assert.deepEqual(Object.keys(transfer!), ['request', 'accept', 'reject']);
  assert.equal(transfer!.request.refer_to?.uri.user, 'carol');
  engine.reactions.acceptRefer = () => ({
    id: 10,
    say: [
      { type: 'callCreated', session: 10, request: ourInvite() },
      { type: 'openPeer', session: 10 },
    ],
  });
  events.length = 0;
  const order: string[] = [];
  let first: RTCSession | undefined;
  ua.once('newRTCSession', ({ session }) =>
    order.push(`newRTCSession ${String(session === first)}`),
  );
  transfer!.accept(
    (made) => {
      first = made;
      order.push('initCallback');
    },
    { extraHeaders: ['X: y'], mediaConstraints: { audio: true }, data: 'mine' },
  );
  assert.deepEqual(order, ['initCallback', 'newRTCSession true']);
  assert.deepEqual(engine.last('acceptRefer'), { refer: 60, extraHeaders: ['X: y'] });
  assert.equal(host.prepared.at(-1)![0], 10);
  assert.equal(first!.direction, 'outgoing');
  assert.equal(first!.data, 'mine');
});

test('refer: reject says 603; so does nobody', () => {
  const session = established();
  engine.say(refer);
  assert.deepEqual(engine.last('respond'), { incoming: 60, statusCode: 603 });
  engine.inputs.length = 0;
  session.on('refer', ({ reject }) => reject());
  engine.say(refer);
  assert.equal(engine.told('respond').length, 1);
});

test('replaces: told to the call that shall be replaced', () => {
  const session = established();
  let replacement: ReferEvent | undefined;
  session.on('replaces', (event) => (replacement = event));
  ua.on('newRTCSession', () => events.push(['ua newRTCSession seen']));
  engine.say(invite(12, 9));
  assert.deepEqual(Object.keys(replacement!), ['request', 'accept', 'reject']);
  assert.equal(engine.told('ringCall').length, 1);
  let made: RTCSession | undefined;
  replacement!.accept((session) => (made = session));
  assert.equal(names(events).includes('ua newRTCSession seen'), true);
  assert.equal(made?.direction, 'incoming');
  assert.deepEqual(engine.last('ringCall'), { session: 12 });
  engine.say(invite(13, 9));
  replacement!.reject();
  assert.equal(engine.last('endCall')?.session, 13);
  assert.equal(engine.last('endCall')?.statusCode, 486);
});

test('a replacing call that no listener cares for rings like any other', () => {
  established();
  ua.on('newRTCSession', () => {});
  engine.say(invite(12, 9));
  assert.deepEqual(engine.last('ringCall'), { session: 12 });
});

test('what is said of a call that nobody has is nobody’s', () => {
  engine.say(
    { ...say.bye, session: 99 },
    { type: 'mediaFailed', session: 99, op: 1, stage: 'createOffer' },
  );
  assert.deepEqual(engine.thrown, []);
  assert.deepEqual(names(events), []);
  assert.ok(response('200 OK'));
});

test('a session of the application’s own takes a call that it is handed', () => {
  const heard: unknown[] = [];
  const first = established();
  first.on('replaces', ({ request }) => {
    const session = new RTCSessionClass(ua as never);
    session.init_incoming(request as never, (one) => heard.push(one === session));
    heard.push(session.direction, session.id, session._from_tag);
  });
  engine.say(invite(10, 9));
  assert.deepEqual(heard, [true, 'incoming', 'incomingtheirs', 'theirs']);
});
