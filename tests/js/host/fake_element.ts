// <audio> under the test's hand: an autoplay policy, sinks, and events as a browser gives them.
import type { TestContext } from 'node:test';
import { putGlobal } from './fake_media_devices.js';

export class FakeAudio extends EventTarget {
  /** Whether the browser plays only after a click. */
  static isLocked = false;
  static sinks = ['', 'headset', 'loudspeaker'];
  static all: FakeAudio[] = [];

  volume = 1;
  loop = false;
  ended = false;
  paused = true;
  error: unknown = null;
  sinkId = '';
  loads = 0;
  src = '';
  #srcObject: unknown = null;

  constructor() {
    super();
    FakeAudio.all.push(this);
  }

  get srcObject(): unknown {
    return this.#srcObject;
  }
  set srcObject(stream: unknown) {
    this.#srcObject = stream;
    this.paused = true;
    this.dispatchEvent(new Event('emptied'));
  }
  load(): void {
    this.loads += 1;
  }
  removeAttribute(): void {
    this.src = '';
  }
  play(): Promise<void> {
    if (FakeAudio.isLocked) return Promise.reject(new DOMException('', 'NotAllowedError'));
    if (this.src.includes('broken')) {
      return Promise.reject(new DOMException('', 'NotSupportedError'));
    }
    this.paused = false;
    this.dispatchEvent(new Event('playing'));
    return Promise.resolve();
  }
  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
  setSinkId(sinkId: string): Promise<void> {
    if (!FakeAudio.sinks.includes(sinkId)) {
      return Promise.reject(new DOMException('', 'NotFoundError'));
    }
    this.sinkId = sinkId;
    return Promise.resolve();
  }

  /** What is heard at this moment, and where. */
  static heard(): unknown[] {
    return FakeAudio.all
      .filter(({ paused }) => !paused)
      .map(({ src, srcObject }) => srcObject ?? src);
  }
}

export function putAudio(t: TestContext): void {
  FakeAudio.isLocked = false;
  FakeAudio.all = [];
  putGlobal(t, 'Audio', FakeAudio);
}
