// Firefox, driven by WebDriver BiDi as far as a page with a phone in it needs: it is a context, and its
// pages are pages, as Playwright has them for Chromium (Playwright drives a Firefox of its own only).

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { BidiSession, localValue, remoteValue } from './bidi.mjs';
import { until } from './condition.mjs';
import { Display } from './display.mjs';
import { FirefoxPage } from './firefox_page.mjs';
import { freeTcpPort } from './port.mjs';
import { SoundServer } from './sound_server.mjs';

const usual = {
  // A camera and a microphone of its own making, and nobody to be asked.
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // Only one window has the focus, and the others would wait for it to be told of devices.
  'media.devices.unfocused.enabled': true,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'media.autoplay.block-webaudio': false,
  // Addresses as they are: no mDNS answers in a namespace.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  // What it asks may be answered at once.
  'security.notification_enable_delay': 0,
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
  #child;
  #display;
  #kill = () => this.#child?.kill('SIGKILL');
  #pages = new Map();

  static get version() {
    return /([\d.]+)/.exec(spawnSync(program(), ['--version'], { encoding: 'utf8' }).stdout)?.[1];
  }

  /** `preferences` (about:config) win over the usual ones; `hasScreen` gives it one that can be shared. */
  static async launch({ preferences = {}, hasScreen = false } = {}) {
    const firefox = new Firefox();
    try {
      if (hasScreen) firefox.#display = await Display.start();
      await firefox.#start({ ...usual, ...preferences });
      return firefox;
    } catch (error) {
      await firefox.close();
      throw new Error(`${error.message}\n${firefox.#log.join('')}`);
    }
  }

  /** In a window of its own: what is not in front is not drawn. */
  async newPage() {
    const { context } = await this.session.command('browsingContext.create', { type: 'window' });
    const page = new FirefoxPage(this.session, context);
    this.#pages.set(context, page);
    return page;
  }

  /** What its user answers when a page wants something: 'allow' (of the screen, all of it) or 'block'. */
  async answer(how) {
    await until('Firefox to ask', async () =>
      (await this.#inWindows(answerQuestion, how)).some(Boolean),
    );
  }

  /** Its user takes back what was allowed: 'microphone', 'camera', 'screen'. */
  async revoke(kind) {
    await this.#inWindows(stopSharing, kind);
  }

  async close() {
    this.session?.close();
    const child = this.#child;
    if (child?.pid && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      this.#kill();
      await gone;
    }
    process.off('exit', this.#kill);
    await Promise.all([this.sound?.stop(), this.#display?.stop()]);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Runs a function in each of the browser's own windows. */
  async #inWindows(body, argument) {
    const tree = await this.session.command('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const run = async ({ context }) => {
      const { result, exceptionDetails } = await this.session.command('script.callFunction', {
        functionDeclaration: String(body),
        arguments: [remoteValue(argument)],
        target: { context },
        awaitPromise: true,
      });
      if (exceptionDetails) throw new Error(`Firefox: ${exceptionDetails.text}`);
      return localValue(result);
    };
    return Promise.all(tree.contexts.map(run));
  }

  async #start(preferences) {
    const lines = Object.entries(preferences).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
    );
    writeFileSync(join(this.#folder, 'user.js'), `${lines.join('\n')}\n`);
    this.sound = await SoundServer.start();
    const port = await freeTcpPort();
    const options = ['--no-remote', '--profile', this.#folder];
    options.unshift(this.#display ? '--kiosk' : '--headless');
    const driven = [`--remote-debugging-port=${port}`, '--remote-allow-system-access'];
    this.#child = spawn(program(), [...options, ...driven], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.sound.env, ...this.#display?.env },
    });
    process.once('exit', this.#kill);
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (data) => this.#log.push(data.toString()));
    await until(
      'Firefox to listen',
      () => {
        if (this.#child.exitCode !== null) throw new Error('Firefox ended');
        return this.#log.join('').includes('BiDi listening');
      },
      { ms: 60_000 },
    );
    this.session = await BidiSession.open(`ws://127.0.0.1:${port}`, [
      ...['log.entryAdded', 'script.message', 'network.beforeRequestSent'],
    ]);
    const pageOf = ({ source }) => this.#pages.get(source.context);
    this.session.on('log.entryAdded', (entry) => pageOf(entry)?.log(entry));
    this.session.on('script.message', (message) =>
      pageOf(message)?.frame(localValue(message.data)),
    );
    await this.session.command('script.addPreloadScript', {
      functionDeclaration: String(watchSockets),
      arguments: [{ type: 'channel', value: { channel: 'frames' } }],
    });
  }
}

/** True when there was a question. */
function answerQuestion(how) {
  const { panel } = window.PopupNotifications;
  const question = panel.state === 'open' && panel.firstElementChild;
  if (!question) return false;
  const screens = document.getElementById('webRTC-selectWindow-menulist');
  if (how === 'allow' && screens?.checkVisibility()) {
    // After the windows: all of it.
    screens.selectedIndex = screens.itemCount - 1;
    screens.selectedItem.doCommand();
  }
  (how === 'allow' ? question.button : question.secondaryButton).click();
  return true;
}

function stopSharing(kind) {
  const { webrtcUI } = ChromeUtils.importESModule('resource:///modules/webrtcUI.sys.mjs');
  // The sign that something is shared is a window too.
  for (const { linkedBrowser } of window.gBrowser?.tabs ?? [])
    webrtcUI.clearPermissionsAndStopSharing([kind], linkedBrowser);
}

/** Runs in every page before its own scripts: BiDi tells nothing of what WebSockets carry. */
function watchSockets(tell) {
  window.WebSocket = class extends window.WebSocket {
    constructor(...where) {
      super(...where);
      this.addEventListener('message', ({ data }) => tell([false, data]));
    }
    send(data) {
      tell([true, data]);
      super.send(data);
    }
  };
}

function program() {
  return spawnSync('sh', ['-c', 'command -v firefox-esr || command -v firefox'], {
    encoding: 'utf8',
  }).stdout.trim();
}
