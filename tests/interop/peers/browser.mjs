// A phone in a Chromium page: what Ringline, JsSIP and SIP.js have in common. Each page has a
// `window.phone` with the methods and the log of tests/browser/page/harness.js.

import { settled, until } from '../../lab/condition.mjs';
import { Phone, audioOnly, audioVideo } from '../../lab/phone.mjs';
import { tolerance } from '../media/tone.mjs';

export class BrowserPeer {
  /** `kind` names the page, `user` who registers from it, `frequency` what it plays. */
  constructor({ kind, user, frequency, lacks = {}, version }) {
    Object.assign(this, { kind, user, frequency, lacks, version, name: kind });
  }

  get uri() {
    return this.phone.uri;
  }

  /** The options of a call: the tone in place of a microphone, or the browser's fake devices. */
  options({ video = false } = {}) {
    if (video) return { mediaConstraints: audioVideo };
    return { mediaConstraints: audioOnly, tone: this.frequency };
  }

  async start(lab) {
    const { context, url, wire } = lab;
    this.phone = await Phone.open({ context, url, wire, kind: this.kind, user: this.user });
    await this.phone.register(lab.kamailio.url, { no_answer_timeout: 20 });
    await this.phone.do('followTransfers', this.options());
  }

  async stop() {
    await this.phone?.page.close();
  }

  begin() {
    return this.phone.begin();
  }

  mark() {
    return this.phone.mark();
  }

  tidy() {
    return this.phone.tidy();
  }

  async report() {
    const story = await this.phone.story();
    return story.map(
      ({ at, scope, event, keys: _, index: __, ...rest }) =>
        `${Math.round(at)} ${scope} ${event} ${JSON.stringify(rest)}`,
    );
  }

  async call(target, media) {
    return this.#with(await this.phone.call(target, this.options(media)), target);
  }

  async incoming() {
    return this.#with(await this.phone.incoming());
  }

  /** The call that we begin because somebody transferred us. */
  referred() {
    return this.incoming();
  }

  async message(target, text) {
    const id = await this.phone.do('sendMessage', 'ua', target, text);
    await this.phone.expect(id, 'succeeded');
  }

  async messaged() {
    const { from, body } = await this.phone.expect('ua', 'newMessage');
    return { from, text: body };
  }

  #with(call, target) {
    return new BrowserCall(this, call, target);
  }
}

class BrowserCall {
  rejects = 486;

  constructor(peer, call, target) {
    Object.assign(this, { peer, call, target });
  }

  async ringing() {
    await this.call.expect('progress');
  }

  async answer(media) {
    await this.call.answer(this.peer.options(media));
  }

  async established() {
    await this.call.expect('confirmed');
  }

  async hangUp() {
    await this.call.hangUp();
  }

  async ended() {
    await this.call.expect('ended');
  }

  cancel() {
    return this.hangUp();
  }

  async canceled() {
    await this.call.expect('failed');
  }

  reject() {
    return this.call.hangUp({ status_code: 486 });
  }

  /** The status with which the other end refused. */
  async refused() {
    return (await this.call.expect('failed')).status;
  }

  hold() {
    return this.#reoffer('hold');
  }

  unhold() {
    return this.#reoffer('unhold');
  }

  async #reoffer(method) {
    if (!(await this.call.reoffer(method))) throw new Error(`${this.peer.name}: ${method} refused`);
    await this.call.expect('done');
  }

  async held() {
    await this.call.expect('hold');
  }

  async unheld() {
    await this.call.expect('unhold');
  }

  async sendTone(tone, way) {
    const transportType = way === 'info' ? 'INFO' : 'RFC2833';
    await this.call.do('sendDTMF', tone, { transportType, duration: 300 });
  }

  /** INFO is an event; a browser plays an RFC 4733 tone that it receives, so that is heard. */
  async toned(tone, way) {
    if (way === 'info') {
      const heard = await this.call.expect('newDTMF');
      if (heard.tone !== tone) throw new Error(`${this.peer.name} heard ${heard.tone}`);
    } else {
      await this.hearsOneOf(keyTones(tone), { every: 20 });
    }
  }

  transfer(target) {
    return this.call.phone.do('refer', this.call.id, target);
  }

  transferTo(other) {
    return this.call.phone.do('refer', this.call.id, other.target, other.call.id);
  }

  /** When we have heard that the transfer we asked for came about, our part is over. */
  async transferred() {
    await this.call.expect('refer:accepted').catch(() => {
      throw new Error(`${this.peer.name} never heard that the transfer it asked for came about`);
    });
    await this.hangUp();
    await this.ended();
  }

  hears(frequency) {
    return this.hearsOneOf([frequency]);
  }

  async hearsOneOf(frequencies, { every = 50 } = {}) {
    let last;
    await until(
      `${frequencies.join(' or ')} Hz at ${this.peer.name}`,
      async () => {
        last = await this.call.phone.do('listen', this.call.id);
        return frequencies.some((one) => Math.abs(last.frequency - one) <= tolerance);
      },
      { every },
    ).catch((error) => {
      throw new Error(`${error.message}; last ${JSON.stringify(last)}`);
    });
  }

  /** Pictures arrive and are decoded. */
  async sees() {
    const before = await this.#decoded();
    await until(`pictures at ${this.peer.name}`, async () => (await this.#decoded()) > before);
  }

  async seesNothing() {
    await settled(`pictures decoded at ${this.peer.name}`, () => this.#decoded());
  }

  async #decoded() {
    return (await this.call.stats()).video.decoded;
  }

  /** Nothing sounds for half a second on end. */
  async hearsNothing() {
    let since = performance.now();
    await until(`silence at ${this.peer.name}`, async () => {
      const { frequency } = await this.call.phone.do('listen', this.call.id);
      if (frequency !== undefined) since = performance.now();
      return performance.now() - since > 500;
    });
  }
}

/** What an end has to say to the row of pictures where nobody has given it a camera. */
const notTried = 'Not tried: it has no camera here';
export const soundOnly = { video: { caller: notTried, callee: notTried } };

/** The two frequencies of a key (ITU-T Q.23). */
export function keyTones(key) {
  const at = '123A456B789C*0#D'.indexOf(key);
  return [[697, 770, 852, 941][Math.floor(at / 4)], [1209, 1336, 1477, 1633][at % 4]];
}
