// A round face for somebody: the end of their number, or their initials, on a colour of their own.
import { h, say } from './dom.js';
import { hueOf } from './app.js';

export function avatar(name: string, look = ''): HTMLElement {
  const element = h('span', { class: `avatar ${look}`, 'aria-hidden': 'true' });
  dress(element, name);
  return element;
}

export function dress(element: HTMLElement, name: string): void {
  say(element, initialsOf(name));
  element.style.setProperty('--hue', String(hueOf(name)));
}

function initialsOf(name: string): string {
  if (/^\+?\d+$/.test(name)) return name.slice(-2);
  const initials = name.match(/(?<!\p{L})\p{L}/gu) ?? [];
  return initials.slice(0, 2).join('').toUpperCase() || '?';
}
