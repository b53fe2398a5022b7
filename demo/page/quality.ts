// How good the connection is: a figure to glance at, the numbers behind it on demand.
import type { Call, CallStats, FlowStats } from 'ringline';
import { fill, h, label, say, set, show } from './dom.js';
import { words } from './words.js';

type Grade = 'good' | 'fair' | 'poor';

/** A coarse judgement for the eye: what people notice in a conversation. */
function gradeOf({ roundTripTime = 0, audio, video }: CallStats): Grade {
  const flows = [audio.send, audio.receive, video.send, video.receive];
  const loss = Math.max(...flows.map((flow) => flow.loss ?? 0));
  const jitter = Math.max(...flows.map((flow) => flow.jitter ?? 0));
  if (loss > 0.08 || roundTripTime > 500 || jitter > 120) return 'poor';
  return loss > 0.02 || roundTripTime > 250 || jitter > 50 ? 'fair' : 'good';
}

export class Quality {
  readonly element: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #table: HTMLElement;
  readonly #short = h('span', { class: 'short' });
  #stats: CallStats | undefined;
  #timer: ReturnType<typeof setInterval>;

  constructor(private readonly call: Call) {
    this.#table = h('dl', { class: 'figures', hidden: true });
    const toggle = () => {
      show(this.#table, this.#table.hidden);
      set(this.#button, 'aria-expanded', String(!this.#table.hidden));
    };
    const bars = h(
      'span',
      { class: 'bars', 'aria-hidden': 'true' },
      h('i'),
      h('i'),
      h('i'),
      h('i'),
    );
    this.#button = h(
      'button',
      { type: 'button', class: 'chip', 'aria-expanded': 'false', onclick: toggle },
      bars,
      this.#short,
    );
    this.element = h('div', { class: 'quality', hidden: true }, this.#button, this.#table);
    this.#timer = setInterval(() => void this.#measure(), 2000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  update(): void {
    const stats = this.#stats;
    show(this.element, stats !== undefined);
    if (!stats) return;
    const say_ = words();
    const grade = gradeOf(stats);
    set(this.#button, 'data-grade', grade);
    label(this.#button, `${say_.quality}: ${say_[grade]}`);
    say(
      this.#short,
      stats.roundTripTime === undefined ? say_[grade] : `${Math.round(stats.roundTripTime)} ms`,
    );
    const rows: [string, string][] = [
      [say_.quality, say_[grade]],
      [say_.roundTrip, milliseconds(stats.roundTripTime)],
      [
        `${say_.loss} ↑ ↓`,
        `${percent(stats.audio.send, stats.video.send)}  ${percent(stats.audio.receive, stats.video.receive)}`,
      ],
      [say_.jitter, milliseconds(stats.audio.receive.jitter)],
      [say_.sending, rate(stats.audio.send, stats.video.send)],
      [say_.receiving, rate(stats.audio.receive, stats.video.receive)],
      [`${say_.picture} ↑`, size(stats.video.send)],
      [`${say_.picture} ↓`, size(stats.video.receive)],
      [
        say_.codecs,
        [stats.audio.receive.codec, stats.video.receive.codec].filter(Boolean).join(', ') || '–',
      ],
      [say_.path, stats.candidate ?? '–'],
    ];
    fill(this.#table, rows, () =>
      rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
    );
  }

  async #measure(): Promise<void> {
    if (!this.call.answeredAt || !this.call.peerConnection) return;
    this.#stats = await this.call.stats().catch(() => this.#stats);
    this.update();
  }
}

const milliseconds = (time: number | undefined) =>
  time === undefined ? '–' : `${Math.round(time)} ms`;

function percent(...flows: FlowStats[]): string {
  const known = flows.map(({ loss }) => loss).filter((loss) => loss !== undefined);
  return known.length === 0 ? '–' : `${(Math.max(...known) * 100).toFixed(1)} %`;
}

function rate(...flows: FlowStats[]): string {
  const known = flows.map(({ bitrate }) => bitrate).filter((bitrate) => bitrate !== undefined);
  if (known.length === 0) return '–';
  const sum = known.reduce((total, bitrate) => total + bitrate, 0);
  return sum >= 1e6 ? `${(sum / 1e6).toFixed(2)} Mbit/s` : `${Math.round(sum / 1000)} kbit/s`;
}

function size({ width, height, framesPerSecond }: FlowStats): string {
  if (!width || !height) return '–';
  return `${width}×${height}${framesPerSecond === undefined ? '' : ` · ${Math.round(framesPerSecond)}/s`}`;
}
