// The C++ parser's answers, through the border.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  grammar,
  hasRule,
  normalizeTarget,
  parseNameAddr,
  parseUri,
  parseVia,
  SipText,
} from '../../../js/engine/sip_text.js';

const lines = (...all: string[]) => all.join('\r\n');

const invite = lines(
  'INVITE sip:bob@biloxi.com SIP/2.0',
  'v: SIP/2.0/WSS a.invalid;branch=z9hG4bK1, SIP/2.0/UDP b',
  'From: "Zoë \\"Z\\"" <sip:zoe@a>;tag=1',
  'To: <sip:bob@biloxi.com>',
  'Call-ID: c1',
  'CSeq: 7 INVITE',
  'X-Thing: one, two',
  'x-thing: three',
  'Supported: timer, 100rel',
  ' , outbound',
  'Content-Length: 6',
  '',
  'v=0 ☎',
);
const ringing = lines('SIP/2.0 180 Ringing', 'CSeq: 7 INVITE', 'To: <sip:b@c>;tag=2', '', '');

test('a request says what it is', () => {
  const text = new SipText(invite);
  assert.equal(text.isRequest, true);
  assert.equal(text.method, 'INVITE');
  assert.equal(text.ruri, 'sip:bob@biloxi.com');
  assert.equal(text.statusCode, 0);
  assert.equal(text.reasonPhrase, '');
  assert.equal(text.text, invite);
});

test('a response says what it is', () => {
  const text = new SipText(ringing);
  assert.equal(text.isRequest, false);
  assert.equal(text.method, 'INVITE');
  assert.equal(text.ruri, '');
  assert.equal(text.statusCode, 180);
  assert.equal(text.reasonPhrase, 'Ringing');
  assert.equal(text.body, '');
});

test('what is no message says nothing, and breaks nothing', () => {
  for (const odd of ['', '\r\n\r\n', 'hello', 'x'.repeat(100_000), '\0\0\0']) {
    const text = new SipText(odd);
    assert.equal(text.statusCode, 0);
    assert.equal(text.method, '');
    assert.equal(text.body, '');
    assert.equal(text.header('From'), undefined);
    assert.deepEqual(text.names(), []);
  }
});

test('headers are found in any case and form, whole or value by value', () => {
  const text = new SipText(invite);
  assert.equal(text.header('CALL-ID'), 'c1');
  assert.equal(text.header('i'), 'c1');
  assert.equal(text.header('X-Thing'), 'one, two');
  assert.equal(text.header('X-Thing', 1), 'three');
  assert.equal(text.header('X-Thing', 2), undefined);
  assert.equal(text.header('Nothing'), undefined);
  assert.deepEqual(text.headers('x-thing'), ['one, two', 'three']);
  assert.equal(text.values('Via').length, 2);
  assert.deepEqual(text.values('Supported'), ['timer', '100rel', 'outbound']);
  assert.deepEqual(text.names().slice(0, 3), ['Via', 'From', 'To']);
  assert.deepEqual(text.fields()[4], ['CSeq', '7 INVITE']);
});

test('two messages may be asked in turn', () => {
  const one = new SipText(invite);
  const other = new SipText(ringing);
  for (let i = 0; i < 3; ++i) {
    assert.equal(one.header('To'), '<sip:bob@biloxi.com>');
    assert.equal(other.header('To'), '<sip:b@c>;tag=2');
  }
});

test('a header may be replaced, repeated or removed, without a word about the others', () => {
  const text = new SipText(invite);
  const one = text.withHeader('x-THING', 'new');
  assert.deepEqual(one.headers('X-Thing'), ['new']);
  assert.equal(one.body, text.body);
  assert.deepEqual(text.withHeader('X-Thing', ['a', 'b', 'c']).headers('X-Thing'), ['a', 'b', 'c']);
  assert.deepEqual(text.withHeader('X-Thing', []).headers('X-Thing'), []);
  assert.equal(text.withHeader('X-Other', 'Zoë').header('x-other'), 'Zoë');
  assert.equal(text.header('X-Thing'), 'one, two');
});

test('nothing can be injected', () => {
  const text = new SipText(invite);
  for (const value of ['a\r\nB: c', 'a\nB: c', 'a\0', 'a\r']) {
    assert.throws(() => text.withHeader('X', value), TypeError, JSON.stringify(value));
    assert.throws(() => text.withHeader('X', ['fine', value]), TypeError);
  }
  for (const name of ['', 'a b', 'a:', 'a\r\nb', 'é']) {
    assert.throws(() => text.withHeader(name, 'v'), TypeError, JSON.stringify(name));
  }
  assert.throws(() => new SipText('nonsense').withHeader('X', 'v'), TypeError);
});

test('a body brings its length', () => {
  const text = new SipText(invite).withBody('电话');
  assert.equal(text.body, '电话');
  assert.equal(text.header('Content-Length'), '6');
  assert.equal(new SipText(ringing).withBody('').header('l'), '0');
  const long = new SipText(invite).withBody('x'.repeat(300_000));
  assert.equal(long.body.length, 300_000);
});

test('URIs', () => {
  assert.deepEqual(parseUri('SIPS:al%20ice:pw@[2001:DB8::1]:5061;transport=WS;lr?subject=a%20b'), {
    scheme: 'sips',
    user: 'al ice',
    password: 'pw',
    host: '[2001:db8::1]',
    port: 5061,
    opaque: '',
    parameters: [
      ['transport', 'WS'],
      ['lr', null],
    ],
    headers: [['subject', 'a b']],
  });
  assert.equal(parseUri('http://a/b')?.opaque, '//a/b');
  for (const odd of ['', 'sip:', 'bob', 'sip:a@b c', 'sip:a\r\n@b']) {
    assert.equal(parseUri(odd), undefined, JSON.stringify(odd));
  }
});

test('name-addr and Via', () => {
  const parts = parseNameAddr('"Zoë \\"Z\\"" <sip:zoe@a;lr>;tag=1;x');
  assert.equal(parts?.displayName, 'Zoë "Z"');
  assert.deepEqual(parts?.parameters, [
    ['tag', '1'],
    ['x', null],
  ]);
  assert.deepEqual(parts?.uri.parameters, [['lr', null]]);
  assert.equal(parseNameAddr('<'), undefined);
  const via = parseVia('SIP/2.0/WSS a.invalid:1234;branch=z9hG4bK1;rport');
  assert.equal(via?.transport, 'WSS');
  assert.equal(via?.port, 1234);
  assert.deepEqual(via?.parameters, [
    ['branch', 'z9hG4bK1'],
    ['rport', null],
  ]);
  assert.equal(parseVia('nonsense'), undefined);
});

test('what a person types becomes a URI', () => {
  assert.equal(normalizeTarget('bob', 'b.com'), 'sip:bob@b.com');
  assert.equal(normalizeTarget('bob@c.com', 'b.com'), 'sip:bob@c.com');
  assert.equal(normalizeTarget('sip:bob@c.com', 'b.com'), 'sip:bob@c.com');
  assert.equal(normalizeTarget('a\r\nb', 'b.com'), undefined);
});

test('rules of the grammar', () => {
  assert.deepEqual(grammar('CSeq', '5 ACK'), ['value', '5', 'method', 'ACK']);
  assert.equal(grammar('CSeq', 'ACK'), undefined);
  assert.equal(hasRule('CSeq'), true);
  assert.equal(hasRule('Nonsense'), false);
});
