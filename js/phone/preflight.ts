// A test before the first call: its steps one after another, what they tell, and how it is given up.
import type * as Contract from '../../types/index.js';
import { Emitter } from '../engine/emitter.js';
import { stopwatch } from '../host/patience.js';
import { stop } from '../host/user_media.js';
import type { Check, Finding, Ground, StepName } from './checks/check.js';
import { microphoneCheck, speakersCheck, supportCheck } from './checks/devices.js';
import { iceServerChecks } from './checks/ice_servers.js';
import { registrationCheck, serverCheck } from './checks/line.js';
import { mediaCheck } from './checks/media.js';
import { judge } from './checks/verdict.js';
import { RinglineError, hasCode } from './error.js';
import { check, only, refuse, text } from './options.js';
import { Phone } from './phone.js';
import { quiet } from './promise.js';

type Events = {
  [Name in keyof Contract.PreflightEvents]: [event: Contract.PreflightEvents[Name]];
};

const everyCheck = (): Check[] => [
  supportCheck,
  serverCheck,
  registrationCheck,
  microphoneCheck,
  speakersCheck,
  ...iceServerChecks(),
  mediaCheck,
];

export class Preflight extends Emitter<Events> implements Contract.Preflight {
  readonly result: Promise<Contract.PreflightReport>;

  readonly #checks: readonly Check[];
  readonly #skip: readonly StepName[];
  readonly #ground: Ground;
  readonly #giving = new AbortController();
  readonly #elapsed = stopwatch();
  readonly #steps: Contract.PreflightStep[] = [];

  constructor(
    ground: Omit<Ground, 'signal' | 'steps' | 'microphone'>,
    skip: readonly StepName[],
    checks = everyCheck(),
  ) {
    super();
    this.#checks = checks;
    this.#skip = skip;
    const { signal } = this.#giving;
    this.#ground = { ...ground, signal, steps: {}, microphone: undefined };
    this.result = quiet(this.#run());
  }

  async cancel(): Promise<void> {
    this.#giving.abort();
    await this.result.catch(() => {});
  }

  async #run(): Promise<Contract.PreflightReport> {
    // Whoever made it shall hear of the first step too.
    await Promise.resolve();
    try {
      for (const each of this.#checks) await this.#take(each);
    } finally {
      if (this.#ground.microphone) stop(this.#ground.microphone);
    }
    const report = {
      ...judge(this.#ground.steps),
      steps: this.#steps,
      duration: this.#elapsed(),
    };
    this.emit('ended', report);
    return report;
  }

  async #take(each: Check): Promise<void> {
    this.#mustGoOn();
    const skipped = this.#skip.includes(each.name) ? 'skip' : each.omit(this.#ground);
    if (!skipped) this.#tell(each.name);
    // A listener may have canceled it.
    this.#mustGoOn();
    const elapsed = stopwatch();
    const outcome = skipped ? undefined : await this.#outcomeOf(each);
    this.#mustGoOn();
    const step = {
      name: each.name,
      ok: !!outcome && !outcome.error,
      skipped,
      detail: outcome?.detail,
      error: outcome?.error,
      duration: elapsed(),
    } as Contract.PreflightStep;
    this.#steps.push(step);
    (this.#ground.steps as { [name in StepName]?: Contract.PreflightStep })[each.name] = step;
    this.#tell(each.name, step);
  }

  async #outcomeOf(each: Check): Promise<Partial<Finding<StepName>>> {
    try {
      return await each.run(this.#ground);
    } catch (cause) {
      if (cause instanceof RinglineError) return { error: cause };
      return { error: new RinglineError('mediaFailed', String(cause), { cause }) };
    }
  }

  #mustGoOn(): void {
    if (this.#giving.signal.aborted) throw new RinglineError('canceled');
  }

  #tell(name: StepName, result?: Contract.PreflightStep): void {
    const [done, total] = [this.#steps.length, this.#checks.length];
    this.emit('progress', { name, result, done, total });
  }
}

/** `types/preflight.d.ts` says what it promises. */
export function preflight(
  phone: Contract.PhoneOptions,
  options: Contract.PreflightOptions = {},
): Preflight {
  only(options, 'echo', 'duration', 'timeout', 'audio', 'skip');
  const { echo, duration = 5, timeout = 5, audio, skip = [] } = options;
  mustBeOptions(phone);
  if (echo !== undefined) text('echo', echo);
  check('duration', duration, 'number');
  if (duration < 1) refuse('duration is shorter than 1 second');
  check('timeout', timeout, 'number');
  if (timeout === 0) refuse('timeout is 0');
  check('audio', audio, 'object');
  if (!Array.isArray(skip)) refuse('skip must be a list');
  const names = everyCheck().map(({ name }) => name);
  for (const name of skip) if (!names.includes(name)) refuse(`skip: there is no step ${name}`);
  const ground = { phone: { ...phone }, echo, audio };
  return new Preflight({ ...ground, duration: duration * 1000, limit: timeout * 1000 }, skip);
}

// That the browser lacks something is not for who calls to catch, but for the report.
function mustBeOptions(phone: Contract.PhoneOptions): void {
  try {
    new Phone(phone).dispose();
  } catch (error) {
    if (hasCode(error, 'invalidArgument')) throw error;
  }
}
