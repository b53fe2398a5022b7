// The recordings of this page, to be downloaded.
import { type App, clock } from './app.js';
import { fill, h, icon, iconButton, say, show } from './dom.js';
import { download, sizeOf, type Tape } from './recorder.js';
import { words } from './words.js';

export function tapes(app: App): HTMLElement {
  const title = h('h2', { class: 'quiet' });
  const list = h('ul');
  const element = h('div', { class: 'tapes' }, title, list);
  app.part(() => {
    const all = app.recorder.tapes;
    show(element, all.length > 0);
    say(title, words().recordings);
    fill(list, [all.map(({ at }) => at.getTime()), words().language], () =>
      all.map((tape) => row(app, tape)),
    );
  });
  return element;
}

function row(app: App, tape: Tape): HTMLElement {
  const { who, at, seconds, blob } = tape;
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const about = `${time} · ${clock(seconds * 1000)} · ${sizeOf(blob.size)}`;
  return h(
    'li',
    {},
    icon('record'),
    h('span', { class: 'name' }, who, h('small', {}, about)),
    iconButton('download', words().downloadOf(who), () => download(tape), 'go'),
    iconButton('trash', words().forget(who), () => app.recorder.forget(tape), 'small'),
  );
}
