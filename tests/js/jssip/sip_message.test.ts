import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  IncomingRequest,
  IncomingResponse,
  OutgoingRequest,
} from '../../../js/jssip/sip_message.js';
import { ourInvite, phone, response, sdp, theirs } from './fake_phone.js';

const { ua } = phone();

test('an incoming request has JsSIP’s fields', () => {
  const text = theirs(
    'INVITE',
    {
      'Content-Type': 'application/sdp',
      Event: 'refer;id=5',
      'Refer-To': '<sip:carol@example.com>',
      Replaces: 'abc;to-tag=1;from-tag=2;early-only',
      'Session-Expires': '120;refresher=uas',
      'X-Own': 'value',
    },
    sdp,
  );
  const request = new IncomingRequest(text, ua);
  assert.equal(request.method, 'INVITE');
  assert.equal(String(request.ruri), 'sip:alice@example.com');
  assert.equal(request.data, text);
  assert.equal(String(request), text);
  assert.equal(request.via_branch, 'z9hG4bKtheirs');
  assert.equal(request.call_id, 'incoming');
  assert.equal(request.cseq, 3);
  assert.equal(request.from.display_name, 'Bob');
  assert.equal(request.from.uri.user, 'bob');
  assert.equal(request.from_tag, 'theirs');
  assert.equal(request.to.uri.user, 'alice');
  assert.equal(request.body, sdp);
  assert.equal(request.ua, ua);
  assert.equal(request.transport, ua.transport);
  assert.deepEqual(request.event, { event: 'refer', params: { id: '5' } });
  assert.equal(request.refer_to?.uri.user, 'carol');
  assert.deepEqual(request.replaces, {
    call_id: 'abc',
    to_tag: '1',
    from_tag: '2',
    early_only: true,
  });
  assert.equal(request.session_expires, 120);
  assert.equal(request.session_expires_refresher, 'uas');
});

test('headers are found under any spelling, one by one and by their number', () => {
  const text = theirs('MESSAGE', {
    'X-Foo': 'a',
    'x-foo': 'b',
    Allow: 'INVITE, ACK',
    s: 'compact',
  });
  const request = new IncomingRequest(text, ua);
  assert.equal(request.getHeader('x-FOO'), 'a');
  assert.deepEqual(request.getHeaders('X-Foo'), ['a', 'b']);
  assert.equal(request.countHeader('x-foo'), 2);
  assert.equal(request.getHeader('Subject'), 'compact');
  assert.equal(request.getHeader('allow'), 'INVITE, ACK');
  assert.equal(request.getHeader('nope'), undefined);
  assert.deepEqual(request.getHeaders('nope'), []);
  assert.equal(request.hasHeader('X-Foo'), true);
  assert.equal(request.hasHeader('nope'), false);
  assert.deepEqual(request.headers['X-Foo'], [{ raw: 'a' }, { raw: 'b' }]);
  assert.deepEqual(Object.keys(request.headers).slice(0, 4), ['Via', 'Max-Forwards', 'From', 'To']);
});

test('the values of a Contact or a Route are headers of their own', () => {
  const text = theirs('INVITE', { Contact: '<sip:a@h>;q=1, "B" <sip:b@h>' });
  const request = new IncomingRequest(text, ua);
  assert.deepEqual(request.getHeaders('contact'), ['<sip:a@h>;q=1', '"B" <sip:b@h>']);
  assert.equal(request.parseHeader<{ uri: { user: string } }>('contact', 1).uri.user, 'b');
});

test('parseHeader takes apart what it knows, and nothing else', () => {
  const request = new IncomingRequest(
    theirs('INVITE', { 'X-Own': 'x', Reason: 'SIP;cause=200' }),
    ua,
  );
  assert.deepEqual(request.parseHeader('cseq'), { value: 3, method: 'INVITE' });
  assert.equal(request.parseHeader<{ cause: number }>('Reason').cause, 200);
  assert.equal(request.s<{ branch: string }>('via').branch, 'z9hG4bKtheirs');
  assert.equal(request.parseHeader('x-own'), undefined);
  assert.equal(request.parseHeader('Expires'), undefined);
});

test('what is taken apart stays, so that an application may write to it', () => {
  const request = new IncomingRequest(theirs('INVITE'), ua);
  request.from.display_name = 'from the phone book';
  assert.equal(request.from.display_name, 'from the phone book');
  request.body = 'another';
  assert.equal(request.body, 'another');
  request.setHeader('X-Own', '1');
  request.addHeader('X-Own', '2');
  assert.deepEqual(request.getHeaders('x-own'), ['1', '2']);
});

test('a response has its status, and no body is an empty one', () => {
  const message = new IncomingResponse(response('486 Busy Here'));
  assert.equal(message.status_code, 486);
  assert.equal(message.reason_phrase, 'Busy Here');
  assert.equal(message.method, 'INVITE');
  assert.equal(message.to_tag, 'theirs');
  assert.equal(message.body, '');
});

test('reply checks what it is given and hands it on', () => {
  const answers: unknown[] = [];
  const request = new IncomingRequest(theirs('MESSAGE'), ua, (answer) => void answers.push(answer));
  for (const code of [0, 99, 700, NaN, 'x' as never]) {
    assert.throws(() => request.reply(code), {
      name: 'TypeError',
      message: /^Invalid status_code/,
    });
  }
  assert.throws(() => request.reply(200, 5 as never), /^TypeError: Invalid reason_phrase/);
  request.reply(404, 'Gone away', ['X: y'], 'body');
  request.reply_sl(200);
  assert.deepEqual(answers, [
    { statusCode: 404, reasonPhrase: 'Gone away', extraHeaders: ['X: y'], body: 'body' },
    { statusCode: 200, reasonPhrase: '', extraHeaders: [], body: '' },
  ]);
});

test('a request of ours has JsSIP’s fields', () => {
  const request = new OutgoingRequest(ourInvite({ 'X-A': '1' }), ua, ['X-A: 1']);
  assert.equal(request.method, 'INVITE');
  assert.equal(String(request.ruri), 'sip:bob@example.com');
  assert.equal(request.cseq, 7);
  assert.equal(request.call_id, 'call');
  assert.equal(request.from.display_name, 'Alice');
  assert.equal(request.to.uri.user, 'bob');
  assert.deepEqual(request.extraHeaders, ['X-A: 1']);
  assert.deepEqual(request.headers['X-A'], ['1']);
  assert.equal(request.getHeader('Max-Forwards'), '69');
  assert.equal(request._edited(), '');
});

test('a request that an application edits goes out as it is then', () => {
  const request = new OutgoingRequest(ourInvite({ 'X-A': '1', 'X-B': '1' }, sdp), ua, ['X-A: 1']);
  request.body = 'changed';
  request.setHeader('X-B', ['2', '3']);
  request.extraHeaders.push('X-C: 4');
  request.extraHeaders.shift();
  const edited = new OutgoingRequest(request._edited(), ua);
  assert.equal(edited.body, 'changed');
  assert.equal(edited.getHeader('Content-Length'), '7');
  assert.deepEqual(edited.getHeaders('X-B'), ['2', '3']);
  assert.equal(edited.getHeader('X-C'), '4');
  assert.equal(edited.hasHeader('X-A'), false);
  assert.equal(String(request), request._edited());
});

test('edits outlive the text that they were made to', () => {
  const request = new OutgoingRequest(ourInvite(), ua);
  request.setHeader('X-B', '2');
  request._renew(ourInvite({ Supported: 'ice' }, sdp));
  assert.equal(request.body, sdp);
  const edited = new OutgoingRequest(request._edited(), ua);
  assert.equal(edited.getHeader('X-B'), '2');
  assert.equal(edited.getHeader('Supported'), 'ice');
});

test('no header can bring another with it', () => {
  const request = new OutgoingRequest(ourInvite(), ua);
  for (const [name, value] of [
    ['X-A', 'a\r\nX-B: b'],
    ['X-A\r\nX-B', 'a'],
    ['X-A', 'a\0b'],
  ] as const) {
    assert.throws(() => request.setHeader(name, value), TypeError);
  }
  request.extraHeaders.push('X-A: a\r\nX-B: b');
  assert.throws(() => request._edited(), TypeError);
});

test('reply tells whether it could be sent', () => {
  const told: string[] = [];
  const request = new IncomingRequest(theirs('MESSAGE'), ua, () => {});
  const reply = () =>
    request.reply(
      200,
      null,
      null,
      null,
      () => told.push('sent'),
      () => told.push('lost'),
    );
  reply();
  (ua.transport as { status: number }).status = ua.transport.C.STATUS_CONNECTED;
  reply();
  assert.deepEqual(told, ['lost', 'sent']);
});

test('parseSDP: the body taken apart, once', () => {
  for (const message of [
    new IncomingRequest(theirs('INVITE', {}, sdp), ua),
    new OutgoingRequest(ourInvite({}, sdp), ua),
  ]) {
    assert.equal(message.sdp, null);
    const description = message.parseSDP();
    assert.deepEqual(
      description.media.map(({ type, payloads }) => [type, payloads]),
      [['audio', 0]],
    );
    assert.equal(message.sdp, description);
    assert.equal(message.parseSDP(), description);
    message.body = '';
    assert.deepEqual(message.parseSDP(true).media, []);
  }
});
