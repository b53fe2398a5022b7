// What is recorded of a call as one stream: our side and theirs, mixed or in a channel each.
import { TrackBus } from './track_bus.js';

/** The tracks of both sides at this moment. */
export interface Sides {
  readonly local: readonly MediaStreamTrack[];
  readonly remote: readonly MediaStreamTrack[];
}

export class TwoSides {
  /** 1, or 2 when ours is left and theirs right. */
  readonly channels: number;
  /** The last node, for who takes samples. */
  readonly output: GainNode;
  /** The same as a track, for who takes tracks. */
  readonly track: MediaStreamTrack;

  readonly #local: TrackBus;
  readonly #remote: TrackBus;

  constructor(
    readonly context: AudioContext,
    isSeparate: boolean,
  ) {
    this.channels = isSeparate ? 2 : 1;
    this.#local = new TrackBus(context);
    this.#remote = new TrackBus(context);
    const shape = { channelCount: this.channels, channelCountMode: 'explicit' } as const;
    this.output = new GainNode(context, shape);
    const sides = [this.#local.output, this.#remote.output];
    if (isSeparate) {
      const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
      sides.forEach((side, channel) => side.connect(merger, 0, channel));
      merger.connect(this.output);
    } else {
      for (const side of sides) side.connect(this.output);
    }
    const end = new MediaStreamAudioDestinationNode(context, { channelCount: this.channels });
    this.output.connect(end);
    this.track = end.stream.getAudioTracks()[0]!;
  }

  follow({ local, remote }: Sides): void {
    this.#local.follow(local);
    this.#remote.follow(remote);
  }

  /** Silence at the source: nothing of it is on its way to a file either. */
  silence(silent: boolean): void {
    this.output.gain.value = silent ? 0 : 1;
  }

  close(): void {
    this.#local.close();
    this.#remote.close();
    this.output.disconnect();
    this.track.stop();
  }
}
