// Subscriptions and publications against Kamailio's presence server, and through Kamailio to each
// other and to JsSIP. No page is needed: the package works in Node, given a WebSocket.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';

import { until } from '../lab/condition.mjs';
import { domain, Kamailio, passwordOf } from '../lab/kamailio.mjs';

// Both libraries look for it when they connect.
globalThis.WebSocket = WebSocket;
// JsSIP has it before it answers what is no call.
globalThis.window ??= globalThis;

const { Phone } = await import('../../dist/index.js');
const { default: Ringline } = await import('../../dist/jssip.js');
const { parseEvent } = await import('../../dist/events.js');
const JsSIP = createRequire(import.meta.url)('jssip');

const kPidf = 'application/pidf+xml';

const pidf = (user, basic) => `<?xml version="1.0"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:${user}@${domain}">
  <tuple id="desk"><status><basic>${basic}</basic></status></tuple>
</presence>`;

describe('subscribe', () => {
  let kamailio;
  const stops = [];
  before(async () => (kamailio = await Kamailio.start()));
  after(() => kamailio?.stop());
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  /** A phone of our own API. Without a registration its Contact is no GRUU, which the presence server cannot follow. */
  async function phone(user, options = {}) {
    const one = new Phone({
      server: kamailio.url,
      user: `${user}@${domain}`,
      password: passwordOf(user),
      register: false,
      ...options,
    });
    stops.push(() => one.stop());
    await one.start();
    return one;
  }

  /** A registered user agent of either library. */
  async function agent(library, user) {
    const ua = new library.UA({
      sockets: [new library.WebSocketInterface(kamailio.url)],
      uri: `sip:${user}@${domain}`,
      password: passwordOf(user),
    });
    stops.push(async () => {
      const gone = new Promise((resolve) => ua.once('disconnected', resolve));
      ua.stop();
      await gone;
    });
    const registered = new Promise((resolve) => ua.once('registered', resolve));
    ua.start();
    await registered;
    return ua;
  }

  const shows = (subscription, basic) =>
    until(`a NOTIFY that says ${basic}`, () => {
      const { contentType, body } = subscription.last ?? {};
      const presence = body && parseEvent(contentType, body);
      return presence && presence.tuples[0]?.basic === basic;
    });

  test('what one publishes the other is told', async () => {
    const [alice, bob] = await Promise.all([phone('alice'), phone('bob')]);
    const subscription = await bob.subscribe('alice', 'presence', { accept: kPidf, expires: 60 });
    await subscription.accepted;
    const publication = await alice.publish('presence', pidf('alice', 'open'), {
      contentType: kPidf,
    });
    await shows(subscription, 'open');
    assert.equal(subscription.state, 'active');
    assert.equal(subscription.last.contentType, kPidf);
    await publication.update(pidf('alice', 'closed'), kPidf);
    await shows(subscription, 'closed');
    await publication.remove();
    await subscription.unsubscribe();
    assert.deepEqual(await subscription.ended, {
      reason: 'timeout',
      retryAfter: undefined,
      error: undefined,
    });
  });

  test('the state is fetched once', async () => {
    const [carol, bob] = await Promise.all([phone('carol'), phone('bob')]);
    await carol.publish('presence', pidf('carol', 'open'), { contentType: kPidf });
    const fetch = await bob.subscribe('carol', 'presence', { accept: kPidf, expires: 0 });
    const { error } = await fetch.ended;
    assert.equal(error, undefined);
    assert.match(fetch.last.body, />open</);
  });

  test('both are refreshed before they expire', async () => {
    const [dave, bob] = await Promise.all([phone('dave'), phone('bob')]);
    const frames = [];
    for (const one of [dave, bob]) {
      one.on('trace', ({ direction, message }) => {
        if (direction === 'out' && message.isRequest) frames.push(message);
      });
    }
    const subscription = await bob.subscribe('dave', 'presence', { accept: kPidf, expires: 4 });
    await dave.publish('presence', pidf('dave', 'open'), { contentType: kPidf, expires: 4 });
    await shows(subscription, 'open');
    const refreshes = (method, tag) => () =>
      frames.filter((frame) => frame.method === method && tag(frame)).length >= 2;
    const inDialog = (frame) => frame.header('To').includes(';tag=');
    await until('two refreshes of SUBSCRIBE', refreshes('SUBSCRIBE', inDialog), { ms: 15000 });
    const tagged = (frame) => frame.header('SIP-If-Match') !== undefined;
    await until('two refreshes of PUBLISH', refreshes('PUBLISH', tagged), { ms: 15000 });
    // What Kamailio's cache holds after a refresh is no part of this: it takes a PUBLISH without a body
    // for state without one.
    assert.equal(subscription.state, 'active');
  });

  test('a server that restarts is published to anew', async () => {
    const erin = await phone('erin');
    const publication = await erin.publish('presence', pidf('erin', 'open'), {
      contentType: kPidf,
    });
    let over = false;
    publication.on('ended', () => (over = true));
    await kamailio.stop();
    await kamailio.start();
    await until('the phone to be back', () => erin.state === 'connected', { ms: 20000 });
    const bob = await phone('bob');
    const subscription = await bob.subscribe('erin', 'presence', { accept: kPidf });
    await shows(subscription, 'open');
    assert.equal(over, false);
  });

  test('a refusal is told', async () => {
    const bob = await phone('bob');
    const subscription = await bob.subscribe('nobody', 'x-lab');
    await assert.rejects(subscription.accepted, { code: 'notFound', sipStatus: 404 });
  });

  for (const [name, watcher, watched] of [
    ['ours watches ours', Ringline, Ringline],
    ['ours watches JsSIP', Ringline, JsSIP],
    ['JsSIP watches ours', JsSIP, Ringline],
  ]) {
    test(`${name}: subscribed, told, unsubscribed`, async () => {
      const told = await agent(watched, 'frank');
      const states = [];
      told.on('newSubscribe', ({ event, request }) => {
        states.push(`newSubscribe ${event.event}`);
        const notifier = told.notify(request, 'text/plain', { pending: true });
        notifier.on('subscribe', (isUnsubscribe) => {
          states.push(isUnsubscribe ? 'unsubscribe' : 'subscribe');
          if (isUnsubscribe) return notifier.terminate('gone', 'timeout');
          notifier.notify('wait');
          notifier.setActiveState();
          notifier.notify('here');
        });
        notifier.on('terminated', (code) => states.push(`terminated ${code}`));
        notifier.start();
      });
      const ua = await agent(watcher, 'grace');
      const subscriber = ua.subscribe(`sip:frank@${domain}`, 'x-lab', 'text/plain', {});
      const heard = [];
      subscriber.on('accepted', () => heard.push('accepted'));
      subscriber.on('pending', () => heard.push('pending'));
      subscriber.on('active', () => heard.push('active'));
      subscriber.on('notify', (isFinal, _, body) => heard.push(`${isFinal} ${body}`));
      subscriber.on('terminated', (code, reason) => heard.push(`terminated ${code} ${reason}`));
      subscriber.subscribe();
      await until('the state', () => heard.includes('false here'));
      subscriber.terminate();
      await until('the end', () => heard.at(-1)?.startsWith('terminated'));
      assert.deepEqual(heard, [
        'accepted',
        'pending',
        'false wait',
        'active',
        'false here',
        'true gone',
        'terminated 6 timeout',
      ]);
      assert.deepEqual(states, ['newSubscribe x-lab', 'subscribe', 'unsubscribe', 'terminated 6']);
    });
  }
});
