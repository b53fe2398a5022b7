// npm run build: core/ and wasm/ by CMake, js/ by esbuild, types/ as it stands, into dist/.
//
//   index.js  jssip.js  crtc.js   ES modules; what several need stands once, in shared/
//   jssip_lib.js                  JsSIP's deep imports
//   index.cjs jssip.cjs crtc.cjs  the same as CommonJS
//   events.js events.cjs          bodies of event packages; shares nothing, loads no wasm
//   async.js                      for platforms that forbid synchronous compilation: loads the .wasm beside it
//   ringline.global.js            script tag, global Ringline
//   jssip.global.js               script tag, global JsSIP        crtc.global.js    script tag, global CRTC
//   ringline.wasm
//   *.d.ts *.d.cts types/         declarations for both module systems
//
// and, beside dist/, a folder for each entry, where bundlers look that know no "exports" (webpack 4).
//
// Options: --force builds although nothing changed.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Failure, at, main, say } from './run.mjs';
import { cmakeBuild, ensureNodeModules, ensurePackages } from './setup.mjs';
import { embed } from './embed_wasm.mjs';
import { isFresh, recordFresh, sources, withBuildLock } from './freshness.mjs';

const kGenerated = at('js', 'engine', 'generated');
const kTarget = ['es2022'];
// CommonJS is also what old bundlers read, which know no private fields and no `?.`.
const kOldTarget = ['es2018'];

/** The wasm alone: build/wasm, and js/engine/generated for whoever runs the TypeScript as it stands. */
export async function buildWasm() {
  ensurePackages('build');
  ensureNodeModules();
  cmakeBuild('wasm', [], { quiet: !process.stdout.isTTY });
  if (!existsSync(at('build', 'wasm', 'ringline.wasm')))
    throw new Failure('wasm/*.cc made no module.');
  await embed(at('build', 'wasm'), kGenerated);
}

async function buildScripts(dist) {
  const esbuild = await import('esbuild');
  const common = {
    bundle: true,
    minify: true,
    target: kTarget,
    legalComments: 'none',
    absWorkingDir: at(),
    logLevel: 'warning',
    // The text of the wasm is ASCII on purpose, and esbuild leaves it so.
    charset: 'ascii',
    define: {
      __RINGLINE_VERSION__: JSON.stringify(
        JSON.parse(readFileSync(at('package.json'), 'utf8')).version,
      ),
    },
  };

  // ES modules. What several entries need becomes a file that they share.
  const modules = await esbuild.build({
    ...common,
    entryPoints: {
      index: at('js/index.ts'),
      jssip: at('js/jssip/index.ts'),
      jssip_lib: at('js/jssip/lib.ts'),
      crtc: at('js/crtc/index.ts'),
    },
    format: 'esm',
    splitting: true,
    chunkNames: 'shared/[name]-[hash]',
    outdir: dist,
    metafile: true,
  });
  // Bodies of events have nothing in common with those: by itself, the entry is one file.
  const events = await esbuild.build({
    ...common,
    entryPoints: { events: at('js/events/index.ts') },
    format: 'esm',
    outdir: dist,
    metafile: true,
  });
  // CommonJS is a translation of those files, so that it shares what they share.
  const outputs = { ...modules.metafile.outputs, ...events.metafile.outputs };
  for (const output of Object.keys(outputs)) {
    const file = at(output);
    const { code } = await esbuild.transform(readFileSync(file, 'utf8'), {
      format: 'cjs',
      minify: true,
      target: kOldTarget,
      loader: 'js',
      // Names the exports for those who read them without running the file: Node's ES modules, type checkers.
      platform: 'node',
    });
    writeFileSync(
      file.replace(/\.js$/, '.cjs'),
      code.replace(/\brequire\("(\.[^"]+)\.js"\)/g, 'require("$1.cjs")'),
    );
  }

  // The entry that loads its wasm stands alone: with it comes no embedded module.
  await esbuild.build({
    ...common,
    entryPoints: { async: at('js/async.ts') },
    format: 'esm',
    outdir: dist,
    plugins: [withoutEmbeddedWasm],
  });

  for (const [globalName, entry, file] of [
    ['Ringline', 'js/index.ts', 'ringline.global.js'],
    ['JsSIP', 'js/jssip/index.ts', 'jssip.global.js'],
    ['CRTC', 'js/crtc/index.ts', 'crtc.global.js'],
  ]) {
    await esbuild.build({
      ...common,
      entryPoints: [at(entry)],
      format: 'iife',
      globalName,
      outfile: path.join(dist, file),
    });
  }
}

const withoutEmbeddedWasm = {
  name: 'without-embedded-wasm',
  setup(build) {
    build.onLoad({ filter: /[\\/]js[\\/]engine[\\/]embedded_wasm\.ts$/ }, () => ({
      contents: `
        export const isEmbedded = false;
        export function embeddedWasm() {
          throw new Error('ringline/async: await load() before the first UA or Phone');
        }`,
      loader: 'ts',
    }));
  },
};

/** The declarations are written by hand; here they stand as .d.ts and as .d.cts. */
function buildTypes(dist) {
  const forRequire = (text) => text.replace(/(['"]\.[^'"]+)\.js(['"])/g, '$1.cjs$2');
  // ringline/async is an ES module only.
  const write = (file, text) => {
    writeFileSync(path.join(dist, `${file}.d.ts`), text);
    if (!file.endsWith('async')) writeFileSync(path.join(dist, `${file}.d.cts`), forRequire(text));
  };
  mkdirSync(path.join(dist, 'types'));
  for (const file of readdirSync(at('types'))) {
    write(`types/${file.replace('.d.ts', '')}`, readFileSync(at('types', file), 'utf8'));
  }
  const entries = {
    index: 'index',
    jssip: 'jssip_package',
    jssip_lib: 'jssip_lib',
    crtc: 'crtc_package',
    async: 'async',
    events: 'events',
  };
  for (const [name, file] of Object.entries(entries)) {
    const hasDefault = /^export default\b/m.test(readFileSync(at('types', `${file}.d.ts`), 'utf8'));
    const names = hasDefault ? ['*', '{ default }'] : ['*'];
    write(name, names.map((what) => `export ${what} from './types/${file}.js';\n`).join(''));
  }
}

function buildFolders() {
  for (const name of ['jssip', 'crtc', 'events']) {
    const fields = { main: `../dist/${name}.cjs`, types: `../dist/${name}.d.ts` };
    mkdirSync(at(name), { recursive: true });
    writeFileSync(at(name, 'package.json'), `${JSON.stringify(fields, null, 2)}\n`);
  }
}

export async function build({ force = false } = {}) {
  await withBuildLock(async () => {
    buildFolders();
    if (!force && isFresh()) return say('dist/ is up to date');
    const started = Date.now();
    const from = sources();
    await buildWasm();
    // Made beside dist/ and put in its place when whole.
    const next = at('build', 'dist');
    rmSync(next, { recursive: true, force: true });
    mkdirSync(next, { recursive: true });
    say('bundling js/');
    await buildScripts(next);
    copyFileSync(at('build/wasm/ringline.wasm'), path.join(next, 'ringline.wasm'));
    say('declarations');
    buildTypes(next);
    recordFresh(next, from);
    say(`dist/ built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  });
}

if (process.argv[1] === at('scripts', 'build.mjs')) {
  main(async () => {
    if (process.argv.includes('--wasm')) await withBuildLock(buildWasm);
    else await build({ force: process.argv.includes('--force') });
  });
}
