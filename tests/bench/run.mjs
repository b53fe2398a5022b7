// Everything measured in one run, beside JsSIP, SIP.js, sofia-sip and osip (`npm run bench`, which builds
// first).
//
//   --quick         a minute instead of four: fewer rounds, wider spread
//   --only=a,b      of: native, node, chromium, phone, start, heap, size, setup; parse is the first three
//   --record        appends the medians to tests/bench/history.jsonl
//
// Contestants take turns, round after round; figures are medians, ± half the distance of the quartiles.
// Native and Node figures are processor time, garbage collection and compiling included; those of
// Chromium and of the start are by the clock, so run them on a machine that does nothing else.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Failure, main } from '../../scripts/run.mjs';
import { libraries } from './bundles.mjs';
import { chromiumParse, nativeParse, nodeParse } from './parse.mjs';
import { node } from './process.mjs';
import { interleave, median } from './sampling.mjs';
import { downloadSizes } from './size.mjs';
import { bytes, compare, medians, print, times } from './table.mjs';

const kLibraries = ['ringline', 'JsSIP', 'SIP.js'];
const kParse = ['native', 'node', 'chromium'];

const beside = (file) => fileURLToPath(new URL(file, import.meta.url));
const words = process.argv.slice(2);
const isQuick = words.includes('--quick');
const only = words
  .find((word) => word.startsWith('--only='))
  ?.slice(7)
  .split(',');
const isWanted = (name) =>
  !only || only.includes(name) || (kParse.includes(name) && only.includes('parse'));

const scale = isQuick
  ? {
      parse: { rounds: 3, milliseconds: 8 },
      phone: { rounds: 3, milliseconds: 25, warming: 700 },
      starts: 3,
      left: { message: 1000, call: 100 },
      setups: 2,
    }
  : {
      parse: { rounds: 9, milliseconds: 20 },
      phone: { rounds: 9, milliseconds: 60, warming: 1500 },
      starts: 9,
      left: { message: 10_000, call: 2000 },
      setups: 7,
    };

const sections = {
  async native() {
    const results = await nativeParse(scale.parse);
    if (!results) {
      console.log('\nNative parsing: skipped, parse_bench is not built (npm run bench builds it)');
      return undefined;
    }
    compare(
      [
        'Native parse of one message, and its release',
        'ours: Message::Parse and message_check; “all read”: From, To, every Via and Contact typed as well,',
        'as sofia-sip and osip do whether or not anybody asks',
      ],
      results,
      ['ours', 'ours, all read', 'sofia', 'osip'],
      [
        ['ours', 'sofia'],
        ['ours, all read', 'sofia'],
        ['ours', 'osip'],
      ],
    );
    return results;
  },
  async node() {
    return borderTable('Node', await nodeParse(scale.parse));
  },
  async chromium() {
    return borderTable('Chromium', await chromiumParse(scale.parse));
  },
  async phone() {
    const { deeds, flood } = JSON.parse(
      await node([beside('phone_rounds.mjs'), JSON.stringify(scale.phone)]),
    );
    compare(
      [
        'Whole user agent in Node (ringline/jssip beside the others), socket in memory, stubbed media',
        'the application reads sender and body of a message; the test’s own server is in the figures, some',
        '10 µs for every frame that it answers',
      ],
      deeds,
      kLibraries,
      [
        ['ringline', 'JsSIP'],
        ['ringline', 'SIP.js'],
      ],
    );
    const parts = Object.fromEntries(
      Object.entries(flood).map(([name, runs]) => [
        name,
        {
          first: runs.map((run) => run[0]),
          last: runs.map((run) => run.at(-1)),
          all: runs.map(mean),
        },
      ]),
    );
    print(
      '4,000 MESSAGEs in one task, µs each: does the work grow with what is open?',
      ['', 'all', 'first 500', 'last 500', 'last / first'],
      Object.entries(parts).map(([name, { first, last, all }]) => [
        name,
        ...[all, first, last].map((list) => (1e6 * median(list)).toFixed(1)),
        times(median(last) / median(first)),
      ]),
    );
    return { deeds, flood: parts };
  },
  async start() {
    const results = await interleave(await libraries(), scale.starts, async (file, name) =>
      JSON.parse(await node([beside('start_probe.mjs'), file, name])),
    );
    const of = (part) =>
      Object.fromEntries(
        Object.entries(results).map(([name, runs]) => [name, runs.map((run) => run[part] / 1000)]),
      );
    const rows = { 'script imported': of('imported'), 'first OPTIONS answered': of('answered') };
    compare('A fresh Node process: import, new UA, start (clock)', rows, kLibraries, [
      ['ringline', 'JsSIP'],
      ['ringline', 'SIP.js'],
    ]);
    return rows;
  },
  async heap() {
    const result = {};
    for (const [deed, count] of Object.entries(scale.left)) {
      result[deed] = {};
      for (const library of kLibraries) {
        const options = JSON.stringify({ library, deed, count });
        result[deed][library] = JSON.parse(
          await node(['--expose-gc', beside('heap_probe.mjs'), options]),
        );
      }
      print(
        `Bytes that each ${deed} leaves behind, after ${count}`,
        ['', 'JS heap at once', 'a minute later', 'wasm memory growth', 'wasm memory in all'],
        Object.entries(result[deed]).map(([name, { after, late, wasm, wasmTotal }]) => [
          name,
          ...[after, late, wasm, wasmTotal].map(bytes),
        ]),
      );
    }
    return result;
  },
  async size() {
    const all = await downloadSizes();
    print(
      'Download of the phone, one minified script (gzip -9, brotli 11)',
      ['', 'raw', 'gzip', 'brotli', 'brotli / JsSIP'],
      Object.entries(all).map(([name, { raw, gzip, brotli }]) => [
        name,
        ...[raw, gzip, brotli].map(bytes),
        times(brotli / all.JsSIP.brotli),
      ]),
    );
    return all;
  },
  async setup() {
    const folder = mkdtempSync(path.join(tmpdir(), 'ringline-bench-'));
    const file = path.join(folder, 'result.json');
    try {
      await node([beside('call_setup.mjs'), file, String(scale.setups)]);
      const result = JSON.parse(readFileSync(file, 'utf8'));
      const { ringline, jssip } = result;
      print(
        `Chromium against Kamailio, audio and video, the callee always JsSIP: ms, median of ${scale.setups} calls`,
        ['', 'ringline/jssip', 'JsSIP', 'JsSIP / ringline'],
        [
          ['call() to INVITE on the wire', ringline.invite, jssip.invite],
          ['call() to confirmed', ringline.confirmed, jssip.confirmed],
        ].map(([what, ours, theirs]) => [
          what,
          ours.toFixed(0),
          theirs.toFixed(0),
          times(theirs / ours),
        ]),
      );
      return result;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function borderTable(where, results) {
  compare(
    [
      `Parse in ${where}: a string, as the socket gives it, and what is read of it`,
      'ours: the text goes into the wasm and is parsed there; back come “ids”: Call-ID, CSeq, tags, branch;',
      '“text”: method or status, Call-ID, From, CSeq; “typed”: the same of the facade’s message object, From',
      'taken apart. The peers take From, To, Via and Contact apart always, and are read like “typed”',
    ],
    results,
    ['ours: ids', 'ours: text', 'ours: typed', 'JsSIP', 'SIP.js'],
    [
      ['ids', 'JsSIP'],
      ['text', 'JsSIP'],
      ['typed', 'JsSIP'],
      ['typed', 'SIP.js'],
    ].map(([ours, peer]) => [`ours: ${ours}`, peer]),
  );
  return results;
}

const mean = (list) => list.reduce((sum, figure) => sum + figure, 0) / list.length;

main(async () => {
  const unknown = (only ?? []).filter((name) => name !== 'parse' && !(name in sections));
  if (unknown.length > 0) throw new Failure(`--only: there is no ${unknown.join(', ')}`);
  const load = loadavg()[0];
  const machine = `${cpus().length} × ${cpus()[0].model}, Node ${process.version}`;
  console.log(
    `${machine}, load ${load.toFixed(1)}${load > 1 ? ': others are at work, trust ratios only' : ''}`,
  );
  const begun = performance.now();
  const figures = {};
  for (const [name, section] of Object.entries(sections)) {
    if (isWanted(name)) figures[name] = medians(await section());
  }
  console.log(`\n${((performance.now() - begun) / 1000).toFixed(0)} s`);
  if (words.includes('--record')) {
    const date = new Date().toISOString();
    const line = JSON.stringify({ date, machine, load, isQuick, figures });
    appendFileSync(beside('history.jsonl'), `${line}\n`);
  }
});
