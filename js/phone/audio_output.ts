// What is heard of calls and the ringing, with typed errors.
import type * as Contract from '../../types/index.js';
import { Emitter } from '../engine/emitter.js';
import { Loudspeaker, type Voice, askForSpeaker } from '../host/loudspeaker.js';
import { RinglineError, errorOfDevice } from './error.js';
import { check, only, refuse, text } from './options.js';
import { quiet } from './promise.js';

type Events = {
  [Name in keyof Contract.AudioOutputEvents]: [event: Contract.AudioOutputEvents[Name]];
};

export class AudioOutput extends Emitter<Events> implements Contract.AudioOutput {
  readonly #loudspeaker: Loudspeaker;
  // The one of setSink(), also while it is unplugged.
  #wanted = '';

  constructor(options: Contract.AudioOutputOptions = {}) {
    super();
    const { element, volume = 1 } = only(options, 'element', 'volume');
    volumeOf(volume);
    this.#loudspeaker = new Loudspeaker(() => elementOf(element), {
      onBlocked: (isBlocked) => this.emit(isBlocked ? 'blocked' : 'unblocked', undefined),
    });
    this.#loudspeaker.volume = volume;
  }

  get blocked(): boolean {
    return this.#loudspeaker.isBlocked;
  }

  get volume(): number {
    return this.#loudspeaker.volume;
  }

  set volume(volume: number) {
    this.#loudspeaker.volume = volumeOf(volume);
  }

  get sinkId(): string {
    return this.#loudspeaker.sinkId;
  }

  play(stream: MediaStream, options: { volume?: number } = {}): Contract.Playback {
    const { volume = 1 } = only(options, 'volume');
    const loudspeaker = this.#loudspeaker;
    volumeOf(volume);
    const voice = typed(() => loudspeaker.play(stream, volume));
    let isStopped = false;
    return {
      get volume() {
        return voice.volume;
      },
      set volume(wished: number) {
        loudspeaker.setVoiceVolume(voice, volumeOf(wished));
      },
      stop() {
        if (!isStopped) loudspeaker.stop(voice);
        isStopped = true;
      },
    };
  }

  attach(call: Contract.AudibleCall): Contract.Unsubscribe {
    const loudspeaker = this.#loudspeaker;
    let voice: Voice | undefined;
    const hear = (stream: MediaStream) => {
      if (stream === voice?.stream) return;
      voice = voice ? loudspeaker.replace(voice, stream) : loudspeaker.play(stream, 1);
    };
    const off = call.on('remoteStream', hear);
    const detach = () => {
      off();
      if (voice) loudspeaker.stop(voice);
      voice = undefined;
    };
    const { remoteStream } = call;
    if (remoteStream) typed(() => hear(remoteStream));
    call.ended.then(detach, detach);
    return detach;
  }

  playTone(url: string, options: Contract.PlayToneOptions = {}): Promise<void> {
    return this.#try(() => {
      const { loop, volume, sinkId } = only(options, 'loop', 'volume', 'sinkId');
      text('url', url);
      check('loop', loop, 'boolean');
      check('sinkId', sinkId, 'string');
      if (volume !== undefined) volumeOf(volume);
      return this.#loudspeaker.playTone(url, options);
    });
  }

  stopTone(): void {
    this.#loudspeaker.stopTone();
  }

  setSink(deviceId: string): Promise<void> {
    return this.#try(async () => {
      check('deviceId', deviceId, 'string');
      await this.#setSink(deviceId);
      this.#wanted = deviceId;
    });
  }

  selectSink(): Promise<{ readonly deviceId: string; readonly label: string }> {
    return this.#try(async () => {
      const { deviceId, label } = await askForSpeaker();
      await this.setSink(deviceId);
      return { deviceId, label };
    });
  }

  follow(devices: Contract.Devices): Contract.Unsubscribe {
    return devices.on('change', ({ added, removed }) => {
      const isWanted = ({ kind, deviceId }: Contract.Device) =>
        kind === 'speaker' && deviceId === this.#wanted;
      if (!this.#wanted) return;
      // Where it cannot be set the browser's own fallback sounds, and sinkId says what was.
      if (removed.some(isWanted)) this.#setSink('').catch(() => {});
      else if (added.some(isWanted)) this.#setSink(this.#wanted).catch(() => {});
    });
  }

  unlock(): Promise<boolean> {
    return this.#loudspeaker.unlock().catch(() => false);
  }

  dispose(): void {
    this.#loudspeaker.dispose();
  }

  async #setSink(deviceId: string): Promise<void> {
    const before = this.sinkId;
    await this.#loudspeaker.setSink(deviceId);
    if (before !== this.sinkId) this.emit('sink', this.sinkId);
  }

  #try<T>(deed: () => Promise<T>): Promise<T> {
    const done = async () => {
      try {
        return await deed();
      } catch (error) {
        throw typedError(error);
      }
    };
    return quiet(done());
  }
}

function typed<T>(deed: () => T): T {
  try {
    return deed();
  } catch (error) {
    throw typedError(error);
  }
}

// What a media element throws about a file (NotSupportedError, MediaError) is no fault of a device.
function typedError(error: unknown): RinglineError {
  return errorOfDevice(error, 'speaker-selection');
}

function volumeOf(volume: unknown): number {
  const fits = typeof volume === 'number' && volume >= 0 && volume <= 1;
  return fits ? volume : refuse('volume must be a number from 0 to 1');
}

function elementOf(given: HTMLMediaElement | string | undefined): HTMLMediaElement | undefined {
  if (typeof given !== 'string') return given;
  const found = globalThis.document?.querySelector<HTMLMediaElement>(given);
  return typeof found?.play === 'function' ? found : refuse(`element: no <audio> is "${given}"`);
}
