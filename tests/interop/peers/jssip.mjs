// JsSIP itself, in Chromium.

import { createRequire } from 'node:module';

import { BrowserPeer } from './browser.mjs';

const { version } = createRequire(import.meta.url)('jssip/package.json');

const lacks = {
  early: { callee: 'JsSIP has no API for a 183 with media' },
};

export class JsSip extends BrowserPeer {
  constructor({ user, frequency }) {
    super({ kind: 'jssip', user, frequency, lacks, version });
  }
}
