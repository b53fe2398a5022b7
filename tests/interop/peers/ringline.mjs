// Ringline in Chromium: its facade for JsSIP's applications, and its own API.

import { readFileSync } from 'node:fs';

import { BrowserPeer, soundOnly } from './browser.mjs';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url)));
const lacks = {
  early: { callee: "ringline/jssip has no API for a 183 with media, like JsSIP's" },
};

export class Ringline extends BrowserPeer {
  constructor({ user, frequency }) {
    super({ kind: 'ringline', user, frequency, lacks, version });
  }
}

export class OwnApi extends BrowserPeer {
  constructor({ user, frequency }) {
    super({ kind: 'own_api', user, frequency, lacks: soundOnly, version });
  }

  async begin(row) {
    await super.begin();
    await this.phone.do('sendEarlyMedia', row === 'early');
  }
}
