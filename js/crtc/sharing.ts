// What a call shares at the moment, from the opening of the source until it is taken back: one step after the other,
// whoever asks for them.
import { report } from '../engine/errors.js';
import type { ShareError, ShareSource } from '../host/share_sources/share_source.js';

export interface Share {
  readonly source: ShareSource;
  /** Beside the camera, in a section of its own. */
  readonly beside: boolean;
}

/** What a call does for its sharing. */
export interface ShareSender {
  send(share: Share): Promise<void>;
  takeBack(): Promise<void>;
  /** The picture cannot be drawn any more. */
  broken(error: ShareError): void;
}

export class Sharing {
  readonly #sender: ShareSender;
  #share: Share | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(sender: ShareSender) {
    this.#sender = sender;
  }

  /** In place of what is shared already. When it cannot be sent the source is closed, and the promise rejects. */
  begin(share: Share): Promise<MediaStream> {
    const { source } = share;
    // Nobody waits for an end that comes by itself.
    source.onEnded = (error) => {
      if (error) this.#sender.broken(error);
      void this.end().catch(report);
    };
    return this.#queue(async () => {
      await this.#takeBack();
      this.#share = share;
      try {
        await this.#sender.send(share);
      } catch (error) {
        this.close();
        throw error;
      }
      return source.stream;
    });
  }

  end(): Promise<void> {
    return this.#queue(() => this.#takeBack());
  }

  /** At once, and nothing is taken back: the call is over. */
  close(): void {
    this.#share?.source.close();
    this.#share = undefined;
  }

  async #takeBack(): Promise<void> {
    if (!this.#share) return;
    try {
      // First the camera, so that the peer is not left with a picture that stands still.
      await this.#sender.takeBack();
    } finally {
      this.close();
    }
  }

  #queue<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#last.then(step);
    this.#last = result.catch(() => {});
    return result;
  }
}
