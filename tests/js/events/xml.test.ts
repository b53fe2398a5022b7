import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeXml, readXml, type XmlElement } from '../../../js/events/xml.js';

/** The element as nested arrays: name, attributes, what is inside. */
const shape = ({ name, attributes, children, text }: XmlElement): unknown[] => [
  name,
  ...(attributes.size > 0 ? [Object.fromEntries(attributes)] : []),
  ...(text.trim() ? [text.trim()] : []),
  ...children.map(shape),
];
const refused = (text: string, code: string) =>
  assert.throws(() => readXml(text), { name: 'EventBodyError', code });

test('elements, attributes and text', () => {
  assert.deepEqual(shape(readXml(`<a x="1" y = '2'>one<b/><c z="3" >two</c ></a>`)), [
    'a',
    { x: '1', y: '2' },
    'one',
    ['b'],
    ['c', { z: '3' }, 'two'],
  ]);
});

test('elements go by their local name, declarations of namespaces are no attributes', () => {
  const document = `<p:a xmlns:p="urn:x" xmlns="urn:y" xml:lang="de"><q:b xmlns:q="urn:z"/></p:a>`;
  assert.deepEqual(shape(readXml(document)), ['a', { 'xml:lang': 'de' }, ['b']]);
});

test('comments and processing instructions are passed over, CDATA is text', () => {
  const document = `\ufeff<?xml version="1.0"?><!-- a > b --><a>x<!-- <b> -->y<?q <c> ?><![CDATA[<d>&amp;]]></a><!---->\n`;
  assert.deepEqual(shape(readXml(document)), ['a', 'xy<d>&amp;']);
});

test('the five entities and characters by number', () => {
  const document = `<a t="&quot;&apos;&#10;&#x20;">&lt;&gt;&amp;&#20013;&#x6587;&#X1F600;</a>`;
  const root = readXml(document);
  assert.equal(root.attributes.get('t'), `"'\n `);
  assert.equal(root.text, '<>&中文😀');
});

test('line breaks are one character, in attributes a blank', () => {
  const root = readXml('<a t="x\r\ny\tz">1\r\n2\r3</a>');
  assert.equal(root.attributes.get('t'), 'x y z');
  assert.equal(root.text, '1\n2\n3');
});

test('names of Object are names like others', () => {
  const root = readXml('<a __proto__="1" constructor="2"><__proto__>x</__proto__></a>');
  assert.equal(root.attribute('__proto__'), '1');
  assert.equal(root.attribute('toString'), undefined);
  assert.equal(root.textOf('__proto__'), 'x');
  assert.equal(root.child('constructor'), undefined);
});

test('what is not XML', () => {
  const documents = [
    ...['', ' ', 'text', '<', '<>', '< a/>', '</a>', '<a', '<a>', '<a/', '<a/ >', '<a></b>'],
    ...['<a></p:a>', '<a/><b/>', '<a/>text', 'text<a/>', '<a/>]]>', '<p:/>', '<a><b></a></b>'],
    ...['<a x/>', '<a x=1/>', '<a x="1/>', '<a x="<"/>', '<a x="1"y="2"/>', '<a x="1" x="2"/>'],
    ...['<a>&</a>', '<a>&amp</a>', '<a>&nbsp;</a>', '<a>& amp;</a>', '<a>&#;</a>', '<a>&#x;</a>'],
    ...['<a>&#0;</a>', '<a>&#xD800;</a>', '<a>&#x110000;</a>', '<a>&#-1;</a>', '<a x="&"/>'],
    ...['<a>&__proto__;</a>', '<a>\0</a>', '<a>\x1b</a>', '<a>\ufffe</a>', '<![CDATA[x]]><a/>'],
    ...['<!-- x', '<a><!-- x</a>', '<!--><a/>', '<a><![CDATA[x</a>', '<?xml', '<a/><![CDATA[]]>'],
  ];
  for (const document of documents) refused(document, 'malformed');
});

test('a document type is refused: no billion laughs, no file, no address', () => {
  const laughs = Array.from(
    { length: 9 },
    (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
  ).join('');
  refused(`<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>&l9;</a>`, 'forbidden');
  refused('<!DOCTYPE a SYSTEM "https://example.com/a.dtd"><a/>', 'forbidden');
  refused('<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>', 'forbidden');
  refused('<a><!ELEMENT a ANY></a>', 'forbidden');
});

test('depth and length are bounded', () => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  assert.equal(readXml(nested(64)).name, 'a');
  refused(nested(65), 'tooDeep');
  refused('<a>'.repeat(300_000), 'tooDeep');
  refused('<a>'.repeat(1_000_000), 'tooLarge');
  const longest = `<a>${'x'.repeat((1 << 20) - 7)}</a>`;
  assert.equal(readXml(longest).text.length, (1 << 20) - 7);
  refused(`${longest} `, 'tooLarge');
});

test('hostile texts of the greatest length take no time to speak of', () => {
  const n = 1_000_000;
  const documents = [
    ...[' ', '<', '<!--', '<![CDATA[', '<?', '&', '&amp;', '</', '<a/>', '-->'].map((part) =>
      part.repeat(n / part.length),
    ),
    ...['<a ', '<a x', '<a x=', '<a x="', '<a x=" ', '</a ', '<a>&#'].map((part) =>
      part.padEnd(n, part.endsWith('x') || part.endsWith('#') ? '1' : ' '),
    ),
    `<a ${'b="" '.repeat(n / 5)}`,
    `<a ${Array.from({ length: 60_000 }, (_, i) => `b${i}=""`).join(' ')}/>`,
    `<a>${'<b/>'.repeat(n / 4)}</a>`,
    `<a>${'x<!---->'.repeat(n / 8)}</a>`,
    `<a>${'&lt;'.repeat(n / 4)}</a>`,
  ];
  for (const document of documents) {
    const started = process.cpuUsage().user;
    try {
      readXml(document);
    } catch (error) {
      assert.equal((error as Error).name, 'EventBodyError');
    }
    const taken = (process.cpuUsage().user - started) / 1000;
    assert.ok(taken < 3000, `${taken} ms for ${document.slice(0, 20)}`);
  }
});

test('what is escaped reads as it was', () => {
  const text = `<a b="c">&amp; 'd' ]]> 中文`;
  assert.equal(readXml(`<x>${escapeXml(text)}</x>`).text, text);
  assert.equal(readXml(`<x y="${escapeXml(text)}"/>`).attribute('y'), text);
  assert.equal(escapeXml('a\0b\x1bc'), 'abc');
});
