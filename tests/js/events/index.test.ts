import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as events from '../../../js/events/index.js';
import type * as Contract from '../../../types/events.js';
import { samples } from './samples.js';

// The compiler holds the entry against what types/events.d.ts promises.
const promised: typeof Contract = events;
const { EventBodyError, parseEvent } = promised;

test('each type by its name', () => {
  const types = Object.entries(samples).map(([type, body]) => parseEvent(type, body)?.type);
  assert.deepEqual(types, [
    ...['presence', 'dialogInfo', 'regInfo', 'messageSummary', 'conferenceInfo', 'isComposing'],
    'resourceList',
  ]);
});

test('case and parameters of the type do not count', () => {
  const body = samples['application/pidf+xml']!;
  assert.equal(parseEvent(' Application/PIDF+XML ;charset="utf-8"', body)?.type, 'presence');
});

test('of other types nothing is said, whatever the body', () => {
  for (const type of ['', 'text/plain', 'application/xml', '__proto__', 'constructor', ';']) {
    assert.equal(parseEvent(type, '<<<'), undefined);
  }
});

test('a body of another kind is refused', () => {
  for (const type of Object.keys(samples)) {
    for (const [other, body] of Object.entries(samples)) {
      if (type === other) continue;
      assert.throws(() => parseEvent(type, body), EventBodyError, `${other} as ${type}`);
    }
  }
  assert.throws(() => parseEvent('application/pidf+xml', '<reginfo/>'), { code: 'unexpected' });
});

test('a byte order mark, other prefixes, comments and unknown elements change nothing', () => {
  for (const [type, body] of Object.entries(samples)) {
    if (!type.endsWith('xml')) continue;
    const prefixed = body
      .replace(/<(\/?)([\w-]+)(?=[\s/>])/g, '<$1ns7:$2')
      .replace('xmlns=', 'xmlns:ns7=');
    const crowded = body
      .replace(
        /(<\/[\w-]+>)\s*$/,
        '<x:new xmlns:x="urn:x" a="1"><x:b>c</x:b></x:new>$1\n<!-- e -->',
      )
      .replace('>\n', '>\n<!-- <state>x</state> -->')
      .replace(/(?<=\n<[\w-]+)(?= )/, ' constructor="1" x:y="2"');
    const wanted = parseEvent(type, body);
    for (const variant of [`\ufeff${body}`, prefixed, crowded, body.replace(/\n/g, '\r\n')]) {
      assert.deepEqual(parseEvent(type, variant), wanted, variant);
    }
  }
});

test('nothing but EventBodyError is thrown, by 20,000 bodies that went wrong', () => {
  // Park and Miller's dice: the same bodies every time.
  let seed = 20_240_506;
  const dice = (sides: number) => (seed = (seed * 48_271) % 0x7fffffff) % sides;
  const pieces = [
    ...['<', '>', '/', '&', ';', '"', "'", '=', ' ', '\n', ':', '<!--', '-->', '<![CDATA[', ']]>'],
    ...[
      '<?',
      '<!DOCTYPE a>',
      '&#0;',
      '&#x10FFFF;',
      '&lt;',
      '\0',
      '\ud800',
      '__proto__',
      '1e999',
      '-1',
    ],
    ...[
      '<a>',
      '</a>',
      '<state>',
      'partial',
      'deleted',
      'version="',
      'xmlns:',
      '\ufeff',
      '王',
      '()',
      '\n--b',
      '\n--b--\n',
    ],
  ];
  const kinds = Object.entries(samples);
  let refused = 0;
  for (let round = 0; round < 20_000; ++round) {
    const [type, sample] = kinds[round % kinds.length]!;
    let body = sample;
    for (let changes = 1 + dice(4); changes > 0; --changes) {
      const at = dice(body.length + 1);
      const gone = dice(3) === 0 ? dice(40) : dice(2);
      const copied = body.slice(dice(body.length + 1)).slice(0, dice(60));
      const put = dice(3) === 0 ? copied : pieces[dice(pieces.length)]!;
      body = body.slice(0, at) + put + body.slice(at + gone);
    }
    try {
      const event = parseEvent(type, body);
      if (event?.type === 'dialogInfo') events.mergeDialogInfo(undefined, event);
      if (event?.type === 'regInfo') events.mergeRegInfo(undefined, event);
      if (event?.type === 'conferenceInfo') events.mergeConferenceInfo(undefined, event);
      events.parseMultipart('multipart/mixed;boundary=b', `--b\n\n${body}\n--b--`);
    } catch (error) {
      assert.ok(error instanceof EventBodyError, `${String(error)} in ${body}`);
      ++refused;
    }
  }
  assert.equal(Object.getOwnPropertyNames(Object.prototype).includes('state'), false);
  assert.ok(refused > 5_000 && refused < 19_000, `${refused} were refused`);
});
