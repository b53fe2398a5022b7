import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineStopped } from '../../../js/engine/errors.js';
import { RinglineError } from '../../../js/phone/error.js';
import type { Message, PhoneEvents, PhoneOptions, Trace } from '../../../types/index.js';
import {
  FakeSocket,
  bench,
  failed,
  invite,
  isError,
  journal,
  registered,
  response,
} from './fake_engine.js';

test('start resolves when registered, and the state tells the way', async () => {
  const { phone, engine } = bench();
  const states = journal(phone, 'state');
  assert.equal(phone.state, 'stopped');
  const started = phone.start();
  assert.equal(phone.start(), started);
  engine.say({ type: 'connecting', server: 0, attempts: 0 }, { type: 'connected', server: 0 });
  engine.say({ type: 'registered', response: response(200, 'OK', 'REGISTER') });
  await started;
  assert.deepEqual(
    states.map(([, state]) => state),
    ['connecting', 'connected', 'registered'],
  );
  await phone.start();
  assert.equal(engine.inputs.filter(({ type }) => type === 'start').length, 1);
});

test('without registration start resolves when connected', async () => {
  const { phone, engine } = bench({ register: false });
  const started = phone.start();
  engine.say({ type: 'connected', server: 0 });
  await started;
  assert.equal(engine.config.autoRegister, false);
  assert.equal(phone.state, 'connected');
});

test('a wrong password rejects start with its code, a hint, the status and the response', async () => {
  const { phone, engine } = bench();
  const told = journal(phone, 'registrationFailed');
  const started = phone.start();
  engine.say(
    { type: 'connected', server: 0 },
    {
      type: 'registrationFailed',
      cause: 'authenticationError',
      response: response(401, 'Unauthorized'),
    },
  );
  await assert.rejects(started, (error: RinglineError) => {
    assert.equal(error.code, 'authentication');
    assert.equal(error.sipStatus, 401);
    assert.equal(error.response?.reasonPhrase, 'Unauthorized');
    assert.match(error.message, /401 Unauthorized/);
    assert.notEqual(error.hint, '');
    assert.equal(told[0]?.[1], error);
    return true;
  });
  assert.equal(phone.state, 'connected');
  // Asked again, it registers again.
  void phone.start();
  assert.equal(engine.inputs.at(-1)?.type, 'register');
});

test('start rejects when every server was tried in vain; the phone goes on trying', async () => {
  const { phone, engine } = bench({ server: ['wss://one.example', 'wss://two.example'] });
  const started = phone.start();
  let settled = false;
  started.catch(() => (settled = true));
  const lost = { type: 'disconnected', error: true, code: 1006, reason: '' } as const;
  engine.say({ ...lost, server: 0 });
  await Promise.resolve();
  assert.equal(settled, false);
  engine.say({ ...lost, server: 1 });
  await assert.rejects(started, isError('unreachable'));
  const again = journal(phone, 'reconnecting');
  engine.say({ type: 'connecting', server: 0, attempts: 2 });
  assert.deepEqual(again[0]?.[1], { server: 'wss://one.example', attempts: 2 });
  const second = phone.start();
  engine.say({ type: 'connected', server: 0 }, { type: 'registered', response: '' });
  await second;
});

test('a lost connection is reconnecting until it is back', async () => {
  const { phone, engine } = await registered();
  const states = journal(phone, 'state');
  const left = journal(phone, 'unregistered');
  engine.say({ type: 'unregistered', response: '', cause: 'none' });
  assert.equal((left[0]![1] as PhoneEvents['unregistered']).error?.code, 'unreachable');
  engine.say({ type: 'disconnected', server: 0, error: true, code: 1006, reason: 'gone' });
  engine.say({ type: 'connecting', server: 0, attempts: 1 });
  engine.say({ type: 'connected', server: 0 }, { type: 'registered', response: '' });
  assert.deepEqual(
    states.map(([, state]) => state),
    ['reconnecting', 'connected', 'registered'],
  );
});

test('the phone refreshes its registration when it is time', async () => {
  const { engine } = await registered();
  engine.say({ type: 'registrationExpiring' });
  assert.equal(engine.inputs.at(-1)?.type, 'register');
});

test('stop resolves when all is closed, rejects a start under way, and does nothing twice', async () => {
  const { phone, engine } = bench();
  await phone.stop();
  const started = phone.start();
  const stopped = phone.stop();
  assert.equal(phone.stop(), stopped);
  await assert.rejects(started, isError('stopped'));
  await assert.rejects(phone.call('bob'), isError('invalidState'));
  const restarted = phone.start();
  engine.say({ type: 'stopped' });
  await stopped;
  await new Promise(setImmediate);
  // What was wished while it stopped is done afterwards.
  assert.equal(engine.inputs.at(-1)?.type, 'start');
  engine.say({ type: 'connected', server: 0 }, { type: 'registered', response: '' });
  await restarted;
});

test('dispose ends everything at once', async () => {
  const { phone, engine } = await registered();
  const calling = phone.call('bob');
  const [call] = phone.calls;
  const sending = phone.message('bob', 'hello');
  phone.dispose();
  phone.dispose();
  assert.equal(engine.isDisposed, true);
  assert.equal(phone.state, 'stopped');
  for (const promise of [calling, sending, call!.answered, phone.start(), phone.call('bob')]) {
    await assert.rejects(promise, (error: RinglineError) =>
      ['stopped', 'invalidState'].includes(error.code),
    );
  }
  assert.equal((await call!.ended).code, 'stopped');
  assert.equal(phone.calls.length, 0);
  await phone.stop();
});

test('a fault of the engine ends everything as internal', async () => {
  const { phone, engine } = await registered();
  const calling = phone.call('bob');
  engine.onFailure!(new EngineStopped('core/x.cc:1'));
  await assert.rejects(calling, isError('internal'));
  assert.equal(phone.state, 'stopped');
});

test('options that cannot be used are refused by name, before anything is made', () => {
  const wrong: [Partial<Record<keyof PhoneOptions, unknown>>, RegExp][] = [
    [{ server: undefined }, /server/],
    [{ server: [] }, /server/],
    [{ server: 'https://example.com' }, /https:\/\/example.com/],
    [{ server: { url: 7 } }, /server/],
    [{ server: { url: 'wss://a', weight: -1 } }, /weight/],
    [{ user: undefined }, /user/],
    [{ user: '' }, /user/],
    [{ password: 7 }, /password/],
    [{ registerExpires: '600' }, /registerExpires/],
    [{ register: 'yes' }, /register/],
    [{ headers: { 'X-A': 1 } }, /X-A/],
    [{ iceServers: null }, /iceServers/],
  ];
  for (const [options, words] of wrong) {
    assert.throws(
      () => bench(options as Partial<PhoneOptions>),
      (error: RinglineError) => isError('invalidArgument')(error) && words.test(error.message),
      JSON.stringify(options),
    );
  }
  // What only the core can know comes back under our own names.
  assert.throws(() => bench({}, 'uri'), /: user$/);
  assert.throws(() => bench({}, 'register_expires'), /: registerExpires$/);
});

test('options reach the engine, and its own defaults stay its own', () => {
  const socket = new FakeSocket('ws://tunnel');
  const { engine, given } = bench({
    server: [{ url: 'wss://a', weight: 2 }, 'ws://b', socket],
    registerExpires: 120,
    reconnect: false,
    reliableProvisionals: 'required',
    followRedirects: true,
    headers: { 'X-Tenant': '7' },
    displayName: 'Alice',
  });
  const { servers, ...rest } = engine.config;
  const none = { loss: undefined, roundTrip: undefined };
  assert.deepEqual(
    servers!.map(({ url, weight }) => [url, weight]),
    [
      ['wss://a', 2],
      ['ws://b', 0],
      ['ws://tunnel', 0],
    ],
  );
  assert.equal(given.length, 3);
  assert.deepEqual(rest, {
    uri: 'sip:alice@example.com',
    autoRegister: true,
    recovers: false,
    reliableProvisionals: 'required',
    followRedirects: true,
    extraHeaders: ['X-Tenant: 7'],
    displayName: 'Alice',
    password: 'secret',
    registerExpires: 120_000,
    mediaModes: true,
    statsInterval: 2000,
    quality: {
      ...{ excellent: none, good: none, average: none, poor: none, veryPoor: none },
      ...{ detectBlackVideo: false, limitsSending: false },
    },
  });
});

test('a message resolves when accepted and rejects with what was answered', async () => {
  const { phone, engine } = await registered();
  const answer = { type: 'requestAnswered', ok: true, response: '', cause: 'none' } as const;
  const first = phone.message('bob', 'hello', { headers: { 'X-A': 'b' } });
  assert.deepEqual(engine.told('sendPage'), {
    type: 'sendPage',
    method: 'MESSAGE',
    target: 'bob',
    contentType: 'text/plain',
    body: 'hello',
    extraHeaders: ['X-A: b'],
  });
  const second = phone.message('nobody', 'hello');
  engine.say({
    ...answer,
    request: 12,
    ok: false,
    cause: 'notFound',
    response: response(404, 'Not Found'),
  });
  engine.say({ ...answer, request: 11 });
  await first;
  await assert.rejects(
    second,
    (error: RinglineError) => error.code === 'notFound' && error.sipStatus === 404,
  );
  engine.refusals.set('sendPage', 'the target is no URI');
  await assert.rejects(phone.message('a b', 'x'), /the target is no URI/);
  await assert.rejects(phone.message('', 'x'), isError('invalidArgument'));
  await assert.rejects(phone.message('bob', 7 as never), isError('invalidArgument'));
});

test('a message that comes in is answered and told; nobody to read it is an answer too', async () => {
  const { phone, engine } = await registered();
  const request = invite('bob', 'alice').replaceAll('INVITE', 'MESSAGE').trimEnd();
  const page = { type: 'pageReceived', incoming: 5, method: 'MESSAGE' } as const;
  const text = `${request}\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello`;
  engine.say({ ...page, request: text });
  assert.equal(engine.told('respond')?.statusCode, 480);
  const messages = journal(phone, 'message');
  engine.say({ ...page, request: text });
  assert.equal(engine.told('respond')?.statusCode, 200);
  const message = messages[0]![1] as Message;
  assert.equal(message.text, 'hello');
  assert.equal(message.contentType, 'text/plain');
  assert.deepEqual(message.from, { uri: 'sip:bob@example.com', user: 'bob', displayName: 'BOB' });
});

test('the trace shows what passes, masked, and costs nothing unheard', () => {
  const { phone, given, sockets } = bench();
  const [socket] = given;
  const register =
    'REGISTER sip:example.com SIP/2.0\r\n' +
    'From: <sip:alice:canary1@example.com>\r\n' +
    'authorization : Digest username="alice", response="canary2",\r\n cnonce="canary3"\r\n' +
    'Proxy-Authorization: Bearer canary4\r\n' +
    'Call-ID: 1\r\n\r\n' +
    'a=ice-pwd:canary5\r\na=crypto:1 AES canary6\r\n';
  socket!.send(register);
  const seen = journal(phone, 'trace');
  socket!.send(register);
  // The host has its say only after the phone; here nobody is behind it.
  (sockets[0] as FakeSocket).ondata('SIP/2.0 200 OK\r\nCSeq: 2 REGISTER\r\n\r\n');
  (sockets[0] as FakeSocket).ondata(
    new TextEncoder().encode('BYE sip:a SIP/2.0\r\n\r\n').buffer as ArrayBuffer,
  );
  (sockets[0] as FakeSocket).ondata('\r\n');
  const traces = seen.map(([, trace]) => trace as Trace);
  assert.deepEqual(
    traces.map(({ direction, message }) => [direction, message.isRequest, message.method]),
    [
      ['out', true, 'REGISTER'],
      ['in', false, 'REGISTER'],
      ['in', true, 'BYE'],
    ],
  );
  const { text, server } = traces[0]!;
  assert.equal(server, 'wss://sip.example.com');
  assert.doesNotMatch(text, /canary/);
  assert.match(text, /^authorization : Digest \*\*\*$/m);
  assert.match(text, /^Call-ID: 1$/m);
  // On the wire nothing is masked.
  assert.match(sockets[0]!.sent[0]!, /canary2/);
});

test('a listener that throws stops nobody', async () => {
  const { phone, engine } = await registered();
  const uncaught: unknown[] = [];
  // As browsers have it; Node has none.
  globalThis.reportError = (error: unknown) => void uncaught.push(error);
  let heard = 0;
  phone.on('incoming', () => {
    throw new Error('from a listener');
  });
  phone.on('incoming', () => ++heard);
  engine.say({
    type: 'incomingCall',
    session: 3,
    request: invite('bob', 'alice'),
    replaces: 0,
    joins: 0,
  });
  assert.equal(heard, 1);
  assert.equal(phone.calls.length, 1);
  assert.match(String(uncaught[0]), /from a listener/);
});

test('promises nobody looks at are no unhandled rejections', async () => {
  const unhandled: unknown[] = [];
  const keep = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', keep);
  const { phone, engine } = await registered();
  void phone.call('bob');
  void phone.call('');
  void phone.message('bob', 'hello');
  const [call] = phone.calls;
  void call!.hold();
  void call!.sendTones('x');
  void call!.transfer('');
  void call!.stats();
  engine.say(failed(call!.id, { cause: 'busy', message: response(486, 'Busy Here') }));
  void call!.answer();
  void phone.start();
  void phone.stop();
  phone.dispose();
  void phone.start();
  await new Promise(setImmediate);
  process.off('unhandledRejection', keep);
  assert.deepEqual(unhandled, []);
});
