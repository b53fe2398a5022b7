// How loud the microphone is, as a bar.
import { levelOf } from 'ringline';
import { h, label, set } from './dom.js';

export class Meter {
  readonly element = h('span', { class: 'meter', role: 'meter' }, h('i'));
  #track: MediaStreamTrack | undefined;
  #stop: () => void = () => {};

  /** @param more Elements that show the level besides, by their `--level`. */
  constructor(private readonly more: HTMLElement[] = []) {
    set(this.element, 'aria-valuemin', '0');
    set(this.element, 'aria-valuemax', '100');
    this.#draw(0);
  }

  name(words: string): void {
    label(this.element, words);
  }

  listen(track: MediaStreamTrack | undefined): void {
    if (track === this.#track) return;
    this.#track = track;
    this.#stop();
    this.#stop = () => {};
    this.#draw(0);
    if (!track) return;
    try {
      this.#stop = levelOf(track, (level) => this.#draw(level));
    } catch {
      // Without Web Audio there is no bar, and the call goes on.
    }
  }

  #draw(level: number): void {
    for (const element of [this.element, ...this.more])
      element.style.setProperty('--level', level.toFixed(2));
    set(this.element, 'aria-valuenow', String(Math.round(level * 100)));
  }
}
