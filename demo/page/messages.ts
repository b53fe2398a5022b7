// Short texts (MESSAGE), to and fro.
import { type App, nameOf } from './app.js';
import { avatar } from './avatar.js';
import { fill, h, icon, iconButton, label, say, set, show } from './dom.js';
import { toast } from './toast.js';
import { words } from './words.js';

export function messages(app: App): HTMLElement {
  const title = h('h2');
  const empty = h('p', { class: 'quiet empty' });
  const list = h('ol', { class: 'texts', 'aria-live': 'polite' });
  const choices = h('datalist', { id: 'people' });
  const to = h('input', { type: 'text', class: 'to', autocomplete: 'off', spellcheck: false });
  to.setAttribute('list', 'people');
  const text = h('input', {
    type: 'text',
    class: 'text',
    autocomplete: 'off',
    enterKeyHint: 'send',
  });
  const send = iconButton('send', '', () => {}, 'go');
  send.type = 'submit';

  const add = (who: string, what: string, isOurs: boolean): HTMLElement => {
    const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const item = h(
      'li',
      { class: isOurs ? 'ours' : 'theirs' },
      avatar(who, 'small'),
      h(
        'div',
        { class: 'bubble' },
        h('small', {}, isOurs ? `→ ${who}` : who, ' · ', time),
        h('span', {}, what),
      ),
    );
    list.append(item);
    list.scrollTop = list.scrollHeight;
    app.changed();
    return item;
  };

  const submit = async (event: Event) => {
    event.preventDefault();
    const target = to.value.trim() || app.front?.remote.uri || app.others[0]?.user;
    const what = text.value;
    if (!target || !what.trim()) return;
    text.value = '';
    const item = add(nameOf(target), what, true);
    try {
      await app.phone.message(target, what);
    } catch (error) {
      item.classList.add('failed');
      item
        .querySelector('.bubble')!
        .append(h('small', { class: 'bad' }, icon('alert'), words().notSent));
      app.failed(nameOf(target), error);
    }
  };

  app.phone.on('message', ({ from, text: what }) => {
    const who = from.displayName || from.user || from.uri;
    add(who, what, false);
    if (!to.value) to.value = from.user || from.uri;
    const isSeen = list.checkVisibility?.() ?? false;
    if (!isSeen) {
      ++app.unread;
      toast(`${who}: ${what.length > 80 ? `${what.slice(0, 80)}…` : what}`, {
        action: { words: words().messages, press: () => app.look('messages') },
      });
    }
    app.changed();
  });

  app.part(() => {
    say(title, words().messages);
    say(empty, words().noMessages);
    show(empty, list.childElementCount === 0);
    set(to, 'placeholder', words().messageTo);
    set(to, 'aria-label', words().messageTo);
    set(text, 'placeholder', words().writeMessage);
    set(text, 'aria-label', words().writeMessage);
    label(send, words().send);
    fill(choices, app.others, () =>
      app.others.map(({ user, name }) => h('option', { value: user }, name)),
    );
    if (!to.value && document.activeElement !== to && app.others[0]) to.value = app.others[0].user;
  });

  return h(
    'section',
    { class: 'panel messages' },
    h('div', { class: 'head' }, title),
    empty,
    list,
    h(
      'form',
      { class: 'compose', onsubmit: (event: Event) => void submit(event) },
      to,
      choices,
      text,
      send,
    ),
  );
}
