// SIP.js behind the interface of harness.js, as far as the matrix asks for it: the same methods, and
// the same names in the log.

import { Log } from './log.js';
import { listen, toneStream } from './tone.js';

import { Inviter, Messager, Registerer, SessionState, UserAgent, Web } from 'sip.js';

class SipJsPhone extends Log {
  #agent;
  #microphone;
  #calls = new Map();
  #lastCall = 0;
  #early = false;

  // ---- the user agent

  async start(name, { url, uri, password }) {
    const me = UserAgent.makeURI(uri);
    this.#agent = new UserAgent({
      uri: me,
      authorizationUsername: me.user,
      authorizationPassword: password,
      transportOptions: { server: url },
      sipExtensionReplaces: 'Supported',
      logLevel: 'error',
      // Not the STUN server that it asks by default: here is no internet.
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
      sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(() =>
        Promise.resolve(this.#microphone.clone()),
      ),
      delegate: {
        onInvite: (invitation) => this.#incoming(invitation),
        onMessage: (message) => {
          const { from, body } = message.request;
          message.accept();
          this.note('ua', 'newMessage', { from: from.uri.user, body });
        },
      },
    });
    await this.#agent.start();
    const registerer = new Registerer(this.#agent);
    registerer.stateChange.addListener((state) => this.note(name, state.toLowerCase()));
    await registerer.register();
  }

  stopAllBut() {}

  /** The tone that every call plays; REFER is always obeyed. */
  followTransfers({ tone }) {
    this.#microphone = toneStream(tone);
  }

  /** From here on callers are sent 183 with media, or 180. */
  sendEarlyMedia(early) {
    this.#early = early;
  }

  // ---- calls

  call(name, target) {
    const inviter = new Inviter(this.#agent, UserAgent.makeURI(target), this.#options);
    return this.#invite(inviter);
  }

  get #options() {
    const sessionDescriptionHandlerOptions = { constraints: { audio: true, video: false } };
    return { earlyMedia: true, sessionDescriptionHandlerOptions };
  }

  #invite(inviter) {
    const id = this.#add(inviter);
    this.note('ua', 'newRTCSession', { call: id, originator: 'local' });
    inviter
      .invite({
        requestDelegate: {
          onProgress: ({ message }) => this.note(id, 'progress', { status: message.statusCode }),
          onReject: ({ message }) => {
            this.#calls.get(id).refused = true;
            this.note(id, 'failed', { status: message.statusCode });
          },
        },
      })
      .catch((error) => this.note(id, 'error', { message: String(error) }));
    return id;
  }

  #incoming(invitation) {
    const id = this.#add(invitation);
    this.note('ua', 'newRTCSession', { call: id, originator: 'remote' });
    const progress = this.#early
      ? invitation.progress({ ...this.#options, statusCode: 183 })
      : invitation.progress();
    progress.then(() => this.note(id, 'progress'));
  }

  #add(session) {
    this.#lastCall += 1;
    const id = `call ${this.#lastCall}`;
    const call = { id, session, established: false };
    this.#calls.set(id, call);
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) {
        call.established = true;
        this.note(id, 'confirmed');
      }
      // A refusal tells its status by itself, before or after this.
      if (state === SessionState.Terminated && !call.refused)
        setTimeout(() => call.refused || this.note(id, call.established ? 'ended' : 'failed'));
    });
    session.delegate = {
      onInfo: (info) => {
        const tone = /^Signal= ?(.)/m.exec(info.request.body)?.[1];
        info.accept();
        this.note(id, 'newDTMF', { tone });
      },
      // SIP.js tells of no hold: the offer does.
      onInvite: ({ body }) =>
        this.note(id, /^a=(sendonly|inactive)/m.test(body) ? 'hold' : 'unhold'),
      onRefer: (referral) =>
        referral.accept().then(() => this.#invite(referral.makeInviter(this.#options))),
    };
    return id;
  }

  answer(id) {
    return this.#calls.get(id).session.accept(this.#options);
  }

  async reoffer(id, method) {
    const { session } = this.#calls.get(id);
    const hold = method === 'hold';
    session.sessionDescriptionHandlerOptionsReInvite = { hold };
    await session.invite({
      requestDelegate: {
        onAccept: () => {
          session.sessionDescriptionHandler.enableSenderTracks(!hold);
          this.note(id, 'done', { method });
        },
      },
    });
    return true;
  }

  invoke(id, method, ...args) {
    return this[`_${method}`](this.#calls.get(id).session, ...args);
  }

  _terminate(session, { status_code: statusCode } = {}) {
    if (session.state === SessionState.Established) return session.bye().then(() => {});
    if (session.state === SessionState.Terminated) return undefined;
    return session instanceof Inviter ? session.cancel() : session.reject({ statusCode });
  }

  _sendDTMF(session, tone, { transportType, duration }) {
    if (transportType !== 'INFO') {
      session.sessionDescriptionHandler.sendDtmf(tone, { duration });
      return undefined;
    }
    const body = {
      contentDisposition: 'render',
      contentType: 'application/dtmf-relay',
      content: `Signal=${tone}\r\nDuration=${duration}`,
    };
    return session.info({ requestOptions: { body } }).then(() => {});
  }

  async refer(id, target, replaced) {
    const to = this.#calls.get(replaced)?.session ?? UserAgent.makeURI(target);
    await this.#calls.get(id).session.refer(to, {
      onNotify: (notification) => {
        const [, status] = /SIP\/2\.0 (\d+)/.exec(notification.request.body) ?? [];
        notification.accept();
        if (status?.startsWith('2')) this.note(id, 'refer:accepted', { status });
      },
    });
  }

  listen(id) {
    const connection = this.#calls.get(id).session.sessionDescriptionHandler?.peerConnection;
    return connection ? listen(connection) : { level: 0 };
  }

  living() {
    return [...this.#calls.values()]
      .filter(({ session }) => session.state !== SessionState.Terminated)
      .map(({ id }) => id);
  }

  hangUpAll() {
    for (const id of this.living()) {
      const { session } = this.#calls.get(id);
      if (session.state !== SessionState.Terminating) this._terminate(session);
    }
  }

  // ---- MESSAGE

  async sendMessage(name, target, text) {
    const id = `message ${this.length()}`;
    await new Messager(this.#agent, UserAgent.makeURI(target), text).message({
      requestDelegate: {
        onAccept: () => this.note(id, 'succeeded'),
        onReject: ({ message }) => this.note(id, 'failed', { status: message.statusCode }),
      },
    });
    return id;
  }
}

window.phone = new SipJsPhone();
