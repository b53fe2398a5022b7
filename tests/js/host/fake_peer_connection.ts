// An RTCPeerConnection without a browser: it keeps the rules of the signalling state, writes plain
// descriptions, and gathers when the test says so.

type Kind = 'audio' | 'video';

export class FakeTrack {
  enabled = true;
  stopped = false;
  constructor(readonly kind: Kind) {}
  stop(): void {
    this.stopped = true;
  }
}

export class FakeStream {
  constructor(readonly tracks: FakeTrack[] = [new FakeTrack('audio'), new FakeTrack('video')]) {}
  getTracks(): FakeTrack[] {
    return this.tracks;
  }
}

class FakeDtmf {
  toneBuffer = '';
  inserted: [string, number, number][] = [];
  insertDTMF(tones: string, duration: number, gap: number): void {
    this.toneBuffer = tones;
    this.inserted.push([tones, duration, gap]);
  }
}

export class FakeTransceiver {
  direction: RTCRtpTransceiverDirection = 'sendrecv';
  sender: { track: FakeTrack; dtmf: FakeDtmf | null };
  constructor(track: FakeTrack) {
    this.sender = { track, dtmf: track.kind === 'audio' ? new FakeDtmf() : null };
  }
}

const kAfterRemote: { [type in RTCSdpType]: RTCSignalingState } = {
  offer: 'have-remote-offer',
  pranswer: 'have-remote-pranswer',
  answer: 'stable',
  rollback: 'stable',
};

export class FakePeerConnection extends EventTarget {
  signalingState: RTCSignalingState = 'stable';
  iceGatheringState: RTCIceGatheringState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  transceivers: FakeTransceiver[] = [];
  /** Every operation in the order it began and ended. */
  calls: string[] = [];
  /** The operations that shall fail. */
  failing = new Map<string, Error>();
  /** What createOffer was given, each time. */
  readonly offered: (RTCOfferOptions | undefined)[] = [];
  generation = 0;

  constructor(
    readonly config: RTCConfiguration = {},
    readonly constraints?: unknown,
  ) {
    super();
  }

  getConfiguration(): RTCConfiguration {
    return this.config;
  }
  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }
  getSenders(): FakeTransceiver['sender'][] {
    return this.transceivers.map(({ sender }) => sender);
  }
  addTrack(track: FakeTrack): void {
    this.transceivers.push(new FakeTransceiver(track));
  }
  createOffer(options?: RTCOfferOptions): Promise<RTCSessionDescriptionInit> {
    this.offered.push(options);
    if (options?.iceRestart) ++this.generation;
    return this.#do('createOffer', () => ({ type: 'offer', sdp: this.#sdp() }));
  }
  createAnswer(): Promise<RTCSessionDescriptionInit> {
    return this.#do('createAnswer', () => {
      if (this.signalingState !== 'have-remote-offer') throw new Error('no offer to answer');
      return { type: 'answer', sdp: this.#sdp() };
    });
  }
  setLocalDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    return this.#do(`setLocalDescription ${type}`, () => {
      if (type === 'rollback') {
        this.signalingState = 'stable';
        return;
      }
      this.localDescription = { type, sdp };
      this.signalingState = type === 'offer' ? 'have-local-offer' : 'stable';
    });
  }
  setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    return this.#do(`setRemoteDescription ${type}`, () => {
      if (/answer/.test(type) && !/local-offer|pranswer/.test(this.signalingState))
        throw new Error('no offer of ours to be answered');
      this.remoteDescription = { type, sdp };
      this.signalingState = kAfterRemote[type];
    });
  }
  close(): void {
    this.calls.push('close');
    this.signalingState = 'closed';
  }

  /** A candidate arrives; with null, the end of gathering. */
  gather(candidate: Partial<RTCIceCandidate> | null): void {
    if (candidate) this.localDescription!.sdp += `a=${candidate.candidate}\r\n`;
    else this.iceGatheringState = 'complete';
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
    if (!candidate) this.dispatchEvent(new Event('icegatheringstatechange'));
  }
  connect(state: RTCIceConnectionState): void {
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
  }

  #sdp(): string {
    const media = this.transceivers.map(
      ({ direction, sender }) => `m=${sender.track.kind} 9 RTP/AVP 0\r\na=${direction}\r\n`,
    );
    return `v=0\r\na=ice-ufrag:${this.generation}\r\n${media.join('')}`;
  }

  async #do<T>(name: string, deed: () => T): Promise<T> {
    this.calls.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    const error = this.failing.get(name);
    if (error) throw error;
    const result = deed();
    this.calls.push(`${name} done`);
    return result;
  }
}
