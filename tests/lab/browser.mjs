// Chromium for calls: fake camera and microphone, media without a click, sound really rendered.

import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';

import { chromium } from 'playwright-core';

import { namespace } from './namespace.mjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Three cameras: of what the second one makes (16-bit grey) no encoder makes a picture.
  '--use-fake-device-for-media-stream=device-count=3',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

/**
 * Resolves with a playwright browser, media permissions granted to every page of `context`. `more` flags win over ours,
 * flags that begin with one of `without` are left out. `host` is the network namespace it runs in, if not ours; pages of
 * `origin` may use camera and microphone though it is not loopback.
 */
export async function launchBrowser({
  more = [],
  without = [],
  permissions = ['camera', 'microphone'],
  host,
  origin,
} = {}) {
  const kept = flags.filter((flag) => !without.some((name) => flag.startsWith(name)));
  const browser = await chromium.launch({
    executablePath: host ? programIn(host) : findChromium(),
    args: [
      ...kept,
      ...(namespace === undefined ? ['--allow-loopback-in-peer-connection'] : []),
      ...(origin ? [`--unsafely-treat-insecure-origin-as-secure=${origin}`] : []),
      ...more,
    ],
    // The energy of received audio counts only when it is played.
    ignoreDefaultArgs: ['--mute-audio'],
  });
  const context = await browser.newContext({ permissions });
  return { browser, context };
}

/**
 * The context, whose pages shall each have a window of its own, for tests that click. Of two tabs in one
 * window Chromium draws the one behind once a second, and no sooner does playwright find a button
 * standing still. Where nothing is clicked that is welcome: what is not drawn costs nothing.
 */
export function inWindows(context) {
  const openTab = context.newPage.bind(context);
  let openNext;
  context.newPage = async () => {
    if (openNext) return (await openNext)();
    const first = openTab();
    openNext = first.then((page) => windowsBeside(page));
    return first;
  };
  return context;
}

/** A function that opens a window in the context of a page. Playwright itself opens tabs alone. */
async function windowsBeside(page) {
  const context = page.context();
  const session = await context.newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const { browserContextId } = targetInfo;
  const browser = await context.browser().newBrowserCDPSession();
  let opened = 0;
  return async () => {
    const url = `about:blank#${++opened}`;
    const opening = context.waitForEvent('page', (one) => one.url() === url);
    await browser.send('Target.createTarget', { url, newWindow: true, browserContextId });
    return opening;
  };
}

// Playwright starts one program and gives it arguments of its own first: so it is a script.
function programIn(host) {
  const folder = mkdtempSync(join(tmpdir(), 'ringline-chromium-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, host);
  const script = `#!/bin/sh\nexec ip netns exec ${host} ${findChromium()} "$@"\n`;
  writeFileSync(program, script, { mode: 0o755 });
  return program;
}

/** $CHROMIUM, or the first of the usual names on PATH. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error('No Chromium on PATH; install the package "chromium" or set CHROMIUM to one');
}
