// The scenarios of this folder:
//
//     node --import ./scripts/ts_loader.mjs --test-force-exit tests/trace/all.mjs            all of them
//     node --import ./scripts/ts_loader.mjs --test-force-exit tests/trace/all.mjs inside     one file

import { runFolder } from '../lab/folder.mjs';

await runFolder(import.meta.url);
