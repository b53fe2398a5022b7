// Ringline's facade for JsSIP's applications, in Chromium.

import { readFileSync } from 'node:fs';

import { BrowserPeer } from './browser.mjs';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url)));

export class Ringline extends BrowserPeer {
  constructor({ user, frequency }) {
    super({ kind: 'ringline', user, frequency, version });
    this.lacks = {
      early: { callee: 'a browser phone answers with 180: no API for a 183 with media' },
    };
  }
}
