// As much of a browser as a call needs, in Node: microphone, camera and a peer connection that agrees
// to everything, or fails where it is told to.
import { setImmediate as pause } from 'node:timers/promises';

export type Stage = 'media' | 'createOffer' | 'createAnswer' | 'setLocal' | 'setRemote';

/** Whether the last candidate never comes. */
export const gathering = { isEndless: false };

/** What fails, until it is emptied. */
export const failing = new Set<Stage>();

function mayFail(stage: Stage): void {
  if (!failing.has(stage)) return;
  const error = new Error(stage);
  error.name = stage === 'media' ? 'NotAllowedError' : 'OperationError';
  throw error;
}

class Track {
  enabled = true;
  readyState = 'live';
  constructor(readonly kind: string) {}
  stop(): void {
    this.readyState = 'ended';
  }
}

class Stream {
  constructor(readonly tracks: Track[]) {}
  getTracks = () => this.tracks;
  getAudioTracks = () => this.tracks.filter(({ kind }) => kind === 'audio');
  getVideoTracks = () => this.tracks.filter(({ kind }) => kind === 'video');
}

export function sdp(direction = 'sendrecv', kinds = ['audio', 'video']): string {
  const sections = kinds.map((kind, mid) =>
    [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF 96`,
      'c=IN IP4 0.0.0.0',
      'a=candidate:1 1 udp 1 192.0.2.1 9 typ host',
      'a=ice-ufrag:abcd',
      'a=ice-pwd:0123456789012345678901',
      'a=fingerprint:sha-256 00:11',
      'a=setup:actpass',
      `a=mid:${mid}`,
      `a=${direction}`,
      'a=rtpmap:96 codec/90000',
    ].join('\r\n'),
  );
  return ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', ...sections, ''].join('\r\n');
}

interface Description {
  type: string;
  sdp: string;
}

class Transceiver {
  direction = 'sendrecv';
  readonly sender;
  constructor(track: Track) {
    const dtmf = { toneBuffer: '', insertDTMF() {} };
    this.sender = { track, dtmf: track.kind === 'audio' ? dtmf : null };
  }
}

class PeerConnection extends EventTarget {
  iceGatheringState = 'new';
  iceConnectionState = 'new';
  signalingState = 'stable';
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  readonly transceivers: Transceiver[] = [];

  addTrack(track: Track): unknown {
    const transceiver = new Transceiver(track);
    this.transceivers.push(transceiver);
    return transceiver.sender;
  }
  getSenders = () => this.transceivers.map(({ sender }) => sender);
  getTransceivers = () => this.transceivers;
  getReceivers = () => [];

  async createOffer(): Promise<Description> {
    mayFail('createOffer');
    return { type: 'offer', sdp: this.#sdp() };
  }
  async createAnswer(): Promise<Description> {
    mayFail('createAnswer');
    return { type: 'answer', sdp: this.#sdp() };
  }
  async setLocalDescription(description: Description): Promise<void> {
    mayFail('setLocal');
    this.localDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
    if (this.iceGatheringState === 'new') void this.#gather();
  }
  async setRemoteDescription(description: Description): Promise<void> {
    mayFail('setRemote');
    this.remoteDescription = description;
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
  }
  close(): void {
    this.signalingState = 'closed';
  }

  #sdp(): string {
    const [first] = this.transceivers;
    return sdp(
      first?.direction,
      this.transceivers.map(({ sender }) => sender.track.kind),
    );
  }

  async #gather(): Promise<void> {
    this.iceGatheringState = 'gathering';
    await pause();
    this.#tell('icecandidate', {
      candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host',
      type: 'host',
    });
    await pause();
    if (gathering.isEndless) return;
    this.iceGatheringState = 'complete';
    this.#tell('icegatheringstatechange', null);
    this.#tell('icecandidate', null);
  }

  #tell(name: string, candidate: unknown): void {
    this.dispatchEvent(Object.assign(new Event(name), { candidate }));
  }
}

/** Puts all of it where both libraries look. */
export function install(): void {
  const getUserMedia = async (wish: { audio?: unknown; video?: unknown }) => {
    mayFail('media');
    const kinds = (['audio', 'video'] as const).filter((kind) => wish[kind]);
    return new Stream(kinds.map((kind) => new Track(kind)));
  };
  const globals = {
    window: globalThis,
    RTCPeerConnection: PeerConnection,
    RTCSessionDescription: class {
      constructor(init: Description) {
        Object.assign(this, init);
      }
    },
    navigator: { mediaDevices: { getUserMedia } },
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
}
