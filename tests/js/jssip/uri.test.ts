import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/jssip.js';
import { outcome, peer } from './peer.js';

const texts = [
  'sip:alice@example.com',
  'SIP:Alice@EXAMPLE.com:5060;lr?Subject=a%20b&X-Y=1&X-Y=2',
  'sips:alice@h',
  'sip:h',
  'sip:al%20ice:pw@h;a=b',
  'sip:+1234;phone-context=x@h',
  'sip:[::1]:5060',
  'sip:alice@[2001:db8::1];x',
  'sip:a@1.2.3.4',
  'sip:%E4%BD%A0@h',
  'sip:a@h;p=%41',
  "sip:a'!~*()&=+$,;?/b@h",
  'sip:a@h?x=',
  'sip:a@h?Replaces=x%40y%3Bto-tag%3D1',
  'sip:a@host_name',
  'sip:a@h;transport=tcp;user=phone;method=INVITE;lr',
  'tel:+123',
  'http://x',
  'sip:a@b;c="d"',
  '',
  '<sip:a@b>',
  'sip:',
  'sip:@h',
  'sip:a@',
  'sip:a@h:port',
  'a@h',
];

test('URI.parse reads and writes as JsSIP does', () => {
  for (const text of texts) {
    assert.equal(
      outcome(() => ours.URI.parse(text)),
      outcome(() => peer.URI.parse(text)),
      text,
    );
  }
});

test('URI.parse differs from JsSIP where more can be read or less makes sense', () => {
  const differences: [text: string, ours: string, theirs: string][] = [
    // Characters that the grammar wants escaped are read, and written escaped.
    ['sip:田中@h', '<sip:%E7%94%B0%E4%B8%AD@h>', 'undefined'],
    ['sip:a#b@h', '<sip:a%23b@h>', 'undefined'],
    // The value of `transport` stays as it is written; it is compared without regard to case.
    ['sip:a@h;transport=WS', '<sip:a@h;transport=WS>', '<sip:a@h;transport=ws>'],
    // JsSIP takes maddr for the host, and drops ttl.
    [
      'sip:a@h;maddr=1.2.3.4;ttl=1',
      '<sip:a@h;maddr=1.2.3.4;ttl=1>',
      '<sip:a@1.2.3.4;maddr=1.2.3.4>',
    ],
    // There are no such ports.
    ['sip:a@h:0', 'undefined', '<sip:a@h:0>'],
    ['sip:a@h:99999', 'undefined', '<sip:a@h:99999>'],
  ];
  for (const [text, our, their] of differences) {
    assert.equal(
      outcome(() => ours.URI.parse(text)),
      our,
      text,
    );
    assert.equal(
      outcome(() => peer.URI.parse(text)),
      their,
      text,
    );
  }
});

type Library = typeof peer;
const deeds: Record<string, (library: Library) => unknown> = {
  'all parts': ({ URI }) =>
    new URI(
      'sip',
      'alice',
      'jssip.net',
      6060,
      { transport: 'tcp', foo: null, BAR: 1 },
      { 'x-1': ['a', 'b'], SUBJECT: 'hi' },
    ),
  'no scheme': ({ URI }) => new URI(null, 'alice', 'h'),
  'no host': ({ URI }) => new URI('sip', 'alice', ''),
  'no user': ({ URI }) => [new URI('sip', null, 'h'), new URI('sip', null, 'h').user],
  setters({ URI }) {
    const uri = new URI('sip', 'a', 'H', 5060);
    const before = [String(uri), uri.host];
    uri.scheme = 'SIPS';
    uri.user = 'b';
    uri.host = 'ABC';
    uri.port = '70' as unknown as number;
    return [...before, String(uri), uri.scheme, uri.host, uri.port, uri.toAor(), uri.toAor(true)];
  },
  'a port that is none': ({ URI }) => {
    const uri = new URI('sip', 'a', 'h', 5060);
    uri.port = 'x' as unknown as number;
    return [uri.port, String(uri)];
  },
  parameters({ URI }) {
    const uri = new URI('sip', 'a', 'h');
    uri.setParam('A');
    uri.setParam('B', null);
    uri.setParam('c', 0);
    uri.setParam('d', '');
    uri.setParam('', 1);
    return [
      String(uri),
      uri.getParam('a'),
      uri.getParam('C'),
      uri.getParam('zz'),
      uri.hasParam('A'),
      uri.hasParam('q'),
      uri.deleteParam('A'),
      uri.deleteParam('q'),
      String(uri),
      uri.clearParams(),
      String(uri),
    ];
  },
  headers({ URI }) {
    const uri = new URI('sip', 'a', 'h');
    uri.setHeader('x-a', '1');
    uri.setHeader('call-id', ['a', 'b']);
    return [
      String(uri),
      uri.getHeader('X-A'),
      uri.getHeader('no'),
      uri.hasHeader('x-a'),
      uri.hasHeader('no'),
      uri.deleteHeader('x-a'),
      uri.deleteHeader('no'),
      String(uri),
      uri.clearHeaders(),
      String(uri),
    ];
  },
  clone({ URI }) {
    const uri = new URI('sip', 'a', 'h', 1, { x: null, y: '2' }, { A: ['1'] });
    const copy = uri.clone();
    copy.setParam('x', '9');
    copy.user = 'c';
    return [uri, copy, copy instanceof URI];
  },
  'users to be escaped': ({ URI }) =>
    ['a b', 'a%20b', 'a:b', 'a+b', 'a?b', 'a/b', 'a@b', 'a;b', '你', 'a&b=c$d,e'].map((user) =>
      String(new URI('sip', user, 'h')),
    ),
};

for (const [name, deed] of Object.entries(deeds)) {
  test(`URI: ${name}, as with JsSIP`, () => {
    assert.equal(
      outcome(() => deed(ours)),
      outcome(() => deed(peer)),
    );
  });
}

test('a percent sign that escapes nothing is escaped, where JsSIP throws', () => {
  assert.equal(String(new ours.URI('sip', '100%', 'h')), 'sip:100%25@h');
  assert.match(
    outcome(() => String(new peer.URI('sip', '100%', 'h'))),
    /^URIError/,
  );
});

test('parameters and headers of any name are only that', () => {
  const uri = ours.URI.parse('sip:a@h;__proto__=x;constructor?__proto__=y')!;
  assert.equal(uri.getParam('__proto__'), 'x');
  assert.equal(uri.getParam('constructor'), null);
  assert.equal(uri.hasParam('toString'), false);
  assert.deepEqual(uri.getHeader('toString'), undefined);
});

test('what was parsed and written is parsed to the same again (RFC 3261 19.1.3)', () => {
  for (const text of [
    'sip:alice@atlanta.com',
    'sip:alice:secretword@atlanta.com;transport=tcp',
    'sips:alice@atlanta.com?Subject=project%20x&Priority=urgent',
    'sip:+1-212-555-1212:1234@gateway.com;user=phone',
    'sips:1212@gateway.com',
    'sip:alice@192.0.2.4',
    'sip:atlanta.com;method=REGISTER?To=alice%40atlanta.com',
    'sip:alice%3Bday%3Dtuesday@atlanta.com',
  ]) {
    assert.equal(String(ours.URI.parse(text)), text);
  }
});
