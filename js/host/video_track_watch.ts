// What happens to the video tracks of a stream. A track tells of `muted` and `readyState`; that somebody disabled it, or
// the system gave its device another name, has to be looked up.

const kPeriod = 1000; // Milliseconds.
const kProperties = ['enabled', 'readyState', 'muted', 'label'] as const;

export type VideoTrackProperty = (typeof kProperties)[number];
type State = Pick<MediaStreamTrack, VideoTrackProperty>;
export type TrackChanged = (
  track: MediaStreamTrack,
  property: VideoTrackProperty,
  value: boolean | string,
) => void;

export class VideoTrackWatch {
  readonly #changed: TrackChanged;
  readonly #states = new Map<MediaStreamTrack, State>();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #look = (): void => this.#compare();
  #stream: MediaStream;

  constructor(stream: MediaStream, changed: TrackChanged) {
    this.#changed = changed;
    this.#stream = stream;
    this.#compare();
    this.#timer = setInterval(this.#look, kPeriod);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const track of this.#states.keys()) this.#listen(track, 'removeEventListener');
    this.#states.clear();
  }

  // A stream tells nobody when its owner gives it another track, so that is looked up as well. A track that left is
  // told of once more: it has ended, as a rule.
  #compare(): void {
    const tracks = this.#stream.getVideoTracks();
    for (const [track, before] of this.#states) {
      this.#tell(track, before);
      if (tracks.includes(track)) continue;
      this.#listen(track, 'removeEventListener');
      this.#states.delete(track);
    }
    for (const track of tracks) {
      if (this.#states.has(track)) continue;
      this.#states.set(track, stateOf(track));
      this.#listen(track, 'addEventListener');
    }
  }

  #tell(track: MediaStreamTrack, before: State): void {
    const state = stateOf(track);
    this.#states.set(track, state);
    for (const property of kProperties) {
      if (state[property] !== before[property]) this.#changed(track, property, state[property]);
    }
  }

  #listen(track: MediaStreamTrack, how: 'addEventListener' | 'removeEventListener'): void {
    for (const event of ['mute', 'unmute', 'ended']) track[how](event, this.#look);
  }
}

const stateOf = ({ enabled, readyState, muted, label }: MediaStreamTrack): State => ({
  enabled,
  readyState,
  muted,
  label,
});
