// The scenarios of this folder, in a network namespace of their own where that can be:
//
//     node --import ./scripts/ts_loader.mjs --test-force-exit tests/trace/all.mjs            all of them
//     node --import ./scripts/ts_loader.mjs --test-force-exit tests/trace/all.mjs inside     one file

import { readdirSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { canMakeNamespace, runInNamespace } from '../lab/namespace.mjs';

const folder = new URL('.', import.meta.url);
const wanted = process.argv.slice(2);

if (canMakeNamespace()) {
  process.exitCode = await runInNamespace([fileURLToPath(import.meta.url), ...wanted]);
} else {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.test.mjs'))) {
    if (wanted.length === 0 || wanted.some((name) => file === `${name}.test.mjs`))
      await import(new URL(file, folder));
  }
}
