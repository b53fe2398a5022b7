// The test files of a folder, in a network namespace of their own where that can be.

import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { canMakeNamespace, runInNamespace } from './namespace.mjs';

/**
 * `main` is the URL of the program, which stands in the folder; its arguments name files, none all of them. `more` are
 * the paths of test files in other folders, as `main` sees them.
 */
export async function runFolder(main, more = []) {
  const wanted = process.argv.slice(2);
  if (canMakeNamespace()) {
    process.exitCode = await runInNamespace([fileURLToPath(main), ...wanted]);
    return;
  }
  const folder = new URL('.', main);
  const own = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));
  for (const file of [...own, ...more]) {
    if (wanted.length === 0 || wanted.includes(basename(file, '.test.mjs')))
      await import(new URL(file, folder));
  }
}
