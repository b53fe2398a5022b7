import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Subscriber } from '../../../js/jssip/subscriber.js';
import type { Output, SubscriptionEnd } from '../../../js/engine/vocabulary.js';
import type { Subscriber as Contract, URI } from '../../../types/jssip.js';
import { phone, record, response, theirs } from './fake_phone.js';

let { ua, engine } = phone();
let subscriber: Contract;
let events: [string, ...unknown[]][] = [];
beforeEach(() => {
  ({ ua, engine } = phone());
  engine.reactions.subscribe = () => ({ id: 4 });
  subscriber = ua.subscribe('bob', 'presence', 'application/pidf+xml', { contentType: 'a/b' });
  events = record(subscriber);
});

const notified = (state: 'pending' | 'active' | 'terminated', body = ''): Output => ({
  type: 'notifyReceived',
  subscription: 4,
  state,
  request: theirs('NOTIFY', { Event: 'presence', ...(body && { 'Content-Type': 'x/y' }) }, body),
});
const ended = (why: SubscriptionEnd, reason = '', retryAfter = -1): Output => ({
  type: 'subscriptionEnded',
  subscription: 4,
  why,
  cause: 'none',
  response: '',
  reason,
  retryAfter,
});

test('arguments are looked at before anything is sent', () => {
  const wrong = (...given: unknown[]) =>
    assert.throws(() => ua.subscribe(...(given as Parameters<typeof ua.subscribe>)), TypeError);
  wrong();
  wrong('bob');
  wrong('bob', 'presence');
  wrong('bob', ';', 'a/b');
  wrong('@x', 'presence', 'a/b');
  assert.throws(() => ua.subscribe('', 'presence', 'a/b'), {
    message: 'Not enough arguments: Missing target',
  });
  assert.throws(() => ua.subscribe('bob', ';', 'a/b'), { message: 'Missing Event header field' });
  assert.deepEqual(engine.inputs, []);
});

test('subscribe tells the engine what was given', () => {
  assert.equal(subscriber.state, subscriber.C.STATE_INIT);
  subscriber.subscribe('filter');
  assert.deepEqual(engine.last('subscribe'), {
    target: 'sip:bob@example.com',
    from: '',
    to: '',
    cseq: 1,
    event: 'presence',
    accept: 'application/pidf+xml',
    expires: 900_000,
    extraHeaders: [],
    contentType: 'a/b',
    body: 'filter',
  });
  assert.equal(subscriber.state, subscriber.C.STATE_WAITING_NOTIFY);
  assert.equal(subscriber.id, null);
});

test('options are carried', () => {
  ua.subscribe('bob', 'dialog;id=7', 'a/b', {
    expires: 60,
    allowEvents: 'dialog, presence',
    extraHeaders: ['X: y'],
    params: {
      from_uri: ua.normalizeTarget('carol') as URI,
      from_display_name: 'Carol',
      to_uri: ua.normalizeTarget('dave') as URI,
      cseq: 9,
    },
  }).subscribe();
  const told = engine.last('subscribe')!;
  assert.equal(told.expires, 60_000);
  assert.equal(told.event, 'dialog;id=7');
  assert.deepEqual(told.extraHeaders, ['X: y', 'Allow-Events: dialog, presence']);
  assert.equal(told.from, '"Carol" <sip:carol@example.com>');
  assert.equal(told.to, '<sip:dave@example.com>');
  assert.equal(told.cseq, 9);
  ua.subscribe('bob', 'dialog', 'a/b', { expires: -1 }).subscribe();
  assert.equal(engine.last('subscribe')!.expires, 900_000);
});

test('a body needs a type, and an end a beginning', () => {
  const bare = ua.subscribe('bob', 'presence', 'a/b', {});
  assert.throws(() => bare.subscribe('x'), { name: 'TypeError' });
  assert.throws(() => bare.terminate(), { name: 'INVALID_STATE_ERROR', status: 3 });
});

test('the life of a subscription', () => {
  subscriber.subscribe();
  const accepted = response('200 OK', 'SUBSCRIBE');
  engine.say(
    { type: 'subscriptionAccepted', subscription: 4, response: accepted },
    notified('pending'),
    notified('active', 'open'),
    notified('active', 'closed'),
  );
  assert.equal(String(subscriber.id), 'callourstheirs');
  assert.equal(subscriber.state, subscriber.C.STATE_ACTIVE);
  assert.deepEqual(
    events.map(([name, isFinal, , body, type]) => [name, isFinal, body, type]),
    [
      ['accepted', undefined, undefined, undefined],
      ['pending', undefined, undefined, undefined],
      ['active', undefined, undefined, undefined],
      ['notify', false, 'open', 'x/y'],
      ['notify', false, 'closed', 'x/y'],
    ],
  );
  subscriber.subscribe('again');
  assert.deepEqual(engine.last('refreshSubscription'), {
    subscription: 4,
    contentType: 'a/b',
    body: 'again',
  });
  subscriber.terminate();
  subscriber.terminate();
  assert.equal(engine.told('unsubscribe').length, 1);
  events.length = 0;
  engine.say(notified('terminated', 'gone'), ended('finalNotify', 'timeout', 30));
  assert.deepEqual(
    events.map(([name, first]) => [name, first]),
    [
      ['notify', true],
      ['terminated', subscriber.C.FINAL_NOTIFY_RECEIVED],
    ],
  );
  assert.deepEqual(events[1], ['terminated', 6, 'timeout', 30]);
  assert.equal(subscriber.state, subscriber.C.STATE_TERMINATED);
  assert.equal(subscriber.id, null);
  subscriber.subscribe();
  assert.equal(engine.told('refreshSubscription').length, 1);
});

test('each end has its code', () => {
  const codes: { [Why in SubscriptionEnd]?: number } = {
    timedOut: 0,
    connectionLost: 1,
    refused: 2,
    badAnswer: 3,
    unauthorized: 4,
    noFinalNotify: 5,
    finalNotify: 6,
    badNotify: 7,
    noNotify: 0,
    expired: 0,
  };
  for (const [why, code] of Object.entries(codes)) {
    const one = ua.subscribe('bob', 'presence', 'a/b', {});
    const heard = record(one);
    one.subscribe();
    engine.say(ended(why as SubscriptionEnd));
    assert.deepEqual(heard, [['terminated', code, undefined, undefined]], why);
  }
  assert.equal(Subscriber.C.DEFAULT_EXPIRES_SEC, 900);
});

test('what the core refuses is the application’s fault', () => {
  engine.reactions.subscribe = () => ({
    say: [{ type: 'rejected', input: 'subscribe', reason: 'a header holds what no header may' }],
  });
  assert.throws(() => subscriber.subscribe(), { name: 'TypeError' });
});
