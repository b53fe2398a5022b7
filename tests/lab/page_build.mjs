// Builds the test pages as an application's author would: `npm pack`, install the tarball into a
// fresh project, Vite build.

import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { build } from 'vite';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = join(root, 'tests/browser/page');

/**
 * Resolves with the folder to serve and a function that removes it. `ringline` false leaves out the
 * pages that need our package, so that the lab can be tried on JsSIP alone; `folders` hold more
 * pages, built beside the first.
 */
export async function buildPages({ ringline = true, folders = [] } = {}) {
  const project = mkdtempSync(join(tmpdir(), 'ringline-pages-'));
  const remove = () => rmSync(project, { recursive: true, force: true });
  try {
    for (const folder of [pages, ...folders]) cpSync(folder, project, { recursive: true });
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ name: 'pages', private: true, type: 'module' }),
    );
    if (ringline) await installTarball(project);
    link(project, 'jssip');
    if (folders.length > 0) link(project, 'sip.js');

    const output = join(project, 'built');
    const entries = readdirSync(project).filter((name) => name.endsWith('.html'));
    const wanted = entries.filter((name) => ringline || !name.startsWith('ringline'));
    await build({
      root: project,
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir: output,
        reportCompressedSize: false,
        rollupOptions: { input: wanted.map((name) => join(project, name)) },
      },
      worker: { format: 'es' },
    });
    if (ringline) {
      // A page with a script tag has no bundler: it is served as it lies in the package.
      cpSync(join(project, 'node_modules/ringline/dist'), join(output, 'dist'), {
        recursive: true,
      });
      cpSync(join(project, 'script_tag'), join(output, 'script_tag'), { recursive: true });
    }
    return { folder: output, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function installTarball(project) {
  if (!existsSync(join(root, 'dist')))
    throw new Error('There is no dist/: run `npm run build` first');
  const quiet = ['--ignore-scripts', '--silent'];
  const { stdout } = await run('npm', ['pack', ...quiet, '--pack-destination', project], {
    cwd: root,
  });
  const tarball = `./${stdout.trim().split('\n').at(-1)}`;
  await run('npm', ['install', ...quiet, '--offline', '--no-audit', '--no-fund', tarball], {
    cwd: project,
  });
}

/** Other libraries come from our own node_modules, where their dependencies are. */
function link(project, name) {
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
}
