// What a phone told and what went over its wire, as lines that two runs can be compared by: what is
// random or counted is written the same.
//
// What differs everywhere, and on purpose, is left out here:
//   - JsSIP says in every message what it allows and supports; ours does where RFC 3261 20 has it.
//   - Ours gives credentials that it has without being challenged again.
//   - JsSIP names the algorithm also where the challenge does not, and quotes every display name.
//   - A body of ours that is no description ends with an end of line.
//   - An ACK or a CANCEL of ours begins with 70 hops, all of JsSIP's with 69.

import { kindOf } from './lab_phone.mjs';

const kOwn = new Set(['Via', 'Call-ID', 'Content-Length', 'User-Agent', 'Allow', 'Max-Forwards']);
const kSupporting = /^(REGISTER|INVITE|UPDATE|(1[1-9]|2\d)\d INVITE)$/;

export function describe({ events, frames, user }) {
  const numbers = new Numbers();
  const sent = frames.filter((frame) => frame.sent);
  return {
    events: [...events],
    sent: sent.map((frame) => written(frame, numbers, user)),
    received: byCall(frames.filter((frame) => !frame.sent)).map(kindOf),
  };
}

// Two calls do not wait for each other.
function byCall(frames) {
  const calls = [...new Set(frames.map((frame) => frame.header('Call-ID')))];
  const call = (frame) => calls.indexOf(frame.header('Call-ID'));
  return [...frames].sort((a, b) => call(a) - call(b));
}

function written(frame, numbers, user) {
  const kind = kindOf(frame);
  const [start, ...lines] = frame.text.slice(0, frame.text.indexOf('\r\n\r\n')).split('\r\n');
  const headers = lines
    .map((line) => /^([^:]+): *(.*)$/.exec(line).slice(1))
    .filter(([name, value]) => isCompared(name, value, kind))
    .map(([name, value]) => `${name}: ${name === 'CSeq' ? numbers.of(frame) : same(value, user)}`);
  const body = frame.directions.length ? frame.directions.join(' ') : frame.body.trimEnd();
  return [same(start, user), ...headers.sort(), same(body, user), ''].join('\n');
}

function isCompared(name, value, kind) {
  if (name === 'Supported') return kSupporting.test(kind);
  if (name.endsWith('Authorization')) return value.includes('nc=00000001');
  return !kOwn.has(name);
}

/** CSeq from the first on: each end of a call counts its own. */
class Numbers {
  #first = new Map();

  of(frame) {
    const end = `${frame.header('Call-ID')} ${frame.method ? 'ours' : 'theirs'}`;
    const [count, method] = frame.cseq.split(' ');
    if (!this.#first.has(end)) this.#first.set(end, Number(count));
    return `+${Number(count) - this.#first.get(end)} ${method}`;
  }
}

function same(text, user) {
  return text
    .replace(/^Digest (.*)/, (_, rest) => `Digest ${credentials(rest)}`)
    .replaceAll(`:${user}@`, ':user@')
    .replace(/^"(\w+)" </, '$1 <')
    .replace(/"<urn:uuid:.*?>"/g, '"<urn:uuid>"')
    .replace(/\b\w+@\w+\.invalid/g, 'x@x.invalid')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:*')
    .replace(/alias=[\d.]+~\d+~(\d)/g, 'alias=*~$1')
    .replace(/;(f?tag|gr|branch)=[^;>\s]+/g, ';$1=*')
    .replace(/^(SIP ;cause=\d+) ?; ?/, '$1 ;')
    .replace(/(;expires=\d+)(;.*)/, '$2$1');
}

// Which there are, and what of them is not chance.
function credentials(text) {
  return text
    .split(/,\s*/)
    .filter((part) => part !== 'algorithm=MD5')
    .map((part) => part.replace(/^(username|nonce|cnonce|response|opaque)=.*/, '$1'))
    .sort()
    .join(', ');
}
