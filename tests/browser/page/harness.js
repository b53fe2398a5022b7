// One way to drive a phone from a test, whichever library is behind it. Everything that happens
// lands in one log; tests wait for entries of it and read what an entry says, so nothing here
// decides anything.

import { listen, toneStream } from './tone.js';
import { sent } from './wire_clock.js';

const sessionEvents = [
  'peerconnection',
  'connecting',
  'sending',
  'progress',
  'accepted',
  'confirmed',
  'ended',
  'failed',
  'newDTMF',
  'newInfo',
  'hold',
  'unhold',
  'muted',
  'unmuted',
  'reinvite',
  'update',
  'refer',
  'replaces',
  'sdp',
  'icecandidate',
  'getusermediafailed',
  'peerconnection:createofferfailed',
  'peerconnection:createanswerfailed',
  'peerconnection:setlocaldescriptionfailed',
  'peerconnection:setremotedescriptionfailed',
];

// No listener for registrationExpiring: having one stops the automatic refresh.
const uaEvents = [
  'connecting',
  'connected',
  'disconnected',
  'registered',
  'unregistered',
  'registrationFailed',
];

/** Puts `window.phone` in place for a library with JsSIP's interface. */
export function install(JsSIP) {
  window.phone = new Phone(JsSIP);
}

class Phone {
  #library;
  #agents = new Map();
  #calls = new Map();
  #messages = new Map();
  #lastCall = 0;
  #lastMessage = 0;
  #waiters = new Set();
  #autoAnswer = false;
  #transfers;
  #microphone;
  log = [];

  constructor(library) {
    this.#library = library;
    window.addEventListener('error', ({ message }) => this.#note('page', 'error', { message }));
    window.addEventListener('unhandledrejection', ({ reason }) =>
      this.#note('page', 'error', { message: String(reason?.stack ?? reason) }),
    );
  }

  // ---- the log ----

  length() {
    return this.log.length;
  }

  entries(from = 0) {
    return this.log.slice(from);
  }

  /**
   * Resolves with the first entry at or after `from` of that scope and event; undefined when none
   * came in `ms`.
   */
  wait(scope, event, from, ms) {
    const fits = (entry) => entry.index >= from && entry.scope === scope && entry.event === event;
    const found = this.log.find(fits);
    if (found) return found;
    return new Promise((resolve) => {
      const finish = (entry) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        resolve(entry);
      };
      const timer = setTimeout(finish, ms);
      const waiter = (entry) => fits(entry) && finish(entry);
      this.#waiters.add(waiter);
    });
  }

  #note(scope, event, summary) {
    const entry = { index: this.log.length, at: performance.now(), scope, event, ...summary };
    this.log.push(entry);
    for (const waiter of [...this.#waiters]) waiter(entry);
  }

  // ---- the user agent ----

  /**
   * `agent` names it: a page may run several. `config` is JsSIP's, with `url` in place of
   * `sockets`.
   */
  start(agent, { url, ...config }) {
    const socket = new this.#library.WebSocketInterface(url);
    const ua = new this.#library.UA({ sockets: [socket], ...config });
    this.#agents.set(agent, ua);
    for (const event of uaEvents) {
      ua.on(event, (payload) => this.#note(agent, event, uaSummary(payload)));
    }
    ua.on('newRTCSession', (payload) => this.#newSession(agent, payload));
    ua.on('newMessage', (payload) => this.#newMessage(agent, 'newMessage', payload));
    ua.on('newOptions', (payload) => this.#newMessage(agent, 'newOptions', payload));
    ua.start();
  }

  stop(agent) {
    this.#agents.get(agent).stop();
    this.#agents.delete(agent);
  }

  stopAllBut(kept) {
    for (const agent of [...this.#agents.keys()]) if (agent !== kept) this.stop(agent);
  }

  unregister(agent) {
    this.#agents.get(agent).unregister();
  }

  register(agent) {
    this.#agents.get(agent).register();
  }

  isRegistered(agent) {
    return this.#agents.get(agent).isRegistered();
  }

  // ---- calls ----

  call(agent, target, options = {}) {
    const id = this.#nextCall();
    const eventHandlers = this.#handlers(id);
    const call = { id, calledAt: performance.now(), firstSend: sent.length };
    this.#calls.set(id, call);
    call.session = this.#agents.get(agent).call(target, {
      ...this.#withMicrophone(options),
      eventHandlers,
    });
    return id;
  }

  answer(id, options) {
    this.#calls.get(id).session.answer(this.#withMicrophone(options));
  }

  /** `tone` in the options of a call is the frequency that sounds in place of the microphone. */
  #withMicrophone({ tone, ...options }) {
    if (tone === undefined) return options;
    this.#microphone ??= toneStream(tone);
    // A copy: holding one call must not silence another.
    return { ...options, mediaStream: this.#microphone.clone() };
  }

  /** Sends REFER, to `target` or to the other end of the call `replaced`. */
  refer(id, target, replaced) {
    const eventHandlers = {};
    for (const event of ['requestSucceeded', 'requestFailed', 'trying', 'accepted', 'failed']) {
      eventHandlers[event] = (payload) =>
        this.#note(id, `refer:${event}`, { status: payload?.status_line?.status_code });
    }
    const replaces = this.#calls.get(replaced)?.session;
    this.#calls.get(id).session.refer(target, { eventHandlers, ...(replaces ? { replaces } : {}) });
  }

  /** From here on REFER and Replaces are obeyed; `options` are those of the calls that follow. */
  followTransfers(options) {
    this.#transfers = options;
  }

  /** What the call sounds like at this moment: {frequency, level}. */
  listen(id) {
    return listen(this.#calls.get(id).session.connection);
  }

  /**
   * hold, unhold and renegotiate: what they return, and a "done" entry in the log when the callback
   * comes.
   */
  reoffer(id, method, options = {}) {
    return this.#calls.get(id).session[method](options, () => this.#note(id, 'done', { method }));
  }

  /** Any other method of the session; its result is dropped, as most cannot leave the page. */
  invoke(id, method, ...args) {
    this.#calls.get(id).session[method](...args);
  }

  state(id) {
    const { session } = this.#calls.get(id);
    return {
      established: session.isEstablished(),
      ended: session.isEnded(),
      direction: session.direction,
      onHold: session.isOnHold(),
      muted: session.isMuted(),
      remoteUser: session.remote_identity.uri.user,
    };
  }

  /** Calls that have not ended. */
  living() {
    return [...this.#calls.values()]
      .filter(({ session }) => session && !session.isEnded())
      .map(({ id }) => id);
  }

  hangUpAll() {
    for (const id of this.living()) this.#calls.get(id).session.terminate();
  }

  autoAnswer(options) {
    this.#autoAnswer = options;
  }

  /** Milliseconds from call() to the first INVITE on the wire and to `confirmed`. */
  timing(id) {
    const { calledAt, firstSend } = this.#calls.get(id);
    const invite = sent.slice(firstSend).find(([, line]) => line.startsWith('INVITE '));
    const confirmed = this.log.find(({ scope, event }) => scope === id && event === 'confirmed');
    return {
      invite: invite && invite[0] - calledAt,
      confirmed: confirmed && confirmed.at - calledAt,
    };
  }

  /** From here on tones that leave by RFC 4733 are logged as the browser plays them. */
  watchTones(id) {
    for (const sender of this.#calls.get(id).session.connection.getSenders()) {
      sender.dtmf?.addEventListener('tonechange', ({ tone }) =>
        this.#note(id, 'tonechange', { tone }),
      );
    }
  }

  async stats(id) {
    const { session, drawn } = this.#calls.get(id);
    return statsSummary(await session.connection.getStats(), drawn);
  }

  directions(id) {
    return this.#calls
      .get(id)
      .session.connection.getTransceivers()
      .map((t) => t.currentDirection);
  }

  /** Whether each track that we send is enabled, by kind. */
  enabled(id) {
    const senders = this.#calls.get(id).session.connection.getSenders();
    return Object.fromEntries(senders.map(({ track }) => [track.kind, track.enabled]));
  }

  #handlers(id) {
    return Object.fromEntries(
      sessionEvents.map((event) => [event, (payload) => this.#sessionEvent(id, event, payload)]),
    );
  }

  #nextCall() {
    this.#lastCall += 1;
    return `call ${this.#lastCall}`;
  }

  #newSession(agent, payload) {
    const { session, originator } = payload;
    let id;
    if (originator === 'remote') {
      id = this.#nextCall();
      this.#calls.set(id, { id, session });
      for (const event of sessionEvents) {
        session.on(event, (payload) => this.#sessionEvent(id, event, payload));
      }
    } else {
      // The call() that makes it has not returned yet; it is the last one begun.
      id = `call ${this.#lastCall}`;
      this.#calls.get(id).session = session;
    }
    this.#note(id, 'newRTCSession', sessionSummary(payload));
    this.#note(agent, 'newRTCSession', { call: id, originator });
    if (originator === 'remote' && this.#autoAnswer) session.answer(this.#autoAnswer);
  }

  #sessionEvent(id, event, payload) {
    if (event === 'peerconnection') this.#show(id, payload.peerconnection);
    if (event === 'ended' || event === 'failed') this.#calls.get(id)?.screen?.remove();
    this.#note(id, event, sessionSummary(payload));
    if (event === 'refer' && this.#transfers) this.#follow(payload);
    if (event === 'replaces' && this.#transfers) payload.accept();
  }

  #follow({ accept }) {
    const id = this.#nextCall();
    const call = { id, calledAt: performance.now(), firstSend: sent.length };
    this.#calls.set(id, call);
    const wire = (session) => {
      call.session = session;
      for (const [event, handler] of Object.entries(this.#handlers(id))) session.on(event, handler);
    };
    accept(wire, this.#withMicrophone(this.#transfers));
  }

  #show(id, connection) {
    const call = this.#calls.get(id);
    const screen = document.createElement('video');
    screen.autoplay = true;
    screen.playsInline = true;
    document.body.append(screen);
    call.screen = screen;
    call.drawn = 0;
    const count = () => {
      ++call.drawn;
      screen.requestVideoFrameCallback(count);
    };
    screen.requestVideoFrameCallback(count);
    connection.addEventListener('track', ({ track, streams }) => {
      screen.srcObject = streams[0] ?? new MediaStream([track]);
    });
  }

  // ---- MESSAGE and OPTIONS ----

  sendMessage(agent, target, body, options = {}) {
    return this.#send(agent, 'sendMessage', target, body, options);
  }

  sendOptions(agent, target, body, options = {}) {
    return this.#send(agent, 'sendOptions', target, body, options);
  }

  #send(agent, method, target, body, options) {
    this.#lastMessage += 1;
    const id = `message ${this.#lastMessage}`;
    const eventHandlers = {
      succeeded: (payload) => this.#note(id, 'succeeded', sessionSummary(payload)),
      failed: (payload) => this.#note(id, 'failed', sessionSummary(payload)),
    };
    this.#messages.set(
      id,
      this.#agents.get(agent)[method](target, body, { ...options, eventHandlers }),
    );
    return id;
  }

  #newMessage(agent, event, payload) {
    const { originator, message, request } = payload;
    this.#note(agent, event, {
      keys: Object.keys(payload),
      originator,
      direction: message.direction,
      body: request.body,
      contentType: request.getHeader('Content-Type'),
      from: message.remote_identity.uri.user,
    });
  }
}

// ---- what of a payload can leave the page ----

function uaSummary(payload) {
  return {
    keys: Object.keys(payload ?? {}),
    cause: payload?.cause,
    status: payload?.response?.status_code,
    error: payload?.error,
    attempts: payload?.attempts,
  };
}

function sessionSummary(payload = {}) {
  const { dtmf, info, response, message, ack, request } = payload;
  return clean({
    keys: Object.keys(payload),
    originator: payload.originator,
    cause: payload.cause,
    audio: payload.audio,
    video: payload.video,
    type: payload.type,
    directions: typeof payload.sdp === 'string' ? sdpDirections(payload.sdp) : undefined,
    status: response?.status_code ?? message?.status_code,
    method: (ack ?? message ?? request)?.method,
    tone: dtmf?.tone,
    duration: dtmf?.duration,
    contentType: info?.contentType,
    body: info?.body,
  });
}

function sdpDirections(sdp) {
  // The session's own, which Firefox writes, is before the first section.
  const sections = sdp.split(/^(?=m=)/m).slice(1);
  return sections.map(
    (section) => /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(section)?.[1] ?? 'sendrecv',
  );
}

function statsSummary(report, drawn = 0) {
  const none = () => ({ sent: 0, received: 0 });
  const summary = { audio: { ...none(), energy: 0 }, video: { ...none(), decoded: 0, drawn } };
  for (const stat of report.values()) {
    const kind = summary[stat.kind];
    if (stat.type === 'outbound-rtp') kind.sent += stat.bytesSent;
    if (stat.type === 'inbound-rtp') {
      kind.received += stat.bytesReceived;
      if (stat.kind === 'audio') kind.energy += stat.totalAudioEnergy;
      if (stat.kind === 'video') kind.decoded += stat.framesDecoded ?? 0;
    }
  }
  return summary;
}

function clean(object) {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
