// Tones into the call in front.
import { type App, titleOf } from './app.js';
import { keypad } from './dialler.js';
import { h, say } from './dom.js';

export class KeypadSheet {
  readonly element: HTMLElement;
  readonly #typed = h('output', { class: 'typed' });

  constructor(private readonly app: App) {
    this.element = h(
      'div',
      { class: 'sheet', hidden: true },
      this.#typed,
      keypad((key) => this.#strike(key)),
    );
  }

  clear(): void {
    say(this.#typed, '');
  }

  #strike(key: string): void {
    const call = this.app.front;
    if (!call) return;
    say(this.#typed, ((this.#typed.textContent ?? '') + key).slice(-16));
    const transport = localStorage.getItem('tones') === 'rtp' ? 'rtp' : 'info';
    void this.app.try(titleOf(call), () => call.sendTones(key, { transport }));
  }
}
