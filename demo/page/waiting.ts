// The calls of this desk in a row: whom we talk to, who waits and for how long, and what brings them together.
import type { Call } from 'ringline';
import { type App, clock, titleOf } from './app.js';
import { avatar } from './avatar.js';
import { fill, h, icon, iconButton, label, say, set, show } from './dom.js';
import { words } from './words.js';

export function waiting(app: App): HTMLElement {
  const row = h('div', { class: 'calls' });
  const times = new Map<Call, HTMLElement>();
  const mergeWords = h('span');
  const merge = h(
    'button',
    { type: 'button', class: 'act go', onclick: () => void app.merge() },
    icon('group'),
    mergeWords,
  );
  const strip = h('div', { class: 'strip' }, row, merge);
  app.part(() => {
    const calls = app.phone.calls.filter(
      (call) => call.direction === 'outgoing' || call.state !== 'ringing',
    );
    show(strip, calls.length > 1);
    const key = calls.map((call) => [call.id, titleOf(call), lookOf(app, call)]);
    fill(row, [key, app.front?.id, words().language], () => {
      times.clear();
      return calls.map((call) => chip(app, call, times));
    });
    for (const [call, element] of times) say(element, timeOf(call));
    const said = app.conference ? words().addToConference : words().merge;
    say(mergeWords, said);
    label(merge, said);
    show(merge, app.answered.length > 1 && app.answered.some((call) => !app.isMember(call)));
  });
  return strip;
}

type Look = 'talking' | 'waiting' | 'member' | 'calling';

function lookOf(app: App, call: Call): Look {
  if (!call.answeredAt) return 'calling';
  if (app.isMember(call)) return 'member';
  return call.held.local ? 'waiting' : 'talking';
}

const timeOf = ({ answeredAt }: Call) =>
  answeredAt ? clock(Date.now() - answeredAt.getTime()) : '';

function chip(app: App, call: Call, times: Map<Call, HTMLElement>): HTMLElement {
  const look = lookOf(app, call);
  const title = titleOf(call);
  const time = h('span', { class: 'time' });
  times.set(call, time);
  const press = () => {
    app.front = call;
    app.changed();
  };
  const choose = h(
    'button',
    { type: 'button', class: 'choose', onclick: press },
    avatar(title, 'small'),
    h(
      'span',
      { class: 'who' },
      h('b', {}, title),
      h('small', {}, h('span', {}, words().looks[look]), time),
    ),
  );
  set(choose, 'aria-pressed', String(app.front === call));
  // The one who waits is taken back, and whoever is talked to waits in his place.
  const swap =
    look === 'waiting' &&
    iconButton('swap', words().swapTo(title), () => void app.talkTo(call), 'small');
  return h(
    'div',
    { class: 'waiting', 'data-look': look, 'data-front': String(app.front === call) },
    choose,
    swap,
  );
}
