// npm test: everything, in the order in which a failure is cheapest to find. Installs what it lacks.
//
//   --only=stage,stage   these stages
//   --list               what stages there are
//   --verbose            what the tests print, also when they pass
//
// Ends with one line, `N passed, N failed, N skipped`, summed over all runners.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, at, attempt, main, root, say } from './run.mjs';
import { build, buildWasm } from './build.mjs';
import { format } from './format.mjs';
import { withBuildLock } from './freshness.mjs';
import { cmakeBuild, ensureNodeModules, ensurePackages } from './setup.mjs';

const verbose = process.argv.includes('--verbose');
const tsc = 'node_modules/typescript/bin/tsc';
const kTestFile = /(_test|\.test)\.(ts|mts|mjs|js)$/;
const loader = ['--import', './scripts/ts_loader.mjs'];

/** What each stage is, needs, and does; `needs` is prepared once, before the first stage that wants it. */
const kStages = {
  format: {
    about: 'clang-format and prettier',
    needs: ['format packages'],
    run: () => check(() => format({ write: false })),
  },
  lint: {
    about: 'eslint',
    run: () => check(() => program(['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'])),
  },
  types: {
    about: "the compiler's opinion of js/ and of the tests written in TypeScript",
    // One of the tests reads the demo's words, and the demo the published types.
    needs: ['dist'],
    run: async () =>
      sum(
        await check(() => program([tsc, '-p', 'tsconfig.json'])),
        await check(() => program([tsc, '-p', 'tsconfig.tests.json'])),
      ),
  },
  house: {
    about: 'house rules',
    run: () => nodeTests(find('tests/house', /^(?!budget).*\.test\.mjs$/)),
  },
  native: {
    about: 'the core under ASan and UBSan',
    needs: ['native packages'],
    run: () => ctest('asan'),
  },
  vocabulary: {
    about: 'js/engine/vocabulary.ts against core/vocabulary',
    needs: ['native packages'],
    run: () => check(() => program(['scripts/vocabulary.mjs', '--preset=asan'])),
  },
  wasm: {
    about: 'the same core tests as wasm in Node',
    needs: ['native packages'],
    run: () => ctest('wasm-debug'),
  },
  js: {
    about: 'js/ and the border, in Node',
    needs: ['wasm', 'debug wasm'],
    run: () => nodeTests([...find('tests/js', kTestFile), ...find('tests/wasm', kTestFile)]),
  },
  typetests: {
    about: 'the published types, used as a reader of the documentation would, and by the demo',
    needs: ['dist'],
    run: async () =>
      sum(await typeTests(), await check(() => program([tsc, '-p', 'tsconfig.demo.json']))),
  },
  package: {
    about: 'the packed tarball, installed somewhere else',
    needs: ['dist'],
    run: () => nodeTests(find('tests/package', kTestFile)),
  },
  budget: {
    about: 'bytes to download',
    needs: ['dist'],
    run: () => nodeTests(find('tests/house', /^budget.*\.test\.mjs$/)),
  },
  trace: {
    about: 'JsSIP and ours, scenario by scenario, at Kamailio and SIPp',
    needs: ['wasm', 'browser packages'],
    // JsSIP's timers would hold the process for half a minute.
    run: () =>
      nodeRun([...loader, '--test-reporter=spec', '--test-force-exit', 'tests/trace/all.mjs']),
  },
  protocol: {
    about: 'what the RFCs ask before a call is answered, against SIPp through Kamailio',
    needs: ['wasm', 'browser packages'],
    run: () =>
      nodeRun([...loader, '--test-reporter=spec', '--test-force-exit', 'tests/protocol/all.mjs']),
  },
  browser: {
    about: 'Chromium, Kamailio, JsSIP and SIPp',
    needs: ['dist', 'browser packages'],
    run: () => nodeRun(['--test-reporter=spec', '--test-force-exit', 'tests/browser/all.mjs']),
  },
  interop: {
    about: 'a call with baresip, tones measured at both ends (all peers: npm run interop)',
    needs: ['dist', 'browser packages', 'rtp packages'],
    run: () => check(() => program(['tests/interop/matrix.mjs', '--only=baresip', '--rows=call'])),
  },
};

const kPreparations = {
  'format packages': () => ensurePackages('format'),
  'native packages': () => ensurePackages('build', 'native'),
  'browser packages': () => ensurePackages('browser'),
  'rtp packages': () => ensurePackages('rtp'),
  wasm: () => withBuildLock(buildWasm),
  'debug wasm': () => {
    ensurePackages('build', 'native');
    cmakeBuild('wasm-debug', [], { quiet: !process.stdout.isTTY });
  },
  dist: () => build(),
};

function find(folder, pattern) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !file.includes('node_modules'))
    .sort();
}

function sum(...counts) {
  return counts.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/** A check that either holds or does not. */
const check = async (body) => one(await body());

/** Runs a node program; prints what it printed if it failed. */
async function program(args) {
  const { code, output } = await attempt(process.execPath, args);
  if (code !== 0 || verbose) process.stdout.write(output);
  return code === 0;
}

const nodeTests = (files) =>
  files.length === 0
    ? sum()
    : nodeRun([...loader, '--test', '--test-reporter=spec', '--test-concurrency=2', ...files]);

/** Runs node's test runner and reads its closing lines. */
async function nodeRun(args) {
  const { code, output } = await attempt(process.execPath, args, { env: { FORCE_COLOR: '0' } });
  const count = (word) =>
    Number(output.match(new RegExp(`^(?:ℹ|#) ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  const counts = {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
  // A runner that died has no closing lines.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (counts.failed > 0 || verbose) process.stdout.write(output);
  else for (const line of output.match(/^.*# SKIP.*$/gm) ?? []) console.log(line.trim());
  return counts;
}

/** Builds a preset and runs its tests; counts doctest's cases, or one for a test that is not doctest's. */
async function ctest(preset) {
  cmakeBuild(preset, [], { quiet: !process.stdout.isTTY });
  const { code, output } = await attempt(
    'ctest',
    ['--preset', preset, '-V', '-j', '2', '--timeout', '300'],
    {
      env: {
        ASAN_OPTIONS: 'detect_stack_use_after_return=1:strict_string_checks=1',
        UBSAN_OPTIONS: 'print_stacktrace=1',
      },
    },
  );
  mkdirSync(at('build', preset), { recursive: true });
  writeFileSync(at('build', preset, 'ctest.log'), output);
  const cases = new Map();
  const summary =
    /^(\d+): \[doctest\] test cases:\s*\d+ \|\s*(\d+) passed \|\s*(\d+) failed \|\s*(\d+) skipped/gm;
  for (const [, id, passed, failed, skipped] of output.matchAll(summary)) {
    cases.set(id, { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) });
  }
  let total = sum();
  const failing = [];
  for (const [, id, name, verdict] of output.matchAll(
    /^\s*\d+\/\d+ Test\s+#(\d+): (\S+) \.+\s*(\S.*?)\s+[\d.]+ sec/gm,
  )) {
    const ok = verdict === 'Passed';
    const counts = cases.get(id) ?? one(ok);
    if (!ok && counts.failed === 0) counts.failed = 1;
    if (!ok) failing.push([id, name]);
    total = sum(total, counts);
  }
  if (code !== 0 && total.failed === 0) total.failed = 1;
  if (verbose) process.stdout.write(output);
  else if (failing.length > 0) {
    for (const [id, name] of failing) {
      console.log(`${name}:`);
      console.log(
        output
          .split('\n')
          .filter((line) => line.startsWith(`${id}: `))
          .map((line) => `  ${line.slice(id.length + 2)}`)
          .join('\n'),
      );
    }
  } else if (code !== 0) process.stdout.write(output);
  return total;
}

/**
 * Every file of tests/types compiles, with the oldest compiler that reads a package's exports, ours and
 * the newest: what must not compile stands there under @ts-expect-error. The application that was written
 * for JsSIP does too, with JsSIP and with ours, and then with the oldest that reads our declarations.
 */
async function typeTests() {
  const usage = ['tests/types/tsconfig.json'];
  const jssip = ['tests/types/application/jssip.json', '--moduleResolution'];
  const ringline = ['tests/types/application/ringline.json', '--moduleResolution'];
  const runs = [
    ...['typescript-oldest', 'typescript', 'typescript-newest'].map((one) => [one, ...usage]),
    ['typescript', ...jssip, 'bundler'],
    ['typescript-classic', ...ringline, 'node'],
    ['typescript', ...ringline, 'bundler'],
    ['typescript-newest', ...ringline, 'bundler'],
  ];
  let counts = sum();
  for (const [compiler, ...settings] of runs) {
    const args = [`node_modules/${compiler}/bin/tsc`, '--pretty', 'false', '-p', ...settings];
    counts = sum(counts, await check(() => program(args)));
  }
  return counts;
}

main(async () => {
  if (process.argv.includes('--list')) {
    for (const [name, { about }] of Object.entries(kStages))
      console.log(`${name.padEnd(12)}${about}`);
    return;
  }
  const only = process.argv
    .find((arg) => arg.startsWith('--only='))
    ?.slice(7)
    .split(',');
  const unknown = only?.filter((name) => !(name in kStages)) ?? [];
  if (unknown.length > 0)
    throw new Failure(
      `No such stage: ${unknown.join(', ')}. Stages: ${Object.keys(kStages).join(', ')}.`,
    );
  process.chdir(root);
  ensureNodeModules();

  const prepared = new Map();
  const prepare = async (name) => {
    if (!prepared.has(name)) {
      const started = Date.now();
      prepared.set(name, Promise.resolve().then(kPreparations[name]));
      await prepared.get(name).catch(() => {});
      if (Date.now() - started > 1000) say(`${name}: ${seconds(started)}`);
    }
    return prepared.get(name);
  };
  const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

  const started = Date.now();
  const table = [];
  for (const [name, stage] of Object.entries(kStages)) {
    if (only && !only.includes(name)) continue;
    console.log(`\n\x1b[1m${name}\x1b[0m: ${stage.about}`);
    let counts;
    let since = Date.now();
    try {
      for (const need of stage.needs ?? []) await prepare(need);
      since = Date.now();
      counts = await stage.run();
      if (counts.passed + counts.failed === 0) {
        console.log('no test ran: that is a failure');
        counts.failed = 1;
      }
    } catch (error) {
      console.log(error instanceof Failure ? error.message : error);
      counts = one(false);
    }
    const line = `${name.padEnd(12)}${String(counts.passed).padStart(6)} passed ${String(counts.failed).padStart(4)} failed ${String(counts.skipped).padStart(4)} skipped ${seconds(since).padStart(9)}`;
    console.log(line);
    table.push({ line, counts });
  }
  const total = sum(...table.map(({ counts }) => counts));
  console.log(`\n${table.map(({ line }) => line).join('\n')}\n${`in all ${seconds(started)}`}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  if (total.failed > 0) process.exitCode = 1;
});
