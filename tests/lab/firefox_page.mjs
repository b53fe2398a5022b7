// A page in Firefox, with the few methods of Playwright's pages that our tests call.

import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';

import { localValue, remoteValue } from './bidi.mjs';
import { until } from './condition.mjs';

export class FirefoxPage {
  #session;
  #context;
  #listeners = new Map();
  #frames = new EventEmitter();

  constructor(session, context) {
    this.#session = session;
    this.#context = context;
  }

  /** Of `pageerror`, `console` and `websocket`, of which there is one, for all. */
  on(event, listener) {
    if (event === 'websocket') return listener(this.#frames);
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  async goto(url) {
    await this.#command('browsingContext.navigate', { url, wait: 'complete' });
  }

  /** `body` is a function; `isGesture` lets it count as a click of the user, as it does in Chromium. */
  async evaluate(body, argument, { isGesture = true } = {}) {
    const { result, exceptionDetails } = await this.#session.command('script.callFunction', {
      functionDeclaration: String(body),
      arguments: [remoteValue(argument)],
      target: { context: this.#context },
      awaitPromise: true,
      userActivation: isGesture,
    });
    if (exceptionDetails) throw new Error(`Firefox: ${exceptionDetails.text}`);
    return localValue(result);
  }

  waitForFunction(body, argument, { timeout = 30_000, polling = 25 } = {}) {
    return until(`${body} in Firefox`, () => this.evaluate(body, argument), {
      ms: timeout,
      every: polling,
    });
  }

  addScriptTag({ content }) {
    return this.evaluate((content) => {
      const script = document.createElement('script');
      script.textContent = content;
      document.head.append(script);
    }, content);
  }

  /** Its window gets the focus. */
  async bringToFront() {
    await this.#command('browsingContext.activate', {});
  }

  /** A real click of the mouse in the middle of the first element that fits. */
  async click(selector) {
    const place = await this.evaluate(
      (selector) => {
        const element = document.querySelector(selector);
        element.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
      },
      selector,
      { isGesture: false },
    );
    await this.#command('input.performActions', {
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          actions: [
            { type: 'pointerMove', ...place },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ],
    });
  }

  async screenshot({ path }) {
    const { data } = await this.#command('browsingContext.captureScreenshot', {});
    writeFileSync(path, data, 'base64');
  }

  /** Answers requests for this address itself, with what `handle` gives to `fulfill`. */
  async route(url, handle) {
    await this.#session.command('network.addIntercept', {
      phases: ['beforeRequestSent'],
      contexts: [this.#context],
      urlPatterns: [{ type: 'string', pattern: url }],
    });
    this.#session.on('network.beforeRequestSent', ({ isBlocked, context, request }) => {
      if (!isBlocked || context !== this.#context || request.url !== url) return;
      const fulfill = ({ contentType, body }) =>
        this.#session.command('network.provideResponse', {
          request: request.request,
          statusCode: 200,
          headers: [{ name: 'Content-Type', value: { type: 'string', value: contentType } }],
          body: { type: 'string', value: body },
        });
      void handle({ fulfill });
    });
  }

  async close() {
    await this.#command('browsingContext.close', {});
  }

  /** What the browser has written down of it: what was thrown, what a script logs, what a policy forbids. */
  log({ type, level, text }) {
    const isError = type === 'javascript' && level === 'error' && !/^Content-Security-/.test(text);
    const event = isError
      ? { message: text }
      : { type: () => (level === 'warn' ? 'warning' : level), text: () => text };
    for (const listener of this.#listeners.get(isError ? 'pageerror' : 'console') ?? [])
      listener(event);
  }

  /** One of its WebSockets has sent or received. */
  frame([sent, payload]) {
    this.#frames.emit(sent ? 'framesent' : 'framereceived', { payload });
  }

  #command(method, params) {
    return this.#session.command(method, { context: this.#context, ...params });
  }
}
