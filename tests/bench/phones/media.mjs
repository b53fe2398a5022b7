// Media that costs nothing, the same for every library: a peer connection that gathers one candidate and
// is connected when both descriptions are there, streams of one silent track.

const kDescription = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 54400 UDP/TLS/RTP/SAVPF 111 126',
  'c=IN IP4 192.0.2.7',
  'a=candidate:1467250027 1 udp 2122260223 192.0.2.7 54400 typ host generation 0',
  'a=ice-ufrag:aYwA',
  'a=ice-pwd:QGqzHmVZmVbkPZ8sMZ0KcRsz',
  'a=fingerprint:sha-256 5A:2B:11:9F:71:0C:93:4E:AB:38:6D:C1:5F:04:E2:77:90:BC:1D:68:33:FA:59:86:0E:D7:42:AD:18:C5:7B:94',
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:126 telephone-event/8000',
];

export const offer = kDescription.join('\r\n') + '\r\n';
export const answer = offer.replace('actpass', 'active');

const candidate = {
  type: 'host',
  candidate: 'candidate:1467250027 1 udp 2122260223 192.0.2.7 54400 typ host generation 0',
  sdpMid: '0',
  sdpMLineIndex: 0,
};

// The platform's EventTarget is slower in Node than in any browser: it would be measured instead of us.
class Target {
  #listeners = new Map();
  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
  }
  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }
  dispatchEvent(event) {
    this[`on${event.type}`]?.(event);
    for (const listener of [...(this.#listeners.get(event.type) ?? [])]) listener(event);
  }
}

class Track extends Target {
  kind = 'audio';
  enabled = true;
  readyState = 'live';
  id = 'track';
  stop() {
    this.readyState = 'ended';
  }
}

class Stream extends Target {
  #tracks = [];
  static silent() {
    const stream = new Stream();
    stream.addTrack(new Track());
    return stream;
  }
  getTracks() {
    return [...this.#tracks];
  }
  getAudioTracks() {
    return this.getTracks();
  }
  getVideoTracks() {
    return [];
  }
  getTrackById(id) {
    return this.#tracks.find((track) => track.id === id) ?? null;
  }
  addTrack(track) {
    this.#tracks.push(track);
  }
  removeTrack(track) {
    this.#tracks = this.#tracks.filter((other) => other !== track);
  }
}

class PeerConnection extends Target {
  signalingState = 'stable';
  iceGatheringState = 'new';
  iceConnectionState = 'new';
  connectionState = 'new';
  localDescription = null;
  remoteDescription = null;
  #senders = [];
  #transceivers = [];

  addTrack(track) {
    const sender = { track, dtmf: null, replaceTrack: async () => {} };
    this.#senders.push(sender);
    this.#transceivers.push({ sender, direction: 'sendrecv', currentDirection: null, mid: '0' });
    return sender;
  }
  getSenders() {
    return this.#senders;
  }
  getReceivers() {
    return [];
  }
  getTransceivers() {
    return this.#transceivers;
  }
  async createOffer() {
    return { type: 'offer', sdp: offer };
  }
  async createAnswer() {
    return { type: 'answer', sdp: answer };
  }
  async setLocalDescription({ type, sdp }) {
    this.localDescription = { type, sdp };
    this.#described(type === 'offer' ? 'have-local-offer' : 'stable');
    if (this.iceGatheringState !== 'new') return;
    this.iceGatheringState = 'gathering';
    setImmediate(() => {
      this.dispatchEvent({ type: 'icecandidate', candidate });
      this.iceGatheringState = 'complete';
      this.dispatchEvent({ type: 'icegatheringstatechange' });
      this.dispatchEvent({ type: 'icecandidate', candidate: null });
    });
  }
  async setRemoteDescription({ type, sdp }) {
    this.remoteDescription = { type, sdp };
    this.#described(type === 'offer' ? 'have-remote-offer' : 'stable');
  }
  close() {
    this.signalingState = 'closed';
  }

  #described(state) {
    this.signalingState = state;
    if (state !== 'stable') return;
    setImmediate(() => {
      if (this.signalingState === 'closed') return;
      this.iceConnectionState = this.connectionState = 'connected';
      this.dispatchEvent({ type: 'iceconnectionstatechange' });
      this.dispatchEvent({ type: 'connectionstatechange' });
    });
  }
}

/** JsSIP looks for WebRTC in `window`. */
export function installMedia() {
  globalThis.window ??= globalThis;
  globalThis.RTCPeerConnection = PeerConnection;
  globalThis.RTCSessionDescription = class {
    constructor({ type, sdp }) {
      Object.assign(this, { type, sdp });
    }
  };
  globalThis.MediaStream = Stream;
  globalThis.MediaStreamTrackEvent = class {
    constructor(type) {
      this.type = type;
    }
  };
}

export const silence = () => Stream.silent();
