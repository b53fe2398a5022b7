// One call as it is seen: pictures, who and how long, how good, and what can be done.
import type { Call } from 'ringline';
import { type App, clock, titleOf } from './app.js';
import { avatar, dress } from './avatar.js';
import { keypad } from './dialler.js';
import { face, h, iconButton, label, say, set, show } from './dom.js';
import { Quality } from './quality.js';
import { Transfer } from './transfer.js';
import { words } from './words.js';

export class CallCard {
  readonly element: HTMLElement;
  readonly #remote = h('video', { class: 'remote', autoplay: true, playsInline: true });
  readonly #local = h('video', { class: 'local', autoplay: true, playsInline: true, muted: true });
  readonly #avatar = avatar('', 'huge');
  readonly #name = h('strong');
  readonly #status = h('span', { class: 'status', role: 'status' });
  readonly #time = h('span', { class: 'time', role: 'timer' });
  readonly #quality: Quality;
  readonly #transfer: Transfer;
  readonly #keys: HTMLElement;
  readonly #typed = h('output', { class: 'typed' });
  readonly #mic = iconButton('mic', '', () => this.#toggle('audio'));
  readonly #camera = iconButton('video', '', () => this.#toggle('video'));
  readonly #hold = iconButton('pause', '', () => void this.#holdOrTake());
  readonly #pad = iconButton('keypad', '', () => this.#open(this.#keys));
  readonly #pass = iconButton('transfer', '', () => this.#open(this.#transfer.element));
  readonly #more = iconButton(
    'plus',
    '',
    () => {
      this.app.isDialling = true;
      this.app.changed();
    },
    'narrow',
  );
  readonly #hangup = iconButton('hangup', '', () => void this.call.hangup(), 'stop');

  constructor(
    private readonly app: App,
    readonly call: Call,
  ) {
    this.#quality = new Quality(call);
    this.#transfer = new Transfer(app, call, () => this.#open(undefined));
    this.#keys = h(
      'div',
      { class: 'sheet', hidden: true },
      this.#typed,
      keypad((key) => this.#strike(key)),
    );
    this.element = h(
      'article',
      { class: 'call' },
      this.#remote,
      h('div', { class: 'face' }, this.#avatar),
      this.#local,
      h('div', { class: 'caption' }, this.#name, h('span', {}, this.#status, this.#time)),
      this.#quality.element,
      this.#keys,
      this.#transfer.element,
      h(
        'div',
        { class: 'controls' },
        this.#mic,
        this.#camera,
        this.#hold,
        this.#pad,
        this.#pass,
        this.#more,
        this.#hangup,
      ),
    );
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#open(undefined);
    });
    call.on('remoteStream', (stream) => {
      this.#remote.srcObject = stream;
      // A track falls silent when the other side holds or turns its camera off.
      for (const track of stream.getTracks()) track.onmute = track.onunmute = () => app.changed();
    });
    call.on('localStream', (stream) => (this.#local.srcObject = stream));
  }

  stop(): void {
    this.#quality.stop();
    this.#remote.srcObject = this.#local.srcObject = null;
  }

  update(): void {
    const { call } = this;
    const { held, muted, state } = call;
    const say_ = words();
    const title = titleOf(call);
    const isUp = call.answeredAt !== undefined;
    const ours = call.localStream?.getVideoTracks() ?? [];
    const isSeen = isUp && state === 'answered' && isShowing(this.#remote);

    set(this.element, 'data-state', state);
    set(this.element, 'data-picture', String(isSeen));
    set(this.element, 'aria-label', title);
    dress(this.#avatar, title);
    say(this.#name, title);
    say(this.#status, this.#words());
    say(this.#time, call.answeredAt ? clock(Date.now() - call.answeredAt.getTime()) : '');
    set(this.#remote, 'aria-label', say_.remoteVideo(title));
    set(this.#local, 'aria-label', say_.localVideo);
    show(this.#local, ours.length > 0 && !muted.video && state !== 'held');

    toggled(this.#mic, muted.audio, muted.audio ? say_.unmute : say_.mute);
    face(this.#mic, muted.audio ? 'micOff' : 'mic');
    const hasCamera = ours.length > 0;
    const isDark = !hasCamera || muted.video;
    toggled(
      this.#camera,
      hasCamera && muted.video,
      !hasCamera ? say_.soundOnly : muted.video ? say_.cameraOn : say_.cameraOff,
    );
    face(this.#camera, isDark ? 'videoOff' : 'video');
    this.#camera.disabled = !hasCamera;
    toggled(this.#hold, held.local, held.local ? say_.unhold : say_.hold);
    face(this.#hold, held.local ? 'play' : 'pause');
    label(this.#pad, say_.keypad);
    label(this.#pass, say_.transfer);
    label(this.#more, say_.addCall);
    label(this.#hangup, say_.hangup);
    for (const button of [this.#hold, this.#pad, this.#pass])
      button.disabled = !isUp || state === 'reconnecting';
    this.#quality.update();
    this.#transfer.update();
  }

  #words(): string {
    const say_ = words();
    const { state, held, direction } = this.call;
    if (state === 'new') return say_.calling;
    if (state === 'connecting')
      return direction === 'incoming' ? say_.connectingCall : say_.calling;
    if (state === 'ringing') return say_.ringing;
    if (state === 'reconnecting') return say_.callReconnecting;
    if (held.local) return held.remote ? say_.heldByBoth : say_.heldByYou;
    return held.remote ? say_.heldByThem : say_.inCall;
  }

  #toggle(kind: 'audio' | 'video'): void {
    const { call } = this;
    if (call.muted[kind]) call.unmute({ [kind]: true });
    else call.mute({ [kind]: true });
    this.app.changed();
  }

  async #holdOrTake(): Promise<void> {
    const { call } = this;
    this.#hold.disabled = true;
    try {
      await (call.held.local ? call.unhold() : call.hold());
    } catch (error) {
      this.app.failed(titleOf(call), error);
    }
    this.app.changed();
  }

  #strike(key: string): void {
    say(this.#typed, ((this.#typed.textContent ?? '') + key).slice(-16));
    const transport = localStorage.getItem('tones') === 'rtp' ? 'rtp' : 'info';
    void this.call
      .sendTones(key, { transport })
      .catch((error: unknown) => this.app.failed(titleOf(this.call), error));
  }

  // One sheet at a time; the same button closes it.
  #open(sheet: HTMLElement | undefined): void {
    for (const [one, button] of [
      [this.#keys, this.#pad],
      [this.#transfer.element, this.#pass],
    ] as const) {
      show(one, one === sheet && one.hidden);
      set(button, 'aria-expanded', String(!one.hidden));
    }
    this.update();
    if (sheet === this.#transfer.element && !sheet.hidden) this.#transfer.focus();
  }
}

function toggled(button: HTMLElement, isOn: boolean, said: string): void {
  set(button, 'aria-pressed', String(isOn));
  label(button, said);
}

function isShowing({ srcObject }: HTMLVideoElement): boolean {
  if (!(srcObject instanceof MediaStream)) return false;
  return srcObject.getVideoTracks().some((track) => !track.muted && track.readyState === 'live');
}
