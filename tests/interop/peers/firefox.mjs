// Ringline's facade for JsSIP's applications, in Firefox: what two browsers make of each other.

import { Firefox } from '../../lab/firefox.mjs';
import { Ringline } from './ringline.mjs';

export class InFirefox extends Ringline {
  constructor(options) {
    super(options);
    Object.assign(this, { name: 'firefox', version: Firefox.version });
  }

  async start(lab) {
    this.firefox = await Firefox.launch();
    await super.start({
      context: this.firefox,
      url: lab.url,
      wire: lab.wire,
      kamailio: lab.kamailio,
    });
  }

  async stop() {
    await this.firefox?.close();
  }
}
