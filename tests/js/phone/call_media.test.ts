import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ShareError, type ShareSource } from '../../../js/host/share_sources/share_source.js';
import type { Call } from '../../../js/phone/call.js';
import { RinglineError } from '../../../js/phone/error.js';
import type { UpgradeRequest } from '../../../types/index.js';
import { invite, journal, registered, response } from './fake_engine.js';

const isError = (code: string) => (error: unknown) =>
  error instanceof RinglineError && error.code === code;

class FakeSent {
  readonly done: unknown[] = [];
  isSharing = true;
  offers = false;
  failure: Error | undefined;
  readonly track = { kind: 'video', getConstraints: () => ({ width: 640, deviceId: 'id1' }) };
  readonly stream = { getTracks: () => [this.track] };
  #note(...deed: unknown[]) {
    this.done.push(deed);
    return this.failure ? Promise.reject(this.failure) : Promise.resolve();
  }
  switchDevice = (...args: unknown[]) => this.#note('switch', ...args).then(() => this.track);
  prepareVideo = (wish: unknown) => this.#note('prepare', wish);
  giveBackVideo = (wish: unknown) => void this.done.push(['give back', wish]);
  share = (_: unknown, beside: boolean) => this.#note('share', beside).then(() => this.offers);
  unshare = () => this.#note('unshare').then(() => this.offers);
}

function picture() {
  const track = Object.assign(new EventTarget(), { kind: 'video' });
  const source = { stream: { getVideoTracks: () => [track] }, closed: 0, close: () => {} };
  source.close = () => void source.closed++;
  return Object.assign(source, { track });
}

async function answered(mode: 'audio' | 'video' = 'audio') {
  const all = await registered();
  const calling = all.phone.call('bob');
  const { id: session } = all.phone.calls[0]!;
  all.engine.say({ type: 'callConnecting', session, request: invite('alice', 'bob') });
  const call = (await calling) as Call;
  const sent = new FakeSent();
  all.host.sending.set(session, sent);
  all.engine.say(
    { type: 'callModeChanged', session, originator: 'local', mode },
    { type: 'callAccepted', session, originator: 'remote', response: response(200, 'OK') },
    { type: 'callConfirmed', session, originator: 'local', ack: '' },
  );
  const finish = (ok: boolean) =>
    all.engine.say({
      type: 'renegotiationEnded',
      request: all.engine.lastId,
      session,
      ok,
      response: '',
      cause: ok ? 'none' : 'rejected',
    });
  const become = (to: 'audio' | 'video', originator: 'local' | 'remote') =>
    all.engine.say({ type: 'callModeChanged', session, originator, mode: to });
  return { ...all, call, sent, session, finish, become };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('the first answer says the mode, and only what comes after is a change', async () => {
  const { call, become } = await answered();
  const modes = journal(call, 'mode');
  assert.equal(call.mode, 'audio');
  become('video', 'remote');
  assert.equal(call.mode, 'video');
  assert.deepEqual(modes, [['mode', { mode: 'video', by: 'remote' }]]);
});

test('an upgrade takes the camera first and asks then', async () => {
  const { call, engine, sent, finish } = await answered();
  const upgrading = call.upgrade({ video: { width: 640 } });
  await turn();
  assert.deepEqual(sent.done, [['prepare', { constraints: { width: 640 }, stream: undefined }]]);
  assert.deepEqual(engine.told('changeMode'), {
    type: 'changeMode',
    session: call.id,
    mode: 'video',
  });
  finish(true);
  await upgrading;
});

test('an upgrade without a camera asks nobody', async () => {
  const { call, engine, sent } = await answered();
  sent.failure = new DOMException('no', 'NotFoundError');
  await assert.rejects(call.upgrade(), isError('mediaMissing'));
  assert.equal(engine.told('changeMode'), undefined);
});

test('an upgrade that they refuse is rejected', async () => {
  const { call, finish } = await answered();
  const upgrading = call.upgrade();
  await turn();
  finish(false);
  await assert.rejects(upgrading, isError('rejected'));
});

test('a call of sound is downgraded by doing nothing', async () => {
  const { call, engine } = await answered();
  await call.downgrade();
  assert.equal(engine.told('changeMode'), undefined);
});

test('an upgrade of theirs is a question with one answer', async () => {
  const { call, engine, sent, session } = await answered();
  const asked: UpgradeRequest[] = [];
  call.on('upgrade', (request) => asked.push(request));
  engine.say({ type: 'upgradeOffered', op: 5, session, request: invite('bob', 'alice') });
  const [question] = asked;
  assert.equal(question!.request.method, 'INVITE');
  sent.failure = new DOMException('no', 'NotAllowedError');
  await assert.rejects(question!.accept({ video: true }), isError('mediaDenied'));
  // It stays open.
  sent.failure = undefined;
  await question!.accept();
  assert.deepEqual(engine.told('upgradeReviewed'), {
    type: 'upgradeReviewed',
    op: 5,
    accept: true,
  });
  assert.throws(() => question!.reject(), isError('invalidState'));
});

test('what was taken for an upgrade that comes to nothing is given back', async () => {
  const { call, engine, sent, session, finish } = await answered();
  const given = () => sent.done.splice(0).map((deed) => (deed as [string])[0]);
  engine.refusals.set('changeMode', 'not in this state');
  await assert.rejects(call.upgrade(), isError('invalidState'));
  assert.deepEqual(given(), ['prepare', 'give back']);
  engine.refusals.clear();
  const upgrading = call.upgrade();
  await turn();
  finish(false);
  await assert.rejects(upgrading, isError('rejected'));
  assert.deepEqual(given(), ['prepare', 'give back']);
  // Theirs, accepted too late.
  engine.refusals.set('upgradeReviewed', 'no such upgrade');
  const accepting = new Promise<void>((resolve, reject) =>
    call.on('upgrade', ({ accept }) => void accept({ video: true }).then(resolve, reject)),
  );
  engine.say({ type: 'upgradeOffered', op: 5, session, request: invite('bob', 'alice') });
  await assert.rejects(accepting, isError('invalidState'));
  assert.deepEqual(given(), ['prepare', 'give back']);
});

test('an upgrade of theirs that is withdrawn takes no answer, and what was taken for it is given back', async () => {
  const { call, engine, sent, session } = await answered();
  const asked: UpgradeRequest[] = [];
  call.on('upgrade', (request) => asked.push(request));
  const offer = (op: number) =>
    engine.say({ type: 'upgradeOffered', op, session, request: invite('bob', 'alice') });
  offer(5);
  engine.say({ type: 'offerWithdrawn', op: 4, session });
  assert.equal(asked[0]!.withdrawn.aborted, false);
  // The camera is being opened when they think better of it.
  const accepting = asked[0]!.accept({ video: true });
  engine.say({ type: 'offerWithdrawn', op: 5, session });
  await assert.rejects(accepting, isError('invalidState'));
  assert.equal(asked[0]!.withdrawn.aborted, true);
  const wish = { constraints: true, stream: undefined, isAnswer: true };
  assert.deepEqual(sent.done, [
    ['prepare', wish],
    ['give back', wish],
  ]);
  offer(6);
  engine.say({ type: 'offerWithdrawn', op: 6, session });
  await assert.rejects(asked[1]!.accept({ video: true }), isError('invalidState'));
  assert.throws(() => asked[1]!.reject(), isError('invalidState'));
  assert.equal(sent.done.length, 2);
  assert.equal(engine.told('upgradeReviewed'), undefined);
});

test('an upgrade that was accepted is nothing to be withdrawn', async () => {
  const { call, engine, sent, session } = await answered();
  const asked: UpgradeRequest[] = [];
  call.on('upgrade', (request) => asked.push(request));
  engine.say({ type: 'upgradeOffered', op: 5, session, request: invite('bob', 'alice') });
  await asked[0]!.accept({ video: true });
  engine.say({ type: 'offerWithdrawn', op: 5, session });
  assert.equal(asked[0]!.withdrawn.aborted, false);
  assert.equal(sent.done.length, 1);
});

test('an upgrade that nobody listens for is taken without a camera', async () => {
  const { engine, sent, session } = await answered();
  engine.say({ type: 'upgradeOffered', op: 5, session, request: invite('bob', 'alice') });
  assert.equal(engine.told('upgradeReviewed')?.accept, true);
  assert.deepEqual(sent.done, []);
});

test('a picture in place of the camera takes no offer', async () => {
  const { call, engine, sent } = await answered('video');
  const shown = journal(call, 'shared');
  const source = picture();
  await call.share(source as never);
  assert.deepEqual(sent.done, [['share', false]]);
  assert.equal(engine.told('renegotiateCall'), undefined);
  assert.equal(call.shared, source as never);
  await call.unshare();
  assert.equal(call.shared, undefined);
  assert.equal(source.closed, 1);
  assert.deepEqual(
    shown.map(([, event]) => (event as { picture: unknown }).picture),
    [source, undefined],
  );
});

test('a picture that takes an offer is shared when they agree', async () => {
  const { call, engine, sent, finish } = await answered();
  sent.offers = true;
  const sharing = call.share(picture() as never, { beside: true });
  await turn();
  assert.equal(engine.told('renegotiateCall')?.session, call.id);
  finish(true);
  await sharing;
});

test('a picture that they refuse is not shared, and told why', async () => {
  const { call, sent, finish } = await answered();
  sent.offers = true;
  sent.isSharing = false;
  const source = picture();
  const shown = journal(call, 'shared');
  const sharing = call.share(source as never);
  await turn();
  finish(true);
  await assert.rejects(sharing, isError('rejected'));
  assert.equal(source.closed, 1);
  assert.equal((shown.at(-1)![1] as { error: RinglineError }).error.code, 'rejected');
});

test('a source that ends by itself is no longer shared', async () => {
  const { call, sent } = await answered('video');
  const source = picture();
  await call.share(source as never);
  source.track.dispatchEvent(new Event('ended'));
  await turn();
  assert.deepEqual(sent.done.at(-1), ['unshare']);
  assert.equal(call.shared, undefined);
});

test('a source that cannot go on is no longer shared in any call, and why is told', async () => {
  const source = Object.assign(picture(), {
    onEnded: undefined as ShareSource['onEnded'],
  });
  const [one, other] = [await answered('video'), await answered('video')];
  const told = [one, other].map(({ call }) => journal(call, 'shared'));
  for (const { call } of [one, other]) await call.share(source as never);
  source.onEnded!(new ShareError('missing', 'The element left the page.'));
  await turn();
  for (const [i, { call, sent }] of [one, other].entries()) {
    assert.deepEqual(sent.done.at(-1), ['unshare']);
    assert.equal(call.shared, undefined);
    assert.equal((told[i]!.at(-1)![1] as { error: RinglineError }).error.code, 'mediaMissing');
  }
});

test('another picture makes the first one’s source close', async () => {
  const { call } = await answered('video');
  const [one, other] = [picture(), picture()];
  await call.share(one as never);
  await call.share(other as never);
  assert.deepEqual([one.closed, other.closed], [1, 0]);
  // What the first one says now is nobody's business.
  one.track.dispatchEvent(new Event('ended'));
  await turn();
  assert.equal(call.shared, other as never);
});

test('a call that ends closes what it shared', async () => {
  const { call, engine, session } = await answered('video');
  const source = picture();
  await call.share(source as never);
  engine.say({ type: 'callEnded', session, originator: 'remote', message: '', cause: 'bye' });
  assert.equal(source.closed, 1);
  await assert.rejects(call.share(picture() as never), isError('ended'));
});

test('devices are named by id, by side, or not at all', async () => {
  const { call, sent } = await answered('video');
  const told = journal(call, 'device');
  await call.switchDevice('camera', 'id7');
  await call.switchDevice('camera', 'environment');
  await call.switchDevice('microphone');
  await call.switchDevice('camera', { frameRate: 10 });
  // The size that was asked for is kept, unless all is said anew.
  assert.deepEqual(sent.done, [
    ['switch', 'video', { width: 640, deviceId: { exact: 'id7' } }],
    ['switch', 'video', { width: 640, facingMode: { exact: 'environment' } }],
    ['switch', 'audio', {}],
    ['switch', 'video', { frameRate: 10 }],
  ]);
  assert.deepEqual(told[0], ['device', { kind: 'camera', track: sent.track }]);
  await assert.rejects(call.switchDevice('speaker' as never), isError('invalidArgument'));
  sent.failure = new DOMException('the call sends no video', 'InvalidStateError');
  await assert.rejects(call.switchDevice('camera'), isError('invalidState'));
});

test('limits are checked and go to the host by kind', async () => {
  const { call, host, session } = await answered();
  await call.limit({ video: { maxBitrate: 5 }, audio: { maxBitrate: null } });
  assert.deepEqual(host.limits, [
    { session, kind: 'video', limits: { maxBitrate: 5 } },
    { session, kind: 'audio', limits: { maxBitrate: null } },
  ]);
  await assert.rejects(call.limit({ screen: {} } as never), isError('invalidArgument'));
  await assert.rejects(
    call.limit({ video: { scaleResolutionDownBy: 0.5 } }),
    isError('invalidArgument'),
  );
});
