// What is measured, bundled: the peers as a page would get them, by the same esbuild and minifier as ours.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}build/bench`;

/** Bundles an entry and resolves with the file; `global` names a script's variable, else it is a module. */
export async function bundle(name, entry, { global, ...options } = {}) {
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}/${name}.${global ? 'js' : 'mjs'}`;
  await build({
    ...entryOf(entry),
    outfile,
    bundle: true,
    minify: true,
    target: ['es2022'],
    platform: 'browser',
    legalComments: 'none',
    logLevel: 'warning',
    // JsSIP reads the version of its package, and its browser build has this too.
    define: { global: 'globalThis' },
    format: global ? 'iife' : 'esm',
    globalName: global,
    ...options,
  });
  return outfile;
}

const entryOf = (entry) =>
  typeof entry === 'string'
    ? { entryPoints: [fileURLToPath(new URL(entry, import.meta.url))] }
    : { stdin: { ...entry, resolveDir: root } };

/** Each library as one ES module: {name: file}. */
export async function libraries() {
  const [jssip, sipJs] = await Promise.all([
    bundle('jssip', { contents: "export { default } from 'jssip';" }),
    bundle('sip_js', { contents: "export * from 'sip.js';" }),
  ]);
  return { ringline: `${root}dist/jssip.js`, JsSIP: jssip, 'SIP.js': sipJs };
}

/** Each library as the one script that a page loads: {name: file}. */
export async function scripts() {
  const [jssip, sipJs] = await Promise.all([
    bundle('jssip', { contents: "export { default } from 'jssip';" }, { global: 'JsSIP' }),
    bundle('sip_js', { contents: "export * from 'sip.js';" }, { global: 'SIP' }),
  ]);
  return { ringline: `${root}dist/jssip.global.js`, JsSIP: jssip, 'SIP.js': sipJs };
}
