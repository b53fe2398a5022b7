// The drawer with microphone, camera and speaker: which there are, which are used, how loud they are.
import type { DeviceKind } from 'ringline';
import { type App } from './app.js';
import { fill, forbid, h, icon, iconButton, label, say, set, show } from './dom.js';
import { Meter } from './meter.js';
import { words } from './words.js';

const kKinds: readonly DeviceKind[] = ['microphone', 'camera', 'speaker'];
const kIcons = { microphone: 'mic', camera: 'video', speaker: 'speaker' } as const;

export function drawer(app: App): HTMLElement {
  const title = h('h2');
  const close = () => {
    app.isDrawerOpen = false;
    app.changed();
  };
  const shut = iconButton('close', '', close, 'small');
  const allow = h('button', {
    type: 'button',
    class: 'wide go',
    onclick: () => void app.equipment.allow(),
  });
  const hint = h('p', { class: 'quiet small' });
  const element = h(
    'aside',
    { class: 'drawer', hidden: true },
    h('div', { class: 'head' }, title, shut),
    hint,
    allow,
    ...kKinds.map((kind) => section(app, kind)),
  );
  element.addEventListener('keydown', ({ key }) => key === 'Escape' && close());
  app.part(() => {
    const wasHidden = element.hidden;
    show(element, app.isDrawerOpen);
    if (wasHidden && app.isDrawerOpen) shut.focus();
    say(title, words().devices);
    set(element, 'aria-label', words().devices);
    label(shut, words().close);
    const { permissions, devices } = app.equipment.devices;
    const isUnnamed = devices.some(({ deviceId }) => deviceId === '');
    const isDenied = Object.values(permissions).includes('denied');
    show(allow, isUnnamed && !isDenied);
    say(allow, words().allowDevices);
    show(hint, isUnnamed || isDenied);
    say(hint, isDenied ? words().devicesDenied : words().devicesUnnamed);
  });
  return element;
}

function section(app: App, kind: DeviceKind): HTMLElement {
  const name = h('span', { class: 'kind' });
  const menu = h('select', {
    onchange: () => void app.equipment.choose(kind, menu.value),
  });
  const below =
    kind === 'microphone' ? loudness(app) : kind === 'speaker' ? volume(app) : picture(app);
  app.part(() => {
    if (!app.isDrawerOpen) return;
    const { equipment, front } = app;
    const listed = equipment.listed(kind);
    say(name, words().kinds[kind]);
    set(menu, 'aria-label', words().kinds[kind]);
    const used = equipment.used(kind, front) ?? '';
    fill(menu, [listed, words().language], () =>
      listed.length === 0
        ? [h('option', { value: '' }, words().noDevice[kind])]
        : listed.map(({ deviceId, label, isDefault }) =>
            h('option', { value: deviceId }, isDefault ? `${label} · ${words().byDefault}` : label),
          ),
    );
    forbid(menu, obstacle(app, kind));
    if (menu.value !== used && listed.length > 0) menu.value = used;
  });
  return h(
    'section',
    { class: 'device' },
    h('label', {}, h('span', {}, icon(kIcons[kind]), name), menu),
    below,
  );
}

function obstacle(app: App, kind: DeviceKind): string | undefined {
  const listed = app.equipment.listed(kind);
  if (listed.length === 0) return words().noDevice[kind];
  return listed[0]?.deviceId === '' ? words().devicesUnnamed : undefined;
}

function loudness(app: App): HTMLElement {
  const meter = new Meter();
  const said = h('small', { class: 'quiet' });
  app.part(() => {
    const { front } = app;
    meter.listen(app.isDrawerOpen ? front?.localStream?.getAudioTracks()[0] : undefined);
    meter.name(words().level);
    say(
      said,
      front?.localStream ? (front.muted.audio ? words().isMuted : '') : words().levelInCall,
    );
    show(said, said.textContent !== '');
    show(meter.element, front?.localStream !== undefined);
  });
  return h('div', { class: 'below' }, meter.element, said);
}

function picture(app: App): HTMLElement {
  const video = h('video', { autoplay: true, playsInline: true, muted: true });
  app.part(() => {
    const [track] = (app.isDrawerOpen && app.front?.localStream?.getVideoTracks()) || [];
    show(video, track !== undefined);
    set(video, 'aria-label', words().localVideo);
    const shown = (video.srcObject as MediaStream | null)?.getVideoTracks()[0];
    if (shown !== track) video.srcObject = track ? new MediaStream([track]) : null;
  });
  return h('div', { class: 'below' }, video);
}

function volume(app: App): HTMLElement {
  const { output } = app.equipment;
  const slider = h('input', {
    type: 'range',
    min: '0',
    max: '1',
    step: '0.05',
    value: String(output.volume),
    oninput: () => (output.volume = Number(slider.value)),
  });
  const test = h('button', {
    type: 'button',
    class: 'link',
    onclick: () => app.equipment.tryOut(),
  });
  app.part(() => {
    set(slider, 'aria-label', words().volume);
    say(test, words().testSpeaker);
  });
  return h('div', { class: 'below' }, slider, test);
}
