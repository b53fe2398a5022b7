// Elements by function, and the icons, drawn here: 24 by 24, strokes.

type Child = Node | string | undefined | false;
type Properties = { [name: string]: unknown };

/** An element. `on…` are listeners, `class` and `aria-…` attributes, the rest properties where there is one. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (name in element && !name.includes('-')) {
      (element as unknown as Properties)[name] = value;
    } else set(element, name, value as string | boolean | undefined);
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** Sets or, with undefined or false, takes away an attribute; writes only what changes. */
export function set(element: Element, name: string, value: string | boolean | undefined): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element: HTMLElement, visible: boolean): void {
  if (element.hidden === visible) element.hidden = !visible;
}

const drawn = new WeakMap<Element, string>();

/** Fills an element anew, but only when `key` says that there is something else to show: who is about to click keeps aim. */
export function fill(element: Element, key: unknown, children: () => Node[]): void {
  const text = JSON.stringify(key);
  if (drawn.get(element) === text) return;
  drawn.set(element, text);
  element.replaceChildren(...children());
}

const kIcons = {
  phone:
    'M6.5 3.5h3l1.6 4-2 1.6a12 12 0 0 0 5.8 5.8l1.6-2 4 1.6v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2Z',
  hangup:
    'M3.2 15.6l.4-2.9c2-2.5 5-3.7 8.4-3.7s6.4 1.2 8.4 3.7l.4 2.9-4.3 1-1.4-3a9 9 0 0 0-6.2 0l-1.4 3Z',
  video:
    'M4.5 7h8a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2ZM14.5 11l6-3.5v9l-6-3.5',
  videoOff:
    'M9 7h3.5a2 2 0 0 1 2 2v3.5M14 16.4a2 2 0 0 1-1.5.6h-8a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2M14.5 11l6-3.5v9l-3-1.75M3.5 3.5l17 17',
  mic: 'M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3',
  micOff:
    'M9 9.5v2a3 3 0 0 0 4.6 2.5M15 11V6.5a3 3 0 0 0-5.8-1.1M5.5 11.5a6.5 6.5 0 0 0 10.3 5.3M18.5 11.5a6.5 6.5 0 0 1-.6 2.7M12 18v3M3.5 3.5l17 17',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  play: 'M8 5.5v13l10.5-6.5Z',
  keypad: 'M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01',
  transfer: 'M4 12h13M12.5 7l5 5-5 5M20.5 5v14',
  message:
    'M4.5 5h15a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 3.5V17h-2A1.5 1.5 0 0 1 3 15.5v-9A1.5 1.5 0 0 1 4.5 5Z',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M18.4 5.6l-1.1 1.1M6.7 17.3l-1.1 1.1',
  close: 'M6 6l12 12M18 6L6 18',
  erase: 'M9 6h11v12H9l-5.5-6ZM12 9.5l5 5M17 9.5l-5 5',
  send: 'M4 12l16-7-5 15-3.5-6.5ZM11.5 13.5L20 5',
  ladder: 'M6 3v18M18 3v18M6 8h10M13.5 5.5L16 8l-2.5 2.5M18 16H8M10.5 13.5L8 16l2.5 2.5',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13',
  copy: 'M9 9h10v11H9ZM5 15V4h10',
  window: 'M4 5h16v14H4ZM4 9h16',
  alert: 'M12 4l9 16H3ZM12 10v4M12 17h.01',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  pulse: 'M3 12h4l2.5-6.5 5 13L17 12h4',
  dot: 'M12 12h.01',
  minus: 'M7 12h10',
  spinner: 'M12 4.5a7.5 7.5 0 1 1-7.5 7.5',
  plus: 'M12 5v14M5 12h14',
  share: 'M4 5h16v11H4ZM9 20h6M12 13V8M9.5 10.5L12 8l2.5 2.5',
  record:
    'M12 4.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15ZM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z',
  stop: 'M7 7h10v10H7Z',
  headset:
    'M4.5 15v-3a7.5 7.5 0 0 1 15 0v3M4.5 13.5h3v6h-1.5a1.5 1.5 0 0 1-1.5-1.5ZM19.5 13.5h-3v6h1.5a1.5 1.5 0 0 0 1.5-1.5Z',
  speaker: 'M4 9.5h3.5L12 5.5v13l-4.5-4H4ZM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11',
  swap: 'M5 8.5h13M14.5 5L18 8.5 14.5 12M19 15.5H6M9.5 12L6 15.5 9.5 19',
  group:
    'M9 5.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM3.5 18.5a5.5 5.5 0 0 1 11 0M16 6a2.6 2.6 0 0 1 0 5.2M17 13.6a5 5 0 0 1 3.5 4.9',
  picture: 'M4 5h16v14H4ZM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9h.01',
  download: 'M12 4v11M7.5 11l4.5 4.5L16.5 11M5 19.5h14',
  fit: 'M4 9V5h4M16 5h4v4M20 15v4h-4M8 19H4v-4',
  ask: 'M6.5 3.5h3l1.6 4-2 1.6a12 12 0 0 0 5.8 5.8l1.6-2 4 1.6v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2ZM15 4.2a2.2 2.2 0 1 1 2.4 3.4v.9M17.4 10.8h.01',
} as const;
export type Icon = keyof typeof kIcons;

export function icon(name: Icon): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  set(svg, 'viewBox', '0 0 24 24');
  set(svg, 'class', `icon icon-${name}`);
  set(svg, 'aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  set(path, 'd', kIcons[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon; its words are read out and shown as a tooltip. */
export function iconButton(
  name: Icon,
  words: string,
  press: () => void,
  look = '',
): HTMLButtonElement {
  const button = h(
    'button',
    { type: 'button', class: `round ${look}`, onclick: press },
    icon(name),
  );
  label(button, words);
  return button;
}

export function label(element: HTMLElement, words: string): void {
  set(element, 'aria-label', words);
  set(element, 'title', words);
}

/** Another icon on the same button. */
export function face(button: HTMLElement, name: Icon): void {
  if (!button.querySelector(`.icon-${name}`))
    button.querySelector('.icon')?.replaceWith(icon(name));
}

/** Takes a button out of use, and says why; without a reason it can be used. */
export function forbid(
  button: HTMLButtonElement | HTMLSelectElement,
  reason: string | undefined,
): void {
  button.disabled = reason !== undefined;
  set(button, 'aria-description', reason);
  if (reason !== undefined) set(button, 'title', reason);
}

/** A button of the bar below a call: an icon, its word below it, and its whole name for who cannot see. */
export function tool(name: Icon, press: () => void, look = ''): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: `tool ${look}`, onclick: press },
    h('span', { class: 'disc' }, icon(name)),
    h('small'),
  );
}

/** Its short word, its whole name, and why it cannot be used. */
export function describe(
  button: HTMLButtonElement,
  short: string,
  name: string,
  reason?: string,
): void {
  say(button.querySelector('small')!, short);
  label(button, name);
  forbid(button, reason);
}
