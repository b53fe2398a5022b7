// Where a call shall go: to somebody who is there, to a number, or to the other end of another call.
import type { Call } from 'ringline';
import { type App, nameOf, titleOf } from './app.js';
import { avatar } from './avatar.js';
import { fill, h, icon, say, set } from './dom.js';
import { toast } from './toast.js';
import { words } from './words.js';

export class Transfer {
  readonly element: HTMLElement;
  readonly #title = h('h3');
  readonly #hint = h('p', { class: 'quiet small' });
  readonly #list = h('ul', { class: 'people' });
  readonly #field = h('input', { type: 'text', autocomplete: 'off', spellcheck: false });
  readonly #submit = h('button', { type: 'submit', class: 'wide' });

  constructor(
    private readonly app: App,
    private readonly call: Call,
    private readonly close: () => void,
  ) {
    const submit = (event: Event) => {
      event.preventDefault();
      const target = this.#field.value.trim();
      if (target) void this.#go(target, nameOf(target));
    };
    this.element = h(
      'div',
      { class: 'sheet', hidden: true },
      this.#title,
      this.#hint,
      this.#list,
      h('form', { class: 'inline', onsubmit: submit }, this.#field, this.#submit),
    );
  }

  update(): void {
    say(this.#title, words().transferTo);
    say(this.#hint, words().transferHint);
    say(this.#submit, words().transferNow);
    set(this.#field, 'placeholder', words().dial);
    set(this.#field, 'aria-label', words().dial);
    if (this.element.hidden) return;
    const other = this.app.phone.calls.filter((call) => call !== this.call && call.answeredAt);
    const people = this.app.others.filter(({ user }) => user !== this.call.remote.user);
    const key = [other.map(({ id }) => id), people, words().language];
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
    );
  }

  async #go(target: string | Call, name: string): Promise<void> {
    this.close();
    toast(words().transferring(name));
    try {
      await this.call.transfer(target);
      toast(words().transferred(name));
    } catch (error) {
      this.app.failed(name, error);
    }
  }
}
