// Every browser test in one process, so that one Chromium, one Kamailio and one build of the pages
// serve them all:
//
//     node tests/browser/all.mjs              all of it
//     node tests/browser/all.mjs call sipp    these files
//
// As root it runs in a network namespace of its own, removed at the end.

import { runFolder } from '../lab/folder.mjs';

await runFolder(import.meta.url);
