// A sound server of our own, for a Firefox: without one its AudioContext never runs. Microphones and
// loudspeakers are plugged into it and pulled out of it while it runs.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { until } from './condition.mjs';

export class SoundServer {
  #folder = mkdtempSync(join(tmpdir(), 'ringline-sound-'));
  #child;
  #kill = () => this.#child?.kill('SIGKILL');

  static async start() {
    const server = new SoundServer();
    try {
      await server.#start();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** What a program needs in its environment to find it. */
  get env() {
    return {
      HOME: this.#folder,
      XDG_RUNTIME_DIR: this.#folder,
      PULSE_SERVER: `unix:${this.#native}`,
    };
  }

  /** A microphone that gives one tone for as long as it is plugged in. */
  async plugMicrophone(name, frequency) {
    await this.command(
      `load-module module-sine-source source_name=${name} frequency=${frequency} ` +
        `source_properties=device.description=${name}`,
    );
  }

  async plugLoudspeaker(name) {
    await this.command(
      `load-module module-null-sink sink_name=${name} sink_properties=device.description=${name}`,
    );
  }

  /** Either of them. */
  async pull(name) {
    const modules = await this.command('list-modules');
    const [index] = modules
      .split(/^ {4}index: /m)
      .filter((module) => new RegExp(`(sink|source)_name=${name} `).test(module));
    await this.command(`unload-module ${parseInt(index, 10)}`);
  }

  /** What it answers to a line of pulse-cli-syntax(5). */
  command(line) {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#control);
      let answer = '';
      socket.setEncoding('utf8');
      socket.on('data', (text) => (answer += text));
      socket.once('error', reject);
      socket.once('end', () => resolve(answer));
      socket.end(`${line}\n`);
    });
  }

  async stop() {
    const child = this.#child;
    if (child?.pid && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      this.#kill();
      await gone;
    }
    process.off('exit', this.#kill);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  get #native() {
    return join(this.#folder, 'native');
  }
  get #control() {
    return join(this.#folder, 'control');
  }

  async #start() {
    this.#child = spawn(
      'pulseaudio',
      [
        ...['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--disable-shm'],
        ...['-L', 'module-null-sink'],
        ...['-L', `module-native-protocol-unix socket=${this.#native} auth-anonymous=1`],
        ...['-L', `module-cli-protocol-unix socket=${this.#control}`],
      ],
      { stdio: 'ignore', env: { ...process.env, ...this.env } },
    );
    process.once('exit', this.#kill);
    let failure;
    this.#child.once('error', (error) => (failure = error));
    await until('the sound server', () => {
      if (failure) throw failure;
      return existsSync(this.#native) && existsSync(this.#control);
    });
  }
}
