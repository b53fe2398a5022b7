// The recording that runs, and those that are done: they stay in this page until they are downloaded.
import { type Call, type Conference, type RecordOptions, type Recording, record } from 'ringline';

export interface Tape {
  /** Who is on it. */
  readonly who: string;
  readonly at: Date;
  readonly seconds: number;
  readonly blob: Blob;
}

export interface RecorderEvents {
  changed(): void;
  done(tape: Tape): void;
  failed(who: string, error: unknown): void;
}

export class Recorder {
  recording: Recording | undefined;
  who = '';
  readonly tapes: Tape[] = [];

  constructor(private readonly events: RecorderEvents) {}

  async start(source: Call | Conference, who: string, options: RecordOptions): Promise<void> {
    try {
      const recording = await record(source, options);
      this.recording = recording;
      this.who = who;
      const at = new Date();
      recording.on('progress', () => this.events.changed());
      recording.on('error', (error) => this.events.failed(who, error));
      recording.on('ended', ({ blob }) => {
        const tape = { who, at, seconds: recording.duration, blob };
        this.recording = undefined;
        this.tapes.unshift(tape);
        this.events.done(tape);
        this.events.changed();
      });
    } catch (error) {
      this.events.failed(who, error);
    }
    this.events.changed();
  }

  pauseOrResume(): void {
    if (this.recording?.state === 'paused') this.recording.resume();
    else this.recording?.pause();
    this.events.changed();
  }

  stop(): void {
    void this.recording?.stop();
  }

  forget(tape: Tape): void {
    this.tapes.splice(this.tapes.indexOf(tape), 1);
    this.events.changed();
  }
}

export function download({ blob, who, at }: Tape): void {
  const kind = /^\w+\/(\w+)/.exec(blob.type)?.[1] ?? 'webm';
  const time = at.toISOString().slice(0, 19).replaceAll(':', '-');
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = `${time} ${who.replace(/[^\p{L}\p{N}, ]/gu, '')}.${kind}`;
  link.click();
  // The browser has the file once it has begun to save it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** 912 kB, 1.4 MB. */
export const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
