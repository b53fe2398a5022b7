// Pages with one phone of our own API each, a tone in place of their microphone.

import assert from 'node:assert/strict';

import { until } from './condition.mjs';
import { domain, passwordOf } from './kamailio.mjs';

/** What each of them says, in hertz: none a multiple of another. */
export const tones = { erin: 440, frank: 740, grace: 1130, heidi: 1710 };
export const frequencies = Object.values(tones);

const kHeard = 0.03; // An amplitude from which a tone counts as heard; it is sent with 0.3.
const kSilent = 0.01; // What may be left of one that is not heard.
const kPatience = 25_000; // Milliseconds: a busy machine takes five times as long as an idle one.

export class DeskPage {
  /** `options` are those of its phone; `isStrict` puts its page under a strict policy. */
  static async open(lab, user, options = {}, isStrict = false) {
    const page = await lab.contextOf(user).newPage();
    const desk = new DeskPage(page, user);
    page.on('pageerror', (error) => desk.errors.push(error.message));
    lab.wire.tap(page, user);
    await page.goto(`${lab.url}/ringline_${isStrict ? 'strict_' : ''}desk.html`);
    await page.waitForFunction(() => window.desk);
    const account = { user: `sip:${user}@${domain}`, password: passwordOf(user) };
    await desk.run('start', {
      ...{ server: lab.kamailio.url, tone: tones[user] },
      ...account,
      ...options,
    });
    return desk;
  }

  errors = [];
  #answered = 0;

  constructor(page, user) {
    this.page = page;
    this.user = user;
  }

  /** A function of page/desk_page.js. */
  run(name, ...args) {
    return this.page.evaluate(([name, args]) => window.desk[name](...args), [name, args]);
  }

  /** A call to somebody who answers: {here, there}, the numbers of the call at both ends. */
  async talkTo(other, options = {}) {
    const here = await this.run('call', other.user, options);
    const there = await other.ringing();
    await other.run('answer', there, options);
    await this.run('answered', here);
    return { here, there };
  }

  /** The number of the next call that comes in. */
  async ringing() {
    const index = this.#answered++;
    await this.page.waitForFunction((index) => window.desk.incomingCount() > index, index);
    return this.run('incoming', index);
  }

  /** Waits until a call is on hold by this page, and the other end has agreed. */
  async held(id) {
    await this.page.waitForFunction((id) => window.desk.state(id).local, id);
  }

  /** Waits until a call sounds of these users and of nobody else. */
  async hears(id, ...users) {
    await this.#until(users, () => this.run('hears', id, frequencies));
  }

  /** The same of the conference's stream. */
  async roomHears(...users) {
    await this.#until(users, () => this.run('roomSounds', frequencies));
  }

  async close() {
    await this.run('stop');
    await this.page.close();
    assert.deepEqual(this.errors, [], `uncaught errors in the page of ${this.user}`);
  }

  async #until(users, measure) {
    const wanted = [...users].sort().join();
    let found;
    const isSo = async () => (found = heardIn(await measure())) === wanted;
    await until(wanted, isSo, { ms: kPatience, every: 50 }).catch(() => {});
    assert.equal(found, wanted, `what ${this.user} hears`);
  }
}

/** Whose tones are in these amplitudes; one that is neither heard nor silent has a question mark. */
export function heardIn(amplitudes) {
  return Object.keys(tones)
    .flatMap((user, i) =>
      amplitudes[i] > kHeard ? [user] : amplitudes[i] > kSilent ? [`${user}?`] : [],
    )
    .join();
}
