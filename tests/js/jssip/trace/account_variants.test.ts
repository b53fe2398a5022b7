// What an account meets besides the plain way, on JsSIP and on ours: other answers to MESSAGE, listeners
// that change what is done, several servers, a stop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../../js/jssip/jssip.js';
import type * as Contract from '../../../../types/jssip.js';
import { peer } from '../peer.js';
import { Bench, compare } from './bench.js';
import { RecordedPhone } from './recorded_phone.js';
import { Server } from './server.js';

// ── MESSAGE and OPTIONS ──────────────────────────────────────────────────────────────────────────

for (const status of [
  ...['202 Accepted', '302 Moved Temporarily', '403 Forbidden', '404 Not Found'],
  ...['480 Unavailable', '481 No Such Call', '486 Busy Here', '600 Busy'],
]) {
  compare(`a MESSAGE of ours, answered ${status}`, async (bench) => {
    await bench.start();
    bench.ua.sendMessage('bob', 'hello');
    bench.server.respond(await bench.server.next('MESSAGE'), status);
    await bench.seen(status.startsWith('2') ? 'message succeeded' : 'message failed');
  });
}

compare('a MESSAGE of theirs that the application refuses', async (bench) => {
  await bench.start();
  bench.ua.on('newMessage', ({ message }) =>
    message.reject({ status_code: 486, reason_phrase: 'Later', extraHeaders: ['X-Own: 1'] }),
  );
  bench.server.deliver(bench.request('MESSAGE', {}, 'hi'));
  const refusal = await bench.server.next('486 MESSAGE');
  bench.events.push(refusal.text.split('\r\n')[0]!, refusal.header('X-Own'));
});

compare('a MESSAGE of theirs that the application accepts with a body', async (bench) => {
  await bench.start();
  bench.ua.on('newMessage', ({ message }) =>
    message.accept({ extraHeaders: ['X-Own: 1'], body: 'v=0' }),
  );
  bench.server.deliver(bench.request('MESSAGE', {}, 'hi'));
  const answer = await bench.server.next('200 MESSAGE');
  bench.events.push(answer.header('X-Own'), answer.header('Content-Type'), answer.body);
});

compare(
  'a challenge to a MESSAGE, when there is no password',
  async (bench) => {
    await bench.start();
    bench.ua.sendMessage('bob', 'hello');
    bench.server.respond(await bench.server.next('MESSAGE'), '401 Unauthorized', {
      'WWW-Authenticate': 'Digest realm="example.com", nonce="abc", qop="auth", algorithm=MD5',
    });
    await bench.seen('message failed');
  },
  { configuration: { password: '' } },
);

// ── registration ─────────────────────────────────────────────────────────────────────────────────

compare(
  'who listens for registrationExpiring registers by themselves',
  async (bench) => {
    bench.ua.on('registrationExpiring', () => bench.ua.register());
    bench.ua.start();
    const first = await bench.server.next('REGISTER');
    // Refreshed after five seconds less than that, ten at least.
    bench.server.respond(first, '200 OK', { Contact: `${first.header('Contact')};expires=11` });
    await bench.seen('ua registered');
  },
  { configuration: { register: true } },
);

compare('registering without a connection', async (bench) => {
  bench.ua.register();
  await bench.seen('ua registrationFailed');
});

// ── several servers ──────────────────────────────────────────────────────────────────────────────

test('of several servers the heaviest is asked first, and the others when it fails', async () => {
  const run = async (library: typeof peer) => {
    const servers = [new Server(), new Server()];
    const [light, heavy] = servers.map(({ socket }) => socket) as [
      Server['socket'],
      Server['socket'],
    ];
    const asked: string[] = [];
    for (const [name, socket] of Object.entries({ light, heavy })) {
      const connect = socket.connect.bind(socket);
      socket.connect = () => {
        asked.push(name);
        if (name === 'light') connect();
        else queueMicrotask(() => socket.ondisconnect(true, 1006, 'refused'));
      };
    }
    const phone = new RecordedPhone(library, {
      sockets: [
        { socket: light as unknown as Contract.Socket, weight: 1 },
        { socket: heavy as unknown as Contract.Socket, weight: 5 },
      ],
      uri: 'sip:alice@example.com',
      register: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 1,
    });
    phone.ua.on('connecting', ({ attempts }) => phone.events.push(`attempt ${attempts}`));
    phone.ua.start();
    await phone.seen('ua connected');
    const { transport } = phone.ua;
    const seen = [
      ...asked,
      ...phone.events,
      `at the ${transport.socket === (light as unknown) ? 'light' : 'heavy'} one`,
      ...transport.sockets.map(({ weight, status }) => `weight ${weight} status ${status}`),
    ];
    phone.ua.stop();
    return seen;
  };
  assert.deepEqual(await run(ours as typeof peer), await run(peer));
});

// ── after stop() ─────────────────────────────────────────────────────────────────────────────────

compare(
  'what is asked for after stop()',
  async (bench) => {
    await bench.start();
    bench.ua.stop();
    await bench.seen('ua disconnected');
    bench.call();
    await bench.seen('call failed');
    const subscriber = bench.ua.subscribe('bob', 'presence', 'text/plain', {});
    subscriber.on('terminated', (code) => bench.events.push(`subscription over: ${code}`));
    subscriber.subscribe();
    bench.ua.register();
    await bench.seen('ua registrationFailed');
  },
  // JsSIP tells twice that it cannot register.
  {
    change: (lines) =>
      lines.filter((line, i) => !line.startsWith('ua regis') || line !== lines[i - 1]),
  },
);

test('a call that is made while a stop waits for answers is over at once', async () => {
  for (const library of [peer, ours as typeof peer]) {
    const bench = await new Bench(library).start();
    await bench.established();
    bench.ua.stop();
    await bench.server.next('BYE');
    const from = bench.events.length;
    bench.call();
    await bench.seen('call failed');
    assert.deepEqual(bench.events.slice(from), [
      'call peerconnection peerconnection',
      'ua newRTCSession originator:local session request:INVITE',
      'call failed originator:local message:null cause:Canceled',
    ]);
    assert.equal(bench.server.received.filter(({ what }) => what === 'INVITE').length, 1);
  }
});
