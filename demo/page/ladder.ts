// The SIP messages as a ladder between this phone and the server.
import type { SipMessage, Trace } from 'ringline';
import { type App, hueOf } from './app.js';
import { h, iconButton, label, say, show } from './dom.js';
import { toast } from './toast.js';
import { words } from './words.js';

const kMost = 400;

interface Rung {
  trace: Trace;
  at: Date;
  element: HTMLElement;
}

export function ladder(app: App): HTMLElement {
  const rungs: Rung[] = [];
  const list = h('ol', { class: 'rungs' });
  const empty = h('p', { class: 'quiet empty' });
  const title = h('h2');
  const left = h('span', { class: 'lane' });
  const right = h('span', { class: 'lane' });
  const registerWords = h('span');
  const withRegister = h('input', { type: 'checkbox', checked: true, onchange: () => filter() });
  const clear = iconButton(
    'trash',
    '',
    () => {
      rungs.length = 0;
      list.replaceChildren();
      app.changed();
    },
    'small',
  );
  const copy = iconButton(
    'copy',
    '',
    () => {
      const text = rungs
        .map(({ trace, at }) => `${timeOf(at)} ${trace.direction}\n${trace.text}`)
        .join('\n');
      void navigator.clipboard?.writeText(text).then(() => toast(words().copied));
    },
    'small',
  );

  const isShown = ({ trace: { message } }: Rung) =>
    withRegister.checked || methodOf(message) !== 'REGISTER';
  const filter = () => {
    for (const rung of rungs) show(rung.element, isShown(rung));
  };

  app.phone.on('trace', (trace) => {
    // Who has scrolled up to read stays where he is.
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    const at = new Date();
    const rung = { trace, at, element: draw(trace, at, rungs.at(-1)?.at) };
    rungs.push(rung);
    list.append(rung.element);
    show(rung.element, isShown(rung));
    if (rungs.length > kMost) rungs.shift()!.element.remove();
    if (isAtEnd) list.scrollTop = list.scrollHeight;
    app.changed();
  });

  app.part(() => {
    say(title, words().ladderTitle);
    say(left, app.number);
    say(right, words().server);
    say(registerWords, words().keepalives);
    say(empty, words().ladderEmpty);
    show(empty, rungs.length === 0);
    label(clear, words().clear);
    label(copy, words().copyAll);
  });

  return h(
    'section',
    { class: 'panel ladder' },
    h(
      'div',
      { class: 'head' },
      title,
      h('label', { class: 'check' }, withRegister, registerWords),
      copy,
      clear,
    ),
    h('div', { class: 'lanes' }, h('span'), left, right),
    empty,
    list,
  );
}

function draw(trace: Trace, at: Date, before: Date | undefined): HTMLElement {
  const { message, direction } = trace;
  const what = message.isRequest ? message.method : `${message.statusCode} ${message.reasonPhrase}`;
  const about = message.isRequest ? addressee(message) : methodOf(message);
  const call = message.header('Call-ID') ?? '';
  const gap = before && at.getTime() - before.getTime();
  const arrow = h(
    'span',
    { class: 'arrow' },
    h('span', { class: 'what' }, what),
    h('span', { class: 'about' }, about),
  );
  const details = h(
    'details',
    { class: `rung ${direction} ${kindOf(message)}` },
    h(
      'summary',
      {},
      h('time', { title: gap === undefined ? '' : `+${gap} ms` }, timeOf(at)),
      arrow,
    ),
  );
  details.style.setProperty('--hue', String(hueOf(call)));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(textOf(trace.text));
  });
  return h('li', {}, details);
}

/** The text, with what can be told apart told apart. */
function textOf(text: string): HTMLElement {
  const [head = '', ...body] = text.split(/\r?\n\r?\n/);
  const [start = '', ...headers] = head.split(/\r?\n/);
  const pre = h('pre', { tabIndex: 0 }, h('b', {}, start), '\n');
  for (const line of headers) {
    const colon = line.indexOf(':');
    if (colon > 0 && !/^\s/.test(line))
      pre.append(h('i', {}, line.slice(0, colon)), `${line.slice(colon)}\n`);
    else pre.append(`${line}\n`);
  }
  const rest = body.join('\n\n').trim();
  if (rest) pre.append(h('span', { class: 'body' }, `\n${rest}\n`));
  return pre;
}

const methodOf = (message: SipMessage): string =>
  message.isRequest ? message.method : (message.header('CSeq')?.split(' ')[1] ?? '');

/** Whom a request is for, as short as it goes: the To header's user or, without one, its host. */
function addressee(message: SipMessage): string {
  return /sips?:([^@>;\s]+)/.exec(message.header('To') ?? '')?.[1] ?? '';
}

function kindOf({ isRequest, statusCode }: SipMessage): string {
  if (isRequest) return 'request';
  if (statusCode < 200) return 'progress';
  if (statusCode < 300) return 'success';
  return statusCode === 401 || statusCode === 407 ? 'challenge' : 'refusal';
}

const two = (number: number, width = 2) => String(number).padStart(width, '0');

const timeOf = (at: Date): string =>
  `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${two(at.getMilliseconds(), 3)}`;
