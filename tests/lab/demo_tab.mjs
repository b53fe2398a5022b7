// A tab of the demo, as its visitor presses and reads it.

import { until } from './condition.mjs';

export class DemoTab {
  errors = [];
  number = '';

  constructor(page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(error.stack));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  press(name) {
    const exact = typeof name === 'string';
    return this.page.getByRole('button', { name, exact }).filter({ visible: true }).first().click();
  }

  /** Waits until what the selector finds is visible and says this. */
  async shows(what, selector, words = /.?/) {
    const found = this.page.locator(selector).filter({ visible: true }).first();
    await until(
      `${what} in the tab of ${this.number}`,
      async () => {
        if ((await found.count()) === 0) return false;
        return words.test(
          (await found.innerText({ timeout: 1000 }).catch(() => '')).replaceAll('\n', ' '),
        );
      },
      { ms: 15_000 },
    );
  }

  /** Waits until the other end's picture is seen and moves. */
  async plays() {
    await this.page.locator('.call[data-picture=true]:not([hidden])').waitFor();
    const frames = () =>
      this.page
        .locator('.call:not([hidden]) video.remote')
        .evaluate((video) => video.getVideoPlaybackQuality().totalVideoFrames);
    const before = await frames();
    await until(
      `a moving picture in the tab of ${this.number}`,
      async () => (await frames()) > before + 5,
      {
        ms: 15_000,
      },
    );
  }

  /** Of the middle of a picture: red, green, blue. */
  colour(selector) {
    return this.page.locator(`.call:not([hidden]) ${selector}`).evaluate((video) => {
      const canvas = new OffscreenCanvas(1, 1);
      const context = canvas.getContext('2d');
      const [x, y] = [video.videoWidth / 2, video.videoHeight / 2];
      if (x > 0) context.drawImage(video, x, y, 1, 1, 0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data];
    });
  }

  /** The names of the devices in use. */
  sends() {
    return this.page.evaluate(() =>
      globalThis.phone.calls[0].localStream
        .getTracks()
        .map(({ label }) => label)
        .sort()
        .join(),
    );
  }

  async level() {
    const meter = this.page.getByRole('meter').filter({ visible: true });
    return Number(await meter.getAttribute('aria-valuenow'));
  }

  async isIdle() {
    await this.page.locator('.call').first().waitFor({ state: 'detached' });
  }

  async close() {
    await this.page.close();
  }
}
