// A conference's sound: to each call goes its own microphone and what all the other calls say (mix-minus).
import { TrackBus } from './track_bus.js';

/** What a call has at this moment. */
export interface LegMedia {
  readonly peer: RTCPeerConnection | undefined;
  /** What comes from it; none while it is held. */
  readonly remote: readonly MediaStreamTrack[];
}

export class Mixer<Key> {
  /** What all of them say, without us. */
  readonly stream: MediaStream;

  readonly #context: AudioContext;
  readonly #all: MediaStreamAudioDestinationNode;
  readonly #legs = new Map<Key, Leg>();
  #isMuted = false;

  constructor(context: AudioContext) {
    this.#context = context;
    this.#all = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    this.stream = this.#all.stream;
  }

  /** Resolves when the call hears the others. Rejects when the browser refuses, and the call is as it was. */
  async add(key: Key, media: LegMedia): Promise<void> {
    const leg = new Leg(this.#context);
    for (const other of this.#legs.values()) {
      leg.hear(other);
      other.hear(leg);
    }
    leg.voice.connect(this.#all);
    leg.mute(this.#isMuted);
    this.#legs.set(key, leg);
    try {
      await leg.follow(media);
    } catch (error) {
      await this.remove(key);
      throw error;
    }
  }

  /** Puts its own microphone back. */
  async remove(key: Key): Promise<void> {
    const leg = this.#legs.get(key);
    if (!leg) return;
    this.#legs.delete(key);
    for (const other of this.#legs.values()) other.forget(leg);
    await leg.close();
  }

  /** Looks whether a call has other tracks or another peer connection by now. */
  follow(key: Key, media: LegMedia): void {
    // Refused in between, by a connection that is being closed or replaced: the next look sees what came of it.
    this.#legs
      .get(key)
      ?.follow(media)
      .catch(() => {});
  }

  /** Silences our microphones for all of them; they go on hearing each other. */
  mute(muted: boolean): void {
    this.#isMuted = muted;
    for (const leg of this.#legs.values()) leg.mute(muted);
  }

  /** After all were removed. */
  close(): void {
    for (const track of this.stream.getTracks()) track.stop();
  }

  /** The microphone that a call had by itself. */
  microphone(key: Key): MediaStreamTrack | undefined {
    return this.#legs.get(key)?.own;
  }
}

// One call: what comes from it (`voice`), its microphone, and the sum that goes to it.
class Leg {
  /** The track that it sent before we came. */
  own: MediaStreamTrack | undefined;

  readonly #context: AudioContext;
  readonly #microphone: TrackBus;
  readonly #remote: TrackBus;
  readonly #sum: GainNode;
  #out: MediaStreamAudioDestinationNode;
  #sender: RTCRtpSender | undefined;
  #isClosed = false;
  // One replacement of a track waits for that before it.
  #last: Promise<void> = Promise.resolve();

  constructor(context: AudioContext) {
    this.#context = context;
    this.#microphone = new TrackBus(context);
    this.#remote = new TrackBus(context);
    this.#sum = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit' });
    this.#microphone.output.connect(this.#sum);
    this.#out = this.#newOut();
  }

  get voice(): AudioNode {
    return this.#remote.output;
  }

  hear(other: Leg): void {
    other.voice.connect(this.#sum);
  }

  forget(other: Leg): void {
    other.voice.disconnect(this.#sum);
  }

  mute(muted: boolean): void {
    this.#microphone.output.gain.value = muted ? 0 : 1;
  }

  follow({ peer, remote }: LegMedia): Promise<void> {
    this.#remote.follow(remote);
    return this.#enqueue(() => this.#send(peer));
  }

  close(): Promise<void> {
    const closed = this.#enqueue(() => this.#restore());
    this.#isClosed = true;
    this.#remote.close();
    return closed.finally(() => {
      this.#microphone.close();
      this.#sum.disconnect();
      for (const track of this.#out.stream.getTracks()) track.stop();
    });
  }

  // Whatever else than our mix the call sends is its microphone: at first, and after it was switched.
  async #send(peer: RTCPeerConnection | undefined): Promise<void> {
    const sender = peer?.getSenders().find(({ track }) => track?.kind === 'audio');
    if (!sender?.track) return;
    // Who switches microphones may have stopped the track that was sent.
    if (this.#mix().readyState === 'ended') this.#out = this.#newOut();
    if (sender.track === this.#mix()) return;
    this.own = sender.track;
    this.#microphone.follow([sender.track]);
    this.#sender = sender;
    // Whatever silenced the microphone goes on silencing that alone.
    await sender.replaceTrack(this.#mix());
  }

  async #restore(): Promise<void> {
    if (this.#sender?.track !== this.#mix()) return;
    // A connection that was closed takes no track, and needs none.
    await this.#sender.replaceTrack(this.own ?? null).catch(() => {});
  }

  #mix(): MediaStreamTrack {
    return this.#out.stream.getAudioTracks()[0]!;
  }

  #newOut(): MediaStreamAudioDestinationNode {
    const out = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 });
    this.#sum.connect(out);
    return out;
  }

  #enqueue(deed: () => Promise<void>): Promise<void> {
    if (this.#isClosed) return this.#last;
    const done = this.#last.then(deed);
    this.#last = done.catch(() => {});
    return done;
  }
}
