// Subscriptions in both roles (RFC 6665) on JsSIP and on ours, with the real core: the same events in
// the same order, and the same messages on the wire.
import { type Bench, compare, kContact } from './bench.js';

const challenge = {
  'WWW-Authenticate': 'Digest realm="example.com", nonce="abc", qop="auth", algorithm=MD5',
};

const insideOf = (subscribe: { header(name: string): string }) => ({
  'Call-ID': subscribe.header('Call-ID'),
  From: '<sip:bob@example.com>;tag=server',
  To: subscribe.header('From'),
  Event: 'presence',
});

function watch(bench: Bench): ReturnType<Bench['ua']['subscribe']> {
  const subscriber = bench.ua.subscribe('bob', 'presence', 'text/plain', { contentType: 'a/b' });
  bench.record(subscriber, 'subscriber');
  subscriber.on('terminated', (...what) => bench.events.push(`end ${what.join(' ')}`));
  subscriber.on('notify', (...[isFinal, , body, type]) =>
    bench.events.push(`told ${isFinal} ${body} ${type}`),
  );
  return subscriber;
}

compare('a subscription: accepted, pending, active, refreshed, ended', async (bench) => {
  await bench.start();
  const subscriber = watch(bench);
  subscriber.subscribe('filter');
  bench.server.respond(await bench.server.next('SUBSCRIBE'), '401 Unauthorized', challenge);
  const subscribe = await bench.server.next('SUBSCRIBE');
  bench.server.respond(subscribe, '200 OK', { ...kContact, Expires: '600' });
  await bench.seen('subscriber accepted');
  const notify = async (state: string, body = '') => {
    const headers = { ...insideOf(subscribe), 'Subscription-State': state };
    const type = { 'Content-Type': 'text/plain' };
    bench.server.deliver(bench.request('NOTIFY', body ? { ...headers, ...type } : headers, body));
    await bench.server.next('200 NOTIFY');
  };
  await notify('pending');
  await notify('active;expires=599', 'here');
  await notify('active', 'away');
  subscriber.subscribe();
  bench.server.respond(await bench.server.next('SUBSCRIBE'), '200 OK', {
    ...kContact,
    Expires: '600',
  });
  subscriber.terminate();
  bench.server.respond(await bench.server.next('SUBSCRIBE'), '200 OK', {
    ...kContact,
    Expires: '0',
  });
  await notify('terminated;reason=timeout;retry-after=30', 'gone');
  await bench.seen('subscriber terminated');
});

for (const status of ['404 Not Found', '489 Bad Event', '403 Forbidden']) {
  compare(`a subscription that is refused: ${status}`, async (bench) => {
    await bench.start();
    watch(bench).subscribe();
    bench.server.respond(await bench.server.next('SUBSCRIBE'), status);
    await bench.seen('subscriber terminated');
  });
}

compare('a subscription whose 200 makes no dialog', async (bench) => {
  await bench.start();
  watch(bench).subscribe();
  bench.server.respond(await bench.server.next('SUBSCRIBE'), '200 OK', { Expires: '600' });
  await bench.seen('subscriber terminated');
});

for (const [name, headers, status] of [
  ['another event', { Event: 'dialog', 'Subscription-State': 'active' }, 489],
  ['no state', { Event: 'presence' }, 400],
  ['a state that is none', { Event: 'presence', 'Subscription-State': 'odd' }, 400],
] as const) {
  compare(`a NOTIFY with ${name} ends the subscription`, async (bench) => {
    await bench.start();
    watch(bench).subscribe();
    const subscribe = await bench.server.next('SUBSCRIBE');
    bench.server.respond(subscribe, '200 OK', { ...kContact, Expires: '600' });
    await bench.seen('subscriber accepted');
    bench.server.deliver(bench.request('NOTIFY', { ...insideOf(subscribe), ...headers }));
    await bench.server.next(`${status} NOTIFY`);
    await bench.seen('subscriber terminated');
  });
}

compare('a NOTIFY of a subscription that is unknown', async (bench) => {
  await bench.start();
  const to = { To: '<sip:alice@example.com>;tag=nobody', Event: 'presence' };
  bench.server.deliver(bench.request('NOTIFY', { ...to, 'Subscription-State': 'active' }));
  await bench.server.next('481 NOTIFY');
});

function serve(bench: Bench, options = {}): void {
  bench.ua.on('newSubscribe', ({ request }) => {
    const notifier = bench.ua.notify(request, 'text/plain', options);
    bench.record(notifier, 'notifier');
    notifier.on('terminated', (code) => bench.events.push(`end ${code}`));
    notifier.on('subscribe', (isUnsubscribe, _, body) => {
      bench.events.push(`asked ${isUnsubscribe} ${body}`);
      if (isUnsubscribe) notifier.terminate('gone', 'timeout');
      else notifier.notify('here');
    });
    notifier.start();
  });
}

compare('a subscription of theirs: taken up, told, refreshed, ended', async (bench) => {
  await bench.start();
  serve(bench, { pending: true });
  const headers = { Event: 'presence', Expires: '600', 'Call-ID': 'watcher' };
  bench.server.deliver(bench.request('SUBSCRIBE', headers));
  const accepted = await bench.server.next('200 SUBSCRIBE');
  const states: string[] = [];
  const told = async () => {
    const notify = await bench.server.next('NOTIFY');
    states.push(`${notify.header('Subscription-State')} ${notify.header('Event')} ${notify.body}`);
    bench.server.respond(notify, '200 OK');
  };
  await told();
  const again = { ...headers, To: accepted.header('To') };
  bench.server.deliver(bench.request('SUBSCRIBE', again));
  await bench.server.next('200 SUBSCRIBE');
  await told();
  bench.server.deliver(bench.request('SUBSCRIBE', { ...again, Expires: '0' }));
  await bench.server.next('200 SUBSCRIBE');
  await told();
  await bench.seen('notifier terminated');
  // A second may have begun.
  bench.events.push(...states.map((state) => state.replace('=599', '=600')));
});

compare('a NOTIFY of ours that is refused', async (bench) => {
  await bench.start();
  serve(bench);
  bench.server.deliver(bench.request('SUBSCRIBE', { Event: 'presence', Expires: '600' }));
  await bench.server.next('200 SUBSCRIBE');
  bench.server.respond(await bench.server.next('NOTIFY'), '481 Gone');
  await bench.seen('notifier terminated');
});

compare('a SUBSCRIBE that is none, and one that nobody listens for', async (bench) => {
  await bench.start();
  bench.server.deliver(bench.request('SUBSCRIBE', { Event: 'presence' }));
  await bench.server.next('405 SUBSCRIBE');
  serve(bench);
  bench.server.deliver(bench.request('SUBSCRIBE'));
  await bench.server.next('405 SUBSCRIBE');
  bench.server.deliver(bench.request('SUBSCRIBE', { Event: 'presence', Expires: 'soon' }));
  await bench.server.next('405 SUBSCRIBE');
});
