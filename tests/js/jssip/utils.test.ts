import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/jssip.js';
import { outcome, peer } from './peer.js';

type Utils = typeof peer.Utils;
type Name = keyof Utils;

const cases: Partial<Record<Name, unknown[]>> = {
  str_utf8_length: ['', 'a', 'aé你', '😀'],
  isFunction: [() => 1, undefined, 'a', {}],
  isString: ['a', '', new String('a'), 1, undefined, null],
  isDecimal: [
    0,
    '0',
    1,
    '1.5',
    1.5,
    'a',
    '',
    null,
    undefined,
    NaN,
    -1,
    '-1',
    [],
    '0x1f',
    '1e3',
    ' 1',
  ],
  isEmpty: [0, '', null, undefined, NaN, [], {}, 'a', false],
  hostType: ['1.2.3.4', 'h.com', '[::1]', 'a b', '', undefined, null],
  escapeUser: ['a b%20', 'alice', '+1', 'a:b', '你'],
  headerize: [
    'call-id',
    'www-authenticate',
    'x-foo',
    'CSEQ',
    'from',
    'RACK',
    'min-se',
    'mime-version',
    'a',
    '',
    'content-id',
    'p-asserted-identity',
    'foo_bar',
  ],
  sipErrorCause: [
    300, 301, 302, 305, 380, 486, 600, 403, 603, 404, 604, 480, 410, 408, 430, 484, 424,
  ].concat([488, 606, 401, 407, 500, 200, 0]),
  calculateMD5: ['', 'a', '你好', 'alice:example.com:secret'],
  cloneArray: [[1, 2], undefined, null, []],
  cloneObject: [{ a: 1 }, null, undefined],
};

for (const [name, values] of Object.entries(cases) as [Name, unknown[]][]) {
  test(`Utils.${name} answers as JsSIP's`, () => {
    for (const value of values) {
      const ask = (utils: Utils) => (utils[name] as (value: unknown) => unknown)(value);
      assert.equal(
        outcome(() => ask(ours.Utils)),
        outcome(() => ask(peer.Utils)),
        String(value),
      );
    }
  });
}

test('Utils.normalizeTarget understands what JsSIP understands', () => {
  for (const target of [
    'bob',
    'bob@h',
    'sip:bob@h',
    'sip:bob',
    'tel:+123',
    '1.2.3',
    'bob@a@b',
    'bob@',
    '@h',
    'a b',
    '',
    null,
    undefined,
    {},
    'alice;x=1',
    '%61',
    'sip:bob@h:5070;transport=ws?x=1',
    'bob@[::1]',
    'BOB@Host',
  ]) {
    const ask = (utils: Utils) => utils.normalizeTarget(target as string, 'dom.com');
    assert.equal(
      outcome(() => ask(ours.Utils)),
      outcome(() => ask(peer.Utils)),
      String(target),
    );
  }
  const uri = new ours.URI('sip', 'a', 'h');
  assert.equal(ours.Utils.normalizeTarget(uri), uri);
  assert.equal(ours.Utils.normalizeTarget('bob'), undefined);
});

test('Utils.normalizeTarget differs from JsSIP in these', () => {
  const ask = (library: typeof peer, target: string) =>
    outcome(() => library.Utils.normalizeTarget(target, 'dom.com'));
  for (const [target, our, their] of [
    // sips stays sips: it asks for a secure way (RFC 3261 4).
    ['sips:bob@h', '<sips:bob@h>', '<sip:bob@h>'],
    // A number as people write it is that number.
    ['+1 (212) 555-1212', '<sip:+12125551212@dom.com>', '<sip:+1%20(212)%20555-1212@dom.com>'],
    // What escapes nothing stands for itself.
    ['100%', '<sip:100%25@dom.com>', 'URIError: URI malformed'],
  ] as const) {
    assert.equal(ask(ours, target), our);
    assert.equal(ask(peer, target), their);
  }
});

test('Utils.hasMethods tells what its name says, where JsSIP 3.13 tells the opposite', () => {
  assert.equal(ours.Utils.hasMethods({ a() {} }, 'a'), true);
  assert.equal(ours.Utils.hasMethods({ a() {} }, 'a', 'b'), false);
  assert.equal(peer.Utils.hasMethods({ a() {} }, 'a'), false);
});

test('tokens, tags, UUIDs and addresses have JsSIP’s forms, and differ each time', () => {
  const { createRandomToken, newTag, newUUID, getRandomTestNetIP } = ours.Utils;
  assert.match(createRandomToken(8), /^[0-9a-v]{8}$/);
  assert.match(createRandomToken(8, 10), /^\d{8}$/);
  assert.match(newTag(), /^[0-9a-v]{10}$/);
  assert.match(newUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.match(getRandomTestNetIP(), /^192\.0\.2\.\d+$/);
  assert.notEqual(newTag(), newTag());
});

test('Utils.closeMediaStream stops every track', () => {
  let stopped = 0;
  const track = { stop: () => void stopped++ };
  ours.Utils.closeMediaStream({ getTracks: () => [track, track] } as never);
  ours.Utils.closeMediaStream(null);
  assert.equal(stopped, 2);
});

test('every name of JsSIP.Utils is there', () => {
  const missing = Object.keys(peer.Utils).filter((name) => !(name in ours.Utils));
  assert.deepEqual(missing, []);
});
