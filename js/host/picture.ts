// A picture as one track that goes on when the track behind it is replaced: a recorder takes no other one.
interface Reader {
  readonly readable: ReadableStream<VideoFrame>;
}
interface Generator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

/** Chromium's own; https://www.w3.org/TR/mediacapture-transform/ has them in workers alone. */
interface Insertable {
  MediaStreamTrackProcessor?: new (options: { track: MediaStreamTrack }) => Reader;
  MediaStreamTrackGenerator?: new (options: { kind: 'video' }) => Generator;
}

export class Picture {
  /** For the recorder. Where frames cannot be passed on it is the first track and stays that. */
  readonly track: MediaStreamTrack;

  readonly #writer: WritableStreamDefaultWriter<VideoFrame> | undefined;
  #source: MediaStreamTrack | undefined;

  constructor(first: MediaStreamTrack) {
    const { MediaStreamTrackGenerator: Maker } = globalThis as Insertable;
    const generator = Maker && new Maker({ kind: 'video' });
    this.#writer = generator?.writable.getWriter();
    this.track = generator ?? first;
    this.follow(first);
  }

  /** While there is none the last picture stays. */
  follow(track: MediaStreamTrack | undefined): void {
    if (track === this.#source) return;
    this.#source = track;
    const { MediaStreamTrackProcessor: Processor } = globalThis as Insertable;
    if (!track || !Processor || !this.#writer) return;
    const reader = new Processor({ track }).readable.getReader();
    // A track that breaks off is one that has ended: the last picture stays.
    this.#pass(track, reader, this.#writer).catch(() => {});
  }

  close(): void {
    this.#source = undefined;
    if (this.#writer) this.track.stop();
  }

  // A frame that nobody takes any more is closed: there are few.
  async #pass(
    track: MediaStreamTrack,
    reader: ReadableStreamDefaultReader<VideoFrame>,
    writer: WritableStreamDefaultWriter<VideoFrame>,
  ): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (this.#source !== track) {
        value.close();
        return reader.cancel();
      }
      // The recorder has ended the track that we write.
      await writer.write(value).catch(() => value.close());
    }
  }
}
