import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutputOf, SubscriptionEnd } from '../../../js/engine/vocabulary.js';
import { bench, isError, journal, registered } from './fake_engine.js';

type Ended = OutputOf<'subscriptionEnded'>;

const notify = (state: string, body = '') =>
  `NOTIFY sip:alice@x SIP/2.0\r\nSubscription-State: ${state}\r\n${
    body && 'Content-Type: a/b\r\n'
  }Content-Length: ${body.length}\r\n\r\n${body}`;

async function subscribed(options = {}) {
  const { phone, engine } = await registered();
  const subscription = await phone.subscribe('bob', 'presence', options);
  const { id } = subscription;
  const heard = journal(subscription, 'state', 'notify', 'ended');
  const end = (why: SubscriptionEnd, more: Partial<Ended> = {}) =>
    engine.say({
      type: 'subscriptionEnded',
      subscription: id,
      why,
      cause: 'none',
      response: '',
      reason: '',
      retryAfter: -1,
      ...more,
    });
  return { phone, engine, subscription, id, heard, end };
}

test('subscribe tells the engine what was wanted', async () => {
  const { engine } = await subscribed({ accept: 'a/b', expires: 60, headers: { 'X-A': '1' } });
  assert.deepEqual(engine.told('subscribe'), {
    type: 'subscribe',
    target: 'bob',
    event: 'presence',
    accept: 'a/b',
    expires: 60_000,
    extraHeaders: ['X-A: 1'],
  });
});

test('what cannot be used is refused, and a phone that is not started subscribes to nothing', async () => {
  const { phone, engine } = await registered();
  const invalid = isError('invalidArgument');
  await assert.rejects(phone.subscribe('', 'presence'), invalid);
  await assert.rejects(phone.subscribe('bob', ''), invalid);
  await assert.rejects(phone.subscribe('bob', 'presence', { expires: -1 }), invalid);
  engine.refusals.set('subscribe', 'no event package');
  await assert.rejects(phone.subscribe('bob', ';'), invalid);
  await assert.rejects(bench().phone.subscribe('bob', 'presence'), isError('invalidState'));
});

test('the life of a subscription', async () => {
  const { engine, subscription, id, heard, end } = await subscribed();
  assert.equal(subscription.state, 'waiting');
  engine.say({ type: 'subscriptionAccepted', subscription: id, response: '' });
  await subscription.accepted;
  for (const [state, body] of [
    ['pending', ''],
    ['active', 'open'],
  ] as const) {
    engine.say({ type: 'notifyReceived', subscription: id, state, request: notify(state, body) });
  }
  assert.equal(subscription.last?.body, 'open');
  assert.equal(subscription.last?.contentType, 'a/b');
  subscription.refresh();
  assert.equal(engine.told('refreshSubscription')?.subscription, id);
  const unsubscribed = subscription.unsubscribe();
  assert.equal(engine.told('unsubscribe')?.subscription, id);
  end('finalNotify', { reason: 'timeout', retryAfter: 30 });
  await unsubscribed;
  assert.deepEqual(await subscription.ended, {
    reason: 'timeout',
    retryAfter: 30,
    error: undefined,
  });
  assert.deepEqual(
    heard.map(([name]) => name),
    ['state', 'notify', 'state', 'notify', 'state', 'ended'],
  );
  assert.equal(subscription.state, 'ended');
  assert.throws(() => subscription.refresh(), isError('invalidState'));
  await subscription.unsubscribe();
});

test('a refusal rejects accepted with what was answered', async () => {
  const { subscription, end } = await subscribed();
  end('refused', { cause: 'notFound', response: 'SIP/2.0 404 Not Found\r\n\r\n' });
  await assert.rejects(subscription.accepted, isError('notFound'));
  assert.equal((await subscription.ended).error?.sipStatus, 404);
});

test('each end is an error or none', async () => {
  const codes: { [Why in SubscriptionEnd]?: string } = {
    connectionLost: 'unreachable',
    expired: 'timeout',
    noNotify: 'timeout',
    badAnswer: 'failed',
    badNotify: 'failed',
    unsubscribed: undefined,
    noFinalNotify: undefined,
  };
  for (const [why, code] of Object.entries(codes)) {
    const { subscription, end } = await subscribed();
    end(why as SubscriptionEnd);
    assert.equal((await subscription.ended).error?.code, code, why);
  }
});

test('a phone that is disposed of ends what it had', async () => {
  const { phone, subscription } = await subscribed();
  phone.dispose();
  assert.equal((await subscription.ended).error?.code, 'stopped');
});

test('a SUBSCRIBE of theirs is told what can be subscribed to', async () => {
  const { engine } = await registered();
  engine.say({ type: 'subscribeOffered', incoming: 3, request: '' });
  assert.deepEqual(engine.told('respond'), {
    type: 'respond',
    incoming: 3,
    statusCode: 489,
    extraHeaders: ['Allow-Events: refer'],
  });
});
