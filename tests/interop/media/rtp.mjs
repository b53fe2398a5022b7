// An end of an RTP stream for a peer that has signalling only: it plays a tone and hears what comes,
// in PCMU (ITU-T G.711) with telephone-events (RFC 4733).

import { createSocket } from 'node:dgram';

import { pause } from '../../lab/condition.mjs';
import { address } from '../../lab/port.mjs';
import { listenTo, sineAt } from './tone.mjs';

const rate = 8000;
const packet = 160;
const keys = '0123456789*#ABCD';

export class RtpEnd {
  sending = true;
  /** Keys that arrived as telephone-events. */
  keys = [];
  #socket = createSocket('udp4');
  #sequence = 1;
  #played = 0;
  #heard = [];
  #remote;
  #lastEvent;
  #event;
  #clock;

  /** `eventType` is the payload type of telephone-events in this call. */
  static async open({ frequency, eventType }) {
    const end = new RtpEnd();
    Object.assign(end, { frequency, eventType });
    end.#socket.on('message', (data) => end.#take(data));
    await new Promise((resolve, reject) => {
      end.#socket.once('error', reject);
      end.#socket.bind(0, address, resolve);
    });
    end.port = end.#socket.address().port;
    return end;
  }

  /** Begins to play to that port. */
  play(port) {
    this.#remote = port;
    if (this.#clock) return;
    const begun = performance.now();
    let sent = 0;
    // As many packets as the time asks for: a timer alone would run late.
    this.#clock = setInterval(() => {
      for (; sent * 20 < performance.now() - begun; sent += 1) this.#send();
    }, 10);
  }

  close() {
    clearInterval(this.#clock);
    this.#socket.close();
  }

  /** What sounds within a window of `ms`. */
  async listen(ms, ...frequencies) {
    this.#heard = [];
    await pause(ms);
    return listenTo(this.#heard, { rate, frequencies });
  }

  /** Plays one key for 200 ms; resolves when its end has been said. */
  sendKey(key) {
    return new Promise((done) => {
      this.#event = { code: keys.indexOf(key), packets: 0, timestamp: this.#played, done };
    });
  }

  #send() {
    const at = this.#played;
    this.#played += packet;
    if (!this.sending) return;
    if (this.#event) this.#sendEvent();
    else {
      const tone = { frequency: this.frequency, rate, level: 0.3 };
      this.#packet(
        0,
        at,
        Uint8Array.from({ length: packet }, (_, i) => encode(sineAt(at + i, tone))),
      );
    }
  }

  #sendEvent() {
    const { code, timestamp } = this.#event;
    this.#event.packets += 1;
    const { packets } = this.#event;
    const payload = Buffer.from([code, 10, 0, 0]);
    // RFC 4733 2.5.1.4: the end is said three times.
    if (packets > 10) payload[1] |= 0x80;
    payload.writeUInt16BE(Math.min(packets, 10) * packet, 2);
    this.#packet(this.eventType, timestamp, payload, packets === 1);
    if (packets === 13) {
      this.#event.done();
      this.#event = undefined;
    }
  }

  #packet(type, timestamp, payload, marker = false) {
    const header = Buffer.alloc(12);
    header[0] = 0x80;
    header[1] = type | (marker ? 0x80 : 0);
    header.writeUInt16BE(this.#sequence & 0xffff, 2);
    header.writeUInt32BE(timestamp, 4);
    header.writeUInt32BE(0x51995199, 8);
    this.#sequence += 1;
    this.#socket.send(Buffer.concat([header, payload]), this.#remote, address);
  }

  #take(data) {
    if (data.length < 12 || data[0] >> 6 !== 2) return;
    const type = data[1] & 0x7f;
    const payload = data.subarray(12 + 4 * (data[0] & 0x0f));
    if (type === 0) for (const byte of payload) this.#heard.push(decode(byte));
    if (type === this.eventType) {
      // All packets of one event carry the time at which it began.
      const begun = data.readUInt32BE(4);
      if (begun !== this.#lastEvent) this.keys.push(keys[payload[0]]);
      this.#lastEvent = begun;
    }
  }
}

/** One 16-bit sample as μ-law. */
function encode(sample) {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32635) + 132;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function decode(byte) {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return bits & 0x80 ? -magnitude : magnitude;
}
