// What one call sends: the microphone, the camera, a picture that is shared; and which sender carries it. Devices change,
// pictures come and go; the peer connection may be replaced under it.
import { type Kind, anyDevice, capture, sameDevice } from './user_media.js';

/** The video that an upgrade shall bring. */
export interface VideoWish {
  /** For the camera; nothing and no stream: only theirs is received. */
  constraints?: MediaTrackConstraints | boolean | undefined;
  /** Used as it is, and never stopped by us. */
  stream?: MediaStream | undefined;
  direction?: 'sendrecv' | 'sendonly' | 'recvonly' | undefined;
  /** For an upgrade of theirs. */
  isAnswer?: boolean | undefined;
}

interface Share {
  readonly stream: MediaStream;
  readonly transceiver: RTCRtpTransceiver;
  /** What the transceiver did before; nothing when it was made for this. */
  readonly before: RTCRtpTransceiverDirection | undefined;
}

export class SentMedia {
  /** The microphone and the camera, as the application sees them: the same stream for a whole call. */
  stream: MediaStream | undefined;
  readonly muted = { audio: false, video: false };

  readonly #onStream: (stream: MediaStream) => void;
  #pc: RTCPeerConnection | undefined;
  #held = false;
  #isClosed = false;
  // Taken by us, so given back by us.
  readonly #owned = new Set<MediaStreamTrack>();
  #share: Share | undefined;
  #video: { track: MediaStreamTrack | undefined; wish: VideoWish } | undefined;
  // Changes wait for those before them.
  #last: Promise<unknown> = Promise.resolve();

  constructor(onStream: (stream: MediaStream) => void) {
    this.#onStream = onStream;
  }

  /** Sends `stream`, or what was sent before, by this peer connection. */
  begin(pc: RTCPeerConnection, stream: MediaStream | undefined, isOwned: boolean): void {
    this.#pc = pc;
    if (!stream) return;
    const isNew = stream !== this.stream;
    this.stream = stream;
    if (isOwned) for (const track of stream.getTracks()) this.#owned.add(track);
    // Sound first, whatever the stream says: to Firefox the order is that in which the tracks came, and a peer that
    // takes one section alone takes the first.
    const tracks = stream.getTracks().sort((a, b) => (a.kind < b.kind ? -1 : 1));
    for (const track of tracks) pc.addTrack(track, stream);
    // A track the application disabled itself stays as it is, unless something of ours says more.
    if (this.#held || this.muted.audio || this.muted.video) this.#silence();
    if (isNew) this.#onStream(stream);
  }

  setHeld(held: boolean): void {
    this.#held = held;
    this.#silence();
  }

  setMuted(kinds: { audio?: boolean; video?: boolean }): void {
    Object.assign(this.muted, kinds);
    this.#silence();
  }

  /**
   * Another microphone or camera in place of the one there is. When it cannot be had the one before is taken again, and
   * the promise rejected with what getUserMedia said.
   */
  switchDevice(kind: Kind, constraints: MediaTrackConstraints): Promise<MediaStreamTrack> {
    return this.#inTurn(async () => {
      const old = this.#track(kind);
      if (!this.stream || !old) throw invalidState(`the call sends no ${kind}`);
      const again = { ...anyDevice(old), ...sameDevice(old.getSettings()) };
      // A phone opens one camera at a time. A microphone is heard until the next one is.
      const isGivenUp = kind === 'video' && this.#owned.has(old);
      if (isGivenUp) old.stop();
      try {
        const track = await this.#capture(kind, constraints);
        await this.#replace(old, track);
        return track;
      } catch (error) {
        if (isGivenUp && !this.#isClosed) await this.#takeBack(old, again);
        throw error;
      }
    });
  }

  /** Whether we have opened its device, so that it is ours to open again. */
  owns(track: MediaStreamTrack): boolean {
    return this.#owned.has(track);
  }

  /** Takes the camera for an upgrade that setMode('video') makes. */
  prepareVideo(wish: VideoWish): Promise<void> {
    return this.#inTurn(async () => {
      this.#dropPrepared();
      const { constraints = !wish.stream, stream, direction } = wish;
      let [track] = stream?.getVideoTracks() ?? [];
      if (!track && direction !== 'recvonly' && constraints) {
        track = await this.#capture('video', constraints);
        this.#owned.add(track);
      }
      this.#video = { track, wish };
    });
  }

  /** Nothing came of that upgrade. */
  giveBackVideo(wish: VideoWish): void {
    if (this.#video?.wish === wish) this.#dropPrepared();
  }

  /** Our answer stands, or is wanted no more: what was taken for it and has no place in it is given back. */
  endAnswer(): void {
    if (this.#video?.wish.isAnswer) this.#dropPrepared();
  }

  /** What the next description shall have. */
  async setMode(mode: 'audio' | 'video'): Promise<void> {
    if (mode === 'audio') return this.#giveUpVideo();
    const pc = this.#pc;
    const { track, wish } = this.#video ?? { track: undefined, wish: {} };
    this.#video = undefined;
    if (!pc) return;
    const transceiver = this.#transceiver('video');
    const direction = track ? (wish.direction ?? 'sendrecv') : 'recvonly';
    if (!track) {
      // Theirs is all that is wanted; what we send already goes on.
      if (!transceiver) pc.addTransceiver('video', { direction });
      else if (transceiver.direction === 'inactive') transceiver.direction = direction;
      return;
    }
    const isNew = !this.stream;
    const stream = (this.stream ??= new MediaStream());
    for (const old of stream.getVideoTracks()) this.#giveBack(old);
    stream.addTrack(track);
    if (transceiver) {
      await transceiver.sender.replaceTrack(track);
      transceiver.sender.setStreams?.(stream);
      transceiver.direction = direction;
    } else pc.addTransceiver(track, { direction, streams: [stream] });
    this.#silence();
    if (isNew) this.#onStream(stream);
  }

  /**
   * Sends the picture of `stream` in place of the camera, or beside it. True when that takes a new offer. A picture
   * that was shared before makes way.
   */
  share(stream: MediaStream, beside: boolean): Promise<boolean> {
    return this.#inTurn(async () => {
      const pc = this.#pc;
      const [track] = stream.getVideoTracks();
      if (!pc || this.#isClosed) throw invalidState('the call has no media');
      if (!track) throw new TypeError('the stream has no picture');
      const wasShared = this.#share !== undefined && (await this.#endShare());
      const camera = beside ? undefined : this.#transceiver('video');
      if (!camera) {
        const transceiver = pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
        this.#share = { stream, transceiver, before: undefined };
        this.#silence();
        return true;
      }
      await camera.sender.replaceTrack(track);
      const before = camera.direction;
      this.#share = { stream, transceiver: camera, before };
      this.#silence();
      if (before === 'recvonly') camera.direction = 'sendrecv';
      else if (before === 'inactive') camera.direction = 'sendonly';
      return wasShared || camera.direction !== before;
    });
  }

  /** The camera again, or nothing. True when that takes a new offer. */
  unshare(): Promise<boolean> {
    return this.#inTurn(() => this.#endShare());
  }

  /** Whether a picture is shared that they have not refused: by port zero, or as browsers do, by `inactive`. */
  get isSharing(): boolean {
    const { direction, currentDirection } = this.#share?.transceiver ?? {};
    return !!direction && direction !== 'stopped' && currentDirection !== 'inactive';
  }

  close(): void {
    this.#isClosed = true;
    this.#share = undefined;
    this.#dropPrepared();
    for (const track of this.#owned) track.stop();
    this.#owned.clear();
  }

  async #endShare(): Promise<boolean> {
    const share = this.#share;
    this.#share = undefined;
    if (!share || this.#isClosed) return false;
    const { transceiver, before } = share;
    if (before === undefined) {
      transceiver.stop();
      return true;
    }
    await transceiver.sender.replaceTrack(this.#track('video') ?? null);
    this.#silence();
    const isChanged = transceiver.direction !== before;
    // Held meanwhile: what holding has made of it is what was before.
    if (before === 'recvonly' || before === 'inactive') transceiver.direction = before;
    return isChanged && transceiver.direction === before;
  }

  #giveUpVideo(): void {
    this.#dropPrepared();
    this.#share = undefined;
    for (const transceiver of this.#pc?.getTransceivers() ?? []) {
      if (kindOf(transceiver) === 'video' && transceiver.direction !== 'stopped')
        transceiver.stop();
    }
    for (const track of this.stream?.getVideoTracks() ?? []) this.#giveBack(track);
  }

  async #capture(kind: Kind, constraints: MediaTrackConstraints | boolean) {
    const track = await capture(kind, constraints);
    if (!this.#isClosed) return track;
    track.stop();
    throw invalidState('the call is over');
  }

  async #replace(old: MediaStreamTrack, track: MediaStreamTrack): Promise<void> {
    const kind = old.kind as Kind;
    const sender = this.#transceiver(kind)?.sender;
    const isCovered = this.#share?.transceiver.sender === sender;
    try {
      if (!isCovered) await sender?.replaceTrack(track);
    } catch (error) {
      track.stop();
      throw error;
    }
    this.#giveBack(old);
    this.#owned.add(track);
    this.stream?.addTrack(track);
    this.#silence();
  }

  async #takeBack(old: MediaStreamTrack, constraints: MediaTrackConstraints) {
    try {
      await this.#replace(old, await this.#capture(old.kind as Kind, constraints));
    } catch {
      // Neither is to be had: what is told is why the new one was not.
    }
  }

  #giveBack(track: MediaStreamTrack): void {
    this.stream?.removeTrack(track);
    if (this.#owned.delete(track)) track.stop();
  }

  #dropPrepared(): void {
    const track = this.#video?.track;
    this.#video = undefined;
    if (track && this.#owned.delete(track)) track.stop();
  }

  #track(kind: Kind): MediaStreamTrack | undefined {
    return this.stream?.getTracks().find((track) => track.kind === kind);
  }

  // The one of that kind that is not a shared picture's own.
  #transceiver(kind: Kind): RTCRtpTransceiver | undefined {
    const share = this.#share?.before === undefined ? this.#share?.transceiver : undefined;
    const all = (this.#pc?.getTransceivers() ?? []).filter(
      (it) => it !== share && it.direction !== 'stopped' && kindOf(it) === kind,
    );
    return all.find(({ sender }) => sender.track) ?? all[0];
  }

  // Muted are the microphone and the camera, and what is shared; what an application sends in their place (a mix of
  // others) is not ours to mute. On hold nobody is heard.
  #silence(): void {
    const own = new Set(this.stream?.getTracks());
    for (const track of this.#share?.stream.getTracks() ?? []) own.add(track);
    for (const track of own) track.enabled = !(this.#held || this.muted[track.kind as Kind]);
    for (const { track } of this.#pc?.getSenders() ?? []) {
      if (track && !own.has(track)) track.enabled = !this.#held;
    }
  }

  #inTurn<T>(deed: () => Promise<T>): Promise<T> {
    const done = this.#last.then(deed);
    this.#last = done.catch(() => {});
    return done;
  }
}

function kindOf({ receiver, sender }: RTCRtpTransceiver): string | undefined {
  return (receiver?.track ?? sender.track)?.kind;
}

function invalidState(message: string): DOMException {
  return new DOMException(message, 'InvalidStateError');
}
