// Pages with one call each of our own API, whose media is changed.

import assert from 'node:assert/strict';

import { until } from './condition.mjs';
import { domain, passwordOf } from './kamailio.mjs';

export class MediaPage {
  errors = [];

  static async open(lab, user) {
    const self = new MediaPage();
    self.user = user;
    self.page = await lab.contextOf(user).newPage();
    self.page.on('pageerror', (error) => self.errors.push(error.message));
    lab.wire.tap(self.page, user);
    await self.page.goto(`${lab.url}/ringline_media.html`);
    await self.page.waitForFunction(() => window.media);
    await self.run('start', {
      server: lab.kamailio.url,
      user: `sip:${user}@${domain}`,
      password: passwordOf(user),
    });
    return self;
  }
  run(name, ...args) {
    return this.page.evaluate(([name, args]) => window.media[name](...args), [name, args]);
  }
  async becomes(name, wanted, ...args) {
    let found;
    await until(
      `${this.user}: ${name} is ${wanted}`,
      async () => (found = await this.run(name, ...args)) === wanted,
      { ms: 15_000, every: 50 },
    ).catch(() => {});
    assert.equal(found, wanted, `${name} of ${this.user}`);
  }
  async decodes() {
    const before = await this.run('received');
    await until(`${this.user} sees`, async () => (await this.run('received')) > before + 5, {
      ms: 15_000,
      every: 100,
    });
  }
  async close() {
    await this.run('stop');
    await this.page.close();
    assert.deepEqual(this.errors, [], `uncaught errors in the page of ${this.user}`);
  }
}

/** Erin calls Frank, who answers; `here` is the lab for her page, if it is another one. */
export async function talk(lab, options, run, here = lab) {
  const [erin, frank] = await Promise.all([
    MediaPage.open(here, 'erin'),
    MediaPage.open(lab, 'frank'),
  ]);
  try {
    await erin.run('call', 'frank', options);
    await frank.becomes('rings', true);
    const answering = frank.run('answer', options);
    await erin.run('answered');
    assert.equal(await answering, 'done');
    await run(erin, frank);
  } finally {
    await Promise.all([erin.close(), frank.close()]);
  }
}
