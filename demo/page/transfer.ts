// Where a call shall go: to somebody who is there, to a number, or to the other end of another call; at once, or after
// he was asked.
import type { Call } from 'ringline';
import { type App, nameOf, titleOf } from './app.js';
import { avatar } from './avatar.js';
import { fill, h, icon, iconButton, say, set } from './dom.js';
import { toast } from './toast.js';
import { words } from './words.js';

export class Transfer {
  readonly element: HTMLElement;
  readonly #title = h('h3');
  readonly #hint = h('p', { class: 'quiet small' });
  readonly #list = h('ul', { class: 'people' });
  readonly #field = h('input', { type: 'text', autocomplete: 'off', spellcheck: false });
  readonly #ask: HTMLButtonElement;
  readonly #submit = h('button', { type: 'submit', class: 'wide' });

  constructor(
    private readonly app: App,
    private readonly close: () => void,
  ) {
    const target = () => this.#field.value.trim();
    const submit = (event: Event) => {
      event.preventDefault();
      if (target()) void this.#go(target(), nameOf(target()));
    };
    const ask = () => target() && void this.#consult(target());
    this.#ask = h('button', { type: 'button', class: 'wide plain', onclick: ask });
    const form = h(
      'form',
      { class: 'inline', onsubmit: submit },
      this.#field,
      this.#ask,
      this.#submit,
    );
    this.element = h(
      'div',
      { class: 'sheet', hidden: true },
      this.#title,
      this.#hint,
      this.#list,
      form,
    );
  }

  update(): void {
    say(this.#title, words().transferTo);
    say(this.#hint, words().transferHint);
    say(this.#ask, words().askFirstShort);
    say(this.#submit, words().transferNow);
    set(this.#field, 'placeholder', words().dial);
    set(this.#field, 'aria-label', words().transferTo);
    if (this.element.hidden) return;
    const { front } = this.app;
    const other = this.app.answered.filter((call) => call !== front);
    const people = this.app.others.filter(({ user }) => user !== front?.remote.user);
    const key = [other.map(({ id }) => id), people, words().language, front?.id];
    fill(this.#list, key, () => [
      ...other.map((call) =>
        this.#choice(call, titleOf(call), words().transferConnect(titleOf(call))),
      ),
      ...people.map(({ user, name }) => this.#choice(user, name || user, name || user)),
    ]);
  }

  focus(): void {
    this.#field.focus();
  }

  #choice(target: string | Call, name: string, said: string): HTMLElement {
    const press = () => void this.#go(target, name);
    return h(
      'li',
      {},
      h(
        'button',
        { type: 'button', class: 'choice', onclick: press },
        avatar(name, 'small'),
        h('span', {}, said),
        icon('transfer'),
      ),
      typeof target === 'string' &&
        iconButton('ask', words().askFirst(name), () => void this.#consult(target), 'plain'),
    );
  }

  async #consult(target: string): Promise<void> {
    const { front } = this.app;
    this.close();
    if (front) await this.app.consult(front, target);
  }

  async #go(target: string | Call, name: string): Promise<void> {
    const { front } = this.app;
    this.close();
    if (!front) return;
    toast(words().transferring(name));
    if (await this.app.try(name, () => front.transfer(target))) toast(words().transferred(name));
  }
}
