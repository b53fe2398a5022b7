import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnsupportedError } from '../../../js/engine/errors.js';
import type { InputOf } from '../../../js/engine/vocabulary.js';
import type { MediaOptions } from '../../../js/host/host.js';
import { FakeStream, FakeTrack, FakeTransceiver } from './fake_peer_connection.js';
import { Rig } from './rig.js';

const kSession = 4;

function open(media: MediaOptions = {}, rig = new Rig()): Rig {
  rig.host.prepare(kSession, { mediaStream: new FakeStream() as unknown as MediaStream, ...media });
  rig.say('openPeer', { session: kSession });
  return rig;
}

async function offer(rig: Rig, iceRestart = false): Promise<void> {
  rig.say('setLocalDescription', { op: 9, session: kSession, kind: 'offer', iceRestart });
  assert.deepEqual(await rig.told(), [{ type: 'peerResult', op: 9 }]);
}

test('openPeer makes the connection at once, with the application’s options, and tells of it', () => {
  const rig = new Rig();
  const seen: unknown[] = [];
  rig.host.onPeer = (session, pc) => seen.push(session, pc);
  const pcConfig = { iceServers: [{ urls: 'stun:a' }] };
  open({ pcConfig, rtcConstraints: { optional: [] } }, rig);
  assert.deepEqual(seen, [kSession, rig.pc]);
  assert.equal(rig.host.peer(kSession), rig.pc as unknown);
  assert.deepEqual(rig.pc.config, pcConfig);
  assert.deepEqual(rig.pc.constraints, { optional: [] });
});

test('a second openPeer takes the place of the first, with the same tracks', async () => {
  const rig = new Rig();
  const opened: unknown[] = [];
  const streams: unknown[] = [];
  rig.host.onPeer = (_, pc) => opened.push(pc);
  rig.host.onLocalStream = (_, stream) => streams.push(stream);
  const stream = new FakeStream();
  rig.host.prepare(1, { mediaStream: stream as unknown as MediaStream });
  rig.say('openPeer', { session: 1 });
  rig.say('acquireMedia', { op: 1, session: 1 });
  await rig.told();
  const first = rig.pc;
  rig.say('openPeer', { session: 1 });
  rig.say('acquireMedia', { op: 2, session: 1 });
  assert.deepEqual(await rig.told(), [{ type: 'peerResult', op: 2 }]);
  assert.notEqual(rig.pc, first);
  assert.equal(first.signalingState, 'closed');
  assert.deepEqual(opened, [first, rig.pc]);
  assert.equal(streams.length, 1);
  assert.deepEqual(
    rig.pc.getSenders().map(({ track }) => track),
    stream.getTracks(),
  );
  // What the first one still says is nobody's business.
  first.connect('failed');
  assert.deepEqual(rig.take(), []);
  rig.pc.connect('connected');
  assert.deepEqual(rig.take(), [{ type: 'iceStateChanged', session: 1, state: 'connected' }]);
});

test('media given by the application is added, answered later, and never stopped', async () => {
  const rig = new Rig();
  const stream = new FakeStream();
  const streams: unknown[] = [];
  rig.host.onLocalStream = (_, local) => streams.push(local);
  open({ mediaStream: stream as unknown as MediaStream }, rig);
  rig.say('acquireMedia', { op: 1, session: kSession });
  assert.deepEqual(rig.take(), []);
  assert.deepEqual(await rig.told(), [{ type: 'peerResult', op: 1 }]);
  assert.equal(rig.pc.transceivers.length, 2);
  assert.deepEqual(streams, [stream]);
  assert.equal(rig.host.localStream(kSession), stream as unknown);
  rig.say('closePeer', { session: kSession });
  assert.ok(stream.tracks.every((track) => !track.stopped));
  assert.equal(rig.host.localStream(kSession), undefined);
  assert.equal(rig.host.peer(kSession), undefined);
});

test('media we acquired is stopped when the session closes, even if it comes too late', async () => {
  const streams: FakeStream[] = [];
  const asked: unknown[] = [];
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  let allow: (() => void) | undefined;
  const getUserMedia = async (constraints: unknown) => {
    asked.push(constraints);
    await new Promise<void>((resolve) => (allow = resolve));
    streams.push(new FakeStream());
    return streams.at(-1);
  };
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: { mediaDevices: { getUserMedia } },
  });
  const granted = async () => {
    while (!allow) await new Promise((resolve) => setImmediate(resolve));
    allow();
    allow = undefined;
  };
  const rig = open({ mediaStream: undefined });
  rig.say('acquireMedia', { op: 1, session: kSession });
  await granted();
  assert.deepEqual(await rig.told(), [{ type: 'peerResult', op: 1 }]);
  rig.say('closePeer', { session: kSession });
  assert.ok(streams[0]!.tracks.every((track) => track.stopped));

  const late = open({ mediaStream: undefined, mediaConstraints: { audio: true } });
  late.say('acquireMedia', { op: 2, session: kSession });
  while (!allow) await new Promise((resolve) => setImmediate(resolve));
  late.say('closePeer', { session: kSession });
  await granted();
  while (streams.length < 2) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(streams[1]!.tracks.every((track) => track.stopped));
  assert.deepEqual(late.take(), []);
  assert.deepEqual(asked, [{ audio: true, video: true }, { audio: true }]);
  if (before) Object.defineProperty(globalThis, 'navigator', before);
  else delete (globalThis as { navigator?: unknown }).navigator;
});

test('no constraints, no media: the session goes on without', async () => {
  const rig = open({ mediaStream: undefined, mediaConstraints: { audio: false, video: false } });
  rig.say('acquireMedia', { op: 1, session: kSession });
  assert.deepEqual(await rig.told(), [{ type: 'peerResult', op: 1 }]);
  assert.equal(rig.pc.transceivers.length, 0);
});

test('without media devices acquiring fails with a typed error', async () => {
  const rig = open({ mediaStream: undefined });
  rig.say('acquireMedia', { op: 1, session: kSession });
  const [result] = await rig.told();
  assert.deepEqual(result, {
    type: 'peerResult',
    op: 1,
    ok: false,
    stage: 'getUserMedia',
    message: 'This platform or page has no access to media devices.',
  });
  assert.ok(rig.host.errorOf(1) instanceof UnsupportedError);
});

test('without WebRTC the first operation fails, at its own stage', async () => {
  const rig = new Rig({ createPeer: undefined });
  open({}, rig);
  assert.equal(rig.host.peer(kSession), undefined);
  const stages: unknown[] = [];
  rig.say('setRemoteDescription', { op: 1, session: kSession, kind: 'offer', sdp: '' });
  rig.say('setLocalDescription', { op: 2, session: kSession, kind: 'answer', iceRestart: false });
  rig.say('setLocalDescription', { op: 3, session: kSession, kind: 'offer', iceRestart: false });
  for (const input of await rig.told(3)) {
    assert.equal(input.type, 'peerResult');
    if (input.type === 'peerResult') stages.push([input.op, input.ok, input.stage]);
  }
  assert.deepEqual(stages, [
    [1, false, 'setRemoteDescription'],
    [2, false, 'createAnswer'],
    [3, false, 'createOffer'],
  ]);
  assert.ok(rig.host.errorOf(2) instanceof UnsupportedError);
});

test('operations wait for those before them', async () => {
  const rig = open();
  rig.say('acquireMedia', { op: 1, session: kSession });
  rig.say('setRemoteDescription', { op: 2, session: kSession, kind: 'offer', sdp: 'v=0' });
  rig.say('setHold', { session: kSession, local: true, remote: false });
  rig.say('setLocalDescription', { op: 3, session: kSession, kind: 'answer', iceRestart: false });
  assert.deepEqual(
    (await rig.told(3)).map((input) => input.type === 'peerResult' && input.op),
    [1, 2, 3],
  );
  assert.deepEqual(rig.pc.calls, [
    'setRemoteDescription offer',
    'setRemoteDescription offer done',
    'createAnswer',
    'createAnswer done',
    'setLocalDescription answer',
    'setLocalDescription answer done',
  ]);
  assert.match(rig.pc.localDescription!.sdp, /m=audio 9 RTP\/AVP 0\r\na=sendonly/);
});

test('each failure names its stage and keeps its exception', async () => {
  const rig = open();
  const boom = new Error('boom');
  const fails = async (name: string, stage: string, say: (op: number) => void, op: number) => {
    rig.pc.failing.set(name, boom);
    say(op);
    assert.deepEqual(await rig.told(), [
      { type: 'peerResult', op, ok: false, stage, message: 'boom' },
    ]);
    assert.equal(rig.host.errorOf(op), boom);
    rig.pc.failing.clear();
  };
  const local = (kind: 'offer' | 'answer') => (op: number) =>
    rig.say('setLocalDescription', { op, session: kSession, kind, iceRestart: false });
  const remote = (op: number) =>
    rig.say('setRemoteDescription', { op, session: kSession, kind: 'offer', sdp: 'v=0' });
  await fails('createOffer', 'createOffer', local('offer'), 1);
  await fails('setLocalDescription offer', 'setLocalDescription', local('offer'), 2);
  await fails('setRemoteDescription offer', 'setRemoteDescription', remote, 3);
  await fails('createAnswer', 'createAnswer', local('answer'), 4);
});

test('reading the description answers at once', async () => {
  const rig = open();
  rig.say('readLocalDescription', { op: 1, session: kSession });
  assert.equal((rig.take()[0] as { ok: boolean }).ok, false);
  await offer(rig);
  rig.pc.gather({ type: 'host', candidate: 'candidate:1 typ host' });
  rig.take();
  rig.say('readLocalDescription', { op: 2, session: kSession });
  const { sdp } = rig.pc.localDescription!;
  assert.match(sdp, /a=candidate:1 typ host/);
  assert.deepEqual(rig.take(), [{ type: 'peerResult', op: 2, sdp }]);
});

test('candidates are told with their kind, after the application; the end is told once', async () => {
  const rig = open({ pcConfig: { iceServers: [{ urls: 'stun:a' }] } });
  const seen: unknown[] = [];
  rig.host.onCandidate = (session, { candidate }) =>
    seen.push(session, candidate, rig.inputs.length);
  await offer(rig);
  rig.pc.gather({ type: 'srflx', candidate: 'candidate:1' });
  assert.deepEqual(seen, [kSession, 'candidate:1', 0]);
  rig.pc.gather({ candidate: 'candidate:2 1 udp 1 1.1.1.1 9 typ relay' });
  rig.pc.gather({ candidate: '' });
  rig.pc.gather(null);
  const session = kSession;
  assert.deepEqual(rig.take(), [
    { type: 'candidateGathered', session, kind: 'srflx', hasServers: true },
    { type: 'candidateGathered', session, kind: 'relay', hasServers: true },
    { type: 'gatheringEnded', session },
  ]);
});

test('a description that needs no gathering says so; an ICE restart does not', async () => {
  const rig = open();
  await offer(rig);
  rig.pc.gather({ type: 'host', candidate: 'candidate:1 typ host' });
  rig.pc.gather(null);
  rig.take();
  // The same transport: the description has its candidates from the beginning.
  const { setLocalDescription } = rig.pc;
  rig.pc.setLocalDescription = async (description) => {
    await setLocalDescription.call(rig.pc, description);
    rig.pc.localDescription!.sdp += 'a=candidate:1 typ host\r\n';
  };
  rig.say('setLocalDescription', { op: 2, session: kSession, kind: 'offer', iceRestart: false });
  assert.deepEqual(await rig.told(2), [
    { type: 'peerResult', op: 2 },
    { type: 'gatheringEnded', session: kSession },
  ]);
  rig.pc.setLocalDescription = setLocalDescription;
  rig.say('setLocalDescription', { op: 3, session: kSession, kind: 'offer', iceRestart: true });
  await rig.told();
  // Whatever would be told of it would be told before the next operation's answer.
  rig.say('setLocalDescription', { op: 4, session: kSession, kind: 'rollback', iceRestart: false });
  assert.deepEqual(await rig.told(), [{ type: 'peerResult', op: 4 }]);
});

test('ICE states are told', () => {
  const rig = open();
  rig.pc.connect('connected');
  rig.pc.connect('failed');
  assert.deepEqual(rig.take(), [
    { type: 'iceStateChanged', session: kSession, state: 'connected' },
    { type: 'iceStateChanged', session: kSession, state: 'failed' },
  ]);
});

test('holding silences the tracks and turns the directions; unholding restores both', async () => {
  const rig = open();
  rig.say('acquireMedia', { op: 1, session: kSession });
  await rig.told();
  const receiving = new FakeTransceiver(new FakeTrack('video'));
  receiving.direction = 'recvonly';
  const stopped = new FakeTransceiver(new FakeTrack('video'));
  stopped.direction = 'stopped';
  rig.pc.transceivers.push(receiving, stopped);
  const directions = () => rig.pc.transceivers.map(({ direction }) => direction);
  const enabled = () => rig.pc.transceivers.map(({ sender }) => sender.track.enabled);

  rig.say('setHold', { session: kSession, local: true, remote: false });
  await offer(rig);
  assert.deepEqual(directions(), ['sendonly', 'sendonly', 'inactive', 'stopped']);
  assert.deepEqual(enabled(), [false, false, false, false]);
  // Twice is once.
  rig.say('setHold', { session: kSession, local: true, remote: true });
  await offer(rig);
  rig.say('setHold', { session: kSession, local: false, remote: true });
  await offer(rig);
  assert.deepEqual(directions(), ['sendrecv', 'sendrecv', 'recvonly', 'stopped']);
  assert.deepEqual(enabled(), [false, false, false, false]);
  rig.say('setHold', { session: kSession, local: false, remote: false });
  assert.deepEqual(enabled(), [true, true, true, true]);
});

test('what the other side adds while we hold is held too', async () => {
  const rig = open();
  rig.say('setHold', { session: kSession, local: true, remote: false });
  await offer(rig);
  rig.pc.setRemoteDescription = async () => {
    rig.pc.addTrack(new FakeTrack('video'));
  };
  rig.say('setRemoteDescription', { op: 2, session: kSession, kind: 'offer', sdp: '' });
  await rig.told();
  assert.equal(rig.pc.transceivers[0]!.direction, 'sendonly');
});

test('options for the next offer are for that one', async () => {
  const rig = open();
  rig.host.setNextOffer(kSession, { offerToReceiveVideo: true });
  await offer(rig, true);
  await offer(rig);
  assert.deepEqual(rig.pc.offered, [{ offerToReceiveVideo: true, iceRestart: true }, undefined]);
  rig.host.setNextOffer(99, {});
});

test('muting outlives holding, and is remembered before there are tracks', async () => {
  const rig = open();
  rig.host.setMuted(kSession, { audio: true });
  assert.deepEqual(rig.host.muted(kSession), { audio: true, video: false });
  rig.say('acquireMedia', { op: 1, session: kSession });
  await rig.told();
  const enabled = () => rig.pc.transceivers.map(({ sender }) => sender.track.enabled);
  assert.deepEqual(enabled(), [false, true]);
  rig.say('setHold', { session: kSession, local: false, remote: true });
  assert.deepEqual(enabled(), [false, false]);
  rig.say('setHold', { session: kSession, local: false, remote: false });
  assert.deepEqual(enabled(), [false, true]);
  rig.host.setMuted(kSession, { audio: false });
  assert.deepEqual(enabled(), [true, true]);
  assert.deepEqual(rig.host.muted(99), { audio: false, video: false });
});

test('tones are appended to those still to be played; without an audio sender it fails', async () => {
  const rig = open();
  const tones = { session: kSession, tones: '12', duration: 100, gap: 70 };
  rig.say('playTones', { op: 1, ...tones });
  assert.equal(((await rig.told())[0] as { ok: boolean }).ok, false);
  rig.say('acquireMedia', { op: 2, session: kSession });
  rig.say('playTones', { op: 3, ...tones });
  rig.say('playTones', { op: 4, ...tones });
  await rig.told(3);
  assert.deepEqual(rig.pc.getSenders()[0]!.dtmf!.inserted, [
    ['12', 100, 70],
    ['1212', 100, 70],
  ]);
});

test('closing ends everything: no operation begins, no result is told', async () => {
  const rig = open();
  rig.say('setRemoteDescription', { op: 1, session: kSession, kind: 'offer', sdp: '' });
  rig.say('setLocalDescription', { op: 2, session: kSession, kind: 'answer', iceRestart: false });
  while (rig.pc.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  rig.say('closePeer', { session: kSession });
  while (rig.pc.calls.length < 3) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(rig.pc.calls, [
    'setRemoteDescription offer',
    'close',
    'setRemoteDescription offer done',
  ]);
  rig.pc.connect('closed');
  assert.deepEqual(rig.take(), []);
});

test('the exceptions of the last failures are kept, and no more', async () => {
  const rig = new Rig({ createPeer: undefined });
  open({}, rig);
  for (let op = 1; op <= 40; ++op) {
    rig.say('setRemoteDescription', { op, session: kSession, kind: 'offer', sdp: '' });
  }
  await rig.told(40);
  assert.equal(rig.host.errorOf(1), undefined);
  assert.ok(rig.host.errorOf(40) instanceof UnsupportedError);
});

/** After an offer of ours; resolves when the op is done, with what the connection did for it. */
async function remote(rig: Rig, kind: 'pranswer' | 'answer', sdp: string): Promise<string[]> {
  rig.pc.calls.length = 0;
  rig.say('setRemoteDescription', { op: 5, session: kSession, kind, sdp });
  assert.deepEqual(await rig.told(), [{ type: 'peerResult', op: 5 }]);
  return rig.pc.calls.filter((call) => !call.endsWith('done'));
}

test('a provisional answer is one, and another may follow', async () => {
  const rig = open();
  await offer(rig);
  assert.deepEqual(await remote(rig, 'pranswer', 'a'), ['setRemoteDescription pranswer']);
  assert.equal(rig.pc.signalingState, 'have-remote-pranswer');
  assert.deepEqual(await remote(rig, 'answer', 'a'), ['setRemoteDescription answer']);
});

test('where a browser has no provisional answers, it is applied as the final one', async () => {
  const rig = open();
  rig.pc.failing.set('setRemoteDescription pranswer', new Error('pranswer not yet implemented'));
  await offer(rig);
  const early = ['setRemoteDescription pranswer', 'setRemoteDescription answer'];
  assert.deepEqual(await remote(rig, 'pranswer', 'a'), early);
  assert.deepEqual(await remote(rig, 'answer', 'a'), []);
  assert.equal(rig.pc.signalingState, 'stable');
});

test('there, another final answer is one to an offer that the page makes for itself', async () => {
  const rig = open();
  rig.pc.failing.set('setRemoteDescription pranswer', new Error('pranswer not yet implemented'));
  await offer(rig);
  await remote(rig, 'pranswer', 'a');
  const again = ['createOffer', 'setLocalDescription offer', 'setRemoteDescription answer'];
  assert.deepEqual(await remote(rig, 'answer', 'b'), again);
  assert.equal(rig.pc.remoteDescription?.sdp, 'b');
});

test('what is no description fails, provisional or not', async () => {
  const rig = open();
  for (const kind of ['pranswer', 'answer'])
    rig.pc.failing.set(`setRemoteDescription ${kind}`, new Error('no description'));
  await offer(rig);
  rig.say('setRemoteDescription', { op: 5, session: kSession, kind: 'pranswer', sdp: '?' });
  const [{ ok, message }] = (await rig.told()) as [InputOf<'peerResult'>];
  assert.deepEqual([ok, message], [false, 'no description']);
});

/** A call whose other end had the fingerprint `AA` gets an offer; whether that was answered on a new connection. */
async function isReplacedBy(fingerprint: string, browser: string): Promise<boolean> {
  const stream = new FakeStream();
  const rig = open({ mediaStream: stream as unknown as MediaStream });
  rig.say('acquireMedia', { op: 1, session: kSession });
  await rig.told();
  await offer(rig);
  await remote(rig, 'answer', 'v=0\r\na=fingerprint:sha-256 AA\r\n');
  const { pc } = rig;
  pc.localDescription!.sdp = `v=0\r\no=${browser} 1 1 IN IP4 0.0.0.0\r\n`;
  const sdp = `v=0\r\na=fingerprint:sha-256 ${fingerprint}\r\n`;
  rig.say('setRemoteDescription', { op: 2, session: kSession, kind: 'offer', sdp });
  assert.deepEqual(await rig.told(), [{ type: 'peerResult', op: 2 }]);
  const sent = rig.pc.getSenders().map(({ track }) => track);
  assert.deepEqual(sent, stream.getTracks());
  assert.equal(rig.pc.remoteDescription?.sdp, sdp);
  assert.equal(pc.signalingState === 'closed', rig.pc !== pc);
  return rig.pc !== pc;
}

test('in Firefox another peer in the same call is met by a new connection', async () => {
  const firefox = 'mozilla...THIS_IS_SDPARTA-99.0';
  assert.equal(await isReplacedBy('BB', firefox), true);
  assert.equal(await isReplacedBy('AA', firefox), false);
  assert.equal(await isReplacedBy('BB', '-'), false);
});
