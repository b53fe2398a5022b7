// The test files of a folder, in a network namespace of their own where that can be.

import { readdirSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { canMakeNamespace, runInNamespace } from './namespace.mjs';

/** `main` is the URL of the program, which stands in the folder; its arguments name files, none all of them. */
export async function runFolder(main) {
  const wanted = process.argv.slice(2);
  if (canMakeNamespace()) {
    process.exitCode = await runInNamespace([fileURLToPath(main), ...wanted]);
    return;
  }
  const folder = new URL('.', main);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.test.mjs'))) {
    if (wanted.length === 0 || wanted.some((name) => file === `${name}.test.mjs`))
      await import(new URL(file, folder));
  }
}
