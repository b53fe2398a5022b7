// SIP.js, in Chromium.

import { readFileSync } from 'node:fs';

import { BrowserPeer, soundOnly } from './browser.mjs';

const { version } = JSON.parse(
  readFileSync(new URL('../../../node_modules/sip.js/package.json', import.meta.url)),
);

export class SipJs extends BrowserPeer {
  constructor({ user, frequency }) {
    super({ kind: 'sip_js', user, frequency, lacks: soundOnly, version });
  }

  async begin(row) {
    await super.begin();
    await this.phone.do('sendEarlyMedia', row === 'early');
  }
}
