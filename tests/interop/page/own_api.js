// Our own API behind the interface of harness.js, as far as the matrix asks for it: the same
// methods, and the same names in the log.

import { Log } from './log.js';
import { listen, toneStream } from './tone.js';

import { Phone } from 'ringline';

class OwnPhone extends Log {
  #phone;
  #microphone;
  #calls = new Map();
  #lastMessage = 0;
  #early = false;

  async start(name, { url, uri, password }) {
    this.#phone = new Phone({ server: url, user: uri, password });
    this.#phone.on('incoming', (call) => {
      this.#add(call);
      if (this.#early) call.startEarlyMedia(this.#media);
      this.note('ua', 'newRTCSession', { call: `call ${call.id}`, originator: 'remote' });
    });
    this.#phone.on('message', ({ from, text }) =>
      this.note('ua', 'newMessage', { from: from.user, body: text }),
    );
    await this.#phone.start();
    this.note(name, 'registered');
  }

  stopAllBut() {}

  /** The tone that every call plays; REFER is always obeyed. */
  followTransfers({ tone }) {
    this.#microphone = toneStream(tone);
  }

  get #media() {
    return { stream: this.#microphone.clone() };
  }

  /** From here on callers hear us before we answer, or not. */
  sendEarlyMedia(early) {
    this.#early = early;
  }

  // ---- calls

  async call(name, target) {
    const call = await this.#phone.call(target, this.#media);
    return this.#add(call);
  }

  #add(call) {
    const id = `call ${call.id}`;
    this.#calls.set(id, call);
    // It may ring before call() has given it to us.
    if (call.direction === 'outgoing' && call.state === 'ringing') this.note(id, 'progress');
    call.on('progress', () => this.note(id, 'progress'));
    call.on('held', ({ by, held }) => by === 'remote' && this.note(id, held ? 'hold' : 'unhold'));
    call.on('tone', ({ tone }) => this.note(id, 'newDTMF', { tone }));
    call.on('transferRequest', async (request) => {
      const next = await request.accept(this.#media);
      this.#add(next);
      this.note('ua', 'newRTCSession', { call: `call ${next.id}`, originator: 'local' });
    });
    call.answered.then(
      () => this.note(id, 'confirmed'),
      () => {},
    );
    call.ended.then(({ code, error }) =>
      this.note(id, call.answeredAt ? 'ended' : 'failed', { code, status: error?.sipStatus }),
    );
    return id;
  }

  answer(id) {
    return this.#calls.get(id).answer(this.#media);
  }

  async reoffer(id, method) {
    await this.#calls.get(id)[method]();
    this.note(id, 'done', { method });
    return true;
  }

  invoke(id, method, ...args) {
    return this[`_${method}`](this.#calls.get(id), ...args);
  }

  async _terminate(call, { status_code: status } = {}) {
    await call.hangup(status ? { status } : {});
  }

  _sendDTMF(call, tone, { transportType, duration }) {
    return call.sendTones(tone, { duration, transport: transportType === 'INFO' ? 'info' : 'rtp' });
  }

  /** transfer() hangs up by itself. */
  refer(id, target, replaced) {
    this.#calls
      .get(id)
      .transfer(this.#calls.get(replaced) ?? target)
      .then(
        () => this.note(id, 'refer:accepted'),
        ({ code }) => this.note(id, 'refer:failed', { code }),
      );
  }

  listen(id) {
    const { peerConnection } = this.#calls.get(id);
    return peerConnection ? listen(peerConnection) : { level: 0 };
  }

  living() {
    return [...this.#calls].filter(([, { state }]) => state !== 'ended').map(([id]) => id);
  }

  hangUpAll() {
    return Promise.all(this.living().map((id) => this.#calls.get(id).hangup()));
  }

  // ---- MESSAGE

  sendMessage(name, target, text) {
    this.#lastMessage += 1;
    const id = `message ${this.#lastMessage}`;
    this.#phone.message(target, text).then(
      () => this.note(id, 'succeeded'),
      ({ code }) => this.note(id, 'failed', { code }),
    );
    return id;
  }
}

window.phone = new OwnPhone();
