// A source whose stream the browser makes: it ends when the picture does.
import type { ShareError, ShareSource } from './share_source.js';

export class CapturedStream implements ShareSource {
  onEnded: ((error?: ShareError) => void) | undefined;
  readonly #release: () => void;
  // A browser may take out of the stream what has ended.
  readonly #tracks: readonly MediaStreamTrack[];
  #isOpen = true;

  /** `release` undoes what the source did besides its tracks. */
  constructor(
    readonly stream: MediaStream,
    release: () => void = () => {},
  ) {
    this.#release = release;
    this.#tracks = stream.getTracks();
    // A track that we stop ourselves tells nothing.
    for (const track of stream.getVideoTracks()) track.addEventListener('ended', () => this.end());
  }

  /** It is over by itself. */
  end(error?: ShareError): void {
    if (!this.#isOpen) return;
    this.close();
    this.onEnded?.(error);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#release();
    for (const track of this.#tracks) track.stop();
  }
}
