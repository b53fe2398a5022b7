// What the RFCs ask, against SIPp through Kamailio:
//
//     node --import ./scripts/ts_loader.mjs --test-force-exit tests/protocol/all.mjs            all of it
//     node --import ./scripts/ts_loader.mjs --test-force-exit tests/protocol/all.mjs caller     one file

import { runFolder } from '../lab/folder.mjs';

await runFolder(import.meta.url);
