// The softphone page: makes the phone, and puts the parts together.
import { Phone, version } from 'ringline';
import { type Account, account as findAccount, optionsOf, userOf } from './account.js';
import { App, type View } from './app.js';
import { dialler } from './dialler.js';
import { h, icon, iconButton, label, say, set, show } from './dom.js';
import { ladder } from './ladder.js';
import { messages } from './messages.js';
import { openSettings } from './settings.js';
import { stage } from './stage.js';
import { toast, toasts } from './toast.js';
import { speak, tongueToBegin, type Tongue, wordOf, words } from './words.js';

const makePhone = (account: Account): Phone =>
  new Phone({ ...optionsOf(account), callWaiting: 'hold' });

function bar(app: App): HTMLElement {
  const dot = h('i');
  const state = h('span');
  const where = h('small');
  const pill = h('div', { class: 'pill', role: 'status' }, dot, state, where);
  const tongue = h('button', {
    type: 'button',
    class: 'tongue',
    onclick: () => {
      speak(words().otherLanguage as Tongue);
      app.changed();
    },
  });
  const theme = iconButton('sun', '', changeTheme, 'small');
  const gear = iconButton(
    'headset',
    '',
    () => {
      app.isDrawerOpen = !app.isDrawerOpen;
      app.look('phone');
    },
    'small',
  );
  const setup = iconButton('settings', '', openSettings, 'small');
  app.part(() => {
    set(pill, 'data-state', app.phone.state);
    say(state, wordOf(app.phone.state));
    say(where, app.account.server ? app.account.server.replace(/^wss?:\/\//, '') : '');
    say(tongue, words().language);
    set(tongue, 'lang', words().otherLanguage);
    label(theme, words().theme);
    label(gear, words().devices);
    set(gear, 'aria-pressed', String(app.isDrawerOpen));
    label(setup, words().settings);
    document.title = titleFor(app);
  });
  return h('header', { class: 'bar' }, brand(), pill, tongue, gear, theme, setup);
}

function brand(): HTMLElement {
  return h(
    'div',
    { class: 'brand', title: `Ringline ${version}` },
    h('i', { class: 'mark', 'aria-hidden': 'true' }),
    h('b', {}, 'Ringline'),
  );
}

function titleFor(app: App): string {
  const ringing = app.phone.calls.find(
    (call) => call.direction === 'incoming' && call.state === 'ringing',
  );
  if (ringing) return `☎ ${words().incoming} · ${app.number}`;
  return `${app.front ? '● ' : ''}${app.number} · Ringline`;
}

function changeTheme(): void {
  const root = document.documentElement;
  const isDark = root.dataset['theme']
    ? root.dataset['theme'] === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset['theme'] = isDark ? 'light' : 'dark';
  localStorage.setItem('theme', root.dataset['theme']);
}

function tabs(app: App): HTMLElement {
  const views: [View, 'phone' | 'message' | 'ladder'][] = [
    ['phone', 'phone'],
    ['messages', 'message'],
    ['ladder', 'ladder'],
  ];
  const badge = h('span', { class: 'badge' });
  const buttons = views.map(([view, face]) =>
    h(
      'button',
      { type: 'button', class: `tab ${view}`, onclick: () => app.look(view) },
      icon(face),
      h('span'),
      view === 'messages' && badge,
    ),
  );
  app.part(() => {
    const names = [words().phoneTab, words().messages, words().ladder];
    buttons.forEach((button, i) => {
      say(button.querySelector('span')!, names[i]!);
      const view = views[i]![0];
      set(button, 'aria-current', app.view === view ? 'true' : undefined);
      set(button, 'data-side', String(app.side === view));
    });
    say(badge, String(app.unread));
    show(badge, app.unread > 0);
  });
  return h('nav', { class: 'tabs' }, ...buttons);
}

function followPhone(app: App): void {
  const { phone, account } = app;
  phone.on('state', () => app.changed());
  phone.on('registrationFailed', (error) => app.failed(app.number, error));
  // Somebody has to listen, or callers are told that nobody is here; the stage shows every call.
  phone.on('incoming', () => app.changed());
  setInterval(() => {
    if (phone.calls.length > 0) app.changed();
  }, 1000);
  addEventListener('pagehide', () => void phone.stop());
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void phone.start();
  });
  if (account.server) return;
  const people = new EventSource('people');
  people.onmessage = ({ data }) => {
    app.people = JSON.parse(data as string) as App['people'];
    app.changed();
  };
}

async function start(): Promise<void> {
  const theme = localStorage.getItem('theme');
  if (theme) document.documentElement.dataset['theme'] = theme;
  speak(tongueToBegin());
  const account = await findAccount();
  if (!account.user) {
    openSettings();
    document.body.append(toasts());
    return;
  }
  const app = new App(makePhone(account), account, userOf(account.user));
  const desk = h(
    'main',
    { class: 'desk' },
    dialler(app),
    stage(app),
    tabs(app),
    ladder(app),
    messages(app),
  );
  app.part(() => {
    set(desk, 'data-view', app.view);
    set(desk, 'data-side', app.side);
    set(desk, 'data-dialling', String(app.isDialling));
    set(desk, 'data-call', String(app.phone.calls.length > 0 || app.isDrawerOpen));
  });
  document.body.append(bar(app), desk, toasts());
  followPhone(app);
  // For the curious, in the browser's console.
  Object.assign(globalThis, { phone: app.phone });
  await app.phone.start().catch((error: unknown) => app.failed(app.number, error));
}

start().catch((error: unknown) => {
  document.body.append(toasts());
  toast(`${words().page}: ${String(error)}`, { isError: true });
  console.error(error);
});
