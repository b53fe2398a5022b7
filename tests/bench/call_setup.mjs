// How long a caller waits in Chromium against Kamailio: `node call_setup.mjs FILE CALLS` writes JSON into
// the file. As root in a network namespace of its own.
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { measureCallSetup } from '../lab/call_timing.mjs';
import { canMakeNamespace, runInNamespace } from '../lab/namespace.mjs';

const [file, calls] = process.argv.slice(2);

if (canMakeNamespace()) {
  process.exitCode = await runInNamespace([fileURLToPath(import.meta.url), file, calls]);
} else {
  writeFileSync(file, JSON.stringify(await measureCallSetup({ calls: Number(calls) })));
}
