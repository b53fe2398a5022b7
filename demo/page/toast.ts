// Short notices at the edge, read out as they come.
import { h, icon, iconButton } from './dom.js';
import { words } from './words.js';

const shelf = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

export const toasts = (): HTMLElement => shelf;

interface Manner {
  isError?: boolean;
  /** What to do about it. */
  hint?: string;
  action?: { words: string; press: () => void };
}

export function toast(text: string, { isError = false, hint = '', action }: Manner = {}): void {
  const card = h(
    'div',
    { class: `toast ${isError ? 'bad' : ''}` },
    icon(isError ? 'alert' : 'check'),
    h('span', {}, text, hint && h('small', {}, hint)),
  );
  const gone = () => card.remove();
  if (action) {
    const press = () => {
      gone();
      action.press();
    };
    card.append(h('button', { type: 'button', class: 'link', onclick: press }, action.words));
  }
  card.append(iconButton('close', words().close, gone, 'tiny'));
  shelf.append(card);
  while (shelf.childElementCount > 4) shelf.firstElementChild?.remove();
  setTimeout(gone, action ? 15_000 : 6_000);
}
