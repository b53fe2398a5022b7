// Starts and stops a STUN and TURN server: coturn, over UDP, TCP and TLS, on loopback.

import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { until } from './condition.mjs';
import { address, freeTcpPort } from './port.mjs';

export const credentials = { username: 'lab', credential: 'labpw' };

export class Coturn {
  #child;
  #folder;
  #log = '';
  #kill = () => this.#child?.kill('SIGTERM');

  static async start() {
    const coturn = new Coturn();
    coturn.port = await freeTcpPort();
    coturn.tlsPort = await freeTcpPort();
    await coturn.#start();
    return coturn;
  }

  get stun() {
    return `stun:${address}:${this.port}`;
  }

  /** The URL for `udp`, `tcp` or `tls`. */
  turn(transport) {
    if (transport === 'tls') return `turns:${address}:${this.tlsPort}?transport=tcp`;
    return `turn:${address}:${this.port}?transport=${transport}`;
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

  async #start() {
    this.#folder = mkdtempSync(join(tmpdir(), 'ringline-coturn-'));
    const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) =>
      join(this.#folder, name),
    );
    const subject = ['-subj', `/CN=${address}`, '-addext', `subjectAltName=IP:${address}`];
    const made = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key];
    execFileSync('openssl', ['req', '-x509', ...made, '-out', certificate, ...subject], {
      stdio: 'ignore',
    });
    const { username, credential } = credentials;
    const options = {
      'listening-ip': address,
      'relay-ip': address,
      'listening-port': this.port,
      'tls-listening-port': this.tlsPort,
      user: `${username}:${credential}`,
      realm: 'lab.test',
      cert: certificate,
      pkey: key,
      userdb: join(this.#folder, 'turndb'),
      pidfile: join(this.#folder, 'pid'),
      'log-file': 'stdout',
    };
    const flags = ['lt-cred-mech', 'allow-loopback-peers', 'no-dtls', 'no-cli'];
    this.#child = spawn(
      'turnserver',
      [
        '-n',
        ...flags.map((name) => `--${name}`),
        ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let ended;
    this.#child.once('error', (error) => (ended = error.message));
    this.#child.once('exit', (code, signal) => (ended ??= `exit ${code ?? signal}`));
    this.#child.stdout.on('data', (data) => (this.#log += data));
    this.#child.stderr.on('data', (data) => (this.#log += data));
    process.once('exit', this.#kill);
    await until('coturn to answer', async () => {
      if (ended) throw new Error(`coturn did not start: ${ended}\n${this.#log}`);
      return (await answersBinding(this.port)) && (await accepts(this.tlsPort));
    });
  }
}

/** One Binding request over UDP (RFC 8489 5); true when anything comes back within 100 ms. */
function answersBinding(port) {
  const request = Buffer.alloc(20);
  request.writeUInt16BE(0x0001, 0);
  request.writeUInt32BE(0x2112a442, 4);
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
    socket.bind(0, address, () => socket.send(request, port, address));
  });
}

function accepts(port) {
  return new Promise((resolve) => {
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    const socket = connect(port, address, () => finish(true));
    socket.once('error', () => finish(false));
  });
}
