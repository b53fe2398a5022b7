// The middle of the page: the call in front, the others in a row above, who is ringing over all of it.
import type { Call, CallEnd } from 'ringline';
import { type App, clock, titleOf } from './app.js';
import { avatar } from './avatar.js';
import { CallCard } from './call_card.js';
import { fill, h, icon, iconButton, label, say, set, show } from './dom.js';
import { ring } from './sounds.js';
import { toast } from './toast.js';
import { words } from './words.js';

export function stage(app: App): HTMLElement {
  const cards = new Map<Call, CallCard>();
  const bells = new Map<Call, { element: HTMLElement; update: () => void }>();
  const strip = h('div', { class: 'strip', role: 'tablist' });
  const table = h('div', { class: 'table' });
  const porch = h('div', { class: 'porch' });
  const idleTitle = h('h1');
  const idleText = h('p', { class: 'quiet' });
  const idle = h('div', { class: 'idle' }, rings(), idleTitle, idleText);

  const begin = (call: Call) => {
    const isRinging = call.direction === 'incoming' && call.state === 'ringing';
    const card = new CallCard(app, call);
    cards.set(call, card);
    if (isRinging) bells.set(call, bell(app, call, porch));
    else app.front = call;
    follow(app, call, app.isPlacingVideo);
    call.on('state', (state) => {
      if (call.direction === 'incoming' && state !== 'ringing' && state !== 'ended') {
        bells.get(call)?.element.remove();
        bells.delete(call);
        app.front = call;
        app.look('phone');
      }
      app.changed();
    });
    call.on('ended', () => {
      card.stop();
      card.element.remove();
      cards.delete(call);
      bells.get(call)?.element.remove();
      bells.delete(call);
      if (app.front === call)
        app.front = app.phone.calls.find((one) => one.answeredAt) ?? undefined;
      app.changed();
    });
    table.append(card.element);
    if (isRinging || call.direction === 'outgoing') app.look('phone');
    app.changed();
  };
  app.phone.on('call', begin);

  app.part(() => {
    for (const card of cards.values()) {
      show(card.element, card.call === app.front);
      card.update();
    }
    for (const { update } of bells.values()) update();
    const calls = [...cards.keys()].filter((call) => !bells.has(call));
    show(strip, calls.length > 1);
    const key = calls.map((call) => [call.id, call.held.local, call === app.front]);
    fill(strip, key, () => calls.map((call) => chip(app, call)));
    show(idle, calls.length === 0);
    const isThere = app.phone.state === 'registered' || app.phone.state === 'connected';
    say(idleTitle, isThere ? words().idleTitle : words().idleOffline);
    say(idleText, isThere ? words().idleText : words()[app.phone.state]);
    set(idle, 'data-ready', String(isThere));
    const isCalling = [...cards.keys()].some(
      (call) => call.direction === 'outgoing' && call.state === 'ringing',
    );
    ring(bells.size > 0 ? 'here' : isCalling ? 'there' : undefined);
  });

  return h('section', { class: 'stage' }, idle, strip, table, porch);
}

/** What is told of a call besides its card. */
function follow(app: App, call: Call, video: boolean): void {
  const changed = () => app.changed();
  call.on('held', changed);
  call.on('remoteStream', changed);
  call.on('localStream', changed);
  call.on('tone', ({ tone }) => toast(words().toneReceived(titleOf(call), tone)));
  call.on('transferRequest', (request) => {
    toast(
      words().carried(titleOf(call), /sips?:([^@;>]+)/.exec(request.target)?.[1] ?? request.target),
    );
    request.accept().catch((error: unknown) => app.failed(request.target, error));
  });
  call.on('replaced', (other) => {
    app.front = other;
    toast(words().replaced(titleOf(other)));
  });
  call.on('ended', (end) => tellEnd(app, call, end, video));
}

function tellEnd(app: App, call: Call, { code, error, by }: CallEnd, video: boolean): void {
  const name = titleOf(call);
  if (call.answeredAt && (code === 'hangup' || !error)) {
    toast(`${name}: ${words().callEnded(clock(Date.now() - call.answeredAt.getTime()))}`);
  } else if (code === 'canceled' && by === 'remote') {
    toast(words().callFailed(name, words().because.canceled));
  } else if (by !== 'local' || code.startsWith('media')) {
    const again = () => void app.call(call.remote.uri, false);
    app.failed(name, error, video && call.direction === 'outgoing' ? again : undefined);
  }
}

/** Somebody at the door. */
function bell(
  app: App,
  call: Call,
  porch: HTMLElement,
): { element: HTMLElement; update: () => void } {
  const title = titleOf(call);
  const what = h('span', { class: 'quiet' });
  const withPicture = iconButton('video', '', () => void app.answer(call, true), 'go big');
  const withSound = iconButton('phone', '', () => void app.answer(call, false), 'go big');
  const no = iconButton('hangup', '', () => void call.hangup({ status: 486 }), 'stop big');
  const names = [no, withSound, withPicture].map(() => h('small'));
  const lidded = (button: HTMLElement, name: HTMLElement) =>
    h('div', { class: 'lidded' }, button, name);
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
      lidded(no, names[0]!),
      lidded(withSound, names[1]!),
      lidded(withPicture, names[2]!),
    ),
  );
  const update = () => {
    say(what, words().incoming);
    set(element, 'aria-label', `${words().incoming}: ${title}`);
    [words().decline, words().answer, words().answerWithVideo].forEach((said, i) => {
      label([no, withSound, withPicture][i]!, said);
      say(names[i]!, said);
    });
  };
  update();
  porch.append(element);
  withPicture.focus();
  return { element, update };
}

function chip(app: App, call: Call): HTMLElement {
  const press = () => {
    app.front = call;
    app.changed();
  };
  const isFront = app.front === call;
  return h(
    'button',
    {
      type: 'button',
      role: 'tab',
      class: 'chip',
      'aria-selected': String(isFront),
      onclick: press,
    },
    avatar(titleOf(call), 'tiny'),
    titleOf(call),
    call.held.local && icon('pause'),
  );
}

function rings(): HTMLElement {
  return h('div', { class: 'rings', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'), icon('phone'));
}
