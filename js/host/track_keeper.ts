// The microphone and the camera of a call, opened again when the system has taken them: after sleep, a phone call, a pulled
// plug. First the same device, then whichever the browser gives, unless it is muted; when there is none, again as soon as
// something changes.
import { TrackWatch, comesAlive, isDead } from './track_watch.js';
import { type Kind, anyDevice, sameDevice } from './user_media.js';

/** What a call does for them. */
export interface TrackOwner {
  /** Those that may be opened again: one of a kind. */
  tracks(): readonly MediaStreamTrack[];
  /** Sends another device in place of the one there is. */
  switchDevice(kind: Kind, constraints: MediaTrackConstraints): Promise<MediaStreamTrack>;
  /** It is sent again. */
  reopened(kind: Kind): void;
  /** There is none to be had. */
  failed(error: unknown): void;
}

export class TrackKeeper {
  readonly #owner: TrackOwner;
  readonly #watches = new Map<Kind, TrackWatch>();
  // Those that could not be opened again.
  readonly #lost = new Set<Kind>();
  #last: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(owner: TrackOwner) {
    this.#owner = owner;
    globalThis.navigator?.mediaDevices?.addEventListener?.('devicechange', this.#again);
    globalThis.document?.addEventListener('visibilitychange', this.#again);
  }

  /** It may have others by now. */
  follow(): void {
    const tracks = this.#isStopped ? [] : this.#owner.tracks();
    for (const kind of ['audio', 'video'] as const) {
      const track = tracks.find((one) => one.kind === kind);
      const watch = this.#watches.get(kind);
      if (watch?.track === track) continue;
      watch?.stop();
      this.#watches.delete(kind);
      this.#lost.delete(kind);
      if (!track) continue;
      this.#watches.set(kind, new TrackWatch(track, () => this.#queue(kind)));
    }
  }

  /** Opens it again though it claims to live. */
  revive(kind: Kind): void {
    this.#queue(kind, true);
  }

  stop(): void {
    this.#isStopped = true;
    globalThis.navigator?.mediaDevices?.removeEventListener?.('devicechange', this.#again);
    globalThis.document?.removeEventListener('visibilitychange', this.#again);
    this.follow();
  }

  readonly #again = (): void => {
    if (globalThis.document?.visibilityState === 'hidden') return;
    for (const kind of this.#lost) this.#queue(kind);
  };

  #queue(kind: Kind, isSilent = false): void {
    this.#last = this.#last.then(() => this.#reopen(kind, isSilent));
  }

  async #reopen(kind: Kind, isSilent: boolean): Promise<void> {
    const watch = this.#watches.get(kind);
    if (!watch || (!isSilent && !isDead(watch.track))) return;
    const { track: old } = watch;
    const others = anyDevice(old);
    const same = sameDevice(watch);
    this.#lost.delete(kind);
    let error: unknown;
    for (const device of same.deviceId ? [same, {}] : [{}]) {
      await this.#owner
        .switchDevice(kind, { ...others, ...device })
        .catch((thrown: unknown) => (error = thrown));
      // Also of a device that was taken back since the new one failed.
      this.follow();
      const track = this.#watches.get(kind)?.track;
      const isBack = track !== undefined && track !== old && (await comesAlive(track));
      if (this.#isStopped) return;
      if (isBack) return this.#owner.reopened(kind);
      error ??= new DOMException(`the ${kind} track stays muted`, 'NotReadableError');
      // Another device is forbidden as this one is, or muted by a switch whose owner wants no other one.
      const isMuted = track !== old && track?.readyState === 'live';
      if (isMuted || (error as Error).name === 'NotAllowedError') break;
    }
    this.#lost.add(kind);
    this.#owner.failed(error);
  }
}
