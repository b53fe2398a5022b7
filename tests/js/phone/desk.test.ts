import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Desk } from '../../../js/phone/desk.js';
import { RinglineError } from '../../../js/phone/error.js';
import { enter, follow } from '../../../js/phone/membership.js';
import { deferred } from '../../../js/phone/promise.js';
import type { Call, PhoneOptions } from '../../../types/index.js';
import { FakeCall } from './fake_call.js';
import { isError } from './fake_engine.js';

function desk(calls: FakeCall[], rule?: PhoneOptions['callWaiting']) {
  const warnings: string[] = [];
  const dialed: { target: string; call: FakeCall }[] = [];
  const all = () => calls.filter(({ state }) => state !== 'ended').map(({ call }) => call);
  const refusal: { why?: RinglineError } = {};
  const made = new Desk(
    {
      calls: all,
      warn: (text) => warnings.push(text),
      call: (target): Promise<Call> => {
        if (refusal.why) return Promise.reject(refusal.why);
        const call = new FakeCall(target);
        call.state = 'connecting';
        call.answeredAt = undefined;
        calls.push(call);
        dialed.push({ target, call });
        return Promise.resolve(call.call);
      },
    },
    rule,
  );
  for (const { call } of calls) made.watch(call);
  return { desk: made, warnings, dialed, refusal };
}

/** Whatever was begun has come as far as it can by itself. */
const settled = () => new Promise(setImmediate);
const pick = (calls: FakeCall[]) => calls.map(({ held }) => held.local);

test('switching holds whatever is talked on, then answers', async () => {
  const [one, two, waiting] = [new FakeCall(), new FakeCall(), new FakeCall().ringing()];
  two.hear('local', true);
  await desk([one, two, waiting]).desk.switchTo(waiting.call);
  assert.deepEqual([one.asked, two.asked, waiting.asked], [['hold'], [], ['answer']]);
});

test('a hold that is refused leaves everything as it was', async () => {
  const [one, two, held] = [new FakeCall(), new FakeCall(), new FakeCall()];
  held.hear('local', true);
  two.refusals.hold = '488';
  await assert.rejects(
    desk([one, two, held]).desk.switchTo(held.call),
    (error: RinglineError) => error.code === 'failed' && /488/.test(error.message),
  );
  assert.deepEqual(pick([one, two, held]), [false, false, true]);
  assert.deepEqual(held.asked, []);
});

test('when the call cannot be taken back, the other one is', async () => {
  for (const refuse of [
    (held: FakeCall) => void (held.refusals.unhold = '491'),
    (held: FakeCall) => held.end(),
  ]) {
    const [one, held] = [new FakeCall(), new FakeCall()];
    held.hear('local', true);
    const { desk: it } = desk([one, held]);
    const gate = deferred();
    one.gate = gate.promise;
    const switching = it.switchTo(held.call);
    await settled();
    refuse(held);
    gate.resolve();
    await assert.rejects(switching, RinglineError);
    assert.deepEqual(one.asked, ['hold', 'unhold']);
    assert.equal(one.held.local, false);
  }
});

test('a caller who gives up while we hold the other one', async () => {
  const [one, waiting] = [new FakeCall(), new FakeCall().ringing()];
  const { desk: it } = desk([one, waiting]);
  const gate = deferred();
  one.gate = gate.promise;
  const switching = it.switchTo(waiting.call);
  await settled();
  waiting.end();
  gate.resolve();
  await assert.rejects(switching, isError('ended'));
  assert.equal(one.held.local, false);
  assert.deepEqual(waiting.asked, []);
});

test('who leaves while we hold them is no reason to stop', async () => {
  const [one, waiting] = [new FakeCall(), new FakeCall().ringing()];
  const { desk: it } = desk([one, waiting]);
  const gate = deferred();
  one.gate = gate.promise;
  const switching = it.switchTo(waiting.call);
  await settled();
  one.end();
  gate.resolve();
  await switching;
  assert.equal(waiting.state, 'answered');
});

test('an answer that waits for the user keeps nothing else waiting', async () => {
  const [one, waiting] = [new FakeCall('one'), new FakeCall('waiting').ringing()];
  const { desk: it } = desk([one, waiting]);
  const permission = deferred();
  waiting.gate = permission.promise;
  const answering = it.switchTo(waiting.call);
  await settled();
  assert.equal(one.held.local, true);
  await it.switchTo(one.call);
  assert.equal(one.held.local, false);
  permission.resolve();
  await answering;
});

test('an answer that fails takes the held one back', async () => {
  const [one, waiting] = [new FakeCall(), new FakeCall().ringing()];
  waiting.refusals.answer = 'no microphone';
  await assert.rejects(desk([one, waiting]).desk.switchTo(waiting.call), isError('failed'));
  assert.deepEqual(one.asked, ['hold', 'unhold']);
});

test('two swaps at once are two swaps, one after another', async () => {
  const [one, two] = [new FakeCall('one'), new FakeCall('two')];
  two.hear('local', true);
  const { desk: it } = desk([one, two]);
  const order: string[] = [];
  for (const call of [one, two]) {
    call.on('held', ({ held }) => order.push(`${call.name} ${held ? 'held' : 'back'}`));
  }
  await it.swap(one.call, two.call);
  await it.swap(one.call, two.call);
  assert.deepEqual(order, ['one held', 'two back', 'two held', 'one back']);
  assert.deepEqual(pick([one, two]), [false, true]);
});

test('what is no call of ours, over, or not answered is refused', async () => {
  const [one, over, dialing] = [new FakeCall(), new FakeCall(), new FakeCall()];
  over.end();
  dialing.state = 'connecting';
  dialing.answeredAt = undefined;
  const { desk: it } = desk([one, over, dialing]);
  await assert.rejects(it.switchTo(new FakeCall().call), isError('invalidArgument'));
  await assert.rejects(it.swap(one.call, one.call), isError('invalidArgument'));
  await assert.rejects(it.switchTo(over.call), isError('ended'));
  await assert.rejects(it.switchTo(dialing.call), isError('invalidState'));
  await assert.rejects(it.consult(dialing.call, 'carol'), isError('invalidState'));
  assert.deepEqual(one.asked, []);
});

test('members of one conference do not put each other on hold', async () => {
  const room = { add: () => Promise.resolve() };
  const [one, two, other] = [new FakeCall(), new FakeCall(), new FakeCall()];
  for (const call of [one, two]) enter(call, room);
  two.hear('local', true);
  await desk([one, two, other]).desk.switchTo(two.call);
  assert.deepEqual([one.asked, two.asked, other.asked], [[], ['unhold'], ['hold']]);
});

test('nor does one that is on its way into it, nor two that are', async () => {
  const room = { add: () => Promise.resolve() };
  const [host, member, one, two, other] = [1, 2, 3, 4, 5].map(() => new FakeCall());
  const all = [host!, member!, one!, two!, other!];
  const { desk: it } = desk(all);
  for (const isIn of [false, true]) {
    if (isIn) for (const call of [host!, member!]) enter(call, room);
    for (const newcomer of [one!, two!]) follow(newcomer, host);
    await it.switchTo(two!.call);
    assert.deepEqual(pick(all), [false, !isIn, false, false, true]);
    for (const call of [member!, other!]) call.hear('local', false);
  }
  for (const newcomer of [one!, two!]) follow(newcomer, undefined);
  await it.switchTo(two!.call);
  assert.deepEqual(pick(all), [true, true, true, false, true]);
});

test('the rule holds the others as soon as one is talked on', async () => {
  const [one, two] = [new FakeCall(), new FakeCall()];
  two.hear('local', true);
  const { warnings } = desk([one, two], 'hold');
  await two.unhold();
  await settled();
  assert.deepEqual(pick([one, two]), [true, false]);
  two.refusals.hold = '488';
  await one.unhold();
  await settled();
  assert.match(warnings.join(), /488/);
});

test('without the rule nothing happens by itself; with the other one nobody else comes in', async () => {
  const [one, two] = [new FakeCall(), new FakeCall()];
  two.hear('local', true);
  assert.equal(desk([one, two]).desk.isBusy, false);
  await two.unhold();
  await settled();
  assert.deepEqual(one.asked, []);
  assert.equal(desk([one], 'busy').desk.isBusy, true);
  assert.equal(desk([], 'busy').desk.isBusy, false);
});

test('a consultation that cannot be dialed leaves nobody on hold', async () => {
  const one = new FakeCall();
  const { desk: it, refusal } = desk([one]);
  refusal.why = new RinglineError('mediaDenied');
  await assert.rejects(it.consult(one.call, 'carol'), isError('mediaDenied'));
  assert.deepEqual(one.asked, ['hold', 'unhold']);
  one.refusals.hold = '488';
  await assert.rejects(it.consult(one.call, 'carol'), isError('failed'));
});

test('who was consulted hangs up: the first is taken back, unless another one is talked on', async () => {
  for (const [options, isAlone, isBack] of [
    [{}, true, true],
    [{ resume: false }, true, false],
    [{}, false, false],
  ] as const) {
    const [one, third] = [new FakeCall(), new FakeCall()];
    const { desk: it, dialed } = desk([one, third]);
    if (isAlone) third.end();
    await it.consult(one.call, 'carol', options);
    if (!isAlone) await third.unhold();
    dialed[0]!.call.end();
    await settled();
    assert.equal(one.held.local, !isBack);
  }
});
