// Web Audio without sound: the graph alone, so that a test can ask whose tracks reach a node.

export class FakeSoundTrack {
  readonly kind = 'audio';
  readyState: 'live' | 'ended' = 'live';
  /** `node` makes it the end of a graph. */
  constructor(
    readonly name: string,
    readonly node?: FakeNode,
  ) {}
  stop(): void {
    this.readyState = 'ended';
  }
  get track(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }
}

export class FakeSoundStream {
  constructor(readonly tracks: FakeSoundTrack[] = []) {}
  getTracks = () => this.tracks;
  getAudioTracks = () => this.tracks;
  getVideoTracks = () => [];
  get stream(): MediaStream {
    return this as unknown as MediaStream;
  }
}

export class FakeNode {
  readonly inputs = new Set<FakeNode>();
  readonly gain = { value: 1 };
  readonly #outputs = new Set<FakeNode>();
  track: FakeSoundTrack | undefined;

  connect(to: FakeNode): FakeNode {
    to.inputs.add(this);
    this.#outputs.add(to);
    return to;
  }
  disconnect(from?: FakeNode): void {
    for (const output of from ? [from] : [...this.#outputs]) {
      output.inputs.delete(this);
      this.#outputs.delete(output);
    }
  }
}

class FakeDestination extends FakeNode {
  readonly stream = new FakeSoundStream([new FakeSoundTrack('mix', this)]);
}

export class FakeAudioContext extends EventTarget {
  static made: FakeAudioContext[] = [];
  /** What a context does that is made from here on. */
  static begins = true;
  state: AudioContextState = 'suspended';
  currentTime = 0;
  sampleRate = 48_000;
  destination = new FakeNode();

  constructor() {
    super();
    FakeAudioContext.made.push(this);
  }
  createMediaStreamSource({ tracks: [track] }: FakeSoundStream): FakeNode {
    const source = new FakeNode();
    source.track = track;
    return source;
  }
  async resume(): Promise<void> {
    if (!FakeAudioContext.begins) return;
    this.state = 'running';
    this.dispatchEvent(new Event('statechange'));
  }
  async close(): Promise<void> {
    this.state = 'closed';
  }
}

/** Puts them where a browser has them; returns what takes them away. */
export function installAudio(): () => void {
  FakeAudioContext.made = [];
  FakeAudioContext.begins = true;
  const globals = {
    AudioContext: FakeAudioContext,
    GainNode: FakeNode,
    ChannelMergerNode: FakeNode,
    MediaStreamAudioDestinationNode: FakeDestination,
    MediaStream: FakeSoundStream,
  };
  Object.assign(globalThis, globals);
  return () => {
    for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name);
  };
}

/** The names of the tracks that reach the end of a graph, in order. */
export function heardIn(track: MediaStreamTrack | null | undefined): string[] {
  const names: string[] = [];
  const walk = (node: FakeNode) => {
    if (node.gain.value === 0) return;
    if (node.track?.readyState === 'live') names.push(node.track.name);
    for (const input of node.inputs) walk(input);
  };
  const { node, name } = track as unknown as FakeSoundTrack;
  if (node) walk(node);
  else names.push(name);
  return names.sort();
}
