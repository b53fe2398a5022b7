// rtpengine between browsers and ends that speak plain RTP. Kamailio asks it over its control
// protocol; what it relays stays on loopback.

import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import process from 'node:process';

import { until } from '../lab/condition.mjs';
import { address, freeUdpPort } from '../lab/port.mjs';

export class Rtpengine {
  #child;
  #log = [];
  #kill = () => this.#child.kill('SIGKILL');

  static async start() {
    const engine = new Rtpengine();
    engine.port = await freeUdpPort();
    await engine.#start();
    return engine;
  }

  /** What it has printed, for the report of a failure. */
  get log() {
    return this.#log.join('');
  }

  static get version() {
    const { stdout, stderr } = spawnSync('rtpengine', ['--version'], { encoding: 'utf8' });
    return /Version: ([\d.]+)/.exec(stdout + stderr)?.[1] ?? 'unknown';
  }

  async #start() {
    this.#child = spawn(
      'rtpengine',
      [
        // No kernel module: everything is forwarded in user space.
        ...['--foreground', '--log-stderr', '--log-level=6', '--table=-1'],
        ...[`--interface=${address}`, `--listen-ng=${address}:${this.port}`],
        ...['--port-min=30000', '--port-max=30999', '--num-threads=2', '--timeout=60'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let ended;
    this.#child.once('error', (error) => (ended = error.message));
    this.#child.once('exit', (code, signal) => (ended ??= `exit ${code ?? signal}`));
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (data) => {
        this.#log.push(data.toString());
        if (this.#log.length > 400) this.#log.shift();
      });
    process.once('exit', this.#kill);
    await until('rtpengine to answer a ping', async () => {
      if (ended) throw new Error(`rtpengine did not start: ${ended}\n${this.log}`);
      return answersPing(this.port);
    });
  }

  async stop() {
    process.off('exit', this.#kill);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await gone;
  }
}

/** One ping over the control protocol; true when a pong comes back within 100 ms. */
function answersPing(port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (answer) => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => finish(false), 100);
    socket.once('message', (data) => finish(data.includes('pong')));
    socket.once('error', () => finish(false));
    socket.bind(0, address, () => socket.send('1 d7:command4:pinge', port, address));
  });
}
