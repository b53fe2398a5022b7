import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEvent, parseMultipart, parseResourceList } from '../../../js/events/index.js';
import { samples, told } from './samples.js';

const kType = 'multipart/related;type="application/rlmi+xml";boundary="x:9 z"';
const lines = (...all: string[]) => all.join('\r\n');

test('a notification about a list: the list, and a document for each instance', () => {
  const presence = samples['application/pidf+xml']!;
  const body = lines(
    ...[
      'for nobody',
      '--x:9 z',
      'Content-Type: application/rlmi+xml',
      'Content-ID: <top@example>',
      '',
    ],
    ...[samples['application/rlmi+xml']!, '--x:9 z  ', 'content-id:', ' <wei@example>'],
    ...[
      'CONTENT-TYPE: application/pidf+xml;charset="UTF-8"',
      '',
      presence,
      '--x:9 z--',
      'for nobody',
    ],
  );
  const parts = parseMultipart(kType, body);
  assert.deepEqual(
    parts.map(({ contentId, contentType }) => [contentId, contentType]),
    [
      ['top@example', 'application/rlmi+xml'],
      ['wei@example', 'application/pidf+xml;charset="UTF-8"'],
    ],
  );
  assert.equal(parts[1]?.body, presence);
  const list = parseEvent(parts[0]!.contentType, parts[0]!.body);
  assert.ok(list?.type === 'resourceList');
  const [instance] = list.resources[0]!.instances;
  const part = parts.find(({ contentId }) => contentId === instance?.cid)!;
  assert.equal(parseEvent(part.contentType, part.body)?.type, 'presence');
});

test('parts without headers, without a body, with line feeds alone', () => {
  assert.deepEqual(
    told(parseMultipart('Multipart/Mixed; Boundary=b', '--b\n\nhello\n\n--b\nA: 1\n\n\n--b--')),
    [
      { contentType: 'text/plain', body: 'hello\n' },
      { contentType: 'text/plain', body: '' },
    ],
  );
  assert.deepEqual(parseMultipart('multipart/mixed;boundary=b', '--b--'), []);
});

test('what is no body of several parts', () => {
  const refused = (type: string, body: string, code: string) =>
    assert.throws(() => parseMultipart(type, body), { name: 'EventBodyError', code });
  refused('text/plain', '--b--', 'unexpected');
  refused('multipart/mixed', '--b--', 'incomplete');
  refused('multipart/mixed;boundary=""', '--b--', 'incomplete');
  const type = 'multipart/mixed;boundary=b';
  for (const body of [
    '',
    '--b\r\n\r\nx',
    '--b\r\nx\r\n--b--',
    '--bb\r\n\r\nx\r\n--b--',
    '--b\n:1\n\n\n--b--',
  ])
    refused(type, body, 'malformed');
  refused(type, '-'.repeat(2 << 20), 'tooLarge');
  refused(type, '\r\n--b'.repeat(200_000), 'malformed');
});

test('the list, its resources and their instances', () => {
  assert.deepEqual(told(parseResourceList(samples['application/rlmi+xml']!)), {
    uri: 'sip:friends@lists.example.com',
    version: 4,
    fullState: true,
    cid: 'top@example',
    names: ['Friends', '朋友'],
    resources: [
      {
        uri: 'sip:wei@example.com',
        names: ['Wei'],
        instances: [{ id: 'i1', state: 'active', cid: 'wei@example' }],
      },
      {
        uri: 'sip:ana@example.net',
        names: [],
        instances: [{ id: 'i2', state: 'terminated', reason: 'rejected' }],
      },
    ],
  });
});

test('a list without version, state, uris or ids is refused', () => {
  for (const body of [
    '<list fullState="true"/>',
    '<list version="1"/>',
    '<list version="1" fullState="yes"/>',
    '<list version="1" fullState="0"><resource/></list>',
    '<list version="1" fullState="1"><resource uri="a"><instance id="b"/></resource></list>',
    '<list version="1" fullState="1"><resource uri="a"><instance state="active"/></resource></list>',
  ]) {
    assert.throws(() => parseResourceList(body), { name: 'EventBodyError', code: 'incomplete' });
  }
});
