// The bar below the calls: what can be done with the one in front, in groups, and the sheets that some of it opens.
import type { Call } from 'ringline';
import { type App, titleOf } from './app.js';
import { describe, face, h, set, show, tool } from './dom.js';
import { KeypadSheet } from './keypad_sheet.js';
import { Meter } from './meter.js';
import { RecordSheet } from './record_sheet.js';
import { Share } from './share.js';
import { Transfer } from './transfer.js';
import { words } from './words.js';

export class Controls {
  readonly element: HTMLElement;
  readonly share: Share;
  readonly #keys: KeypadSheet;
  readonly #transfer: Transfer;
  readonly #record: RecordSheet;
  readonly #mic = tool('mic', () => this.#mute());
  readonly #camera = tool('video', () => this.#turnCamera());
  readonly #soundOnly = tool('phone', () => this.#do((call) => call.downgrade()));
  readonly #sharing = tool('share', () => this.#shareOrStop());
  readonly #hold = tool('pause', () =>
    this.#do((call) => (call.held.local ? this.app.phone.switchTo(call) : call.hold())),
  );
  readonly #pad = tool('keypad', () => this.#open(this.#keys.element));
  readonly #pass = tool('transfer', () => this.#open(this.#transfer.element));
  readonly #tape = tool('record', () => this.#recordOrStop(), 'tape');
  readonly #gear = tool('headset', () => {
    this.app.isDrawerOpen = !this.app.isDrawerOpen;
    this.app.changed();
  });
  readonly #more = tool(
    'plus',
    () => {
      this.app.isDialling = true;
      this.app.changed();
    },
    'narrow',
  );
  readonly #hangup = tool('hangup', () => this.#end(), 'stop');
  readonly #meter = new Meter([this.#mic]);
  /** Calls of which something was asked that the other end has not answered. */
  readonly #busy = new Set<Call>();
  #front: Call | undefined;

  constructor(private readonly app: App) {
    const close = () => this.#open(undefined);
    this.share = new Share(app, close);
    this.#keys = new KeypadSheet(app);
    this.#transfer = new Transfer(app, close);
    this.#record = new RecordSheet(app, close);
    const group = (...tools: HTMLElement[]) =>
      h('div', { class: 'group', role: 'group' }, ...tools);
    const bar = h(
      'div',
      { class: 'bar-of-tools' },
      group(this.#mic, this.#camera, this.#soundOnly, this.#sharing),
      group(this.#hold, this.#pad, this.#pass, this.#tape),
      group(this.#gear, this.#more),
      this.#hangup,
    );
    this.element = h('div', { class: 'controls' }, ...this.#sheets().map(([sheet]) => sheet), bar);
    this.element.addEventListener('keydown', ({ key }) => key === 'Escape' && close());
    app.part(() => this.#update());
  }

  #sheets(): [HTMLElement, HTMLButtonElement][] {
    return [
      [this.#keys.element, this.#pad],
      [this.#transfer.element, this.#pass],
      [this.share.element, this.#sharing],
      [this.#record.element, this.#tape],
    ];
  }

  #update(): void {
    const { front: call } = this.app;
    show(this.element, call !== undefined);
    if (call !== this.#front) this.#open(undefined);
    this.#front = call;
    this.#meter.listen(call?.answeredAt && call.localStream?.getAudioTracks()[0]);
    if (!call) return;
    this.#updateOurs(call);
    this.#updateCall(call);
    for (const sheet of [this.share, this.#transfer, this.#record]) sheet.update();
  }

  /** Why nothing can be done with it at this moment, if so. */
  #obstacle({ answeredAt, state }: Call): string | undefined {
    if (!answeredAt) return words().notAnswered;
    return state === 'reconnecting' ? words().callReconnecting : undefined;
  }

  /** The same for what changes the call itself: one such thing after another. */
  #standstill(call: Call): string | undefined {
    return this.#obstacle(call) ?? (this.#busy.has(call) ? words().oneMoment : undefined);
  }

  #updateOurs(call: Call): void {
    const say = words();
    const standstill = this.#standstill(call);
    const held = standstill ?? (call.held.local || call.held.remote ? say.whileHeld : undefined);
    const isMuted = this.#isMuted(call);
    describe(this.#mic, say.short.mute, isMuted ? say.unmute : say.mute);
    set(this.#mic, 'aria-pressed', String(isMuted));
    face(this.#mic, isMuted ? 'micOff' : 'mic');

    const hasCamera = (call.localStream?.getVideoTracks().length ?? 0) > 0;
    const isDark = hasCamera && call.muted.video;
    const name = isDark ? say.cameraOn : say.cameraOff;
    if (hasCamera) describe(this.#camera, say.short.camera, name);
    else describe(this.#camera, say.short.video, say.upgrade, held);
    set(this.#camera, 'aria-pressed', hasCamera ? String(isDark) : undefined);
    face(this.#camera, isDark ? 'videoOff' : 'video');
    show(this.#soundOnly, call.mode === 'video' && call.answeredAt !== undefined);
    describe(this.#soundOnly, say.short.soundOnly, say.downgrade, held);

    const isSharing = call.shared !== undefined;
    describe(this.#sharing, say.short.share, isSharing ? say.stopSharing : say.share, held);
    set(this.#sharing, 'aria-pressed', String(isSharing));
  }

  #updateCall(call: Call): void {
    const say = words();
    const obstacle = this.#obstacle(call);
    const { local } = call.held;
    describe(
      this.#hold,
      local ? say.short.unhold : say.short.hold,
      local ? say.unhold : say.hold,
      this.#standstill(call),
    );
    set(this.#hold, 'aria-pressed', String(local));
    face(this.#hold, local ? 'play' : 'pause');
    describe(this.#pad, say.short.keypad, say.keypad, obstacle);
    describe(this.#pass, say.short.transfer, say.transfer, this.#standstill(call));
    const { recording } = this.app.recorder;
    describe(
      this.#tape,
      say.short.record,
      recording ? say.stopRecording : say.record,
      recording ? undefined : obstacle,
    );
    set(this.#tape, 'aria-pressed', String(recording !== undefined));
    face(this.#tape, recording ? 'stop' : 'record');
    describe(this.#gear, say.short.devices, say.devices);
    set(this.#gear, 'aria-pressed', String(this.app.isDrawerOpen));
    describe(this.#more, say.short.addCall, say.addCall);
    const isParty = this.app.isMember(call);
    describe(
      this.#hangup,
      isParty ? say.short.hangupAll : say.short.hangup,
      isParty ? say.hangupAll : say.hangup,
    );
  }

  #isMuted(call: Call): boolean {
    return this.app.isMember(call) ? this.app.conference!.muted : call.muted.audio;
  }

  #mute(): void {
    const { front, conference } = this.app;
    if (!front) return;
    const isMuted = this.#isMuted(front);
    if (this.app.isMember(front)) isMuted ? conference!.unmute() : conference!.mute();
    else if (isMuted) front.unmute({ audio: true });
    else front.mute({ audio: true });
    this.app.changed();
  }

  #turnCamera(): void {
    const call = this.app.front;
    if (!call) return;
    if ((call.localStream?.getVideoTracks().length ?? 0) === 0) {
      this.#do((it) => it.upgrade({ video: this.app.equipment.wish('camera') }));
    } else if (call.muted.video) call.unmute({ video: true });
    else call.mute({ video: true });
    this.app.changed();
  }

  #shareOrStop(): void {
    if (this.app.front?.shared) this.#do((call) => call.unshare());
    else this.#open(this.share.element);
  }

  #recordOrStop(): void {
    if (this.app.recorder.recording) this.app.recorder.stop();
    else this.#open(this.#record.element);
  }

  #end(): void {
    const { front, conference } = this.app;
    if (this.app.isMember(front)) void conference!.end({ hangup: true });
    else void front?.hangup();
  }

  /** Does it; until it is done nothing else is asked of that call. */
  #do(deed: (call: Call) => Promise<unknown>): void {
    const call = this.app.front;
    if (!call) return;
    this.#busy.add(call);
    this.app.changed();
    const done = () => {
      this.#busy.delete(call);
      this.app.changed();
    };
    void this.app.try(titleOf(call), () => deed(call)).then(done);
  }

  // One sheet at a time; the same button closes it.
  #open(sheet: HTMLElement | undefined): void {
    for (const [one, button] of this.#sheets()) {
      show(one, one === sheet && one.hidden);
      set(button, 'aria-expanded', String(!one.hidden));
    }
    this.#keys.clear();
    this.app.changed();
    if (sheet && !sheet.hidden)
      (sheet.querySelector<HTMLElement>('button, select') ?? sheet).focus();
  }
}
