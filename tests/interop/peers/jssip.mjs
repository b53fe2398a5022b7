// JsSIP itself, in Chromium.

import { createRequire } from 'node:module';

import { BrowserPeer } from './browser.mjs';

const { version } = createRequire(import.meta.url)('jssip/package.json');

export class JsSip extends BrowserPeer {
  constructor({ user, frequency }) {
    super({ kind: 'jssip', user, frequency, version });
    this.lacks = {
      early: { callee: 'a browser phone answers with 180: no API for a 183 with media' },
    };
  }
}
