// A phone of either library at Kamailio, with what went over its WebSocket.

import { WebSocket } from 'ws';

import { RecordedPhone } from '../js/jssip/trace/recorded_phone.js';
import { domain, passwordOf } from '../lab/kamailio.mjs';
import { until } from '../lab/condition.mjs';
import { Frame } from '../lab/wire.mjs';

// By URL, since only that is known of a socket while it is made.
const taps = new Map();

/** What both libraries find in place of the browser's. */
class TappedWebSocket extends WebSocket {
  #tap;

  constructor(url, protocol) {
    super(url, protocol);
    this.#tap = taps.get(url);
    this.on('message', (data) => this.#tap(new Frame('', false, data)));
  }

  send(data) {
    this.#tap(new Frame('', true, data));
    super.send(data);
  }
}

globalThis.WebSocket = TappedWebSocket;

/** The method of a request; of a response, its status and method: "200 INVITE". */
export const kindOf = ({ method, status, cseq }) => method ?? `${status} ${cseq.split(' ')[1]}`;

export class LabPhone extends RecordedPhone {
  /** What was sent and received, keep-alives left out. */
  frames = [];

  constructor(library, kamailio, user, configuration = {}) {
    // Kamailio does not look at the path.
    const url = `${kamailio.url}/${user}`;
    super(library, {
      sockets: new library.WebSocketInterface(url),
      uri: `sip:${user}@${domain}`,
      password: passwordOf(user),
      register: false,
      ...configuration,
    });
    this.user = user;
    taps.set(url, (frame) => {
      if (!this.isOver && frame.text.trim()) this.frames.push(frame);
    });
  }

  async connected() {
    this.ua.start();
    await this.seen('ua connected');
  }

  /** Can be called. */
  async registered() {
    await this.connected();
    this.ua.register();
    await this.seen('ua registered');
  }

  async hangUp(options) {
    this.session.terminate(options);
    await this.seen('call ended');
    await this.received('200 BYE');
  }

  /** Resolves when so many messages of that kind have gone out: "ACK", "200 INVITE". */
  sent(what, times = 1) {
    return this.#passed(true, what, times);
  }

  received(what, times = 1) {
    return this.#passed(false, what, times);
  }

  #passed(sent, what, times) {
    const count = () =>
      this.frames.filter((frame) => frame.sent === sent && kindOf(frame) === what);
    return until(`${what} to be ${sent ? 'sent' : 'received'}`, () => count().length >= times, {
      every: 1,
    });
  }

  /** Leaves nothing at the registrar for the next one. */
  async leave() {
    this.isOver = true;
    if (this.ua.isRegistered()) {
      const gone = new Promise((resolve) => this.ua.once('unregistered', resolve));
      this.ua.unregister();
      await gone;
    }
    this.ua.stop();
  }
}
