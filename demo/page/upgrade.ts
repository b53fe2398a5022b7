// They would like a call with a picture: the question, for as long as nobody has answered it.
import type { Call, UpgradeRequest } from 'ringline';
import { type App, titleOf } from './app.js';
import { h, icon, say, set } from './dom.js';
import { words } from './words.js';

export function askUpgrade(
  app: App,
  call: Call,
  request: UpgradeRequest,
  place: HTMLElement,
): void {
  const over = () => {
    forget();
    element.remove();
  };
  const accept = (camera: boolean) => () => {
    const video = camera && app.equipment.wish('camera');
    void app
      .try(titleOf(call), () => request.accept({ video }))
      .then((isTaken) => isTaken && over());
  };
  const [title, text] = [h('strong'), h('p', { class: 'quiet small' })];
  const word = () => h('span');
  const [withWords, withoutWords, noWords] = [word(), word(), word()];
  const choose = (
    name: 'video' | 'videoOff' | 'close',
    look: string,
    said: HTMLElement,
    press: () => void,
  ) => h('button', { type: 'button', class: `wide ${look}`, onclick: press }, icon(name), said);
  const camera = choose('video', 'go', withWords, accept(true));
  const element = h(
    'div',
    { class: 'question', role: 'alertdialog' },
    title,
    text,
    camera,
    choose('videoOff', '', withoutWords, accept(false)),
    choose('close', '', noWords, () => {
      request.reject();
      over();
    }),
  );
  const update = () => {
    set(element, 'aria-label', words().upgradeAsked(titleOf(call)));
    say(title, words().upgradeAsked(titleOf(call)));
    say(text, words().upgradeHint);
    say(withWords, words().withCamera);
    say(withoutWords, words().withoutCamera);
    say(noWords, words().stayWithSound);
  };
  const forget = app.part(update);
  // Unanswered for 40 seconds it is refused, and there is nothing to answer any more.
  setTimeout(over, 40_000);
  call.on('ended', over);
  place.append(element);
  camera.focus();
}
