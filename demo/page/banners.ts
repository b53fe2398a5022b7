// What holds for the call at this moment and can be ended: shown above it, in lines.
import { type App, clock, titleOf } from './app.js';
import { h, icon, iconButton, label, say, show, face, set, type Icon } from './dom.js';
import { sizeOf } from './recorder.js';
import type { Share } from './share.js';
import { words } from './words.js';

interface Banner {
  element: HTMLElement;
  text: HTMLElement;
}

function banner(look: string, name: Icon, ...more: HTMLElement[]): Banner {
  const text = h('span', { class: 'said' });
  const element = h('div', { class: `banner ${look}`, role: 'status' }, icon(name), text, ...more);
  return { element, text };
}

const action = (press: () => void, look = '') =>
  h('button', { type: 'button', class: `act ${look}`, onclick: press });

/** The browser lets nothing sound before a click. */
function silence(app: App): HTMLElement {
  const button = action(() => void app.equipment.output.unlock());
  const { element, text } = banner('warn', 'speaker', button);
  app.part(() => {
    show(element, app.equipment.output.blocked);
    say(text, words().soundBlocked);
    say(button, words().soundOn);
  });
  return element;
}

function sharing(app: App, share: Share): HTMLElement {
  // Also while another call is in front: it goes on until it is stopped.
  const shown = () => app.phone.calls.find((call) => call.shared);
  const stop = action(() => {
    const call = shown();
    if (call) void app.try(titleOf(call), () => call.unshare());
  });
  const preview = h('video', { autoplay: true, playsInline: true, muted: true });
  const { element, text } = banner('share', 'share', preview, stop);
  app.part(() => {
    const picture = shown()?.shared;
    show(element, picture !== undefined);
    if (preview.srcObject !== (picture?.stream ?? null))
      preview.srcObject = picture?.stream ?? null;
    say(text, words().youShare(words().shareSource[share.source]));
    set(preview, 'aria-label', words().sharedPreview);
    say(stop, words().stopSharing);
  });
  return element;
}

function recording(app: App): HTMLElement {
  const { recorder } = app;
  const figures = h('span', { class: 'figures-inline' });
  const pause = iconButton('pause', '', () => recorder.pauseOrResume(), 'tiny');
  const stop = iconButton('stop', '', () => recorder.stop(), 'tiny');
  const { element, text } = banner('rec', 'record', figures, pause, stop);
  app.part(() => {
    const { recording } = recorder;
    show(element, recording !== undefined);
    if (!recording) return;
    const isPaused = recording.state === 'paused';
    set(element, 'data-paused', String(isPaused));
    say(text, isPaused ? words().recordingPaused : words().recordingOf(recorder.who));
    say(figures, `${clock(recording.duration * 1000)} · ${sizeOf(recording.size)}`);
    label(pause, isPaused ? words().resumeRecording : words().pauseRecording);
    face(pause, isPaused ? 'play' : 'pause');
    label(stop, words().stopRecording);
  });
  return element;
}

function conference(app: App): HTMLElement {
  const split = action(() => void app.split());
  const { element, text } = banner('party', 'group', split);
  app.part(() => {
    const members = app.conference?.calls ?? [];
    show(element, members.length > 0);
    say(text, words().conferenceOf(members.map(titleOf)));
    say(split, words().splitConference);
  });
  return element;
}

/** Somebody is asked whether another may be put through. */
function consultation(app: App): HTMLElement {
  const deed = (what: 'complete' | 'cancel') => () => {
    const { consultation } = app;
    if (!consultation) return;
    const name = titleOf(consultation.first);
    void app.try(name, () => consultation[what]());
  };
  const connect = action(deed('complete'), 'go');
  const back = action(deed('cancel'));
  const { element, text } = banner('party', 'transfer', back, connect);
  app.part(() => {
    const { consultation } = app;
    show(element, consultation !== undefined);
    if (!consultation) return;
    const [first, asked] = [titleOf(consultation.first), titleOf(consultation.call)];
    say(text, words().asking(asked, first));
    say(connect, words().connectBoth);
    say(back, words().backTo(first));
  });
  return element;
}

export function banners(app: App, share: Share): HTMLElement {
  return h(
    'div',
    { class: 'banners' },
    silence(app),
    consultation(app),
    conference(app),
    recording(app),
    sharing(app, share),
  );
}
