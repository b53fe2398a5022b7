import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/jssip.js';
import { outcome, peer } from './peer.js';

test('NameAddrHeader.parse reads and writes as JsSIP does', () => {
  for (const text of [
    '"Alice" <sip:a@b>;tag=1',
    'Alice B <sip:a@b>',
    '<sip:a@b>',
    '"a\\"b\\\\c" <sip:a@b>;x="y z";Flag',
    '<sip:a@b;lr>;+sip.instance="<urn:uuid:1>"',
    '"" <sip:a@b>',
    '"你好" <sip:a@b>',
    '',
    '*',
    '<sip:a@b',
  ]) {
    assert.equal(
      outcome(() => ours.NameAddrHeader.parse(text)),
      outcome(() => peer.NameAddrHeader.parse(text)),
      text,
    );
  }
});

test('NameAddrHeader.parse reads more than JsSIP', () => {
  for (const [text, our] of [
    // RFC 3261 20.10: without brackets the parameters are the header's.
    ['sip:a@b;tag=1', '<<sip:a@b>;tag=1>'],
    ['你好 <sip:a@b>', '<"你好" <sip:a@b>>'],
    ['<tel:+123>', '<<tel:+123>>'],
    ['<http://x.y>', '<<http://x.y>>'],
  ] as const) {
    assert.equal(
      outcome(() => ours.NameAddrHeader.parse(text)),
      our,
    );
    assert.equal(
      outcome(() => peer.NameAddrHeader.parse(text)),
      'undefined',
    );
  }
});

test('the number in a tel URI is its user', () => {
  const { uri } = ours.NameAddrHeader.parse('"Support" <tel:+1-212-555;ext=3>;tag=x')!;
  assert.equal(uri.scheme, 'tel');
  assert.equal(uri.user, '+1-212-555');
  assert.equal(uri.getParam('ext'), '3');
  assert.equal(String(uri), 'tel:+1-212-555;ext=3');
  assert.equal(String(uri.clone()), 'tel:+1-212-555;ext=3');
});

type Library = typeof peer;
const deeds: Record<string, (library: Library) => unknown> = {
  'all parts': ({ NameAddrHeader, URI }) =>
    new NameAddrHeader(new URI('sip', 'a', 'h'), 'Al "x" \\', { Foo: null, bar: 'q', baz: 1 }),
  'zero as a name': ({ NameAddrHeader, URI }) => {
    const header = new NameAddrHeader(new URI('sip', 'a', 'h'), 0);
    return [String(header), header.display_name];
  },
  'no name, then one, then none': ({ NameAddrHeader, URI }) => {
    const header = new NameAddrHeader(new URI('sip', 'a', 'h'));
    const before = [header.display_name, String(header)];
    header.display_name = 0 as never;
    const zero = header.display_name;
    header.display_name = '';
    return [...before, zero, header.display_name, String(header)];
  },
  'a text for a URI': ({ NameAddrHeader }) => new NameAddrHeader('sip:a@b' as never),
  nothing: ({ NameAddrHeader }) => new NameAddrHeader(undefined as never),
  parameters({ NameAddrHeader, URI }) {
    const header = new NameAddrHeader(new URI('sip', 'a', 'h'), 'x');
    header.setParam('A', 'b');
    header.setParam('c');
    return [
      header.getParam('a'),
      header.getParam('C'),
      header.getParam('z'),
      header.hasParam('a'),
      header.hasParam('z'),
      header.deleteParam('a'),
      header.deleteParam('z'),
      String(header),
      header.clearParams(),
      String(header),
    ];
  },
  clone({ NameAddrHeader, URI }) {
    const header = new NameAddrHeader(new URI('sip', 'a', 'h'), 'x', { tag: 't' });
    const copy = header.clone();
    copy.uri.user = 'b';
    copy.setParam('tag', 'u');
    return [header, copy, copy instanceof NameAddrHeader];
  },
};

for (const [name, deed] of Object.entries(deeds)) {
  test(`NameAddrHeader: ${name}, as with JsSIP`, () => {
    assert.equal(
      outcome(() => deed(ours)),
      outcome(() => deed(peer)),
    );
  });
}
