// The list of devices, read anew when the browser says that it may have changed.
import { UnsupportedError } from '../engine/errors.js';
import {
  type Device,
  type DeviceDifference,
  devicesOf,
  differenceOf,
  isSameList,
} from './device.js';

// Browsers say `devicechange` once for each part of a headset, and before the system has settled on a default.
const kQuiet = 200;

export type DeviceListener = (difference: DeviceDifference, before: readonly Device[]) => void;

export class DeviceList {
  /** The newest reading. */
  devices: readonly Device[] = [];

  readonly #onChange: DeviceListener;
  readonly #labels = new Map<string, string>();
  readonly #media = mediaDevices();
  #isRead = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  // One reading after the other, so that an older one never overwrites a newer.
  #last: Promise<unknown> = Promise.resolve();

  constructor(onChange: DeviceListener) {
    this.#onChange = onChange;
    this.#media?.addEventListener?.('devicechange', this.#onDeviceChange);
    globalThis.document?.addEventListener('visibilitychange', this.#onVisible);
    // What changes are counted from.
    if (this.#media) this.#readQuietly();
  }

  /** Rejects with what the browser throws. */
  read(): Promise<readonly Device[]> {
    const reading = this.#last.then(() => this.#read());
    this.#last = reading.catch(() => {});
    return reading;
  }

  /** Opens devices, reads the list while they are open, and closes them. */
  async reveal(constraints: MediaStreamConstraints): Promise<readonly Device[]> {
    if (!this.#media?.getUserMedia) throw missing();
    const stream = await this.#media.getUserMedia(constraints);
    try {
      // Firefox tells labels only while a device is open.
      return await this.read();
    } finally {
      for (const track of stream.getTracks()) track.stop();
    }
  }

  dispose(): void {
    this.#media?.removeEventListener?.('devicechange', this.#onDeviceChange);
    globalThis.document?.removeEventListener('visibilitychange', this.#onVisible);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #onDeviceChange = () => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#readQuietly();
    }, kQuiet);
  };

  // Phones tell a page in the background nothing.
  readonly #onVisible = () => {
    if (globalThis.document.visibilityState === 'visible') this.#onDeviceChange();
  };

  // Nobody asked: where it fails the list stays as it is, and whoever asks is told.
  #readQuietly(): void {
    this.read().catch(() => {});
  }

  async #read(): Promise<readonly Device[]> {
    if (!this.#media?.enumerateDevices) throw missing();
    const before = this.devices;
    const after = devicesOf(await this.#media.enumerateDevices(), this.#labels);
    const isFirst = !this.#isRead;
    this.#isRead = true;
    if (isSameList(before, after)) return before;
    this.devices = after;
    if (!isFirst) this.#onChange(differenceOf(before, after), before);
    return after;
  }
}

function mediaDevices(): MediaDevices | undefined {
  return globalThis.navigator?.mediaDevices;
}

function missing(): UnsupportedError {
  return new UnsupportedError('This platform or page has no access to media devices.');
}
