// What the tests of the demo share: its server, a Chromium, tabs that are closed after each test.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { serve } from '../../demo/server.mjs';
import { inWindows, launchBrowser } from './browser.mjs';
import { DemoTab } from './demo_tab.mjs';

const pictures = process.env.DEMO_PICTURES ?? mkdtempSync(join(tmpdir(), 'ringline-demo-'));

export const desk = { width: 1440, height: 860 };
export const pocket = { width: 375, height: 720 };

export class DemoLab {
  #tabs = [];
  #contexts = [];

  static async open({ more = [], without } = {}) {
    const lab = new DemoLab();
    // Ten frames a second are a moving picture, and half the work for cores that have other work.
    const cameras = '--use-fake-device-for-media-stream=device-count=2,fps=10';
    const opening = [serve({ port: 0 }), launchBrowser({ more: [cameras, ...more], without })];
    [lab.demo, lab.chromium] = await Promise.all(opening);
    inWindows(lab.chromium.context);
    mkdirSync(pictures, { recursive: true });
    return lab;
  }

  async close() {
    await this.chromium?.browser.close();
    await this.demo?.close();
  }

  /** The tabs of a test are closed, and none of them has met an error that nobody caught. */
  async tidy() {
    const [tabs, contexts] = [this.#tabs, this.#contexts];
    [this.#tabs, this.#contexts] = [[], []];
    await Promise.all(tabs.map((tab) => tab.close()));
    await Promise.all(contexts.map((context) => context.close()));
    for (const tab of tabs)
      assert.deepEqual(tab.errors, [], `uncaught in the tab of ${tab.number}`);
  }

  /** Another profile of the browser, for as long as the test lasts. */
  async context(options) {
    const context = await this.chromium.browser.newContext(options);
    this.#contexts.push(context);
    return context;
  }

  async tab({
    query = '',
    size = desk,
    look = {},
    context = this.chromium.context,
    prepare = () => {},
  } = {}) {
    const page = await context.newPage();
    const tab = new DemoTab(page);
    this.#tabs.push(tab);
    await page.setViewportSize(size);
    // Pictures are of one moment, and a button that stands still is pressed at once.
    await page.emulateMedia({ reducedMotion: 'reduce', ...look });
    await prepare(page);
    await page.goto(this.demo.url + query);
    return tab;
  }

  async registered(options) {
    const tab = await this.tab(options);
    await tab.shows('registered', '.pill[data-state=registered]');
    tab.number = await tab.page.locator('.number').innerText();
    return tab;
  }

  /** So many telephones. */
  phones(count) {
    return Promise.all(Array.from({ length: count }, () => this.registered()));
  }

  /** Kept in a temporary folder, or in DEMO_PICTURES, for people to look at. */
  picture(tab, name) {
    return tab.page.screenshot({ path: join(pictures, `${name}.png`) });
  }
}
