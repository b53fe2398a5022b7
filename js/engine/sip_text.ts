// What a SIP text says, as the C++ parser reads it. Nothing here parses: each answer is a question to
// the module (wasm/answers.cc), which keeps the last message it was asked about.
import {
  beginReading,
  beginWriting,
  readStrings,
  writeString,
  writeWord,
  written,
} from './codec.js';
import { loadModule, type WasmModule } from './module.js';

/** Lower-case names; null for a flag. */
export type Parameters = [name: string, value: string | null][];

export interface UriParts {
  scheme: string;
  user: string;
  password: string;
  host: string;
  /** 0: none given. */
  port: number;
  parameters: Parameters;
  headers: [name: string, value: string][];
  /** All after the colon, of a scheme that is neither sip, sips nor tel. */
  opaque: string;
}

export interface NameAddrParts {
  displayName: string;
  /** The URI as it stands. */
  address: string;
  uri: UriParts;
  /** Of the header, not of the URI. */
  parameters: Parameters;
}

export interface ViaParts {
  transport: string;
  host: string;
  port: number;
  parameters: Parameters;
}

type KeyAndValue = [key: string, value: string];

// The numbers of core/sip/lookup.h and wasm/answers.cc.
const kStart = 0;
const kHeaders = 2;
const kValues = 3;
const kFields = 4;
const kBody = 5;
const kWithHeader = 16;
const kWithBody = 17;
const kTarget = 18;
const kRule = 19;
const kHasRule = 20;
const kMd5 = 21;
const kReasonPhrases = 22;

/** One message. Its text never changes: `with…` gives another. */
export class SipText {
  readonly text: string;
  // [request, method, URI, version] or [response, status, phrase, version]; nothing of what is neither.
  #start: string[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get isRequest(): boolean {
    return this.#line()[0] === 'request';
  }
  /** Of the request line; of CSeq for a response. */
  get method(): string {
    if (this.isRequest) return this.#line()[1]!;
    return this.header('CSeq')?.split(' ').pop() ?? '';
  }
  get ruri(): string {
    return this.isRequest ? this.#line()[2]! : '';
  }
  /** 0 for a request. */
  get statusCode(): number {
    return this.isRequest ? 0 : Number(this.#line()[1] ?? 0);
  }
  get reasonPhrase(): string {
    return this.isRequest ? '' : (this.#line()[2] ?? '');
  }
  get body(): string {
    return askMessage(kBody, this.text)[0] ?? '';
  }

  /** The nth field of that name, long or compact, in any case. */
  header(name: string, index = 0): string | undefined {
    return this.headers(name)[index];
  }
  /** Every field of that name, as it stands. */
  headers(name: string): string[] {
    return askMessage(kHeaders, this.text, name);
  }
  /** Every value of that name, comma lists taken apart where the grammar has lists. */
  values(name: string): string[] {
    return askMessage(kValues, this.text, name);
  }
  /** Every field in order: its name as the RFC spells it, and what it says. */
  fields(): [name: string, value: string][] {
    return pairs(askMessage(kFields, this.text));
  }
  /** The name of each field, in order. */
  names(): string[] {
    return this.fields().map(([name]) => name);
  }
  /** With the fields of that name replaced; an empty list removes them. Throws TypeError on CR, LF, NUL. */
  withHeader(name: string, value: string | string[]): SipText {
    const values = Array.isArray(value) ? value : [value];
    return changed(askMessage(kWithHeader, this.text, name, ...values));
  }
  withBody(body: string): SipText {
    return changed(askMessage(kWithBody, this.text, body));
  }

  #line(): string[] {
    return (this.#start ??= askMessage(kStart, this.text));
  }
}

export function parseUri(text: string): UriParts | undefined {
  const found = parts('absoluteURI', text);
  if (!found) return undefined;
  return {
    scheme: valueOf(found, 'scheme'),
    user: valueOf(found, 'user'),
    password: valueOf(found, 'password'),
    host: valueOf(found, 'host'),
    port: Number(valueOf(found, 'port')),
    opaque: valueOf(found, 'opaque'),
    parameters: named(found, 'param'),
    headers: named(found, 'header') as [string, string][],
  };
}

export function parseNameAddr(text: string): NameAddrParts | undefined {
  const found = parts('Name_Addr_Header', text);
  const address = found && valueOf(found, 'uri');
  const uri = address && parseUri(address);
  if (!uri) return undefined;
  return {
    displayName: valueOf(found, 'display_name'),
    address,
    uri,
    parameters: named(found, 'param'),
  };
}

export function parseVia(text: string): ViaParts | undefined {
  const found = parts('Via', text);
  if (!found) return undefined;
  return {
    transport: valueOf(found, 'transport'),
    host: valueOf(found, 'host'),
    port: Number(valueOf(found, 'port')),
    parameters: named(found, 'param'),
  };
}

/** The URI a person's "bob", "bob@host", "+1 212 555" or "sip:…" means, `domain` added where none is. */
export function normalizeTarget(target: string, domain: string): string | undefined {
  return ask(kTarget, [target, domain])[0];
}

/**
 * The text by one rule of the grammar: keys and values in turn, as core/sip/grammar.h lists them.
 * Undefined when it does not follow the rule.
 */
export function grammar(rule: string, text: string): string[] | undefined {
  const found = ask(kRule, [rule, text]);
  return found.length > 0 ? found : undefined;
}

export function hasRule(rule: string): boolean {
  return ask(kHasRule, [rule]).length > 0;
}

/** As lower-case hex. */
export function md5(text: string): string {
  return ask(kMd5, [text])[0]!;
}

/** What is said with each status code (RFC 3261 21 and IANA's registry). */
export function reasonPhrases(): Record<number, string> {
  return Object.fromEntries(pairs(ask(kReasonPhrases, [''])));
}

// The parameters or headers among what a rule found: each name, and its value if it has one.
function named(found: KeyAndValue[], key: 'param' | 'header'): Parameters {
  const all: Parameters = [];
  found.forEach(([at, name], i) => {
    if (at !== key) return;
    const next = found[i + 1];
    all.push([name, next?.[0] === 'value' ? next[1] : null]);
  });
  return all;
}

function parts(rule: string, text: string): KeyAndValue[] | undefined {
  const found = grammar(rule, text);
  return found && pairs(found);
}

function valueOf(found: KeyAndValue[], key: string): string {
  return found.find(([at]) => at === key)?.[1] ?? '';
}

function pairs(list: string[]): KeyAndValue[] {
  const all: KeyAndValue[] = [];
  for (let i = 0; i + 1 < list.length; i += 2) all.push([list[i]!, list[i + 1]!]);
  return all;
}

function changed([text]: string[]): SipText {
  if (text === undefined) throw new TypeError('That could not stand in a message.');
  return new SipText(text);
}

// The message that the module was asked about last, so that its text need not cross again.
let lastModule: WasmModule | undefined;
let lastText: string | undefined;

function askMessage(question: number, message: string, ...texts: string[]): string[] {
  const module = loadModule();
  beginWriting(module);
  writeWord(question);
  const isKnown = module === lastModule && message === lastText;
  writeWord(isKnown ? 1 : 0);
  if (!isKnown) writeString(message);
  lastModule = module;
  lastText = message;
  return answer(module, texts);
}

function ask(question: number, texts: string[]): string[] {
  const module = loadModule();
  beginWriting(module);
  writeWord(question);
  return answer(module, texts);
}

function answer(module: WasmModule, texts: string[]): string[] {
  for (const text of texts) writeString(text);
  beginReading(module, module.ask(written()));
  return readStrings();
}
