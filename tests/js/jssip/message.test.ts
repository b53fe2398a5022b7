import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Output } from '../../../js/engine/vocabulary.js';
import type { IncomingMessageEvent, IncomingOptionsEvent } from '../../../types/jssip.js';
import { names, phone, record, response, text, theirs } from './fake_phone.js';

let { ua, engine } = phone();
let events: [string, ...unknown[]][] = [];
beforeEach(() => {
  ({ ua, engine } = phone());
  events = record(ua);
  engine.reactions.sendPage = ({ method, body }: { method: string; body: string }) => ({
    id: 5,
    say: [{ type: 'requestSent', request: 5, text: sent(method, body) }],
  });
});

const sent = (method: string, body: string) =>
  text(
    `${method} sip:bob@example.com SIP/2.0`,
    {
      To: '<sip:bob@example.com>',
      From: '<sip:alice@example.com>;tag=ours',
      'Call-ID': 'page',
      CSeq: `9 ${method}`,
    },
    body,
  );

const received = (method: string, body = ''): Output => ({
  type: 'pageReceived',
  incoming: 8,
  method,
  request: theirs(method, {}, body),
});

test('sendMessage tells the engine, and the application of newMessage', () => {
  const message = ua.sendMessage('bob', 'hello');
  assert.deepEqual(engine.last('sendPage'), {
    method: 'MESSAGE',
    target: 'sip:bob@example.com',
    extraHeaders: [],
    contentType: 'text/plain',
    body: 'hello',
    fromUserName: '',
    fromDisplayName: '',
  });
  const [[name, event]] = events as [[string, IncomingMessageEvent]];
  assert.equal(name, 'newMessage');
  assert.deepEqual(Object.keys(event), ['originator', 'message', 'request']);
  assert.equal(event.originator, 'local');
  assert.equal(event.message, message);
  assert.equal(event.request.body, 'hello');
  assert.equal(message.direction, 'outgoing');
  assert.equal(message.local_identity.uri.user, 'alice');
  assert.equal(message.remote_identity.uri.user, 'bob');
});

test('options of sendMessage and sendOptions are carried', () => {
  const options = {
    contentType: 'a/b',
    extraHeaders: ['X: y'],
    fromUserName: 'u',
    fromDisplayName: 'D',
  };
  ua.sendMessage('sip:bob@h', 'x', options);
  assert.deepEqual(engine.last('sendPage'), {
    method: 'MESSAGE',
    target: 'sip:bob@h',
    body: 'x',
    ...options,
  });
  ua.sendOptions('bob', undefined);
  assert.equal(engine.last('sendPage')?.method, 'OPTIONS');
  assert.equal(engine.last('sendPage')?.contentType, 'application/sdp');
  assert.deepEqual(names(events), ['newMessage', 'newOptions']);
});

test('succeeded and failed have JsSIP’s fields, also for eventHandlers', () => {
  const heard: unknown[] = [];
  const send = () =>
    ua.sendMessage('bob', 'x', {
      eventHandlers: { succeeded: (e) => heard.push(e), failed: (e) => heard.push(e) },
    });
  const answer = (ok: boolean, of: string, cause: 'none' | 'notFound' | 'connectionError') =>
    engine.say({ type: 'requestAnswered', request: 5, ok, response: of, cause });
  send();
  answer(true, response('200 OK', 'MESSAGE'), 'none');
  send();
  answer(false, response('404 Not Found', 'MESSAGE'), 'notFound');
  send();
  answer(false, '', 'connectionError');
  assert.deepEqual(
    heard.map((event) => Object.keys(event as object)),
    [
      ['originator', 'response'],
      ['originator', 'response', 'cause'],
      ['originator', 'response', 'cause'],
    ],
  );
  const [succeeded, refused, lost] = heard as Record<string, unknown>[];
  assert.equal(succeeded!['originator'], 'remote');
  assert.equal((refused!['response'] as { status_code: number }).status_code, 404);
  assert.equal(refused!['cause'], 'Not Found');
  assert.deepEqual(lost, { originator: 'system', response: null, cause: 'Connection Error' });
  // An answer that comes twice is told once.
  answer(true, response('200 OK', 'MESSAGE'), 'none');
  assert.equal(heard.length, 3);
});

test('wrong arguments are JsSIP’s TypeErrors', () => {
  const complaint = (deed: () => unknown, message: string) =>
    assert.throws(deed, { name: 'TypeError', message });
  complaint(() => ua.sendMessage(undefined as never, 'x'), 'Not enough arguments');
  complaint(() => ua.sendMessage('bob', undefined as never), 'Not enough arguments');
  complaint(() => ua.sendMessage(null as never, 'x'), 'Invalid target: null');
  complaint(() => ua.sendMessage('a b@ x', 'x'), 'Invalid target: a b@ x');
  complaint(() => ua.sendOptions(undefined as never), 'A target is required for OPTIONS');
  complaint(() => ua.sendOptions(null as never), 'Invalid target: null');
  assert.deepEqual(engine.inputs, []);
});

test('what the core refuses is thrown', () => {
  engine.reactions.sendPage = () => ({
    say: [{ type: 'rejected', input: 'sendPage', reason: 'a header holds what no header may' }],
  });
  assert.throws(() => ua.sendMessage('bob', 'x', { extraHeaders: ['X: a\r\nY: b'] }), {
    name: 'TypeError',
    message: 'a header holds what no header may',
  });
  assert.deepEqual(events, []);
});

test('an incoming message that nobody listens for: 405, an OPTIONS: 200', () => {
  engine.say(received('MESSAGE'), received('OPTIONS'), received('SUBSCRIBE'));
  assert.deepEqual(
    engine.told('respond').map(({ incoming, statusCode }) => [incoming, statusCode]),
    [
      [8, 405],
      [8, 200],
      [8, 405],
    ],
  );
});

test('a listener that neither accepts nor rejects: 200', () => {
  for (const [event, method] of [
    ['newMessage', 'MESSAGE'],
    ['newOptions', 'OPTIONS'],
  ] as const) {
    let late: IncomingMessageEvent['message'] | undefined;
    ua.on(event, (e: IncomingMessageEvent | IncomingOptionsEvent) => {
      late = e.message;
      assert.deepEqual(Object.keys(e), ['originator', 'message', 'request']);
      assert.equal(e.originator, 'remote');
      assert.equal(e.message.direction, 'incoming');
      assert.equal(e.message.remote_identity.display_name, 'Bob');
      assert.equal(e.request.body, 'text');
    });
    engine.say(received(method, 'text'));
    assert.deepEqual(engine.thrown, []);
    assert.equal(engine.told('respond').length, 1);
    assert.equal(engine.last('respond')?.statusCode, 200);
    assert.throws(() => late!.accept(), {
      message: /^incoming (Message|Options) already replied$/,
    });
    engine.inputs.length = 0;
  }
});

test('accept and reject say what is to be said, once', () => {
  ua.once('newMessage', ({ message }) => message.accept({ extraHeaders: ['X: y'], body: 'ok' }));
  engine.say(received('MESSAGE'));
  assert.deepEqual(engine.last('respond'), {
    incoming: 8,
    statusCode: 200,
    reasonPhrase: '',
    extraHeaders: ['X: y'],
    contentType: 'application/sdp',
    body: 'ok',
  });
  ua.once('newMessage', ({ message }) => {
    assert.throws(
      () => message.reject({ status_code: 200 }),
      /^TypeError: Invalid status_code: 200/,
    );
    message.reject({ status_code: 480, reason_phrase: 'Not now' });
    assert.throws(() => message.reject(), { message: 'incoming Message already replied' });
  });
  engine.say(received('MESSAGE'));
  assert.deepEqual(engine.thrown, []);
  assert.equal(engine.told('respond').length, 2);
  assert.equal(engine.last('respond')?.statusCode, 480);
  assert.equal(engine.last('respond')?.reasonPhrase, 'Not now');
});

test('a listener that throws leaves no request unanswered', () => {
  ua.on('newMessage', () => {
    throw new Error('the application’s own');
  });
  engine.say(received('MESSAGE'));
  assert.equal(engine.thrown.length, 1);
  assert.equal(engine.last('respond')?.statusCode, 200);
});

test('an outgoing message is not ours to answer', () => {
  const message = ua.sendMessage('bob', 'x');
  assert.throws(() => message.accept(), {
    name: 'NOT_SUPPORTED_ERROR',
    message: '"accept" not supported for outgoing Message',
  });
  assert.throws(() => ua.sendOptions('bob').reject(), {
    message: '"reject" not supported for outgoing Options',
  });
});
