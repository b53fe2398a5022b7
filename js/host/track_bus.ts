// The sound of some tracks as one node of a graph; which tracks those are may change while it sounds.
export class TrackBus {
  /** One channel: whatever has two is mixed down. */
  readonly output: GainNode;

  readonly #context: AudioContext;
  readonly #taps = new Map<MediaStreamTrack, () => void>();

  constructor(context: AudioContext) {
    this.#context = context;
    this.output = new GainNode(context, { channelCount: 1, channelCountMode: 'explicit' });
  }

  /** These and no others are heard. */
  follow(tracks: Iterable<MediaStreamTrack>): void {
    const wanted = new Set(
      [...tracks].filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live'),
    );
    for (const [track, close] of this.#taps) {
      if (wanted.has(track)) continue;
      close();
      this.#taps.delete(track);
    }
    for (const track of wanted) {
      if (!this.#taps.has(track)) this.#taps.set(track, this.#tap(track));
    }
  }

  close(): void {
    this.follow([]);
    this.output.disconnect();
  }

  #tap(track: MediaStreamTrack): () => void {
    const stream = new MediaStream([track]);
    const source = this.#context.createMediaStreamSource(stream);
    const player = playSilently(stream);
    source.connect(this.output);
    return () => {
      source.disconnect();
      if (player) player.srcObject = null;
    };
  }
}

// Chromium decodes what comes from a peer connection only for an element that plays it, be it muted:
// https://crbug.com/121673, so in 156 still.
function playSilently(stream: MediaStream): HTMLAudioElement | undefined {
  if (typeof Audio === 'undefined') return undefined;
  const player = new Audio();
  player.muted = true;
  player.srcObject = stream;
  player.play().catch(() => {});
  return player;
}
