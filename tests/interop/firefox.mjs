// Firefox, over WebDriver BiDi, as far as a page with a phone in it needs: its `page` has the few
// methods of Playwright's that tests/lab/phone.mjs calls.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { WebSocket } from 'ws';

import { until } from '../lab/condition.mjs';
import { freeTcpPort } from '../lab/port.mjs';

const preferences = {
  // A camera and a microphone of its own making, and nobody to be asked.
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'media.autoplay.block-webaudio': false,
  // Addresses as they are: no mDNS answers in a namespace.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  // No first steps, no reports, nothing that looks for a network.
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

export class Firefox {
  #folder = mkdtempSync(join(tmpdir(), 'ringline-firefox-'));
  #log = [];
  #waiting = new Map();
  #last = 0;
  #kill = () => [this.child, this.sound].forEach((child) => child?.kill('SIGKILL'));

  static get version() {
    return /([\d.]+)/.exec(spawnSync(program(), ['--version'], { encoding: 'utf8' }).stdout)?.[1];
  }

  static async launch() {
    const firefox = new Firefox();
    try {
      await firefox.#start();
      return firefox;
    } catch (error) {
      await firefox.close();
      throw new Error(`${error.message}\n${firefox.#log.join('')}`);
    }
  }

  async #start() {
    const lines = Object.entries(preferences).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    );
    writeFileSync(join(this.#folder, 'user.js'), `${lines.join('\n')}\n`);
    await this.#startSound();
    const port = await freeTcpPort();
    const options = ['--headless', '--no-remote', '--profile', this.#folder];
    this.child = spawn(program(), [...options, `--remote-debugging-port=${port}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: this.#env,
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on('data', (data) => this.#log.push(data.toString()));
    await until(
      'Firefox to listen',
      () => {
        if (this.child.exitCode !== null) throw new Error('Firefox ended');
        return this.#log.join('').includes('BiDi listening');
      },
      { ms: 30_000 },
    );
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
    this.socket.on('message', (data) => {
      const { id, type, result, message } = JSON.parse(data.toString());
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (type === 'success') waiting?.resolve(result);
      else waiting?.reject(new Error(`Firefox: ${message}`));
    });
    await new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
    await this.command('session.new', { capabilities: {} });
  }

  /** Without a sound server Firefox's AudioContext never runs. */
  async #startSound() {
    const socket = join(this.#folder, 'sound');
    this.sound = spawn(
      'pulseaudio',
      [
        ...['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--disable-shm'],
        ...['-L', 'module-null-sink'],
        ...['-L', `module-native-protocol-unix socket=${socket} auth-anonymous=1`],
      ],
      { stdio: 'ignore', env: this.#env },
    );
    process.once('exit', this.#kill);
    let failure;
    this.sound.once('error', (error) => (failure = error));
    await until('the sound server', () => {
      if (failure) throw failure;
      return existsSync(socket);
    });
  }

  get #env() {
    return {
      ...process.env,
      HOME: this.#folder,
      XDG_RUNTIME_DIR: this.#folder,
      PULSE_SERVER: `unix:${join(this.#folder, 'sound')}`,
    };
  }

  command(method, params) {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  async newPage() {
    const { context } = await this.command('browsingContext.create', { type: 'tab' });
    return new Page(this, context);
  }

  async close() {
    this.socket?.close();
    for (const child of [this.child, this.sound]) {
      if (!child || child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    }
    process.off('exit', this.#kill);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Page {
  constructor(firefox, context) {
    Object.assign(this, { firefox, context });
  }

  /** Nothing is told: what Firefox sends is seen at the other end. */
  on() {}

  async goto(url) {
    await this.firefox.command('browsingContext.navigate', {
      context: this.context,
      url,
      wait: 'complete',
    });
  }

  async evaluate(body, argument = null) {
    const { result, exceptionDetails } = await this.firefox.command('script.callFunction', {
      functionDeclaration: `async (text) => JSON.stringify(await (${body})(JSON.parse(text)))`,
      arguments: [{ type: 'string', value: JSON.stringify(trim(argument)) }],
      target: { context: this.context },
      awaitPromise: true,
      userActivation: true,
    });
    if (exceptionDetails) throw new Error(`Firefox: ${exceptionDetails.text}`);
    return result.value === undefined ? undefined : JSON.parse(result.value);
  }

  waitForFunction(body, argument, { timeout = 8000 } = {}) {
    return until(`${body} in Firefox`, () => this.evaluate(body, argument), { ms: timeout });
  }

  async close() {
    await this.firefox.command('browsingContext.close', { context: this.context });
  }
}

/** JSON would make null of what is undefined at the end of a list of arguments. */
function trim(value) {
  if (!Array.isArray(value)) return value;
  const end = value.findLastIndex((one) => one !== undefined) + 1;
  return value.slice(0, end).map(trim);
}

function program() {
  return spawnSync('sh', ['-c', 'command -v firefox-esr || command -v firefox'], {
    encoding: 'utf8',
  }).stdout.trim();
}
