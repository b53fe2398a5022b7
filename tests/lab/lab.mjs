// What the browser tests share: one Kamailio, one Chromium (or Firefox, or both), pages built once,
// phones that stay registered.

import process from 'node:process';

import { launchBrowser } from './browser.mjs';
import { Firefox } from './firefox.mjs';
import { Kamailio } from './kamailio.mjs';
import { addDefaultRoute } from './namespace.mjs';
import { buildPages } from './page_build.mjs';
import { servePages } from './page_server.mjs';
import { Phone } from './phone.mjs';
import { Wire } from './wire.mjs';

// Every page has a user of its own, so that all of them can stay registered.
const users = ['alice', 'bob', 'carol', 'dave'];

/**
 * The browsers to test in, "first-others", from BROWSERS: that of a test's first page and of Erin's, who
 * acts, and that of all other pages. By default all of them are in Chromium.
 */
const [first, others = first] = (process.env.BROWSERS ?? 'chromium').split('-');
export const browsers = [first, others];

export class Lab {
  wire = new Wire();
  #otherContext;
  #closers = [];
  #phones = new Map();

  /**
   * `kinds` of pages that will be asked for: "ringline", "jssip"; `folders` with pages besides those
   * of the browser tests; `rtpenginePort` as Kamailio.start() takes it.
   */
  static async open({ kinds, folders = [], rtpenginePort }) {
    const lab = new Lab();
    try {
      // Building takes both cores; the others wait on processes.
      const [pages, kamailio] = await Promise.all([
        lab.#keep(buildPages({ ringline: kinds.includes('ringline'), folders }), (pages) =>
          pages.remove(),
        ),
        lab.#keep(Kamailio.start({ rtpenginePort }), (kamailio) => kamailio.stop()),
        lab.#openBrowsers(),
      ]);
      lab.kamailio = kamailio;
      const server = await lab.#keep(servePages(pages.folder), (server) => server.close());
      lab.url = server.url;
      return lab;
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /**
   * The first or second phone of a kind, registered as a user of its own; the same one every time.
   */
  async phone(kind, index = 0) {
    const name = `${kind} ${index}`;
    if (!this.#phones.has(name))
      this.#phones.set(name, this.#openPhone(kind, users[this.#phones.size]));
    const phone = await this.#phones.get(name);
    return phone;
  }

  /** Where to open the page of a user. */
  contextOf(user) {
    return user === 'erin' ? this.context : this.#otherContext;
  }

  /** All phones opened so far. */
  phones() {
    return Promise.all(this.#phones.values());
  }

  async close() {
    for (const close of this.#closers.reverse()) await close();
    this.#closers = [];
  }

  async #openBrowsers() {
    const launch = {
      chromium: async () => {
        const { browser, context } = await this.#keep(launchBrowser(), ({ browser }) =>
          browser.close(),
        );
        this.browserVersion = browser.version();
        return context;
      },
      firefox: () => {
        addDefaultRoute();
        return this.#keep(Firefox.launch(), (browser) => browser.close());
      },
    };
    this.context = await launch[first]();
    this.#otherContext = others === first ? this.context : await launch[others]();
  }

  async #openPhone(kind, user) {
    const { context, url, wire } = this;
    const phone = await Phone.open({ context, url, wire, kind, user });
    await phone.register(this.kamailio.url);
    return phone;
  }

  async #keep(promise, close) {
    const thing = await promise;
    this.#closers.push(() => close(thing));
    return thing;
  }
}

/**
 * The ends to test, "caller-callee", from ENDS: by default our own at both ends and with JsSIP
 * either way. ENDS=jssip-jssip tries the lab itself.
 */
export const ends = (process.env.ENDS ?? 'ringline-ringline,ringline-jssip,jssip-ringline')
  .split(',')
  .map((pair) => {
    const [caller, callee] = pair.split('-');
    return { caller, callee, name: `${caller} → ${callee}` };
  });

export const kinds = [...new Set(ends.flatMap(({ caller, callee }) => [caller, callee]))];
