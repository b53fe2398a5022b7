// Our number, the keypad, and who is there to be called.
import { type App } from './app.js';
import { avatar } from './avatar.js';
import { fill, h, icon, iconButton, label, say, set, show } from './dom.js';
import { lineTestButton } from './line_test.js';
import { press } from './sounds.js';
import { tapes } from './tapes.js';
import { toast } from './toast.js';
import { words } from './words.js';

export const kKeys: readonly (readonly [key: string, letters: string])[] = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
];

export function keypad(strike: (key: string) => void): HTMLElement {
  const keys = kKeys.map(([key, letters]) =>
    h(
      'button',
      { type: 'button', class: 'key', 'aria-label': key, onclick: () => (press(key), strike(key)) },
      h('b', {}, key),
      h('small', {}, letters),
    ),
  );
  return h('div', { class: 'keypad' }, ...keys);
}

export function dialler(app: App): HTMLElement {
  const back = h('button', {
    type: 'button',
    class: 'wide go narrow',
    onclick: () => app.look('phone'),
  });
  const title = h('span', { class: 'quiet' });
  const number = h('strong', { class: 'number' });
  const copy = iconButton(
    'copy',
    '',
    () => {
      void navigator.clipboard?.writeText(app.number).then(() => toast(words().copied));
    },
    'small',
  );
  const field = h('input', {
    class: 'dial',
    type: 'text',
    autocomplete: 'off',
    spellcheck: false,
    enterKeyHint: 'go',
    oninput: () => app.changed(),
  });
  const erase = iconButton(
    'erase',
    '',
    () => {
      field.value = field.value.slice(0, -1);
      app.changed();
    },
    'small',
  );
  const place = (video: boolean) => {
    const target = field.value.trim();
    field.value = '';
    void app.call(target, video);
    app.changed();
  };
  const soundWords = h('span');
  const sound = h('button', { type: 'submit', class: 'wide go' }, icon('phone'), soundWords);
  const videoWords = h('span');
  const video = h(
    'button',
    { type: 'button', class: 'wide go', onclick: () => place(true) },
    icon('video'),
    videoWords,
  );
  const form = h(
    'form',
    {
      class: 'dialform',
      onsubmit: (event: Event) => {
        event.preventDefault();
        place(false);
      },
    },
    h('div', { class: 'field' }, field, erase),
    keypad((key) => {
      field.value += key;
      app.changed();
    }),
    h('div', { class: 'pair' }, sound, video),
  );
  const peopleTitle = h('h2');
  const people = h('ul', { class: 'people' });
  const nobody = h('p', { class: 'quiet' });
  const hint = h('p', { class: 'quiet small' });
  const secondWords = h('span');
  const second = h(
    'button',
    {
      type: 'button',
      class: 'wide',
      onclick: () => void window.open(location.href, '_blank', 'noopener'),
    },
    icon('window'),
    secondWords,
  );
  const alone = h('div', { class: 'alone' }, nobody, second, hint);
  const isOurServer = !app.account.server;

  app.part(() => {
    const say_ = words();
    say(back, say_.backToCall);
    show(back, app.phone.calls.length > 0);
    say(title, say_.yourNumber);
    say(number, app.number);
    label(copy, say_.copyNumber);
    set(field, 'placeholder', say_.dial);
    set(field, 'aria-label', say_.dial);
    label(erase, say_.erase);
    show(erase, field.value !== '');
    say(soundWords, say_.callWithSound);
    say(videoWords, say_.callWithVideo);
    sound.disabled = video.disabled = field.value.trim() === '' || app.phone.state === 'stopped';
    say(peopleTitle, say_.people);
    say(nobody, say_.nobody);
    say(secondWords, say_.secondTab);
    say(hint, say_.secondTabHint);
    show(peopleTitle, isOurServer);
    show(alone, isOurServer && app.others.length === 0);
    fill(people, [app.others, say_.language], () =>
      app.others.map(({ user, name }) => row(app, user, name)),
    );
  });

  return h(
    'section',
    { class: 'panel dialler' },
    back,
    h('div', { class: 'mine' }, avatar(app.number), h('div', {}, title, number), copy),
    form,
    h('div', { class: 'present' }, peopleTitle, people, alone),
    tapes(app),
    lineTestButton(app, 'narrow'),
  );
}

function row(app: App, user: string, name: string): HTMLElement {
  const title = name || user;
  // The name is what people click: with it, its picture and the phone beside it are one button.
  const sound = h(
    'button',
    { type: 'button', class: 'person', onclick: () => void app.call(user, false) },
    avatar(title),
    h('span', { class: 'name' }, title, name && name !== user && h('small', {}, user)),
    h('span', { class: 'round go' }, icon('phone')),
  );
  label(sound, `${words().callWithSound}: ${title}`);
  const video = iconButton(
    'video',
    `${words().callWithVideo}: ${title}`,
    () => void app.call(user, true),
    'go',
  );
  return h('li', {}, sound, video);
}
