// How good the connection is: bars to glance at, the numbers behind them on demand, and what is wrong while it is.
import type { Call, CallQuality, CallStats, CallWarning, FlowQuality } from 'ringline';
import { fill, h, icon, label, say, set, show } from './dom.js';
import { words } from './words.js';

const kBars = 5;

export class Quality {
  readonly element: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #table = h('dl', { class: 'figures', hidden: true });
  readonly #short = h('span', { class: 'short' });
  readonly #alarms = h('ul', { class: 'alarms', role: 'status' });
  readonly #raised = new Map<CallWarning['name'], CallWarning>();
  /** Codecs and path, which no judgement needs: read while the numbers are looked at. */
  #stats: CallStats | undefined;

  constructor(private readonly call: Call) {
    const bars = h('span', { class: 'bars', 'aria-hidden': 'true' });
    for (let i = 0; i < kBars; ++i) bars.append(h('i'));
    this.#button = h(
      'button',
      { type: 'button', class: 'chip', 'aria-expanded': 'false', onclick: () => this.#toggle() },
      bars,
      this.#short,
    );
    this.element = h('div', { class: 'quality' }, this.#button, this.#table, this.#alarms);
    call.on('quality', () => void this.#measured());
    call.on('warning', (warning) => {
      if (warning.raised) this.#raised.set(warning.name, warning);
      else this.#raised.delete(warning.name);
      this.update();
    });
  }

  update(): void {
    const { quality } = this.call;
    show(this.#button, quality !== undefined);
    this.#showAlarms();
    if (!quality) return;
    const { uplink, downlink, roundTripTime } = quality;
    const level = Math.max(uplink.level, downlink.level);
    set(this.#button, 'data-level', String(level));
    label(this.#button, `${words().quality}: ${words().levels[level]}`);
    say(
      this.#short,
      roundTripTime === undefined ? words().levels[level]! : milliseconds(roundTripTime),
    );
    if (!this.#table.hidden) this.#showTable(quality);
  }

  #toggle(): void {
    show(this.#table, this.#table.hidden);
    set(this.#button, 'aria-expanded', String(!this.#table.hidden));
    void this.#measured();
  }

  async #measured(): Promise<void> {
    if (!this.#table.hidden) this.#stats = await this.call.stats().catch(() => this.#stats);
    this.update();
  }

  #showTable(quality: CallQuality): void {
    const { uplink, downlink, audio, video, roundTripTime, mos } = quality;
    const say = words();
    const codecs = [this.#stats?.audio.receive.codec, this.#stats?.video.receive.codec];
    const rows: [string, string][] = [
      [`${say.network} ↑`, `${uplink.level} · ${say.levels[uplink.level]}`],
      [`${say.network} ↓`, `${downlink.level} · ${say.levels[downlink.level]}`],
      ['MOS', mos?.toFixed(1) ?? '–'],
      [say.roundTrip, milliseconds(roundTripTime)],
      [`${say.loss} ↑ ↓`, `${percent(uplink.loss)}  ${percent(downlink.loss)}`],
      [say.jitter, milliseconds(audio.receive.jitter)],
      [say.sending, rate(uplink.bitrate)],
      [say.receiving, rate(downlink.bitrate)],
      [`${say.picture} ↑`, size(video.send)],
      [`${say.picture} ↓`, size(video.receive)],
      [say.codecs, codecs.filter(Boolean).join(', ') || '–'],
      [say.path, this.#stats?.candidate ?? '–'],
    ];
    fill(this.#table, rows, () =>
      rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
    );
  }

  #showAlarms(): void {
    const raised = [...this.#raised.values()];
    const said = raised.map(
      ({ name, value }) => `${words().warnings[name]}${valueOf(name, value)}`,
    );
    fill(this.#alarms, said, () => said.map((text) => h('li', {}, icon('alert'), text)));
  }
}

/** The figure of a warning, where it tells people something. */
function valueOf(name: CallWarning['name'], value: number | undefined): string {
  if (value === undefined) return '';
  if (name === 'highLoss') return ` · ${percent(value)}`;
  if (name === 'highRoundTripTime' || name === 'highJitter') return ` · ${milliseconds(value)}`;
  return name === 'lowMos' ? ` · MOS ${value.toFixed(1)}` : '';
}

const milliseconds = (time: number | undefined) =>
  time === undefined ? '–' : `${Math.round(time)} ms`;

const percent = (part: number | undefined) =>
  part === undefined ? '–' : `${(part * 100).toFixed(1)} %`;

function rate(bitrate: number | undefined): string {
  if (bitrate === undefined) return '–';
  return bitrate >= 1e6
    ? `${(bitrate / 1e6).toFixed(2)} Mbit/s`
    : `${Math.round(bitrate / 1000)} kbit/s`;
}

function size({ width, height, framesPerSecond }: FlowQuality): string {
  if (!width || !height) return '–';
  return `${width}×${height}${framesPerSecond === undefined ? '' : ` · ${Math.round(framesPerSecond)}/s`}`;
}
