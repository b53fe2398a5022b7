// Grammar.parse(text, rule): the C++ parser's answer in the shapes that JsSIP's users read.
import type * as Contract from '../../types/jssip.js';
import { grammar, hasRule } from '../engine/sip_text.js';
import { NameAddrHeader } from './name_addr_header.js';
import { URI } from './uri.js';

type KeyAndValue = [key: string, value: string];
type Fields = Record<string, unknown>;
type Shape = (text: string, found: KeyAndValue[]) => unknown;

const kNumbers = /^(port|value|cause|expires|status_code|retry_after)$/;

// Keys and values as an object; parameters, which come last, as `params`.
const asObject = (_: string, found: KeyAndValue[]): Fields => {
  const firstParameter = found.findIndex(([key]) => key === 'param');
  const fields: Fields = {};
  for (const [key, value] of firstParameter < 0 ? found : found.slice(0, firstParameter)) {
    fields[key] = kNumbers.test(key) ? Number(value) : value;
  }
  if (firstParameter >= 0) fields['params'] = parameters(found.slice(firstParameter));
  return fields;
};

// A flag has no value.
const parameters = (found: KeyAndValue[]): Record<string, string | null> => {
  const all: [string, string | null][] = [];
  for (const [key, value] of found) {
    if (key === 'param') all.push([value, null]);
    else all[all.length - 1]![1] = value;
  }
  return Object.fromEntries(all);
};

// "possition" is how JsSIP spells it: where an item ends.
const asList: Shape = (text, found) => {
  let end = 0;
  return items(found).map((raw) => {
    const offset = text.indexOf(raw, end);
    end = offset + raw.length;
    return { possition: end, offset, parsed: NameAddrHeader.parse(raw) };
  });
};

const items = (found: KeyAndValue[]) =>
  found.filter(([key]) => key === 'item').map(([, value]) => value);
const asTokens: Shape = (_, found) => items(found);
const asNumber: Shape = (_, [first]) => Number(first?.[1]);
const asText: Shape = (text) => text;
const asUri: Shape = (text) => URI.parse(text);
const asNameAddr: Shape = (text) => NameAddrHeader.parse(text);

const shapes: Record<string, Shape> = {
  SIP_URI: asUri,
  // Web addresses above all, of which SIP's grammar says little.
  absoluteURI(text, found) {
    const fields = asObject(text, found);
    const authority = /^\/\/(?:[^/?#]*@)?([^/?#]*?)(?::(\d+))?(?:[/?#]|$)/.exec(
      String(fields['opaque']),
    );
    if (!authority) return fields;
    const [, host = '', port] = authority;
    return {
      scheme: fields['scheme'],
      ...(parse(host, 'host') as Fields),
      ...(port && { port: Number(port) }),
    };
  },
  Name_Addr_Header: asNameAddr,
  From: asNameAddr,
  To: asNameAddr,
  Refer_To: asNameAddr,
  Referred_By: asNameAddr,
  Contact: asList,
  Record_Route: asList,
  Route: asList,
  Path: asList,
  Service_Route: asList,
  Event(text, found) {
    return { params: {}, ...asObject(text, found) };
  },
  Replaces(text, found) {
    const fields = asObject(text, found);
    return { ...fields, early_only: 'early_only' in fields };
  },
  challenge(text, found) {
    const fields = asObject(text, found);
    if (fields['qop']) fields['qop'] = String(fields['qop']).split(/[\s,]+/);
    if (fields['stale']) fields['stale'] = fields['stale'] === 'true';
    return fields;
  },
  Request_Line: asStartLine,
  Status_Line: asStartLine,
  Request_Response: asStartLine,
  Content_Type: asText,
  Content_Disposition: asText,
  Call_ID: asText,
  uuid: asText,
  quoted_string: (_, [first]) => first?.[1],
  Content_Length: asNumber,
  Max_Forwards: asNumber,
  Min_Expires: asNumber,
  Expires: asNumber,
  Supported: asTokens,
  Require: asTokens,
  Proxy_Require: asTokens,
  Unsupported: asTokens,
  Allow: asTokens,
  Allow_Events: asTokens,
};
shapes['WWW_Authenticate'] = shapes['Proxy_Authenticate'] = shapes['challenge']!;

function asStartLine(text: string, found: KeyAndValue[]): unknown {
  const { uri, ...fields } = asObject(text, found);
  return { ...fields, ...(uri ? { uri: URI.parse(String(uri)) } : {}), sip_version: 'SIP/2.0' };
}

export function parse(input: string, startRule = 'SIP_URI'): unknown {
  if (!hasRule(startRule)) throw new Error(`Invalid rule name: "${startRule}".`);
  const list = grammar(startRule, String(input));
  const found = list && pairs(list);
  // Undefined: of the rule by its form, but nothing that JsSIP's types can hold.
  return (found && (shapes[startRule] ?? asObject)(input, found)) ?? -1;
}

function pairs(list: string[]): KeyAndValue[] {
  const all: KeyAndValue[] = [];
  for (let i = 0; i < list.length; i += 2) all.push([list[i]!, list[i + 1]!]);
  return all;
}

/** Undefined where Grammar.parse gives -1 or throws. */
export function parsed(raw: string | undefined, rule: string): unknown {
  if (raw === undefined || !hasRule(rule)) return undefined;
  const value = parse(raw, rule);
  return value === -1 ? undefined : value;
}

/** The parser is not of JavaScript: there is nothing to show. */
export const toSource = (): undefined => undefined;

export const Grammar: typeof Contract.Grammar = { parse, toSource, SyntaxError };
