// One call as it is seen: their pictures and ours, who and how long, how good it is.
import type { Call } from 'ringline';
import { type App, clock, titleOf } from './app.js';
import { avatar, dress } from './avatar.js';
import { h, iconButton, label, say, set, show } from './dom.js';
import { Quality } from './quality.js';
import { words } from './words.js';

export class CallCard {
  readonly element: HTMLElement;
  readonly #remote = screen('remote');
  /** What they share beside their camera. */
  readonly #second = screen('second');
  readonly #local = screen('local');
  readonly #avatar = avatar('', 'huge');
  readonly #name = h('strong');
  readonly #status = h('span', { class: 'status', role: 'status' });
  readonly #time = h('span', { class: 'time', role: 'timer' });
  readonly #quality: Quality;
  readonly #fit = iconButton('fit', '', () => this.element.classList.toggle('whole'), 'small');
  /** Of one call among those of a conference. */
  readonly #leave = iconButton('hangup', '', () => void this.call.hangup(), 'small stop');

  constructor(
    private readonly app: App,
    readonly call: Call,
  ) {
    this.#quality = new Quality(call);
    this.element = h(
      'article',
      {
        class: 'call',
        onclick: ({ target }: Event) => {
          // Its buttons are about something else: one of them ends it.
          if ((target as Element).closest('button')) return;
          app.front = call;
          app.changed();
        },
      },
      this.#remote,
      h('div', { class: 'face' }, this.#avatar),
      this.#second,
      this.#local,
      h('div', { class: 'caption' }, this.#name, h('span', {}, this.#status, this.#time)),
      h(
        'div',
        { class: 'edge' },
        this.#quality.element,
        h('div', { class: 'corner' }, this.#fit, this.#leave),
      ),
    );
    call.on('remoteStream', (stream) => {
      // A track falls silent when the other side holds or turns its camera off.
      for (const track of stream.getTracks())
        track.onmute = track.onunmute = track.onended = () => app.changed();
    });
  }

  stop(): void {
    for (const video of [this.#remote, this.#second, this.#local]) video.srcObject = null;
  }

  update(): void {
    const { call } = this;
    const say_ = words();
    const title = titleOf(call);
    const theirs = call.state === 'answered' ? seen(call.remoteStream) : [];
    const ours = call.state === 'held' || call.muted.video ? [] : seen(call.localStream);
    play(this.#remote, theirs[0]);
    play(this.#second, theirs[1]);
    play(this.#local, ours[0]);
    show(this.#second, theirs.length > 1);
    show(this.#local, ours.length > 0);
    show(this.#fit, theirs.length > 0);
    show(this.#leave, this.app.isMember(call));

    set(this.element, 'data-state', call.state);
    set(this.element, 'data-picture', String(theirs.length > 0));
    set(this.element, 'data-second', String(theirs.length > 1));
    set(this.element, 'data-front', String(this.app.front === call));
    set(this.element, 'aria-label', title);
    dress(this.#avatar, title);
    say(this.#name, title);
    say(this.#status, this.#words());
    say(this.#time, call.answeredAt ? clock(Date.now() - call.answeredAt.getTime()) : '');
    set(this.#remote, 'aria-label', say_.remoteVideo(title));
    set(this.#second, 'aria-label', say_.sharedBy(title));
    set(this.#local, 'aria-label', say_.localVideo);
    label(this.#fit, say_.fit);
    label(this.#leave, `${say_.hangup}: ${title}`);
    this.#quality.update();
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
    if (held.remote) return say_.heldByThem;
    return this.app.isMember(this.call) ? say_.inConference : say_.inCall;
  }
}

/** A picture without sound: that comes out where the user has chosen. */
const screen = (look: string) =>
  h('video', { class: look, autoplay: true, playsInline: true, muted: true });

const seen = (stream: MediaStream | undefined): MediaStreamTrack[] =>
  (stream?.getVideoTracks() ?? []).filter((track) => !track.muted && track.readyState === 'live');

function play(video: HTMLVideoElement, track: MediaStreamTrack | undefined): void {
  const [shown] = (video.srcObject as MediaStream | null)?.getTracks() ?? [];
  if (shown !== track) video.srcObject = track ? new MediaStream([track]) : null;
}
