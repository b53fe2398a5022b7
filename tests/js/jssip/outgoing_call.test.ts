import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Output } from '../../../js/engine/vocabulary.js';
import { OutgoingInvite } from '../../../js/jssip/outgoing_invite.js';
import type { RTCSession as Bare } from '../../../js/jssip/rtc_session.js';
import { seam } from '../../../js/jssip/seam.js';
import type { CallOptions, OutgoingRequest, RTCSession, SDPEvent } from '../../../types/jssip.js';
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

/** With the members that applications read though no type names them. */
const bare = (session: RTCSession) => session as unknown as Bare;

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

test('the golden sequence, with JsSIP’s fields in JsSIP’s order', () => {
  const opened: unknown[] = [];
  const session = ua.call('bob', { eventHandlers: { peerconnection: (e) => opened.push(e) } });
  // All this has happened when call() returns.
  assert.deepEqual(opened, [{ peerconnection: peerConnection }]);
  assert.deepEqual(names(events), ['ua newRTCSession']);
  assert.equal(session.id, 'callours');
  assert.equal(session.connection, peerConnection);
  assert.equal(ua._sessions['callours'], session);

  engine.say(say.connecting);
  host.onCandidate?.(4, 'candidate' as never);
  engine.say(say.offer, say.sending, say.ringing, say.answer, say.accepted, say.confirmed);
  session.terminate();
  engine.say(say.ended);
  assert.deepEqual(
    events.map(([name, event]) => [name, Object.keys(event as object)]),
    [
      ['ua newRTCSession', ['originator', 'session', 'request']],
      ['connecting', ['request']],
      ['icecandidate', ['candidate', 'ready']],
      ['sdp', ['originator', 'type', 'sdp']],
      ['sending', ['request']],
      ['progress', ['originator', 'response']],
      ['sdp', ['originator', 'type', 'sdp']],
      ['accepted', ['originator', 'response']],
      ['confirmed', ['originator', 'ack']],
      ['ended', ['originator', 'message', 'cause']],
    ],
  );
  const of = (name: string, nth = 0) =>
    events.filter(([each]) => each === name)[nth]![1] as Record<string, never>;
  assert.equal(of('ua newRTCSession')['originator'], 'local');
  assert.equal(of('ua newRTCSession')['request'], of('sending')['request']);
  assert.equal(of('connecting')['request'], of('sending')['request']);
  assert.deepEqual(of('sdp'), { originator: 'local', type: 'offer', sdp });
  assert.deepEqual(of('sdp', 1), { originator: 'remote', type: 'answer', sdp });
  assert.equal((of('progress')['response'] as Event)['status_code'], 180);
  assert.deepEqual(of('confirmed'), { originator: 'local', ack: null });
  assert.deepEqual(of('ended'), { originator: 'local', message: null, cause: 'Terminated' });
  assert.deepEqual(ua._sessions, {});
});

test('status, direction, times and identities on the way', () => {
  const session = ua.call('bob', { data: { mine: 1 } });
  const { C } = session;
  assert.deepEqual(session.data, { mine: 1 });
  assert.equal(session.status, C.STATUS_NULL);
  assert.equal(session.isInProgress(), true);
  assert.equal(session.direction, 'outgoing');
  assert.equal(session.local_identity.display_name, 'Alice');
  assert.equal(session.remote_identity.uri.user, 'bob');
  assert.equal(session.contact, ua.contact.toString({ outbound: true }));
  assert.equal(session.causes.BUSY, 'Busy');
  let sending;
  session.on('sending', () => (sending = session.status));
  engine.say(say.connecting, say.offer, say.sending);
  assert.equal(sending, C.STATUS_INVITE_SENT);
  engine.say(say.ringing);
  assert.equal(session.status, C.STATUS_1XX_RECEIVED);
  assert.equal(session.start_time, null);
  engine.say(say.answer, say.accepted);
  assert.equal(session.status, C.STATUS_CONFIRMED);
  assert.equal(session.isEstablished(), true);
  assert.ok((session.start_time as unknown) instanceof Date);
  engine.say(say.confirmed, say.ended);
  assert.equal(session.status, C.STATUS_TERMINATED);
  assert.equal(session.isEnded(), true);
  assert.ok(session.end_time instanceof Date);
});

test('the options go to the engine, those of the media to the host', () => {
  const pcConfig = { iceServers: [{ urls: 'stun:h' }] };
  ua.call('sip:carol@h', {
    extraHeaders: ['X: y'],
    anonymous: true,
    fromUserName: 'u',
    fromDisplayName: 'D',
    sessionTimersExpires: 120,
    mediaConstraints: { audio: true, video: false },
    pcConfig,
    rtcConstraints: { optional: [] },
    rtcOfferConstraints: { iceRestart: true },
    rtcAnswerConstraints: {},
  });
  assert.deepEqual(engine.last('makeCall'), {
    target: 'sip:carol@h',
    extraHeaders: ['X: y'],
    anonymous: true,
    fromUserName: 'u',
    fromDisplayName: 'D',
    sessionExpires: 120_000,
  });
  assert.deepEqual(host.prepared, [
    [
      4,
      {
        mediaConstraints: { audio: true, video: false },
        mediaStream: undefined,
        pcConfig,
        rtcConstraints: { optional: [] },
        rtcOfferConstraints: { iceRestart: true },
        rtcAnswerConstraints: {},
      },
    ],
  ]);
});

test('without options: sound, picture and no ICE server; session timers as the core has them', () => {
  ua.call('bob', { sessionTimersExpires: 30 });
  const [[, media]] = host.prepared as [[number, Event]];
  assert.deepEqual(media['mediaConstraints'], { audio: true, video: true });
  assert.deepEqual(media['pcConfig'], { iceServers: [] });
  assert.equal('sessionExpires' in engine.last('makeCall')!, false);
});

test('wrong calls are JsSIP’s errors', () => {
  assert.throws(() => ua.call(undefined as never), {
    name: 'TypeError',
    message: 'Not enough arguments',
  });
  for (const target of [null, 'a b@ x', {}]) {
    assert.throws(() => ua.call(target as never), {
      name: 'TypeError',
      message: `Invalid target: ${String(target)}`,
    });
  }
  const { hasWebRtc } = seam;
  seam.hasWebRtc = () => false;
  assert.throws(() => ua.call('bob'), {
    name: 'NOT_SUPPORTED_ERROR',
    message: 'WebRTC not supported',
  });
  seam.hasWebRtc = hasWebRtc;
  const session = ua.call('bob');
  engine.say(say.connecting, say.offer, say.sending);
  const connect = (session as unknown as { connect(target: string): void }).connect.bind(session);
  assert.throws(() => connect('bob'), {
    name: 'INVALID_STATE_ERROR',
    message: 'Invalid status: 1',
  });
});

test('a call that the core refuses is no call', () => {
  engine.reactions.makeCall = () => ({
    say: [{ type: 'rejected', input: 'makeCall', reason: 'a header holds what no header may' }],
  });
  assert.throws(() => ua.call('bob', { extraHeaders: ['X: a\r\nY: b'] }), TypeError);
  assert.deepEqual(events, []);
  assert.deepEqual(ua._sessions, {});
});

test('what a listener of sdp writes is used, and one that throws delays nothing', () => {
  const session = ua.call('bob');
  session.on('sdp', (event: SDPEvent) => {
    event.sdp = `${event.sdp}a=mine\r\n`;
  });
  engine.say(say.offer);
  assert.deepEqual(engine.last('sdpReviewed'), { op: 1, sdp: `${sdp}a=mine\r\n` });
  session.on('sdp', () => {
    throw new Error('the application’s own');
  });
  engine.say(say.answer);
  assert.deepEqual(engine.last('sdpReviewed'), { op: 3, sdp: `${sdp}a=mine\r\n` });
  assert.equal(engine.thrown.length, 1);
});

test('early media is an answer, as JsSIP’s applications know it', () => {
  ua.call('bob');
  engine.say({ ...say.answer, kind: 'pranswer' });
  assert.equal((events.at(-1)![1] as SDPEvent).type, 'answer');
});

test('what listeners make of the request goes out; untouched it is left to the core', () => {
  const session = ua.call('bob', { extraHeaders: ['X-A: 1'] });
  engine.say(say.connecting, say.offer, say.sending);
  assert.deepEqual(engine.last('requestReviewed'), { op: 2, text: '' });

  session.on('connecting', (e) => void (e.request as OutgoingRequest).extraHeaders.push('X-B: 2'));
  session.on('sending', ({ request }) => {
    request.setHeader('X-C', '3');
    request.body = 'mangled';
  });
  engine.say(say.connecting, say.offer, say.sending);
  const { text } = engine.last('requestReviewed')!;
  for (const part of ['\r\nX-B: 2\r\n', '\r\nX-C: 3\r\n', '\r\n\r\nmangled']) {
    assert.ok(text?.includes(part), part);
  }
});

test('ready() of a candidate sends what there is', () => {
  const session = ua.call('bob');
  session.on('icecandidate', ({ candidate, ready }) => {
    assert.equal(candidate, 'the candidate');
    ready();
  });
  host.onCandidate?.(4, 'the candidate' as never);
  assert.deepEqual(engine.last('sendNow'), { session: 4 });
});

test('a call that fails: newRTCSession came before, and the cause is JsSIP’s', () => {
  ua.call('bob');
  engine.say({
    type: 'callFailed',
    session: 4,
    originator: 'remote',
    message: response('486 Busy Here'),
    detail: '',
    cause: 'busy',
  });
  assert.deepEqual(names(events), ['ua newRTCSession', 'failed']);
  const event = events[1]![1] as Event;
  assert.deepEqual(Object.keys(event), ['originator', 'message', 'cause']);
  assert.equal(event['originator'], 'remote');
  assert.equal((event['message'] as Event)['status_code'], 486);
  assert.equal(event['cause'], 'Busy');
});

test('also when there is not even a peer connection', () => {
  engine.reactions.makeCall = () => ({
    id: 4,
    say: [
      { type: 'callCreated', session: 4, request: ourInvite() },
      { ...say.canceled, cause: 'webrtcError', detail: 'no' },
    ],
  });
  const session = ua.call('bob');
  assert.deepEqual(names(events), ['ua newRTCSession', 'failed']);
  assert.equal(session.isEnded(), true);
});

test('_failed comes before failed, while the session has its former status', () => {
  const session = ua.call('bob');
  const seen: unknown[] = [];
  session.on('_failed' as never, (() => seen.push('_failed', session.status)) as never);
  session.on('failed', () => seen.push('failed', session.status));
  engine.reactions.endCall = () => ({ say: [say.canceled] });
  session.terminate();
  assert.deepEqual(seen, ['_failed', 7, 'failed', 8]);
});

test('terminate: CANCEL before the answer, BYE after it, and never twice', () => {
  engine.reactions.endCall = () => ({ say: [say.canceled] });
  const session = ua.call('bob');
  assert.throws(() => session.terminate({ status_code: 150 }), {
    name: 'TypeError',
    message: 'Invalid status_code: 150',
  });
  session.terminate({ status_code: 200, reason_phrase: 'elsewhere', extraHeaders: ['X: y'] });
  assert.deepEqual(engine.last('endCall'), {
    session: 4,
    statusCode: 200,
    reasonPhrase: 'elsewhere',
    extraHeaders: ['X: y'],
    body: '',
  });
  assert.deepEqual(events.at(-1), [
    'failed',
    { originator: 'local', message: null, cause: 'Canceled' },
  ]);
  assert.throws(() => session.terminate(), {
    name: 'INVALID_STATE_ERROR',
    message: 'Invalid status: 8',
  });

  engine.reactions.endCall = () => ({ say: [say.ended] });
  established().terminate({ cause: 'my own reason', body: 'text' });
  assert.equal(engine.last('endCall')?.body, 'text');
  assert.deepEqual(events.at(-1), [
    'ended',
    { originator: 'local', message: null, cause: 'my own reason' },
  ]);
});

test('an end that the core refuses changes nothing', () => {
  const session = ua.call('bob');
  engine.reactions.endCall = () => ({
    say: [{ type: 'rejected', input: 'endCall', reason: 'a header holds what no header may' }],
  });
  assert.throws(() => session.terminate({ extraHeaders: ['X: a\r\nY: b'] }), TypeError);
  assert.equal(session.status, session.C.STATUS_NULL);
});

test('the peer’s BYE, and what the system ends', () => {
  established();
  engine.say({ ...say.ended, originator: 'remote', message: theirs('BYE') });
  const event = events.at(-1)![1] as Event;
  assert.equal(event['originator'], 'remote');
  assert.equal((event['message'] as Event)['method'], 'BYE');
  established();
  engine.say({ ...say.ended, originator: 'system', cause: 'rtpTimeout' });
  assert.deepEqual(events.at(-1)![1], {
    originator: 'system',
    message: null,
    cause: 'RTP Timeout',
  });
});

test('media that fails: JsSIP’s five events, with the exception itself', () => {
  const cases = [
    ['getUserMedia', 'getusermediafailed'],
    ['createOffer', 'peerconnection:createofferfailed'],
    ['createAnswer', 'peerconnection:createanswerfailed'],
    ['setLocalDescription', 'peerconnection:setlocaldescriptionfailed'],
    ['setRemoteDescription', 'peerconnection:setremotedescriptionfailed'],
  ] as const;
  for (const [stage, name] of cases) {
    ua.call('bob');
    const error = new Error(stage);
    host.errors.set(9, error);
    // Told after the call is over, too.
    engine.say(
      { ...say.canceled, cause: 'webrtcError' },
      { type: 'mediaFailed', session: 4, op: 9, stage },
    );
    assert.deepEqual(events.at(-1), [name, error]);
  }
});

test('terminateSessions ends what has not ended', () => {
  const session = ua.call('bob');
  engine.reactions.endCall = () => ({ say: [say.canceled] });
  ua.terminateSessions({ status_code: 200 });
  assert.equal(session.isEnded(), true);
  ua.terminateSessions();
  assert.equal(engine.told('endCall').length, 1);
});

test('request.cancel() ends the call, for the reason given', () => {
  const session = ua.call('bob');
  engine.say(say.connecting, say.offer, say.sending);
  const { _request: request } = bare(session);
  assert.ok(request instanceof OutgoingInvite && request.clone() instanceof OutgoingInvite);
  request.cancel('SIP ;cause=200 ;text="elsewhere"');
  const { statusCode, reasonPhrase } = engine.last('endCall')!;
  assert.deepEqual([statusCode, reasonPhrase], [200, 'elsewhere']);
});

test('the local stream stands as long as the session', () => {
  const session = ua.call('bob');
  assert.equal(bare(session)._localMediaStream, null);
  host.onLocalStream!(4, host.stream);
  engine.say(say.connecting, say.offer, say.sending, say.canceled);
  assert.equal(bare(session)._localMediaStream, host.stream);
});
