// A phone in a page, seen from a test: `window.phone` of tests/browser/page/harness.js, with
// waiting made comfortable.

import { domain, passwordOf } from './kamailio.mjs';

const patience = 8000;

/** Small pictures: the tests ask whether they move, and two cores encode and decode them. */
export const audioVideo = { audio: true, video: { width: 320, height: 240, frameRate: 15 } };
export const audioOnly = { audio: true, video: false };

export class Phone {
  #begun = 0;
  #from = 0;

  /** Opens `kind`.html in a new page of `context`; `user` is who registers from it. */
  static async open({ context, url, wire, kind, user }) {
    const phone = new Phone();
    phone.page = await context.newPage();
    phone.kind = kind;
    phone.user = user;
    phone.wire = wire;
    wire.tap(phone.page, user);
    await phone.page.goto(`${url}/${kind}.html`);
    await phone.page.waitForFunction(() => window.phone !== undefined);
    return phone;
  }

  get uri() {
    return `sip:${this.user}@${domain}`;
  }

  /** Calls a method of the page's phone. */
  do(method, ...args) {
    return this.page.evaluate(([method, args]) => window.phone[method](...args), [method, args]);
  }

  /** Starts a user agent and resolves when it is registered. */
  async register(url, overrides = {}) {
    await this.start(url, overrides);
    return this.expect(overrides.agent ?? 'ua', 'registered');
  }

  start(url, { agent = 'ua', user = this.user, ...config } = {}) {
    return this.do('start', agent, {
      url,
      uri: `sip:${user}@${domain}`,
      password: passwordOf(user),
      no_answer_timeout: 3,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 1,
      ...config,
    });
  }

  /** A test begins: tidy() and story() count from here. */
  async begin() {
    await this.mark();
    this.#begun = this.#from;
  }

  /** Everything in the log since begin(). */
  story() {
    return this.do('entries', this.#begun);
  }

  /** From here on expect() and sequence() look only at what comes after this moment. */
  async mark() {
    this.#from = await this.do('length');
  }

  /** Resolves with the first log entry of `scope` and `event` since mark(). */
  async expect(scope, event, ms = patience) {
    const entry = await this.do('wait', scope, event, this.#from, ms);
    if (!entry) throw new Error(`${this} waited ${ms} ms in vain for "${event}" of ${scope}`);
    return entry;
  }

  /** The log entries since mark(). */
  log() {
    return this.do('entries', this.#from);
  }

  async call(target, options = {}) {
    const { agent = 'ua', ...rest } = options;
    const id = await this.do('call', agent, target, { mediaConstraints: audioVideo, ...rest });
    return new Call(this, id);
  }

  /** The next call that comes in, ringing. */
  async incoming(agent = 'ua') {
    const { call } = await this.expect(agent, 'newRTCSession');
    return new Call(this, call);
  }

  /** Ends the calls and extra user agents that a test, perhaps a failed one, left behind. */
  async tidy() {
    await this.do('hangUpAll');
    await this.page.waitForFunction(() => window.phone.living().length === 0, undefined, {
      timeout: patience,
    });
    await this.do('stopAllBut', 'ua');
  }

  toString() {
    return `${this.user} (${this.kind})`;
  }
}

export class Call {
  constructor(phone, id) {
    this.phone = phone;
    this.id = id;
  }

  answer(options = {}) {
    return this.phone.do('answer', this.id, { mediaConstraints: audioVideo, ...options });
  }

  /** Any method of the session that returns nothing of interest. */
  do(method, ...args) {
    return this.phone.do('invoke', this.id, method, ...args);
  }

  reoffer(method, options) {
    return this.phone.do('reoffer', this.id, method, options);
  }

  hangUp(options) {
    return this.do('terminate', options);
  }

  expect(event, ms) {
    return this.phone.expect(this.id, event, ms);
  }

  state() {
    return this.phone.do('state', this.id);
  }

  stats() {
    return this.phone.do('stats', this.id);
  }

  directions() {
    return this.phone.do('directions', this.id);
  }

  enabled() {
    return this.phone.do('enabled', this.id);
  }

  timing() {
    return this.phone.do('timing', this.id);
  }

  /** This call's log entries, since the phone's mark(). */
  async log() {
    return (await this.phone.log()).filter(({ scope }) => scope === this.id);
  }
}

/**
 * A call between two registered phones, confirmed at both ends; `agent`, `calleeAgent` and `target`
 * for user agents other than those the phones are registered with.
 */
export async function establish(caller, callee, options = {}) {
  const { media = audioVideo, agent, target = callee.uri, calleeAgent } = options;
  const outgoing = await caller.call(target, { agent, mediaConstraints: media });
  const incoming = await callee.incoming(calleeAgent);
  await incoming.expect('progress');
  await incoming.answer({ mediaConstraints: media });
  await Promise.all([outgoing.expect('confirmed'), incoming.expect('confirmed')]);
  return { outgoing, incoming };
}
