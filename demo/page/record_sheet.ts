// How a call shall be recorded, before it is.
import type { RecordOptions } from 'ringline';
import { type App, titleOf } from './app.js';
import { fill, h, say } from './dom.js';
import { words } from './words.js';

export class RecordSheet {
  readonly element: HTMLElement;
  readonly #title = h('h3');
  readonly #hint = h('p', { class: 'quiet small' });
  readonly #format = h('select');
  readonly #channels = h('select');
  readonly #names = [h('span'), h('span')];
  readonly #start = h('button', { type: 'submit', class: 'wide' });

  constructor(
    private readonly app: App,
    private readonly close: () => void,
  ) {
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#begin();
    };
    const field = (name: HTMLElement, select: HTMLElement) =>
      h('label', { class: 'named' }, name, select);
    this.element = h(
      'form',
      { class: 'sheet', hidden: true, onsubmit: submit },
      this.#title,
      this.#hint,
      field(this.#names[0]!, this.#format),
      field(this.#names[1]!, this.#channels),
      this.#start,
    );
  }

  update(): void {
    const say_ = words();
    say(this.#title, say_.recordWhat(this.#who()));
    say(this.#hint, say_.recordHint);
    say(this.#names[0]!, say_.recordFormat);
    say(this.#names[1]!, say_.recordChannels);
    say(this.#start, say_.startRecording);
    const option = (value: string, name: string) => h('option', { value }, name);
    fill(this.#format, say_.language, () => [
      option('webm', 'WebM · Opus'),
      option('wav', 'WAV · PCM'),
    ]);
    fill(this.#channels, say_.language, () => [
      option('mixed', say_.mixed),
      option('separate', say_.separate),
    ]);
  }

  #who(): string {
    const { front, conference } = this.app;
    const calls = conference?.calls ?? (front ? [front] : []);
    return [words().you, ...calls.map(titleOf)].join(', ');
  }

  async #begin(): Promise<void> {
    const { front, conference, recorder } = this.app;
    this.close();
    const source = this.app.isMember(front) ? conference : front;
    const options = { format: this.#format.value, channels: this.#channels.value } as RecordOptions;
    if (source) await recorder.start(source, this.#who(), options);
  }
}
