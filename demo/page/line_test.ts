// Whether calls will work from here: the checks of preflight() one by one as they are made, and what they come to.
import {
  type Preflight,
  preflight,
  type PreflightReport,
  type PreflightStep,
  type PreflightStepName,
} from 'ringline';
import { optionsOf } from './account.js';
import type { App } from './app.js';
import { fill, forbid, h, type Icon, icon, label, say, set, show } from './dom.js';
import { aboutOf, adviceOf } from './line_words.js';
import { words } from './words.js';

const kSteps: readonly PreflightStepName[] = [
  ...(['support', 'server', 'registration', 'microphone', 'speakers'] as const),
  ...(['stun', 'turnUdp', 'turnTcp', 'turnTls', 'media'] as const),
];

type Look = 'waits' | 'runs' | 'well' | 'failed' | 'skipped';
const kLooks: { [look in Look]: Icon } = {
  waits: 'dot',
  runs: 'spinner',
  well: 'check',
  failed: 'close',
  skipped: 'minus',
};
const kVerdicts = { good: 'check', usable: 'alert', bad: 'close' } as const;

/** What opens the panel, where no call would be disturbed. */
export function lineTestButton(app: App, look = ''): HTMLElement {
  const said = h('span');
  const open = () => openLineTest(app);
  const button = h(
    'button',
    { type: 'button', class: `wide ${look}`, onclick: open },
    icon('pulse'),
    said,
  );
  app.part(() => {
    say(said, words().test.open);
    label(button, words().test.open);
    forbid(button, app.phone.calls.length > 0 ? words().test.notNow : undefined);
  });
  return button;
}

// It begins at once: browsers want a click for the sound, and this was one.
function openLineTest(app: App): void {
  const test = new LineTest(app);
  document.body.append(test.element);
  test.element.showModal();
  test.begin();
}

class LineTest {
  readonly element: HTMLDialogElement;
  readonly #title = h('h2');
  readonly #about = h('p', { class: 'quiet small' });
  readonly #bar = h('progress', { max: kSteps.length, value: 0 });
  readonly #list = h('ol', { class: 'checks' });
  readonly #verdict = h('div', { class: 'verdict', role: 'status' });
  readonly #again = h('button', { type: 'button', class: 'wide go', onclick: () => this.begin() });
  readonly #giveUp = h('button', { type: 'button', class: 'wide', onclick: () => this.#cancel() });
  readonly #close = h('button', {
    type: 'button',
    class: 'wide',
    onclick: () => this.element.close(),
  });
  readonly #steps = new Map<PreflightStepName, PreflightStep | undefined>();
  readonly #forget: () => void;
  #test: Preflight | undefined;
  #report: PreflightReport | undefined;

  constructor(private readonly app: App) {
    this.element = h(
      'dialog',
      { class: 'linetest' },
      h('div', { class: 'top' }, this.#title, this.#about, this.#bar),
      h('div', { class: 'found' }, this.#verdict, this.#list),
      h('div', { class: 'pair' }, this.#giveUp, this.#close, this.#again),
    );
    this.element.addEventListener('close', () => this.#leave());
    this.#forget = app.part(() => this.#update());
  }

  begin(): void {
    const microphone = this.app.equipment.wish('microphone');
    const audio = microphone === true ? undefined : microphone;
    this.#steps.clear();
    this.#report = undefined;
    const test = preflight(optionsOf(this.app.account), { audio });
    this.#test = test;
    test.on('progress', ({ name, result }) => {
      this.#steps.set(name, result);
      this.app.changed();
    });
    const over = (report?: PreflightReport) => {
      if (this.#test !== test) return;
      this.#test = undefined;
      this.#report = report;
      this.app.changed();
    };
    test.result.then(over, () => over());
    this.app.changed();
  }

  #cancel(): void {
    void this.#test?.cancel();
  }

  /** Closed, also by Escape: what runs is given up. */
  #leave(): void {
    this.#cancel();
    this.#forget();
    this.element.remove();
  }

  #update(): void {
    const { test: say_ } = words();
    const isRunning = this.#test !== undefined;
    const done = [...this.#steps.values()].filter((step) => step !== undefined).length;
    say(this.#title, say_.title);
    say(this.#about, say_.about);
    label(this.#bar, say_.progress(done, kSteps.length));
    this.#bar.value = done;
    say(this.#giveUp, words().cancel);
    say(this.#close, words().close);
    say(this.#again, say_.again);
    show(this.#giveUp, isRunning);
    for (const button of [this.#close, this.#again]) show(button, !isRunning);
    set(this.element, 'data-running', String(isRunning));
    set(this.element, 'aria-label', say_.title);
    fill(this.#list, [this.#looks(), words().language], () =>
      kSteps.map((name) => this.#row(name)),
    );
    this.#updateVerdict(isRunning);
  }

  #looks(): (string | undefined)[] {
    return kSteps.map((name) => `${this.#lookOf(name)} ${this.#steps.get(name)?.duration}`);
  }

  #lookOf(name: PreflightStepName): Look {
    const step = this.#steps.get(name);
    if (!step) return this.#test && this.#steps.has(name) ? 'runs' : 'waits';
    if (step.skipped) return 'skipped';
    return step.ok ? 'well' : 'failed';
  }

  #row(name: PreflightStepName): HTMLElement {
    const look = this.#lookOf(name);
    const step = this.#steps.get(name);
    const { steps, looks } = words().test;
    const about = step && aboutOf(step);
    const element = h(
      'li',
      { 'data-look': look },
      h('span', { class: 'lamp', role: 'img', 'aria-label': looks[look] }, icon(kLooks[look])),
      h('span', { class: 'name' }, steps[name], about && h('small', {}, about)),
    );
    return element;
  }

  #updateVerdict(isRunning: boolean): void {
    const { verdicts, givenUp, running } = words().test;
    const report = this.#report;
    set(this.#verdict, 'data-verdict', report?.verdict ?? (isRunning ? 'running' : 'none'));
    fill(this.#verdict, [report?.verdict, isRunning, words().language], () => {
      if (!report) return [h('strong', {}, isRunning ? running : givenUp)];
      const advice = adviceOf(report);
      return [
        icon(kVerdicts[report.verdict]),
        h('strong', {}, verdicts[report.verdict]),
        ...(advice.length > 0 ? [h('ul', {}, ...advice.map((text) => h('li', {}, text)))] : []),
      ];
    });
  }
}
