// Starts and stops the Kamailio of kamailio.cfg.

import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { until } from './condition.mjs';
import { address, freeTcpPort, freeUdpPort } from './port.mjs';

const config = fileURLToPath(new URL('kamailio.cfg', import.meta.url));

/** The domain it serves, and the passwords of its users. */
export const domain = 'lab.test';
export const passwordOf = (user) => `${user}pw`;

export class Kamailio {
  #child;
  #folder;
  #log = [];
  #kill = () => this.#child?.kill('SIGTERM');

  /**
   * `sha256` challenges with SHA-256; `sippPort` is where calls to user "sipp" go; `rtpenginePort`
   * is the control port of an rtpengine that relays media between browsers and plain RTP.
   */
  static async start({ sha256 = false, sippPort, rtpenginePort } = {}) {
    const kamailio = new Kamailio();
    kamailio.sha256 = sha256;
    kamailio.rtpenginePort = rtpenginePort;
    kamailio.sipPort = await freeUdpPort();
    kamailio.wsPort = await freeTcpPort();
    kamailio.sippPort = sippPort ?? (await freeUdpPort());
    await kamailio.start();
    return kamailio;
  }

  static get version() {
    const { stdout } = spawnSync('kamailio', ['-v'], { encoding: 'utf8' });
    return /kamailio ([\d.]+)/.exec(stdout)?.[1] ?? 'unknown';
  }

  get url() {
    return `ws://${address}:${this.wsPort}`;
  }

  /** What it has printed, for the report of a failure. */
  get log() {
    return this.#log.join('');
  }

  async start() {
    this.#folder = mkdtempSync(join(tmpdir(), 'ringline-kamailio-'));
    const defines = {
      LAB_IP: address,
      SIP_PORT: this.sipPort,
      WS_PORT: this.wsPort,
      SIPP_URI: `"sip:${address}:${this.sippPort}"`,
      ...(this.sha256 ? { WITH_SHA256: 1 } : {}),
      ...(this.rtpenginePort === undefined
        ? {}
        : { WITH_RTPENGINE: 1, RTPENGINE: `"udp:${address}:${this.rtpenginePort}"` }),
    };
    this.#child = spawn(
      'kamailio',
      [
        ...['-DD', '-E', '-m', '32', '-M', '4', '-f', config],
        ...['-Y', this.#folder, '-P', join(this.#folder, 'pid')],
        ...Object.entries(defines).flatMap(([name, value]) => ['-A', `${name}=${value}`]),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let ended;
    this.#child.once('error', (error) => (ended = error.message));
    this.#child.once('exit', (code, signal) => (ended ??= `exit ${code ?? signal}`));
    this.#child.stdout.on('data', (data) => this.#remember(data));
    this.#child.stderr.on('data', (data) => this.#remember(data));
    process.once('exit', this.#kill);

    await until('Kamailio to answer OPTIONS', async () => {
      if (ended) throw new Error(`Kamailio did not start: ${ended}\n${this.log}`);
      return answersOptions(this.sipPort);
    });
  }

  async stop() {
    const child = this.#child;
    if (!child) return;
    this.#child = undefined;
    process.off('exit', this.#kill);
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #remember(data) {
    this.#log.push(data.toString());
    if (this.#log.length > 400) this.#log.shift();
  }
}

/** One OPTIONS over UDP; true when anything comes back within 100 ms. */
function answersOptions(port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (answer) => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => finish(false), 100);
    socket.once('message', () => finish(true));
    socket.once('error', () => finish(false));
    socket.bind(0, address, () => {
      const from = `${address}:${socket.address().port}`;
      const lines = [
        `OPTIONS sip:${domain} SIP/2.0`,
        `Via: SIP/2.0/UDP ${from};rport;branch=z9hG4bK${Date.now()}`,
        'Max-Forwards: 10',
        `From: <sip:probe@${domain}>;tag=probe`,
        `To: <sip:${domain}>`,
        `Call-ID: probe-${Date.now()}-${from}`,
        'CSeq: 1 OPTIONS',
        'Content-Length: 0',
      ];
      socket.send(`${lines.join('\r\n')}\r\n\r\n`, port, address);
    });
  });
}
