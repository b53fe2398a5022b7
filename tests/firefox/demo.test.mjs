// The demo in two windows of Firefox, pressed by the mouse.

import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, it } from 'node:test';

import { serve } from '../../demo/server.mjs';
import { until } from '../lab/condition.mjs';
import { Firefox } from '../lab/firefox.mjs';
import { addDefaultRoute } from '../lab/namespace.mjs';

const pictures = process.env.DEMO_PICTURES ?? mkdtempSync(join(tmpdir(), 'ringline-demo-'));

let demo;
let firefox;
before(async () => {
  addDefaultRoute();
  [demo, firefox] = await Promise.all([serve({ port: 0 }), Firefox.launch()]);
});
after(async () => {
  await firefox?.close();
  await demo?.close();
});

class Tab {
  errors = [];

  static async open() {
    const tab = new Tab();
    tab.page = await firefox.newPage();
    tab.page.on('pageerror', ({ message }) => tab.errors.push(message));
    await tab.page.goto(demo.url);
    await tab.shows('.pill[data-state=registered]');
    tab.number = await tab.shows('.number');
    return tab;
  }

  /** What the first visible element says that fits. */
  shows(selector, words = '') {
    return until(
      `${selector} to say ${words}`,
      () => this.page.evaluate(visibleText, [selector, words]),
      {
        ms: 15_000,
      },
    );
  }

  async press(name) {
    await this.shows(`[aria-label="${name}"]`).catch(() => this.shows('button', name));
    await this.page.evaluate(markButton, name);
    await this.page.click('[data-pressed]');
  }

  /** Waits until the other end's picture moves. */
  plays() {
    return until(
      `a moving picture in the window of ${this.number}`,
      () => this.page.evaluate(isMoving),
      {
        ms: 15_000,
      },
    );
  }

  picture(name) {
    return this.page.screenshot({ path: join(pictures, `firefox_${name}.png`) });
  }
}

it('two windows call each other, hold, and hang up', { timeout: 120_000 }, async () => {
  const [one, two] = [await Tab.open(), await Tab.open()];
  await one.picture('idle');
  await one.press(`Video call: ${two.number}`);
  await two.press('Answer with video');
  await one.shows('.time', '0:0[3-9]');
  await Promise.all([one, two].map((tab) => tab.plays()));
  await one.picture('call');
  await one.press('Hold');
  await two.shows('.status', 'They put you on hold');
  await two.picture('held');
  await one.press('Resume');
  await two.shows('.status', 'In call');
  await two.press('Hang up');
  await one.shows('.pill[data-state=registered]');
  await one.picture('after');
  assert.deepEqual([...one.errors, ...two.errors], []);
});

function visibleText([selector, words]) {
  const fits = (element) => element.checkVisibility() && new RegExp(words).test(element.innerText);
  const found = [...document.querySelectorAll(selector)].find(fits);
  return found && (found.innerText || ' ');
}

function markButton(name) {
  for (const button of document.querySelectorAll('[data-pressed]')) delete button.dataset.pressed;
  const fits = (button) =>
    button.checkVisibility() && (button.ariaLabel ?? button.innerText.trim()) === name;
  [...document.querySelectorAll('button')].find(fits).dataset.pressed = '';
}

function isMoving() {
  const video = document.querySelector('.call:not([hidden]) video.remote');
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(false), 1000);
    video?.requestVideoFrameCallback(() =>
      video.requestVideoFrameCallback(() => {
        clearTimeout(giveUp);
        resolve(true);
      }),
    );
  });
}
