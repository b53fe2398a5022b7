// A user agent of each library, driven alike: start(), register(), call(), and what comes in is read and
// answered. The socket is a function call.
import { silence } from './media.mjs';
import { domain, password, Server, user } from './server.mjs';

const uri = `sip:${user}@${domain}`;
const target = `sip:bob@${domain}`;

/** A phone on a library's exports; `name` as in bundles.mjs. */
export function makePhone(name, library) {
  const Kind = name === 'SIP.js' ? SipJsPhone : JsSipPhone;
  return new Kind(library);
}

class Phone {
  /** Characters of what came in, as the application reads it. */
  read = 0;
  /** Hands a frame to the library. */
  deliver = () => {};
  server = new Server((text) => this.deliver(text));

  /** Resolves when the registrar's 200 has been taken in. */
  async register() {
    const accepted = this.server.registration();
    this.startRegister();
    await accepted;
    if (!this.isRegistered()) throw new Error('the registration was not taken for one');
  }
}

/** JsSIP, and ringline/jssip which looks like it. */
class JsSipPhone extends Phone {
  constructor({ default: JsSIP }) {
    super();
    this.ua = new JsSIP.UA({ sockets: [this.#socket()], uri, password, register: false });
    this.ua.on('newMessage', ({ originator, request }) => {
      if (originator === 'remote') this.read += request.from.uri.user.length + request.body.length;
    });
    this.ua.on('newRTCSession', ({ originator, session }) => {
      if (originator === 'remote') session.answer({ mediaStream: silence() });
    });
  }

  start() {
    return new Promise((resolve) => {
      this.ua.once('connected', resolve);
      this.ua.start();
    });
  }

  startRegister() {
    this.ua.register();
  }

  isRegistered() {
    return this.ua.isRegistered();
  }

  call() {
    return new Promise((resolve, reject) => {
      const session = this.ua.call(target, { mediaStream: silence() });
      session.on('confirmed', () => session.terminate());
      session.on('ended', () => resolve());
      session.on('failed', ({ cause }) => reject(new Error(`call: ${cause}`)));
    });
  }

  stop() {
    this.ua.stop();
  }

  #socket() {
    const socket = {
      via_transport: 'WS',
      url: `ws://${domain}`,
      sip_uri: `sip:${domain};transport=ws`,
      connect: () => void setImmediate(() => socket.onconnect()),
      disconnect: () => {},
      send: (text) => {
        this.server.receive(text);
        return true;
      },
    };
    this.deliver = (text) => socket.ondata(text);
    return socket;
  }
}

class SipJsPhone extends Phone {
  constructor(SIP) {
    super();
    this.SIP = SIP;
    this.ua = new SIP.UserAgent({
      uri: SIP.UserAgent.makeURI(uri),
      authorizationUsername: user,
      authorizationPassword: password,
      logBuiltinEnabled: false,
      logLevel: 'error',
      logConfiguration: false,
      transportConstructor: this.#transport(),
      sessionDescriptionHandlerFactory: SIP.Web.defaultSessionDescriptionHandlerFactory(() =>
        Promise.resolve(silence()),
      ),
      delegate: {
        onMessage: (message) => {
          this.read += message.request.from.uri.user.length + message.request.body.length;
          message.accept();
        },
        onInvite: (invitation) => void invitation.accept(),
      },
    });
    this.registerer = new SIP.Registerer(this.ua);
  }

  start() {
    return this.ua.start();
  }

  startRegister() {
    void this.registerer.register();
  }

  isRegistered() {
    return this.registerer.state === this.SIP.RegistererState.Registered;
  }

  call() {
    const { SIP } = this;
    return new Promise((resolve, reject) => {
      const inviter = new SIP.Inviter(this.ua, SIP.UserAgent.makeURI(target));
      inviter.stateChange.addListener((state) => {
        if (state === SIP.SessionState.Established) inviter.bye().catch(reject);
        if (state === SIP.SessionState.Terminated) resolve();
      });
      inviter.invite().catch(reject);
    });
  }

  stop() {
    void this.ua.stop();
  }

  #transport() {
    const phone = this;
    const { EmitterImpl, TransportState } = this.SIP;
    return class {
      protocol = 'WS';
      state = TransportState.Disconnected;
      stateChange = new EmitterImpl();
      constructor() {
        phone.deliver = (text) => this.onMessage(text);
      }
      isConnected() {
        return this.state === TransportState.Connected;
      }
      async connect() {
        this.#turn(TransportState.Connecting);
        await new Promise((resolve) => setImmediate(resolve));
        this.#turn(TransportState.Connected);
        this.onConnect?.();
      }
      async disconnect() {
        this.#turn(TransportState.Disconnecting);
        this.#turn(TransportState.Disconnected);
        this.onDisconnect?.();
      }
      async dispose() {}
      async send(text) {
        phone.server.receive(text);
      }
      #turn(state) {
        this.state = state;
        this.stateChange.emit(state);
      }
    };
  }
}
