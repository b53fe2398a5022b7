// npm run format: clang-format for C++, prettier for the rest. Without --write it only looks (npm run check).
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { at, attempt, main, Failure, root } from './run.mjs';
import { ensureNodeModules, ensurePackages } from './setup.mjs';

const kCpp = ['core', 'wasm', 'tools', 'tests'];

function cppFiles() {
  return kCpp
    .flatMap((folder) => {
      try {
        return readdirSync(at(folder), { recursive: true, withFileTypes: true });
      } catch {
        return [];
      }
    })
    .filter((entry) => entry.isFile() && /\.(cc|h)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !/node_modules/.test(file));
}

/** Formats, or names what is not formatted. */
export async function format({ write }) {
  const cpp = cppFiles();
  const runs = [];
  if (cpp.length > 0) {
    runs.push(
      attempt('clang-format-19', write ? ['-i', ...cpp] : ['--dry-run', '--Werror', ...cpp]),
    );
  }
  runs.push(
    attempt(process.execPath, [
      'node_modules/prettier/bin/prettier.cjs',
      write ? '--write' : '--check',
      '--log-level=warn',
      '--no-error-on-unmatched-pattern',
      '**/*.{ts,mts,cts,js,mjs,cjs,json}',
    ]),
  );
  const results = await Promise.all(runs);
  const unformatted = new Set(
    results.flatMap(({ output }) => [
      ...[...output.matchAll(/^(\S+?):\d+:\d+: error: code should be clang-formatted/gm)].map(
        (m) => m[1],
      ),
      ...[...output.matchAll(/^\[warn\] (\S+\.\w+)$/gm)].map((m) => m[1]),
    ]),
  );
  const ok = results.every(({ code }) => code === 0);
  if (!ok && unformatted.size === 0) console.log(results.map(({ output }) => output).join(''));
  for (const file of unformatted) console.log(`not formatted: ${file}`);
  return ok;
}

if (process.argv[1] === at('scripts', 'format.mjs')) {
  main(async () => {
    ensurePackages('format');
    ensureNodeModules();
    const write = process.argv.includes('--write');
    if (!(await format({ write })))
      throw new Failure(write ? 'Some files could not be formatted.' : 'Run `npm run format`.');
  });
}
