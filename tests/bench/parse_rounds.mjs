// The rounds of the parse benchmark, bundled with all three parsers (bundles.mjs) for Node and for a
// page alike: parseRounds({rounds, milliseconds}) gives {kind: {contestant: [seconds per message, …]}}.
import { messages } from './messages.mjs';
import * as jssip from './parsers/jssip.js';
import * as ringline from './parsers/ringline.ts';
import * as sipJs from './parsers/sip_js.js';
import { interleave, seconds } from './sampling.mjs';

const readers = { ringline: ringline.read, JsSIP: jssip.read, 'SIP.js': sipJs.read };
const contestants = {
  'ours: ids': ringline.parse,
  'ours: text': ringline.look,
  'ours: typed': ringline.message,
  JsSIP: jssip.parse,
  'SIP.js': sipJs.parse,
};

const kWarmings = 4;

export async function parseRounds({ rounds, milliseconds }) {
  const kinds = Object.entries(messages());
  for (const [kind, { texts, facts }] of kinds) check(kind, texts, facts);
  // Until the compilers have nothing more to do.
  for (let times = 0; times < kWarmings; ++times) {
    for (const [, { texts }] of kinds) await takeTurns(texts, 1, 2 * milliseconds);
  }
  const result = {};
  for (const [kind, { texts }] of kinds) {
    result[kind] = await takeTurns(texts, rounds, milliseconds);
  }
  return result;
}

function takeTurns(texts, rounds, milliseconds) {
  return interleave(contestants, rounds, (parse) => measure(parse, texts, milliseconds));
}

function check(kind, texts, facts) {
  for (const [name, read] of Object.entries(readers)) {
    texts.forEach((text, i) => {
      const said = JSON.stringify(read(text));
      const meant = JSON.stringify(facts[i]);
      if (said !== meant) throw new Error(`${name} reads ${kind} as ${said}, which is ${meant}`);
    });
  }
}

function pass(parse, texts) {
  let sum = 0;
  for (const text of texts) sum += parse(text);
  return sum;
}

function measure(parse, texts, milliseconds) {
  const begun = seconds();
  const sum = pass(parse, texts);
  let parsed = texts.length;
  let spent;
  while ((spent = seconds() - begun) < milliseconds / 1000) {
    if (pass(parse, texts) !== sum) throw new Error('not twice the same');
    parsed += texts.length;
  }
  return spent / parsed;
}
