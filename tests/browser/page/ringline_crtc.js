// Two phones of CRTC's in one page, Alice and Bob, and what can be seen of a call between them.
import CRTC from 'ringline/crtc';

import { selectedPort } from './selected_port.js';
import { listen } from './tone.js';

const sessionEvents = [
  'progress',
  'confirmed',
  'ended',
  'failed',
  'muted',
  'unmuted',
  'mode',
  'cameraChanged',
  'videoTrackState',
  'localMediastreamUpdate',
  'getusermediafailed',
  'getdisplaymediafailed',
  'peerconnection:iceConnectionState',
  'network-quality',
  'reconnecting',
  'reconnected',
];
const video = { width: 320, height: 240, frameRate: 15 };

/** One end: its session, what it told, and a screen for each picture that arrives. */
class End {
  log = [];

  follow(session) {
    this.session = session;
    for (const event of sessionEvents) {
      session.on(event, (payload) => this.log.push([event, payload]));
    }
    session.on('peerconnection', ({ peerconnection }) => this.#show(peerconnection));
    if (session.connection) this.#show(session.connection);
  }

  /** The picture that arrives, by its place among those that do. */
  picture(at = 0) {
    const receivers = this.session.connection
      .getTransceivers()
      .filter(
        ({ receiver, direction }) => receiver.track.kind === 'video' && direction !== 'stopped',
      );
    return new MediaStream([receivers[at].receiver.track]);
  }

  sections() {
    return this.session.connection
      .getTransceivers()
      .map(({ receiver, currentDirection }) => `${receiver.track.kind} ${currentDirection}`);
  }

  /** The track of the camera or the picture in its place. */
  sentTrack(kind) {
    const senders = this.session.connection.getSenders();
    return senders.find(({ track }) => track?.kind === kind)?.track;
  }

  told(event) {
    return this.log.filter(([name]) => name === event).map(([, payload]) => payload);
  }

  async expect(event, count = 1, patience = undefined) {
    await until(() => this.told(event).length >= count, `${event} of one end`, patience);
    return this.told(event)[count - 1];
  }

  #show(connection) {
    connection.addEventListener('track', ({ track }) => {
      // A track is decoded only for something that plays it.
      const screen = document.createElement('video');
      Object.assign(screen, { autoplay: true, muted: true, playsInline: true });
      screen.srcObject = new MediaStream([track]);
      document.body.append(screen);
    });
  }
}

async function until(fits, what, patience = 8000) {
  const end = performance.now() + patience;
  while (!(await fits())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function agent({ url, user, password, ...more }) {
  const ua = new CRTC.UA({
    sockets: new CRTC.WebSocketInterface(url),
    uri: user,
    password,
    secret_key: 'licence',
    ...more,
  });
  return new Promise((resolve, reject) => {
    ua.on('registered', () => resolve(ua));
    ua.on('registrationFailed', ({ cause }) => reject(new Error(cause)));
    ua.start();
  });
}

/** From here on this user agent's calls are answered, by `review` when they want video; gives the first one's end. */
function answering(ua, { media, review }) {
  const first = new End();
  let end = first;
  ua.on('newRTCSession', ({ session }) => {
    if (session.direction !== 'incoming') return;
    end.follow(session);
    end = new End();
    if (review) session.on('upgradeToVideo', review);
    session.answer({ mediaConstraints: media });
  });
  return first;
}

function calling(ua, target, { media }) {
  const end = new End();
  ua.once('newRTCSession', ({ session }) => end.follow(session));
  ua.call(target, { mediaConstraints: media });
  return end;
}

/** Alice calls Bob, who is asked by `review` when she wants video; the call stands. */
async function call({ caller, callee, media = { audio: true, video }, review }) {
  const [from, to] = await Promise.all([agent(caller), agent(callee)]);
  const bob = answering(to, { media, review });
  const alice = calling(from, callee.user, { media });
  await Promise.all([alice.expect('confirmed'), bob.expect('confirmed')]);
  const stop = () => {
    from.stop();
    to.stop();
  };
  return { from, to, alice, bob, stop };
}

/** What was told last of the quality of a call, by each who tells of it. */
function newestOf(ua, session) {
  const newest = {};
  const stats = new CRTC.getStats(session.connection);
  for (const [name, emitter] of Object.entries({
    ofAgent: ua,
    ofSession: session,
    ofStats: stats,
  })) {
    emitter.on('network-quality', (quality) => (newest[name] = quality));
  }
  return newest;
}

/** The local port of the pair that ICE chose. */
async function portOf(connection) {
  let port;
  await until(async () => (port = await selectedPort(connection)), 'a pair of candidates');
  return port;
}

async function packetsReceived(connection) {
  const stats = [...(await connection.getStats()).values()];
  const streams = stats.filter(({ type }) => type === 'inbound-rtp');
  return streams.reduce((sum, { packetsReceived }) => sum + packetsReceived, 0);
}

/** As when the system takes a device away: the browser ends its track, and tells of it. */
function take(track) {
  track.stop();
  track.dispatchEvent(new Event('ended'));
}

/** From here on both ends of a call look for each other where nobody is. */
function misdirect(session) {
  session.on('sdp', (event) => {
    const candidate = /^(a=candidate:(?:\S+ ){4})\S+/gm;
    event.sdp = event.sdp.replace(candidate, (_, start) => `${start}10.78.0.99`);
  });
}

const accountOf = ({ server, ...account }) => ({ url: server, ...account });

window.crtc = {
  ...{ CRTC, agent, accountOf, answering, calling, call, until, video },
  ...{ newestOf, portOf, packetsReceived, listen, misdirect, take },
};
