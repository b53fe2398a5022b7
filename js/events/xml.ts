// As much XML as event bodies need: elements, attributes, text, CDATA; comments and processing instructions are
// passed over. Browsers have DOMParser, but workers and Node do not.
//
// Elements go by their local name: senders choose prefixes as they like, and some declare the wrong namespace. The
// text comes from strangers, so there is no document type and with it no entity but XML's own five, length and depth
// are bounded, nothing recurses, and every pattern below takes time in proportion to what it reads.
import { EventBodyError } from './event_body_error.js';

const kMaxLength = 1 << 20;
const kMaxDepth = 64;

export class XmlElement {
  /** Without prefix. */
  readonly name: string;
  /** By the name as it stands; declarations of namespaces are not among them. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[] = [];
  /** All text that stands directly in this element, in one piece. */
  text = '';

  constructor(name: string, attributes: ReadonlyMap<string, string>) {
    this.name = name;
    this.attributes = attributes;
  }

  attribute(name: string): string | undefined {
    return this.attributes.get(name)?.trim();
  }
  /** The first child of that name. */
  child(name: string): XmlElement | undefined {
    return this.children.find((one) => one.name === name);
  }
  /** Every child of that name. */
  all(name: string): XmlElement[] {
    return this.children.filter((one) => one.name === name);
  }
  /** The text of the first child of that name, without the blanks around it; undefined when there is none. */
  textOf(name: string): string | undefined {
    return this.child(name)?.text.trim() || undefined;
  }
}

/** The root of a document. */
export function readXml(text: string): XmlElement {
  if (text.length > kMaxLength) throw new EventBodyError('tooLarge', 'The document is too large');
  return new Reader(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')).read();
}

/** The root of a document, which has to be of that name. */
export function readDocument(text: string, name: string): XmlElement {
  const root = readXml(text);
  if (root.name !== name) throw new EventBodyError('unexpected', `This is not a ${name} document`);
  return root;
}

// Sticky: each matches where the reader stands or not at all.
const kStartOfTag = /<([^\s<>/=&'"!?]+)/y;
const kAttribute = /\s+([^\s<>/=&'"]+)\s*=\s*(?:"([^<"]*)"|'([^<']*)')/y;
const kEndOfTag = /\s*(\/?)>/y;
const kCloseTag = /<\/([^\s<>/]+)\s*>/y;
// What XML 1.0 2.2 leaves out of ASCII.
const kForbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

class Reader {
  readonly #text: string;
  #at = 0;
  #root: XmlElement | undefined;
  // The elements that are open, outermost first, with the name their end has to repeat.
  readonly #open: { element: XmlElement; tag: string }[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): XmlElement {
    const forbidden = kForbidden.exec(this.#text);
    if (forbidden) this.#fail('a character that XML does not allow', forbidden.index);
    while (this.#at < this.#text.length) {
      if (this.#text[this.#at] === '<') this.#markup();
      else this.#characters();
    }
    if (!this.#root || this.#open.length > 0) this.#fail('the end is missing');
    return this.#root;
  }

  #characters(): void {
    const end = this.#text.indexOf('<', this.#at);
    const text = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#add(this.#resolved(text));
    this.#at += text.length;
  }

  #markup(): void {
    const starts = (mark: string) => this.#text.startsWith(mark, this.#at);
    if (starts('</')) this.#close();
    else if (starts('<!--')) this.#until('<!--', '-->');
    else if (starts('<?')) this.#until('<?', '?>');
    else if (starts('<![CDATA[')) this.#add(this.#until('<![CDATA[', ']]>'), /*isCdata=*/ true);
    else if (starts('<!')) throw new EventBodyError('forbidden', 'Document types are not read');
    else this.#start();
  }

  #start(): void {
    const [, tag = ''] = this.#expect(kStartOfTag, 'no name of an element');
    const element = new XmlElement(this.#localName(tag), this.#attributes());
    const [, slash] = this.#expect(kEndOfTag, 'a tag does not end');
    const parent = this.#open.at(-1)?.element;
    if (parent) parent.children.push(element);
    else if (this.#root) this.#fail('a second root');
    else this.#root = element;
    if (slash) return;
    this.#open.push({ element, tag });
    if (this.#open.length > kMaxDepth)
      throw new EventBodyError('tooDeep', 'The elements stand too deep in each other');
  }

  #attributes(): Map<string, string> {
    const attributes = new Map<string, string>();
    for (let found; (found = this.#match(kAttribute));) {
      const [, name = '', double, single = ''] = found;
      if (attributes.has(name)) this.#fail('an attribute stands twice');
      // XML 1.0 3.3.3: line breaks and tabs count as blanks here.
      attributes.set(name, this.#resolved((double ?? single).replace(/[\n\t]/g, ' ')));
    }
    for (const name of attributes.keys()) {
      if (/^xmlns(:|$)/.test(name)) attributes.delete(name);
    }
    return attributes;
  }

  #close(): void {
    const [, tag] = this.#expect(kCloseTag, 'a tag does not end');
    if (this.#open.pop()?.tag !== tag) this.#fail('the end of another element');
  }

  #add(text: string, isCdata = false): void {
    const inside = this.#open.at(-1)?.element;
    if (inside) inside.text += text;
    else if (isCdata || /[^ \n\t]/.test(text)) this.#fail('text outside of the root');
  }

  /** What stands between the marks; leaves the reader behind them. */
  #until(begin: string, end: string): string {
    const from = this.#at + begin.length;
    const to = this.#text.indexOf(end, from);
    if (to < 0) this.#fail(`no ${end}`);
    this.#at = to + end.length;
    return this.#text.slice(from, to);
  }

  #resolved(text: string): string {
    return text.replace(/&(?:([^;&]{1,10});)?/g, (_, name?: string) => this.#reference(name));
  }

  // XML 1.0 4.1 and 4.6.
  #reference(name = ''): string {
    const [, decimal, hex] = /^#(?:(\d+)|x([\da-f]+))$/i.exec(name) ?? [];
    const code = decimal ? Number(decimal) : parseInt(hex ?? '', 16);
    const isSurrogate = code >= 0xd800 && code < 0xe000;
    const character =
      code <= 0x10ffff && !isSurrogate ? String.fromCodePoint(code) : kNamed.get(name);
    if (character === undefined || kForbidden.test(character)) this.#fail('an unknown reference');
    return character;
  }

  #localName(tag: string): string {
    return tag.slice(tag.indexOf(':') + 1) || this.#fail('no name of an element');
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found ?? undefined;
  }

  #expect(pattern: RegExp, otherwise: string): RegExpExecArray {
    return this.#match(pattern) ?? this.#fail(otherwise);
  }

  #fail(what: string, at = this.#at): never {
    throw new EventBodyError('malformed', `XML, at ${at}: ${what}`);
  }
}

const kNamed: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** A text as it may stand in an element or in an attribute. */
export function escapeXml(text: string): string {
  const allowed = text.split(kForbidden).join('');
  return allowed.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
