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

export async function parseRounds({ rounds, milliseconds }) {
  const result = {};
  for (const [kind, { texts, facts }] of Object.entries(messages())) {
    check(kind, texts, facts);
    const sums = mapValues(contestants, (parse) => pass(parse, texts));
    const turn = (spend) => (parse, name) => measure(parse, texts, spend, sums[name]);
    // Until the compilers have nothing more to do.
    await interleave(contestants, 2, turn(2 * milliseconds));
    result[kind] = await interleave(contestants, rounds, turn(milliseconds));
  }
  return result;
}

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

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

function measure(parse, texts, milliseconds, sum) {
  const begun = seconds();
  let spent;
  let parsed = 0;
  do {
    if (pass(parse, texts) !== sum) throw new Error('not twice the same');
    parsed += texts.length;
    spent = seconds() - begun;
  } while (spent < milliseconds / 1000);
  return spent / parsed;
}
