// The house rules, as a test. A rule that has to give way gives way here, with its reason, and nowhere else.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { code, files, hits, root, text, under } from './sources.mjs';

/** Fails with every offending line, not only the first. */
function none(found, rule) {
  if (found.length === 0) return;
  const error = new Error(`${rule}:\n  ${found.join('\n  ')}`);
  error.stack = error.message; // The lines are the news, not where this file found them.
  throw error;
}

const cpp = ['.cc', '.h'];

/** Longer than 500 lines, and why. */
const longFiles = new Map([
  [
    'types/index.d.ts',
    'the reference of a whole API: one page to read, four fifths of it comments',
  ],
  ['types/jssip.d.ts', 'the same for the API of JsSIP'],
  ['tests/core/connection/connection_test.cc', 'one machine, each of its stories'],
  ['tests/js/phone/call.test.ts', 'one class, each of its promises'],
]);

/** C++ sources whose test stands elsewhere, and where. */
const testedElsewhere = new Map([
  ['core/base/invariant.cc', 'tests/core/base/result_test.cc'],
  ['core/session/calls.cc', 'tests/sim/call_test.cc'],
  ['core/session/in_dialog.cc', 'tests/sim/call_test.cc'],
  ['core/session/offer_answer.cc', 'tests/sim/call_test.cc'],
  ['core/session/offer_answer_theirs.cc', 'tests/sim/cancel_test.cc'],
  ['core/session/session.cc', 'tests/sim/call_test.cc'],
  ['core/session/session_callee.cc', 'tests/sim/early_test.cc'],
  ['core/session/session_caller.cc', 'tests/sim/early_test.cc'],
  ['core/session/session_media.cc', 'tests/sim/early_test.cc'],
  ['core/transaction/transaction_layer.cc', 'tests/core/transaction/transaction_server_test.cc'],
  ['core/transaction/transaction_outbox.cc', 'tests/core/transaction/transaction_client_test.cc'],
  ['core/engine/core.cc', 'tests/sim/call_test.cc'],
  ['core/engine/engine.cc', 'tests/sim/call_test.cc'],
]);

// ── layers ──────────────────────────────────────────────────────────────────────────────────────

/** layer(name deps…) of CMakeLists.txt, each with all it may include. */
const layers = (() => {
  const named = new Map();
  for (const [, name, below] of text('CMakeLists.txt').matchAll(/^layer\((\w+)\s*([\w\s]*)\)/gm)) {
    const direct = below.split(/\s+/).filter(Boolean);
    const all = new Set([name]);
    for (const layer of direct) {
      assert.ok(
        named.has(layer),
        `CMakeLists.txt: ${name} names ${layer}, which does not stand above it`,
      );
      for (const one of named.get(layer)) all.add(one);
    }
    named.set(name, all);
  }
  return named;
})();

test('every folder of core/ is a layer', () => {
  const folders = new Set(under('core').map((file) => file.split('/')[1]));
  none(
    [...folders].filter((folder) => !layers.has(folder)),
    'core/<folder> without a layer() line in CMakeLists.txt',
  );
});

test('an #include goes downwards', () => {
  const upwards = under('core', ...cpp).flatMap((file) => {
    const own = file.split('/')[1];
    return [...code(file).matchAll(/#include "([^"]+)"/g)]
      .filter(([, name]) => {
        const [top, layer] = name.split('/');
        return top === 'absl' ? false : top !== 'core' || !layers.get(own)?.has(layer);
      })
      .map(([, name]) => `${file} includes ${name}`);
  });
  none(upwards, 'includes that CMakeLists.txt does not allow');
});

test('an #include names a file by its full path', () => {
  const odd = files
    .filter((file) => /\.(cc|h)$/.test(file))
    .flatMap((file) =>
      [...code(file).matchAll(/#include "([^"]+)"/g)]
        .filter(([, name]) => !/^(absl|doctest)\//.test(name) && !existsSync(path.join(root, name)))
        .map(([, name]) => `${file} includes ${name}`),
    );
  none(odd, 'no such file below the root of the project');
});

test('nothing of the product includes tests', () => {
  none(
    [...under('core', ...cpp), ...under('wasm', ...cpp), ...under('tools', ...cpp)].flatMap(
      (file) => hits(file, /#include "tests\//, code(file)),
    ),
    'includes of tests/',
  );
});

// ── what the core must not know ─────────────────────────────────────────────────────────────────

const core = under('core', ...cpp);

test('the core knows no clock', () => {
  const clock =
    /\b(system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime|absl::Now)\b|\btime\s*\(\s*(NULL|nullptr|0|&)|\bstd::(time|clock)\b|::now\s*\(/;
  none(
    core.flatMap((file) => hits(file, clock)),
    'time enters the core as an argument',
  );
  none(
    core
      .filter((file) => file !== 'core/base/time.h')
      .flatMap((file) => hits(file, /#include <(ctime|time\.h|sys\/time\.h|chrono)>/, code(file))),
    'only core/base/time.h names <chrono>',
  );
});

test('the core throws no dice but the seeded ones', () => {
  const dice =
    /\b(random_device|mt19937(_64)?|default_random_engine|arc4random|getentropy|getrandom|BitGen)\b|\bs?rand(om|48)?\s*\(\s*\)|#include <random>/;
  none(
    core.flatMap((file) => hits(file, dice, code(file))),
    'dice come from core/base/random.h',
  );
});

test('the core leaves out what costs more than it gives', () => {
  const heavy =
    /#include <(iostream|ostream|istream|sstream|fstream|iomanip|regex|locale|thread|mutex|future|format|filesystem)>|#include "absl\/(status|time|strings\/(cord|str_format|str_split|str_join|substitute))/;
  none(
    core.flatMap((file) => hits(file, heavy, code(file))),
    'too heavy for the module',
  );
  const absl =
    /#include "absl\/(?!container\/(flat_hash_map|flat_hash_set|inlined_vector)\.h|strings\/(string_view|ascii|match|numbers)\.h|types\/span\.h|functional\/(any_invocable|function_ref)\.h|base\/)/;
  none(
    core.flatMap((file) => hits(file, absl, code(file))),
    'a part of Abseil that cmake/abseil.cmake does not build',
  );
});

test('the core throws and catches nothing', () => {
  none(
    core.flatMap((file) => hits(file, /\b(throw|catch|dynamic_cast|typeid)\b\s*[\w(]/)),
    'no exceptions, no RTTI in the core',
  );
});

test('the core shares nothing and owns nothing by raw pointer', () => {
  none(
    core.flatMap((file) =>
      hits(file, /\b(shared_ptr|weak_ptr|make_shared)\b|\bnew\s+[A-Z]\w*\s*[({;]|\bdelete\s+\w/),
    ),
    'values, or unique_ptr',
  );
});

test('every header guards itself', () => {
  const headers = files.filter((file) => /^(core|wasm|tests)\/.*\.h$/.test(file));
  none(
    headers.filter((file) => !/^#pragma once$/m.test(text(file))),
    'no #pragma once',
  );
});

// ── the border ──────────────────────────────────────────────────────────────────────────────────

test('only wasm/ includes emscripten', () => {
  const others = files.filter(
    (file) =>
      /\.(cc|h)$/.test(file) && !file.startsWith('wasm/') && !file.startsWith('tests/wasm/'),
  );
  none(
    others.flatMap((file) => hits(file, /#include <emscripten/, code(file))),
    'emscripten outside wasm/',
  );
});

const scripts = under('js', '.ts');
const imports = (file) =>
  [...code(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    ([, specifier]) => ({
      specifier,
      target: specifier.startsWith('.')
        ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
        : specifier,
    }),
  );

test('only js/engine/embedded_wasm.ts touches the bytes of the module', () => {
  none(
    scripts
      .filter((file) => file !== 'js/engine/embedded_wasm.ts')
      .flatMap((file) =>
        imports(file)
          .filter(({ target }) => target.includes('engine/generated/'))
          .map(({ target }) => `${file} imports ${target}`),
      ),
    'the module',
  );
});

test('only js/host touches the browser', () => {
  // A name that is read from the host's side: `new WebSocket`, `navigator.x`, `performance.now`. A type is only a name.
  const world =
    /\bnew (WebSocket|RTCPeerConnection|AudioContext)\b|(?<![.\w'"])(navigator|performance|crypto|document|window|localStorage|indexedDB)\s*\??\.|(?<![.\w])(setTimeout|setInterval|clearTimeout|clearInterval|requestAnimationFrame)\s*\(|\bDate\.now\s*\(|\bMath\.random\s*\(/;
  none(
    scripts.filter((file) => !file.startsWith('js/host/')).flatMap((file) => hits(file, world)),
    'outside js/host',
  );
});

test('a facade does not import the insides of another', () => {
  const facades = ['jssip', 'phone', 'crtc', 'rooms'];
  // CRTC is JsSIP and more: its classes extend those.
  const extended = { crtc: 'jssip' };
  const facadeOf = (file) => facades.find((name) => file.startsWith(`js/${name}/`));
  none(
    scripts.flatMap((file) => {
      const own = facadeOf(file);
      if (!own) return [];
      return imports(file)
        .filter(({ target }) => {
          const other = facadeOf(target);
          return other && other !== own && other !== extended[own] && !target.endsWith('/index.js');
        })
        .map(({ target }) => `${file} imports ${target}`);
    }),
    "another facade's insides",
  );
});

test('engine and host know no facade', () => {
  none(
    scripts
      .filter((file) => /^js\/(engine|host)\//.test(file))
      .flatMap((file) =>
        imports(file)
          .filter(({ target }) => /^js\/(jssip|phone|crtc|rooms|index)\b/.test(target))
          .map(({ target }) => `${file} imports ${target}`),
      ),
    'imports upwards',
  );
});

test('js/events stands by itself: it is downloaded without the rest', () => {
  none(
    under('js/events', '.ts').flatMap((file) =>
      imports(file)
        .filter(({ target }) => !/^(js\/events\/\w+|types\/events)\.js$/.test(target))
        .map(({ target }) => `${file} imports ${target}`),
    ),
    'imports of the rest',
  );
});

test('the product depends on nothing', () => {
  none(
    scripts.flatMap((file) =>
      imports(file)
        .filter(({ specifier }) => !specifier.startsWith('.'))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    ),
    'js/ imports a package',
  );
  const { dependencies, peerDependencies } = JSON.parse(text('package.json'));
  assert.deepEqual({ ...dependencies, ...peerDependencies }, {});
});

test('imports are written as users of nodenext need them', () => {
  none(
    [...scripts, ...under('types', '.ts')].flatMap((file) =>
      imports(file)
        .filter(({ specifier }) => specifier.startsWith('.') && !/\.(js|json)$/.test(specifier))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    ),
    'no .js at the end',
  );
});

// ── the tree ────────────────────────────────────────────────────────────────────────────────────

test('every core/<layer>/x.cc has its tests/core/<layer>/x_test.cc', () => {
  none(
    under('core', '.cc')
      .filter((file) => !testedElsewhere.has(file))
      .map((file) => `tests/${file.replace(/\.cc$/, '_test.cc')}`)
      .filter((file) => !existsSync(path.join(root, file))),
    'missing',
  );
  none(
    [...testedElsewhere].filter(
      ([file, where]) => !existsSync(path.join(root, file)) || !existsSync(path.join(root, where)),
    ),
    'stale exceptions',
  );
});

test('file names are snake_case', () => {
  const given =
    /^(CMakeLists\.txt|CMakePresets\.json|package(-lock)?\.json|tsconfig(\.\w+)?\.json|[A-Z]+\.md|README[.\w-]*\.md|LICENSE|eslint\.config\.mjs|vite\.config\.\w+)$/;
  none(
    files.filter((file) => {
      const name = path.posix.basename(file);
      return (
        !given.test(name) &&
        !name.startsWith('.') &&
        !/^tests\/(fuzz\/corpus|golden)\//.test(file) &&
        // A document is an address of a page.
        !/^docs\/[a-z-]+\.md$/.test(file) &&
        !/^[a-z0-9_]+(\.[a-z0-9_]+)*$/.test(name)
      );
    }),
    'not snake_case',
  );
});

test('no file is longer than 500 lines', () => {
  const made =
    /^(package-lock\.json|js\/engine\/vocabulary\.ts|tests\/(golden|fuzz\/corpus)\/.*|.*\.(svg|png|pcap|wav))$/;
  none(
    files
      .filter((file) => !made.test(file) && !longFiles.has(file) && !file.endsWith('.md'))
      .map((file) => [file, text(file).split('\n').length - 1])
      .filter(([, lines]) => lines > 500)
      .map(([file, lines]) => `${file}: ${lines} lines`),
    'a question: can it be two files?',
  );
});

test('nothing is left open', () => {
  const open = new RegExp(
    `\\b(${['TO', 'FIX'].map((word) => word + (word === 'TO' ? 'DO' : 'ME')).join('|')})\\b(?!\\(#\\d+\\))`,
  );
  none(
    files
      .filter((file) => /\.(cc|h|ts|mjs|js|sh|cmake|txt|md)$/.test(file))
      .flatMap((file) => hits(file, open, text(file))),
    'without an issue number',
  );
});

test('no address of a package registry and no path of one machine', () => {
  // Spelled in pieces, so that this file does not find itself.
  const hosts = [
    'registry' + '.npmjs',
    'registry' + '.yarnpkg',
    'npmmirror' + '.com',
    'deb' + '.debian.org',
    'security' + '.debian.org',
    'archive' + '.ubuntu.com',
    'verdaccio',
  ];
  const own = [process.env.npm_config_registry].filter(Boolean).map((url) => new URL(url).host);
  const paths =
    '(^|[^A-Za-z0-9_.])/(' + ['work', 'farm', 'home', 'Users', 'opt/ringline'].join('|') + ')/';
  const pattern = new RegExp(
    [...hosts, ...own].map((host) => host.replace(/[.]/g, '\\.')).join('|') + `|${paths}`,
  );
  none(
    files
      .filter(
        (file) => !/\.(png|wav|pcap|wasm)$/.test(file) && file !== 'tests/house/tidy.test.mjs',
      )
      .flatMap((file) => hits(file, pattern, text(file))),
    'belongs to a machine, not to the project',
  );
});

test('the lock file holds no addresses', () => {
  assert.doesNotMatch(text('package-lock.json'), /"resolved"/);
});

test('the lock file is whole, for every platform', () => {
  // `npm install` writes down a lock without an optional package that the registry lacks, and `npm ci` refuses it.
  const { packages } = JSON.parse(text('package-lock.json'));
  const names = new Set(Object.keys(packages).map((name) => name.replace(/^.*node_modules\//, '')));
  none(
    Object.entries(packages).flatMap(
      ([owner, { dependencies, optionalDependencies, devDependencies }]) =>
        Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies })
          .filter((name) => !names.has(name))
          .map((name) => `${owner} wants ${name}`),
    ),
    'not in package-lock.json',
  );
});

test('what the documents name among the tests is there', () => {
  const missing = files
    .filter((file) => /^docs\/.*\.md$/.test(file))
    .flatMap((file) => [...text(file).matchAll(/`(tests\/[^`]+)`(?: \|)?(?: “([^”]+)”)?/g)])
    .filter(([, file, name]) => {
      const found = path.join(root, file);
      return !existsSync(found) || (name && !text(file).includes(name));
    });
  none(
    missing.map(([named]) => named),
    'no such test',
  );
});

test('no test is switched off without saying why', () => {
  none(
    files
      .filter(
        (file) => /^tests\/.*\.(mjs|ts|js|cc)$/.test(file) && !file.startsWith('tests/house/'),
      )
      .flatMap((file) =>
        hits(
          file,
          /\b(test|it|describe)\.(skip|todo|only)\s*\(|doctest::skip|skip:\s*true\b/,
          code(file),
        ),
      ),
    'silently off',
  );
});
