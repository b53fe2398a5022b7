// Every browser test in one process, so that one Chromium, one Kamailio and one build of the pages
// serve them all:
//
//     node tests/browser/all.mjs              all of it
//     node tests/browser/all.mjs call sipp    these files
//
// As root it runs in a network namespace of its own, removed at the end.

import { readdirSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { canMakeNamespace, runInNamespace } from '../lab/namespace.mjs';

const folder = new URL('.', import.meta.url);
const wanted = process.argv.slice(2);

if (canMakeNamespace()) {
  process.exitCode = await runInNamespace([fileURLToPath(import.meta.url), ...wanted]);
} else {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));
  for (const file of files) {
    if (wanted.length === 0 || wanted.some((name) => file === `${name}.test.mjs`))
      await import(new URL(file, folder));
  }
}
