// The middle of the page: who waits, what runs, the call in front or those of a conference, the bar below, and who is
// ringing over all of it.
import type { Call, CallEnd } from 'ringline';
import { type App, clock, titleOf } from './app.js';
import { banners } from './banners.js';
import { bell, type Bell } from './bell.js';
import { CallCard } from './call_card.js';
import { Controls } from './controls.js';
import { h, icon, say, set, show } from './dom.js';
import { drawer } from './drawer.js';
import { lineTestButton } from './line_test.js';
import { ring } from './sounds.js';
import { toast } from './toast.js';
import { askUpgrade } from './upgrade.js';
import { waiting } from './waiting.js';
import { words } from './words.js';

export function stage(app: App): HTMLElement {
  const cards = new Map<Call, CallCard>();
  const bells = new Map<Call, Bell>();
  const table = h('div', { class: 'table' });
  const questions = h('div', { class: 'questions' });
  const porch = h('div', { class: 'porch' });
  const controls = new Controls(app);

  const close = (call: Call) => {
    bells.get(call)?.element.remove();
    bells.delete(call);
  };
  const begin = (call: Call) => {
    const isRinging = call.direction === 'incoming' && call.state === 'ringing';
    const card = new CallCard(app, call);
    cards.set(call, card);
    if (isRinging) {
      const door = bell(app, call);
      bells.set(call, door);
      porch.append(door.element);
      door.element.querySelector<HTMLElement>('.doors > :last-child button')?.focus();
    } else app.front = call;
    follow(app, call, app.isPlacingVideo);
    call.on('upgrade', (request) => askUpgrade(app, call, request, questions));
    call.on('state', (state) => {
      if (bells.has(call) && state !== 'ringing' && state !== 'ended') {
        close(call);
        app.front = call;
        app.look('phone');
      }
      app.changed();
    });
    call.on('ended', () => {
      card.stop();
      card.element.remove();
      cards.delete(call);
      close(call);
      if (app.front === call) app.front = app.answered[0] ?? [...cards.keys()].find(isCalling);
      app.changed();
    });
    table.append(card.element);
    if (isRinging || call.direction === 'outgoing') app.look('phone');
    app.changed();
  };
  app.phone.on('call', begin);

  const element = h(
    'section',
    { class: 'stage' },
    waiting(app),
    banners(app, controls.share),
    h('div', { class: 'room' }, idle(app), table, questions, drawer(app)),
    controls.element,
    porch,
  );
  app.part(() => {
    const isParty = app.isMember(app.front);
    set(element, 'data-call', String(app.front !== undefined));
    set(element, 'data-party', String(isParty));
    for (const card of cards.values()) {
      show(card.element, card.call === app.front || (isParty && app.isMember(card.call)));
      card.update();
    }
    for (const { update } of bells.values()) update();
    set(porch, 'data-small', String(app.answered.length > 0));
    ring(bells.size > 0 ? 'here' : [...cards.keys()].some(isCalling) ? 'there' : undefined);
  });
  return element;
}

const isCalling = ({ direction, state }: Call) => direction === 'outgoing' && state === 'ringing';

/** No call, and whether there can be one. */
function idle(app: App): HTMLElement {
  const title = h('h1');
  const text = h('p', { class: 'quiet' });
  const element = h('div', { class: 'idle' }, rings(), title, text, lineTestButton(app));
  app.part(() => {
    show(element, app.front === undefined);
    const isThere = app.phone.state === 'registered' || app.phone.state === 'connected';
    say(title, isThere ? words().idleTitle : words().idleOffline);
    say(text, isThere ? words().idleText : words()[app.phone.state]);
    set(element, 'data-ready', String(isThere));
  });
  return element;
}

/** What is told of a call besides its card. */
function follow(app: App, call: Call, video: boolean): void {
  const name = titleOf(call);
  app.equipment.attach(call);
  for (const event of ['held', 'remoteStream', 'localStream', 'mode', 'answered'] as const)
    call.on(event, () => app.changed());
  call.on('shared', ({ error }) => {
    if (error) app.failed(name, error);
    app.changed();
  });
  call.on('mode', ({ mode, by }) => by === 'remote' && toast(words().modeChanged(name, mode)));
  call.on('tone', ({ tone }) => toast(words().toneReceived(name, tone)));
  call.on('transferRequest', (request) => {
    const target = /sips?:([^@;>]+)/.exec(request.target)?.[1] ?? request.target;
    toast(words().carried(name, target));
    void app.try(target, () => request.accept());
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

function rings(): HTMLElement {
  return h('div', { class: 'rings', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'), icon('phone'));
}
