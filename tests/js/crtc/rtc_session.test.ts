// A call of CRTC's, where it says more than JsSIP's does.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type * as Contract from '../../../types/crtc.js';
import { ourInvite, theirs } from '../jssip/fake_phone.js';
import { FakeShareStream, FakeShareTrack } from '../host/share_sources/fake_page.js';
import { crtcPhone, kSession, standing, steps, type Standing } from './fake_call.js';

let { ua, engine, host, peer, session, events } = {} as Standing;

beforeEach(() => {
  ({ ua, engine, host, peer, session, events } = standing());
});

test('mute is applied and told each time, with the kinds that were asked for and no other', () => {
  session.mute();
  session.mute({ audio: true });
  session.mute({ video: true });
  session.unmute({ audio: true });
  session.unmute();
  assert.deepEqual(events, [
    ['muted', { audio: true }],
    ['muted', { audio: true }],
    ['muted', { video: true }],
    ['unmuted', { audio: true }],
    ['unmuted', { audio: true, video: true }],
  ]);
  assert.deepEqual(host.muted.at(-2), [kSession, { audio: false, video: true }]);
  assert.deepEqual(session.isMuted(), { audio: false, video: false });
});

test('every state of ICE is told', () => {
  peer.become('checking');
  peer.become('connected');
  assert.deepEqual(events, [
    ['peerconnection:iceConnectionState', 'checking'],
    ['peerconnection:iceConnectionState', 'connected'],
  ]);
});

test('a camera that is refused is told by either spelling', () => {
  const error = new DOMException('Permission denied', 'NotAllowedError');
  host.errors.set(9, error);
  const heard: unknown[] = [];
  session.on('getUsermediafailed', (what) => heard.push(what));
  session.on('getusermediafailed', (what) => heard.push(what));
  engine.say({ type: 'mediaFailed', session: kSession, op: 9, stage: 'getUserMedia' });
  assert.deepEqual(heard, [error, error]);
});

test('a stream without tracks is no stream to call or answer with', () => {
  const mediaStream = new FakeShareStream([]) as unknown as MediaStream;
  const rig = crtcPhone();
  assert.throws(() => rig.ua.call('bob', { mediaStream }), TypeError);
  assert.deepEqual(rig.engine.told('makeCall'), []);

  rig.ua.on('newRTCSession', ({ session }) => {
    if (session.direction !== 'incoming') return;
    assert.throws(() => session.answer({ mediaStream }), TypeError);
  });
  rig.engine.say({
    type: 'incomingCall',
    session: 8,
    request: theirs('INVITE'),
    replaces: 0,
    joins: 0,
  });
  assert.deepEqual(rig.engine.told('answerCall'), []);
});

test('sound and video are asked for unless a call says otherwise, and a mode of calling is nothing', () => {
  ua.call('carol', { cMode: 'paphone' });
  assert.deepEqual(host.prepared.at(-1)![1].mediaConstraints, { audio: true, video: true });
});

test('the sessions of both directions are of CRTC, and say so to their listeners', () => {
  const rig = crtcPhone();
  const seen: [string, Contract.RTCSession][] = [];
  rig.ua.on('newRTCSession', ({ originator, session }) => seen.push([originator, session]));
  const ours = rig.ua.call('bob');
  rig.engine.say({
    type: 'incomingCall',
    session: 8,
    request: theirs('INVITE'),
    replaces: 0,
    joins: 0,
  });
  assert.deepEqual(
    seen.map(([originator]) => originator),
    ['local', 'remote'],
  );
  assert.equal(seen[0]![1], ours);
  assert.equal(seen[1]![1].constructor, ours.constructor);
});

test('a transfer that is taken up becomes a call of CRTC', () => {
  let made: unknown;
  session.on('refer', ({ accept }) => accept((session) => (made = session)));
  engine.reactions.acceptRefer = () => ({
    id: 6,
    say: [
      { type: 'callCreated', session: 6, request: ourInvite({ 'Call-ID': 'second' }) },
      { type: 'openPeer', session: 6 },
    ],
  });
  engine.say({
    type: 'referReceived',
    session: kSession,
    refer: 3,
    request: theirs('REFER'),
  } as never);
  assert.equal((made as object).constructor, session.constructor);
});

test('how a transfer of ours fares is told by the session too', () => {
  engine.reactions.referCall = () => ({ id: 31 });
  session.refer('carol');
  engine.say({
    type: 'referProgress',
    request: 31,
    session: kSession,
    statusCode: 180,
    reasonPhrase: 'Ringing',
    notify: theirs('NOTIFY', { Event: 'refer' }),
    final: false,
    cause: 'none',
  });
  const [name, event] = events.at(-1) as [string, { event: string; request: { method: string } }];
  assert.deepEqual([name, event.event, event.request.method], ['notify', 'refer', 'NOTIFY']);
});

test('our stream is told of, and what happens to its video tracks', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const camera = Object.assign(new FakeShareTrack(), {
    enabled: true,
    muted: false,
    label: 'Front',
  });
  const stream = new FakeShareStream([camera]) as unknown as MediaStream;
  host.onLocalStream?.(kSession, stream);
  camera.enabled = false;
  t.mock.timers.tick(1000);
  camera.muted = true;
  camera.dispatchEvent(new Event('mute'));
  const change = (property: string, value: unknown) => [
    'videoTrackState',
    { track: camera, property, properties: property, value },
  ];
  assert.deepEqual(events, [
    ['localMediastreamUpdate', stream],
    change('enabled', false),
    change('muted', true),
  ]);

  engine.say(steps.ended);
  const count = events.length;
  camera.end();
  t.mock.timers.tick(5000);
  assert.equal(events.length, count);
});
