// A loudspeaker for a program that wants a sound card: ALSA writes what it plays into a pipe, and we
// take it out as fast as a loudspeaker would. A recording that the program makes itself may stop when
// a call is renegotiated; this does not.

import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pause } from '../../lab/condition.mjs';
import { listenTo } from './tone.mjs';

const channels = 2;

export class Speaker {
  /** What the program must be told to play. */
  static rate = 48000;
  static channels = channels;
  static device = 'speaker';

  #descriptor;
  #clock;
  #heard = [];
  #left = Buffer.alloc(0);

  /** The files that it needs go into `folder`. */
  constructor(folder) {
    const pipe = join(folder, 'speaker');
    this.config = join(folder, 'asound.conf');
    if (spawnSync('mkfifo', [pipe]).status !== 0) throw new Error(`mkfifo ${pipe} failed`);
    writeFileSync(
      this.config,
      `pcm.${Speaker.device} { type file slave { pcm { type null } } file "${pipe}" format raw }\n`,
    );
    // Opened for both, so that it never ends when a call does.
    this.#descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    let last = performance.now();
    this.#clock = setInterval(() => {
      const now = performance.now();
      this.#take(Math.floor(((now - last) * Speaker.rate) / 1000) * 2 * channels);
      last = now;
    }, 20);
  }

  /** The environment in which a program finds it. */
  get env() {
    return { ALSA_CONFIG_PATH: this.config };
  }

  close() {
    clearInterval(this.#clock);
    closeSync(this.#descriptor);
  }

  /** What sounds within a window of `ms`. */
  async listen(ms, ...frequencies) {
    this.#heard = [];
    await pause(ms);
    return listenTo(this.#heard, { rate: Speaker.rate, frequencies });
  }

  #take(count) {
    const bytes = Buffer.alloc(count);
    let length = 0;
    try {
      length = readSync(this.#descriptor, bytes, 0, count, null);
    } catch (error) {
      // Nobody plays anything.
      if (error.code !== 'EAGAIN') throw error;
    }
    const all = Buffer.concat([this.#left, bytes.subarray(0, length)]);
    const frame = 2 * channels;
    const whole = all.length - (all.length % frame);
    for (let at = 0; at < whole; at += frame) this.#heard.push(all.readInt16LE(at));
    this.#left = all.subarray(whole);
  }
}
