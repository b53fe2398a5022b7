// A SIP-over-WebSocket registrar and proxy (RFC 3261, RFC 7118) to develop against. It keeps everything in memory,
// trusts its network, and carries no media: not for the open Internet.
import { WebSocketServer } from 'ws';
import { Proxy } from './proxy.mjs';
import { Registrar, addressOf, textOf } from './registrar.mjs';
import { SipText, parseUri, responseTo, uriOf } from './sip_text.mjs';

export const kDomain = 'ringline.test';
export const kPassword = 'ringline';
// Stands in Via and Record-Route. Nobody looks it up: phones answer where they were asked.
const kSentBy = `proxy.${kDomain}`;

class Connection {
  constructor(socket) {
    this.socket = socket;
  }
  send(text) {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(text);
  }
}

export class SipServer {
  #connections = new Set();
  #contacts = new Map(); // contact address → connection, as last heard

  /** `server`: the HTTP server whose upgrades at `path` are ours. */
  constructor({
    server,
    path = '/sip',
    domain = kDomain,
    password = kPassword,
    passwords,
    onChange,
  }) {
    this.domain = domain;
    this.registrar = new Registrar({ domain, password, passwords, onChange });
    this.proxy = new Proxy({ sentBy: kSentBy });
    this.sockets = new WebSocketServer({
      server,
      path,
      verifyClient: ({ origin, req }) => isNear(origin, req.headers.host),
      handleProtocols: (protocols) => (protocols.has('sip') ? 'sip' : false),
    });
    // The HTTP server's errors come here too; whoever started it hears of them.
    this.sockets.on('error', () => {});
    this.sockets.on('connection', (socket) => this.#accept(socket));
  }

  dropAll() {
    for (const { socket } of this.#connections) socket.terminate();
  }

  close() {
    this.dropAll();
    this.sockets.close();
  }

  #accept(socket) {
    const connection = new Connection(socket);
    this.#connections.add(connection);
    socket.on('message', (data) => {
      try {
        this.#receive(data.toString(), connection);
      } catch (error) {
        console.error('A message could not be handled:', error);
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => this.#drop(connection));
  }

  #drop(connection) {
    this.#connections.delete(connection);
    for (const [address, where] of this.#contacts) {
      if (where === connection) this.#contacts.delete(address);
    }
    this.registrar.drop(connection);
    this.proxy.drop(connection);
  }

  #receive(text, connection) {
    // RFC 5626 4.4.1: a ping of two line ends is answered by a pong of one.
    if (text.trim() === '') {
      if (text === '\r\n\r\n') connection.send('\r\n');
      return;
    }
    const message = new SipText(text);
    const contact = uriOf(message.values('Contact')[0]);
    if (contact) this.#contacts.set(addressOf(contact), connection);
    if (message.isRequest) this.#request(message, connection);
    else this.proxy.answer(message);
  }

  #request(request, connection) {
    const { method } = request;
    if (!method || !request.header('Via') || !request.header('Call-ID')) return;
    const reply = (status, reason, headers) => {
      if (method !== 'ACK') connection.send(responseTo(request, status, reason, headers));
    };
    const target = parseUri(request.ruri);
    if (!target) return reply(400, 'Bad Request-URI');
    if (this.proxy.absorb(request, connection)) return;
    if (Number(request.header('Max-Forwards') ?? 70) <= 0) return reply(483, 'Too Many Hops');

    if (method === 'REGISTER') {
      if (this.#authenticate(request, 401, 'WWW-Authenticate', 'Authorization', reply)) {
        reply(...this.registrar.register(request, connection));
      }
      return;
    }
    if (method === 'OPTIONS' && !target.user) return reply(200, 'OK');

    const isInDialog = /;\s*tag=/i.test(request.header('To') ?? '');
    const sender = uriOf(request.header('From'))?.user;
    if (!isInDialog && method !== 'ACK' && !this.registrar.isRegistered(sender, connection)) {
      if (!this.#authenticate(request, 407, 'Proxy-Authenticate', 'Proxy-Authorization', reply))
        return;
    }
    this.#route(request, target, connection, reply);
  }

  #route(request, target, connection, reply) {
    // Who stays in the way of a dialog says so (RFC 3261 16.6 4); what was for us is taken off (16.4).
    const routes = request.values('Route').filter((route) => !this.#isOurs(uriOf(route)));
    let forwarded = request.withHeader('Route', routes).withHeader('Proxy-Authorization', []);
    if (['INVITE', 'SUBSCRIBE', 'REFER', 'NOTIFY'].includes(request.method)) {
      const own = `<sip:${kSentBy};transport=ws;lr>`;
      forwarded = forwarded.withHeader('Record-Route', [own, ...request.values('Record-Route')]);
    }
    const there = this.#contacts.get(addressOf(target));
    if (there) {
      this.proxy.forward(forwarded, connection, [{ connection: there, uri: request.ruri }]);
      return;
    }
    if (target.host !== this.domain && !this.#isOurs(target)) {
      // A phone that has gone, or a world we do not reach.
      return target.host.endsWith('.invalid')
        ? reply(480, 'Temporarily Unavailable')
        : reply(404, 'Not Found');
    }
    const bindings = this.registrar.bindingsOf(target.user);
    if (!bindings) return reply(404, 'Not Found');
    if (bindings.length === 0) return reply(480, 'Temporarily Unavailable');
    const targets = bindings.map(({ contact, connection: at }) => ({
      connection: at,
      uri: textOf(contact.uri),
    }));
    this.proxy.forward(forwarded, connection, targets);
  }

  #authenticate(request, status, challenge, credentials, reply) {
    const verdict = this.registrar.verify(request, credentials);
    if (verdict === 'yes') return true;
    const reason = status === 401 ? 'Unauthorized' : 'Proxy Authentication Required';
    reply(status, reason, this.registrar.challenges(challenge, verdict === 'stale'));
    return false;
  }

  #isOurs(uri) {
    return uri?.host === kSentBy;
  }
}

// Any page can open a WebSocket to this machine; only those that this machine serves are let in.
function isNear(origin, host) {
  if (!origin) return true;
  const { hostname } = new URL(origin);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return isLocal || hostname === new URL(`http://${host}`).hostname;
}
