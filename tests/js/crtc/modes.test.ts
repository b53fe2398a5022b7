// From sound to video and back, by either end.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Output } from '../../../js/engine/vocabulary.js';
import type { UpgradeEvent } from '../../../types/crtc.js';
import { response, theirs } from '../jssip/fake_phone.js';
import { kSession, standing, steps, type Standing } from './fake_call.js';

const kRequest = 21;
let { engine, sent, session, events } = {} as Standing;

beforeEach(() => {
  ({ engine, sent, session, events } = standing());
  engine.reactions.changeMode = () => ({ id: kRequest });
});

const become = (mode: 'audio' | 'video') =>
  engine.say({ type: 'callModeChanged', session: kSession, originator: 'local', mode });

const answered = (ok: boolean): Output => ({
  type: 'renegotiationEnded',
  request: kRequest,
  session: kSession,
  ok,
  response: response(ok ? '200 OK' : '488 Not Acceptable Here'),
  cause: ok ? 'none' : 'rejected',
});

const offered: Output = {
  type: 'upgradeOffered',
  op: 7,
  session: kSession,
  request: theirs('INVITE'),
};

// A promise that was there to be waited for is settled after these.
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('the mode that a call begins in is no event, the next ones are', () => {
  assert.equal(session.mode, undefined);
  become('video');
  assert.equal(session.mode, 'video');
  assert.deepEqual(events, []);
  become('audio');
  become('video');
  assert.deepEqual(events, [
    ['mode', { mode: 'audio' }],
    ['mode', { mode: 'video' }],
  ]);
});

test('demoteToAudio takes video out, by re-INVITE or UPDATE, and says when that is done', () => {
  become('video');
  let isDone = false;
  const options = { useUpdate: true, extraHeaders: ['X-Why: dark'] };
  assert.equal(
    session.demoteToAudio(options, () => (isDone = true)),
    true,
  );
  assert.deepEqual(engine.last('changeMode'), { session: kSession, mode: 'audio', ...options });
  assert.equal(isDone, false);
  engine.say(answered(true));
  assert.equal(isDone, true);
});

test('demoteToAudio is false without video, and while another change is under way', () => {
  become('audio');
  assert.equal(session.demoteToAudio(), false);
  become('video');
  assert.equal(session.downgradeToAudio(), true);
  assert.equal(session.downgradeToAudio(), false);
  assert.equal(engine.told('changeMode').length, 1);
});

test('a change that the peer refuses does not end the call', async () => {
  become('video');
  session.demoteToAudio();
  engine.say(answered(false));
  become('audio');
  const upgrade = session.upgradeToVideo();
  await settled();
  engine.say(answered(false));
  assert.equal(await upgrade, false);
  assert.deepEqual(engine.told('endCall'), []);
  assert.equal(session.isEnded(), false);
});

test('upgradeToVideo takes the camera first, then offers it with an ICE restart', async () => {
  become('audio');
  const upgrade = session.upgradeToVideo({ videoConstraints: { width: 640 }, useUpdate: true });
  assert.deepEqual(engine.told('changeMode'), []);
  await settled();
  const constraints = { width: 640 };
  assert.deepEqual(sent.steps, [
    ['prepareVideo', { constraints, stream: undefined, direction: 'sendrecv' }],
  ]);
  assert.deepEqual(engine.last('changeMode'), {
    session: kSession,
    mode: 'video',
    iceRestart: true,
    useUpdate: true,
  });
  engine.say(answered(true));
  assert.equal(await upgrade, true);
});

test('an upgrade with a stream, one way or the other', async () => {
  become('audio');
  const videoStream = { id: 'film' } as MediaStream;
  void session.upgradeToVideo({ videoStream, sendOnly: true });
  await settled();
  engine.say(answered(false));
  void session.upgradeToVideo({ recvOnly: true });
  await settled();
  const wishes = sent.steps.filter(([step]) => step === 'prepareVideo').map(([, wish]) => wish);
  assert.deepEqual(wishes, [
    { constraints: true, stream: videoStream, direction: 'sendonly' },
    { constraints: true, stream: undefined, direction: 'recvonly' },
  ]);
});

test('an upgrade without a camera is told by the event and by the promise; nothing is offered', async () => {
  become('audio');
  const error = new DOMException('Permission denied', 'NotAllowedError');
  sent.failing.set('prepareVideo', error);
  await assert.rejects(session.upgradeToVideo(), (thrown) => thrown === error);
  assert.deepEqual(events[0], ['getusermediafailed', error]);
  assert.deepEqual(engine.told('changeMode'), []);
});

test('an upgrade of a call that ends meanwhile is settled', async () => {
  become('audio');
  const upgrade = session.upgradeToVideo();
  await settled();
  engine.say(steps.ended);
  assert.equal(await upgrade, false);
});

test('a video call is not upgraded', async () => {
  become('video');
  assert.equal(await session.upgradeToVideo(), false);
  assert.deepEqual(sent.steps, []);
});

test('an upgrade of theirs is accepted with our camera, once', async () => {
  let event: UpgradeEvent | undefined;
  session.on('upgradeToVideo', (given) => (event = given));
  engine.say(offered);
  assert.equal(event!.request.method, 'INVITE');
  assert.deepEqual(engine.told('upgradeReviewed'), []);
  event!.accept({ width: 320 });
  event!.reject();
  event!.accept();
  await settled();
  assert.deepEqual(sent.steps, [['prepareVideo', { constraints: { width: 320 }, isAnswer: true }]]);
  assert.deepEqual(engine.told('upgradeReviewed'), [
    { type: 'upgradeReviewed', op: 7, accept: true },
  ]);
});

test('what was taken for an upgrade that comes to nothing is given back', async () => {
  become('audio');
  const given = () => sent.steps.map(([step, wish]) => [step, wish === sent.steps[0]![1]]);
  const back = [
    ['prepareVideo', true],
    ['giveBackVideo', true],
  ];
  // Theirs, accepted when the core waits for it no more.
  engine.reactions.upgradeReviewed = () => ({
    id: 0,
    say: [{ type: 'rejected', input: 'upgradeReviewed', reason: 'no such upgrade' }],
  });
  session.on('upgradeToVideo', ({ accept }) => accept());
  engine.say(offered);
  await settled();
  assert.deepEqual(given(), back);
  // Ours, refused by the core, and by the peer.
  sent.steps.length = 0;
  engine.reactions.changeMode = () => ({
    id: 0,
    say: [{ type: 'rejected', input: 'changeMode', reason: 'not in this state' }],
  });
  assert.equal(await session.upgradeToVideo(), false);
  assert.deepEqual(given(), back);
  sent.steps.length = 0;
  engine.reactions.changeMode = () => ({ id: kRequest });
  const upgrade = session.upgradeToVideo();
  await settled();
  engine.say(answered(false));
  assert.equal(await upgrade, false);
  assert.deepEqual(given(), back);
});

test('an upgrade of theirs is rejected, or seen and not answered with a picture', async () => {
  const events: UpgradeEvent[] = [];
  session.on('upgradeToVideo', (given) => events.push(given));
  engine.say(offered, offered);
  events[0]!.reject();
  events[1]!.accept(false);
  await settled();
  assert.deepEqual(sent.steps, []);
  assert.deepEqual(
    engine.told('upgradeReviewed').map(({ accept }) => accept),
    [false, true],
  );
});

test('whom nobody asks is not seen: their picture is taken, no camera of ours', async () => {
  engine.say(offered);
  await settled();
  assert.deepEqual(sent.steps, []);
  assert.equal(engine.last('upgradeReviewed')!.accept, true);
});

test('a camera that cannot be had for an upgrade of theirs is told, and theirs is seen', async () => {
  const error = new DOMException('in use', 'NotReadableError');
  sent.failing.set('prepareVideo', error);
  session.on('upgradeToVideo', ({ accept }) => accept());
  engine.say(offered);
  await settled();
  assert.deepEqual(events.slice(1), [['getusermediafailed', error]]);
  assert.equal(engine.last('upgradeReviewed')!.accept, true);
});
