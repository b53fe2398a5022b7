// A display of our own, for a browser that shall have a screen: Xvfb.

import { spawn } from 'node:child_process';
import process from 'node:process';

export class Display {
  #child;
  #kill = () => this.#child?.kill('SIGKILL');

  static async start({ width = 1280, height = 800 } = {}) {
    const display = new Display();
    // It looks for a free number, and tells by this descriptor which one it has found.
    const told = 3;
    const options = ['-displayfd', told, '-screen', 0, `${width}x${height}x24`, '-nolisten', 'tcp'];
    const child = spawn('Xvfb', options.map(String), {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    display.#child = child;
    process.once('exit', display.#kill);
    const number = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new Error('Xvfb ended')));
      child.stdio[told].once('data', (data) => resolve(Number(data)));
    });
    display.env = { DISPLAY: `:${number}` };
    return display;
  }

  async stop() {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#kill();
    await gone;
    process.off('exit', this.#kill);
  }
}
