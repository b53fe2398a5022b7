// Another server, another account, for this tab.
import { type Account, type Settings, keepSettings, settings } from './account.js';
import { h } from './dom.js';
import { words } from './words.js';

/** Two of them share a line. */
const kHalves: ReadonlySet<keyof Account> = new Set([
  'password',
  'displayName',
  'iceUser',
  'icePassword',
]);

type Field = readonly [name: keyof Account, type: string, placeholder: string];

export function openSettings(): void {
  const say = words();
  const own = settings();
  const fields: (Field & { 3?: never })[] = [
    ['server', 'url', 'wss://sip.example.com'],
    ['user', 'text', 'sip:alice@example.com'],
    ['password', 'password', ''],
    ['displayName', 'text', ''],
    ['ice', 'text', 'turn:turn.example.com'],
    ['iceUser', 'text', ''],
    ['icePassword', 'password', ''],
  ];
  const titles: { [name in keyof Account]: string } = {
    server: say.serverAddress,
    user: say.user,
    password: say.password,
    displayName: say.displayName,
    ice: say.ice,
    iceUser: say.iceUser,
    icePassword: say.icePassword,
  };
  const inputs = fields.map(([name, type, placeholder]) =>
    h('input', {
      name,
      type,
      placeholder,
      value: own[name] ?? '',
      autocomplete: 'off',
      spellcheck: false,
    }),
  );
  const tones = h(
    'select',
    { name: 'tones' },
    h('option', { value: 'info' }, say.tonesInfo),
    h('option', { value: 'rtp' }, say.tonesRtp),
  );
  tones.value = localStorage.getItem('tones') ?? 'info';
  const close = () => dialog.close();
  const submit = (event: Event) => {
    event.preventDefault();
    localStorage.setItem('tones', tones.value);
    const next: Settings = {};
    for (const input of inputs)
      if (input.value.trim()) next[input.name as keyof Account] = input.value.trim();
    const isSame = JSON.stringify(next) === JSON.stringify(own);
    keepSettings(next);
    close();
    // The phone is made anew with the page.
    if (!isSame) location.assign(location.pathname);
  };
  const dialog = h(
    'dialog',
    { class: 'settings', 'aria-label': say.settings },
    h(
      'form',
      { method: 'dialog', onsubmit: submit },
      h('h2', {}, say.settings),
      h('p', { class: 'quiet small' }, say.settingsHint),
      ...inputs.map((input, i) => {
        const [name] = fields[i]!;
        const look = kHalves.has(name) ? 'half' : '';
        return h('label', { class: look }, h('span', {}, titles[name]), input);
      }),
      h('label', {}, h('span', {}, say.tones), tones),
      h(
        'div',
        { class: 'pair' },
        h('button', { type: 'button', class: 'wide', onclick: close }, say.cancel),
        h('button', { type: 'submit', class: 'wide go' }, say.apply),
      ),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
