import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Consultation } from '../../../js/phone/consultation.js';
import { deferred } from '../../../js/phone/promise.js';
import { FakeCall } from './fake_call.js';
import { isError } from './fake_engine.js';

function consult({ answered = true, resumes = true } = {}) {
  const [first, call] = [new FakeCall('first'), new FakeCall('second')];
  first.hear('local', true);
  if (!answered) Object.assign(call, { state: 'ringing', answeredAt: undefined });
  const consultation = new Consultation({
    ...{ first: first.call, call: call.call, target: 'carol', resumes },
    takeBack: () => first.unhold(),
  });
  return { first, call, consultation };
}
const settled = () => new Promise(setImmediate);

test('completing transfers to the second call and leaves both', async () => {
  const { first, call, consultation } = consult();
  await Promise.all([consultation.complete(), consultation.complete()]);
  assert.deepEqual(first.asked, ['transfer attended']);
  assert.deepEqual([first.state, call.state], ['ended', 'ended']);
  await assert.rejects(consultation.cancel(), isError('invalidState'));
});

test('a transfer that is refused can be tried again, or canceled', async () => {
  const { first, call, consultation } = consult();
  first.refusals['transfer attended'] = '603';
  await assert.rejects(consultation.complete(), isError('failed'));
  assert.deepEqual([first.state, call.state], ['held', 'answered']);
  await consultation.cancel();
  assert.deepEqual([first.state, call.state], ['answered', 'ended']);
  await assert.rejects(consultation.complete(), isError('invalidState'));
});

test('while it rings it is completed by a transfer without asking', async () => {
  const { first, call, consultation } = consult({ answered: false });
  await consultation.complete();
  assert.equal(call.state, 'ended');
  assert.deepEqual(first.asked, ['transfer carol']);
});

test('when that is refused the first is back', async () => {
  const { first, consultation } = consult({ answered: false });
  first.refusals['transfer carol'] = '404';
  await assert.rejects(consultation.complete(), isError('failed'));
  await settled();
  assert.deepEqual(first.asked, ['transfer carol', 'unhold']);
  assert.equal(first.state, 'answered');
});

test('either of them leaving in the middle is said', async () => {
  const one = consult();
  one.first.end();
  await assert.rejects(one.consultation.complete(), isError('ended'));
  const two = consult();
  two.call.end();
  await assert.rejects(two.consultation.complete(), isError('ended'));
  assert.deepEqual(two.first.asked, ['unhold']);
  const three = consult();
  const gate = deferred();
  three.first.gate = gate.promise;
  const completing = three.consultation.complete();
  await assert.rejects(three.consultation.cancel(), isError('invalidState'));
  three.first.end();
  gate.resolve();
  await assert.rejects(completing, isError('ended'));
  assert.equal(three.call.state, 'answered');
});
