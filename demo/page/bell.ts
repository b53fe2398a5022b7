// Somebody at the door. While we talk to another, the door is small, and to answer is to hold him.
import type { Call } from 'ringline';
import { type App, titleOf } from './app.js';
import { avatar } from './avatar.js';
import { h, iconButton, label, say, set } from './dom.js';
import { words } from './words.js';

export interface Bell {
  element: HTMLElement;
  update: () => void;
}

export function bell(app: App, call: Call): Bell {
  const title = titleOf(call);
  const what = h('span', { class: 'quiet' });
  const withPicture = iconButton('video', '', () => void app.talkTo(call, true), 'go big');
  const withSound = iconButton('phone', '', () => void app.talkTo(call, false), 'go big');
  const no = iconButton('hangup', '', () => void call.hangup({ status: 486 }), 'stop big');
  const doors = [no, withSound, withPicture];
  const names = doors.map(() => h('small'));
  const element = h(
    'div',
    { class: 'bell', role: 'alertdialog', 'aria-modal': 'false' },
    avatar(title, 'huge ringing'),
    h(
      'div',
      { class: 'who' },
      what,
      h('strong', {}, title),
      h('small', { class: 'quiet' }, call.remote.uri.replace(/^sips?:/, '')),
    ),
    h(
      'div',
      { class: 'doors' },
      ...doors.map((door, i) => h('div', { class: 'lidded' }, door, names[i])),
    ),
  );
  const update = () => {
    const say_ = words();
    const isBusy = app.answered.length > 0;
    set(element, 'data-small', String(isBusy));
    say(what, isBusy ? say_.callWaiting : say_.incoming);
    set(element, 'aria-label', `${say_.incoming}: ${title}`);
    const said = isBusy
      ? [say_.decline, say_.holdAndAnswer, say_.holdAndAnswerWithVideo]
      : [say_.decline, say_.answer, say_.answerWithVideo];
    doors.forEach((door, i) => label(door, said[i]!));
    const short = isBusy ? [say_.decline, say_.holdAndAnswer, say_.withVideo] : said;
    names.forEach((name, i) => say(name, short[i]!));
  };
  update();
  return { element, update };
}
