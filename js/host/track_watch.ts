// Whether a track of a device still gives something.

// A track is muted for a moment when a device is opened or a phone rings; iOS leaves it so when Siri was there.
const kMutedTooLong = 3000;
const kComesAlive = 2000;

/** Tells once for each time that a track dies: it has ended by itself, or stays muted. */
export class TrackWatch {
  readonly track: MediaStreamTrack;
  /** As it was when the watch began: in Firefox a track that has ended has no settings any more. */
  readonly deviceId: string | undefined;
  readonly #onDead: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(track: MediaStreamTrack, onDead: () => void) {
    this.track = track;
    this.deviceId = track.getSettings().deviceId;
    this.#onDead = onDead;
    track.addEventListener('ended', this.#onEnded);
    track.addEventListener('mute', this.#onMute);
    track.addEventListener('unmute', this.#clear);
    globalThis.document?.addEventListener('visibilitychange', this.#onMute);
  }

  stop(): void {
    this.#clear();
    const { track } = this;
    track.removeEventListener('ended', this.#onEnded);
    track.removeEventListener('mute', this.#onMute);
    track.removeEventListener('unmute', this.#clear);
    globalThis.document?.removeEventListener('visibilitychange', this.#onMute);
  }

  readonly #onEnded = () => {
    this.#clear();
    this.#onDead();
  };

  readonly #onMute = () => {
    if (!this.track.muted) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // A page in the background may not open a device on phones; it is looked at again when it comes back.
      if (this.track.muted && isVisible()) this.#onDead();
    }, kMutedTooLong);
  };

  readonly #clear = () => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  };
}

export function isDead({ readyState, muted }: MediaStreamTrack): boolean {
  return readyState === 'ended' || muted;
}

/** Whether a track that was just opened gives something, or will in two seconds. */
export function comesAlive(track: MediaStreamTrack): Promise<boolean> {
  if (!isDead(track) || track.readyState === 'ended') return Promise.resolve(!isDead(track));
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      track.removeEventListener('unmute', finish);
      track.removeEventListener('ended', finish);
      resolve(!isDead(track));
    };
    const timer = setTimeout(finish, kComesAlive);
    track.addEventListener('unmute', finish);
    track.addEventListener('ended', finish);
  });
}

function isVisible(): boolean {
  return globalThis.document?.visibilityState !== 'hidden';
}
