// The other end of the wire, in memory: a registrar that challenges every registration once, and a peer
// that calls and is called. It reads what it needs with indexOf, so that little of what is measured is
// its own; every answer to a frame comes in a task of its own, as from a socket.
import { flat } from '../messages.mjs';
import { answer, offer } from './media.mjs';

const kEnd = '\r\n';
const contact = 'Contact: <sip:peer@192.0.2.9;transport=ws>';
const sdp = 'Content-Type: application/sdp';

export const domain = 'bench.example';
export const user = 'alice';
export const password = 'pässword';

let serial = 0;

/** The frames of a request to the phone, each one of its own. */
export function request(method, { lines = [], body = '' } = {}) {
  const n = ++serial;
  return flat(
    [
      `${method} sip:${user}@phone.invalid;transport=ws SIP/2.0`,
      `Via: SIP/2.0/WSS edge.${domain};branch=z9hG4bK3c1f${n}`,
      'Max-Forwards: 70',
      `From: "Bob" <sip:bob@${domain}>;tag=f${n}`,
      `To: <sip:${user}@${domain}>`,
      `Call-ID: c${n}@edge.${domain}`,
      `CSeq: ${n} ${method}`,
      ...lines,
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join(kEnd),
  );
}

export const pageRequest = () =>
  request('MESSAGE', {
    lines: ['Content-Type: text/plain'],
    body: 'Are you there? Call me back when you can.',
  });
export const pingRequest = () => request('OPTIONS', { lines: ['Accept: application/sdp'] });
export const callRequest = () => request('INVITE', { lines: [contact, sdp], body: offer });

export class Server {
  /** Frames that the phone sent, by how they begin: "200 MESSAGE", "REGISTER"… */
  counts = new Map();
  /** Every frame, while somebody wants to look at them. */
  frames = undefined;
  #deliver;
  #nonces = new Set();
  #nonce = 0;
  #calls = new Map();
  #registered = () => {};

  /** `deliver(text)` hands a frame to the phone. */
  constructor(deliver) {
    this.#deliver = deliver;
  }

  /** The phone sent a frame. */
  receive(text) {
    this.frames?.push(text);
    if (text === '\r\n\r\n') return this.#later('\r\n');
    const method = methodOf(text);
    const kind = text.startsWith('SIP/2.0 ') ? `${text.slice(8, 11)} ${method}` : method;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    switch (kind) {
      case 'REGISTER':
        return this.#register(text);
      case 'INVITE':
        this.#later(reply(text, '180 Ringing', [contact]));
        return this.#later(reply(text, '200 OK', [contact, sdp], answer));
      case 'BYE':
        return this.#later(reply(text, '200 OK'));
      case '200 INVITE':
        return this.#confirm(text);
      case '200 BYE':
        return this.#calls.get(valueOf(text, 'Call-ID'))?.();
    }
  }

  count(kind) {
    return this.counts.get(kind) ?? 0;
  }

  /** Calls the phone with such a request, hangs up when it has answered; resolves when it has said yes. */
  call(invite) {
    const callId = valueOf(invite, 'Call-ID');
    return new Promise((resolve) => {
      this.#calls.set(callId, () => {
        this.#calls.delete(callId);
        resolve();
      });
      this.#deliver(invite);
    });
  }

  /** Resolves when the next registration has been accepted and the phone was told. */
  registration() {
    return new Promise((resolve) => (this.#registered = resolve));
  }

  #register(text) {
    const given = /nonce="([^"]*)"/.exec(text)?.[1];
    // Every nonce is good once, so that every registration is the same four messages.
    if (given !== undefined && this.#nonces.delete(given)) {
      this.#later(reply(text, '200 OK', [`Contact: ${valueOf(text, 'Contact')};expires=600`]));
      return setImmediate(() => this.#registered());
    }
    const nonce = `n${++this.#nonce}`;
    this.#nonces.add(nonce);
    const stale = given === undefined ? '' : ', stale=true';
    const challenge = `Digest realm="${domain}", nonce="${nonce}", algorithm=MD5, qop="auth"${stale}`;
    this.#later(reply(text, '401 Unauthorized', [`WWW-Authenticate: ${challenge}`]));
  }

  #confirm(text) {
    const inDialog = (method, step) =>
      flat(
        [
          `${method} ${/<([^>]*)>/.exec(valueOf(text, 'Contact'))[1]} SIP/2.0`,
          `Via: SIP/2.0/WSS edge.${domain};branch=z9hG4bK5e${++serial}`,
          'Max-Forwards: 70',
          `From: ${valueOf(text, 'From')}`,
          `To: ${valueOf(text, 'To')}`,
          `Call-ID: ${valueOf(text, 'Call-ID')}`,
          `CSeq: ${Number.parseInt(valueOf(text, 'CSeq'), 10) + step} ${method}`,
          'Content-Length: 0',
          '',
          '',
        ].join(kEnd),
      );
    this.#later(inDialog('ACK', 0));
    // The phone's own doings after the ACK come first.
    setImmediate(() => this.#later(inDialog('BYE', 1)));
  }

  #later(text) {
    setImmediate(() => this.#deliver(text));
  }
}

function reply(request, status, lines = [], body = '') {
  const from = request.indexOf('\r\nVia: ') + 2;
  const to = valueOf(request, 'To');
  return flat(
    [
      `SIP/2.0 ${status}`,
      request.slice(from, request.indexOf(kEnd, from)),
      `From: ${valueOf(request, 'From')}`,
      `To: ${to}${to.includes(';tag=') ? '' : ';tag=peer'}`,
      `Call-ID: ${valueOf(request, 'Call-ID')}`,
      `CSeq: ${valueOf(request, 'CSeq')}`,
      ...lines,
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join(kEnd),
  );
}

function valueOf(text, name) {
  const from = text.indexOf(`\r\n${name}: `) + name.length + 4;
  return text.slice(from, text.indexOf(kEnd, from));
}

function methodOf(text) {
  const value = valueOf(text, 'CSeq');
  return value.slice(value.indexOf(' ') + 1);
}
