// navigator.mediaDevices, its tracks and streams, under the test's hand.
import type { TestContext } from 'node:test';

type Kind = MediaDeviceInfo['kind'];

export const info = (kind: Kind, deviceId: string, label = '', groupId = ''): MediaDeviceInfo => ({
  kind,
  deviceId,
  label,
  groupId,
  toJSON: () => ({}),
});

export class FakeTrack extends EventTarget {
  readyState: MediaStreamTrackState = 'live';
  muted = false;
  constructor(
    readonly kind: 'audio' | 'video',
    readonly deviceId: string | undefined,
  ) {
    super();
  }
  /** As in Firefox, of which nothing is left when it has ended. */
  getSettings(): MediaTrackSettings {
    const isGone = this.deviceId === undefined || this.readyState === 'ended';
    return isGone ? {} : { deviceId: this.deviceId };
  }
  /** As a page stops it: no event (Media Capture 4.3.3). */
  stop(): void {
    this.readyState = 'ended';
  }
  /** As the browser ends it. */
  die(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
  setMuted(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }
}

export class FakeStream {
  static #count = 0;
  readonly id = `stream ${(FakeStream.#count += 1)}`;
  constructor(readonly tracks: FakeTrack[]) {}
  getTracks(): FakeTrack[] {
    return this.tracks;
  }
  getAudioTracks(): FakeTrack[] {
    return this.tracks.filter(({ kind }) => kind === 'audio');
  }
  getVideoTracks(): FakeTrack[] {
    return this.tracks.filter(({ kind }) => kind === 'video');
  }
}

export class FakeMediaDevices extends EventTarget {
  listed: MediaDeviceInfo[] = [];
  /** What is listed while a device is open. */
  revealed: MediaDeviceInfo[] | undefined;
  /** What getUserMedia throws. */
  refusal: unknown;
  readings = 0;
  readonly asked: MediaStreamConstraints[] = [];
  readonly opened: FakeTrack[] = [];

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    this.readings += 1;
    const isOpen = this.opened.some(({ readyState }) => readyState === 'live');
    return Promise.resolve((isOpen && this.revealed) || this.listed);
  }

  getUserMedia(constraints: MediaStreamConstraints): Promise<FakeStream> {
    this.asked.push(constraints);
    if (this.refusal !== undefined) return Promise.reject(this.refusal as Error);
    const tracks: FakeTrack[] = [];
    if (constraints.audio) tracks.push(new FakeTrack('audio', 'mic'));
    if (constraints.video) tracks.push(new FakeTrack('video', 'cam'));
    this.opened.push(...tracks);
    return Promise.resolve(new FakeStream(tracks));
  }

  /** The list changes, and the browser says so as often as given. */
  plug(listed: MediaDeviceInfo[], times = 1): void {
    this.listed = listed;
    for (let i = 0; i < times; ++i) this.dispatchEvent(new Event('devicechange'));
  }
}

export class FakePermissionStatus {
  onchange: (() => void) | null = null;
  constructor(public state: globalThis.PermissionState) {}
  become(state: globalThis.PermissionState): void {
    this.state = state;
    this.onchange?.();
  }
}

/** A global for the time of one test. */
export function putGlobal(t: TestContext, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  t.after(() => {
    if (before) Object.defineProperty(globalThis, name, before);
    else delete (globalThis as Record<string, unknown>)[name];
  });
}

/** A navigator with these devices; permissions by name, or a browser that knows none of them. */
export function putDevices(
  t: TestContext,
  permissions: { [name: string]: FakePermissionStatus } = {},
): FakeMediaDevices {
  const mediaDevices = new FakeMediaDevices();
  const query = ({ name }: { name: string }) =>
    permissions[name]
      ? Promise.resolve(permissions[name])
      : Promise.reject(new TypeError(`${name} is no permission`));
  putGlobal(t, 'navigator', { mediaDevices, permissions: { query } });
  return mediaDevices;
}

/** Everything that was settled has been told. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
