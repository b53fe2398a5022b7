// Firefox in calls with Chromium, through Kamailio: the browser tests that ask for nothing of Chromium's own, and tests
// of what is otherwise in Firefox.
//
//     node tests/firefox/all.mjs                all of it
//     node tests/firefox/all.mjs devices media  these files
//
// As root it runs in a network namespace of its own, removed at the end.

import process from 'node:process';

import { runFolder } from '../lab/folder.mjs';

process.env.BROWSERS ??= 'firefox-chromium';

const shared = [
  ...['call', 'conference', 'crtc', 'desk', 'lost_network', 'media', 'message', 'no_call'],
  ...['package', 'recording', 'register', 'share_sources', 'sipp', 'subscribe'],
];
await runFolder(
  import.meta.url,
  shared.map((name) => `../browser/${name}.test.mjs`),
);
