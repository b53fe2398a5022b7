import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Notifier } from '../../../js/jssip/notifier.js';
import type { Output, SubscriptionEnd } from '../../../js/engine/vocabulary.js';
import type { IncomingRequest, SipEvent } from '../../../types/jssip.js';
import { phone, record, theirs } from './fake_phone.js';

let { ua, engine } = phone();
let offered: IncomingRequest;
beforeEach(() => {
  ({ ua, engine } = phone());
  engine.reactions.acceptSubscribe = () => ({ id: 4 });
  ua.on('newSubscribe', ({ request }: SipEvent) => (offered = request));
});

const offer = (headers: Record<string, string> = { Event: 'presence' }): Output => ({
  type: 'subscribeOffered',
  incoming: 8,
  request: theirs('SUBSCRIBE', headers),
});
const subscribed = (unsubscribes = false): Output => ({
  type: 'subscribeReceived',
  subscription: 4,
  unsubscribes,
  request: theirs('SUBSCRIBE', { Event: 'presence', 'Content-Type': 'x/y' }, 'filter'),
  localTag: 'ours',
});
const ended = (why: SubscriptionEnd): Output => ({
  type: 'subscriptionEnded',
  subscription: 4,
  why,
  cause: 'none',
  response: '',
  reason: '',
  retryAfter: -1,
});

function started(options = {}) {
  engine.say(offer());
  const notifier = ua.notify(offered, 'a/b', options);
  const events = record(notifier);
  notifier.start();
  return { notifier, events };
}

test('newSubscribe tells of the event and the request', () => {
  const events = record(ua);
  engine.say(offer({ Event: 'presence;id=3', Expires: '60' }));
  const [[name, event]] = events as [[string, SipEvent]];
  assert.equal(name, 'newSubscribe');
  assert.deepEqual(Object.keys(event), ['event', 'request']);
  assert.deepEqual(event.event, { event: 'presence', params: { id: '3' } });
  assert.deepEqual(engine.told('respond'), []);
  offered.reply(403);
  assert.equal(engine.last('respond')?.statusCode, 403);
});

test('what nobody listens for, and what is no subscription, is 405', () => {
  engine.say(offer({}), offer({ Event: 'presence', Contact: '' }));
  engine.say(offer({ Event: 'presence', Expires: 'soon' }));
  ua.removeAllListeners('newSubscribe');
  engine.say(offer());
  const codes = engine.told('respond').map(({ statusCode }) => statusCode);
  assert.ok(codes.length >= 3 && codes.every((code) => code === 405), String(codes));
});

test('arguments are looked at', () => {
  engine.say(offer());
  assert.throws(() => ua.notify(offered, '', {}), {
    message: 'Not enough arguments. Missing contentType',
  });
  assert.throws(() => ua.notify(undefined as never, 'a/b', {}), TypeError);
});

test('start takes it up, and tells of the first SUBSCRIBE', () => {
  engine.reactions.acceptSubscribe = () => ({ id: 4, say: [subscribed()] });
  const { notifier, events } = started({
    pending: true,
    defaultExpires: 60,
    allowEvents: 'presence',
    extraHeaders: ['X: y'],
  });
  assert.deepEqual(engine.last('acceptSubscribe'), {
    incoming: 8,
    pending: true,
    defaultExpires: 60_000,
    extraHeaders: ['X: y', 'Allow-Events: presence'],
  });
  const [[name, isUnsubscribe, request, body, type]] = events as [[string, ...unknown[]]];
  assert.equal(name, 'subscribe');
  assert.equal(isUnsubscribe, false);
  assert.equal((request as IncomingRequest).method, 'SUBSCRIBE');
  assert.deepEqual([body, type], ['filter', 'x/y']);
  assert.equal(String(notifier.id), 'incomingourstheirs');
  assert.equal(notifier.state, notifier.C.STATE_PENDING);
  notifier.setActiveState();
  notifier.setActiveState();
  assert.equal(notifier.state, notifier.C.STATE_ACTIVE);
  assert.equal(engine.told('activateSubscription').length, 1);
});

test('notify and terminate tell the engine', () => {
  const { notifier, events } = started();
  notifier.notify('open');
  assert.deepEqual(engine.last('notify'), { subscription: 4, contentType: 'a/b', body: 'open' });
  notifier.notify();
  assert.deepEqual(engine.last('notify'), { subscription: 4, contentType: '', body: '' });
  notifier.terminate('closed', 'probation', 30);
  assert.deepEqual(engine.last('endSubscription'), {
    subscription: 4,
    reason: 'probation',
    retryAfter: 30,
    contentType: 'a/b',
    body: 'closed',
  });
  assert.deepEqual(events, [['terminated', notifier.C.FINAL_NOTIFY_SENT]]);
  engine.say(ended('finalNotify'));
  assert.equal(events.length, 1);
  assert.equal(notifier.state, notifier.C.STATE_TERMINATED);
  notifier.terminate();
  assert.equal(engine.told('endSubscription').length, 1);
  const gone = { name: 'INVALID_STATE_ERROR' };
  assert.throws(() => notifier.notify(), gone);
  assert.throws(() => notifier.setActiveState(), gone);
  assert.throws(() => notifier.start(), gone);
});

test('who unsubscribes hears the last word of the listener', () => {
  const { notifier, events } = started();
  notifier.on('subscribe', (isUnsubscribe) => isUnsubscribe && notifier.terminate('bye'));
  engine.say(subscribed(true));
  assert.equal(engine.last('endSubscription')?.body, 'bye');
  assert.deepEqual(events.at(-1), ['terminated', notifier.C.FINAL_NOTIFY_SENT]);

  const silent = started();
  engine.say(subscribed(true));
  assert.deepEqual(silent.events.at(-1), ['terminated', notifier.C.UNSUBSCRIBE_RECEIVED]);
  engine.say(ended('unsubscribed'));
  assert.equal(silent.events.length, 2);
});

test('what ran out is told, and ended', () => {
  const { notifier, events } = started();
  engine.say({ type: 'subscriptionExpired', subscription: 4 });
  assert.equal(engine.last('endSubscription')?.reason, 'timeout');
  assert.deepEqual(events, [['expired'], ['terminated', notifier.C.SUBSCRIPTION_EXPIRED]]);
});

test('each end has its code', () => {
  const codes: { [Why in SubscriptionEnd]?: number } = {
    timedOut: 0,
    connectionLost: 1,
    refused: 2,
    unauthorized: 3,
    finalNotify: 4,
    unsubscribed: 5,
    expired: 6,
  };
  for (const [why, code] of Object.entries(codes)) {
    const { events } = started();
    engine.say(ended(why as SubscriptionEnd));
    assert.deepEqual(events, [['terminated', code]], why);
  }
  assert.equal(Notifier.C.DEFAULT_EXPIRES_SEC, 900);
});
