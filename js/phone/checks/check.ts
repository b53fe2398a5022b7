// One step of a preflight, and the ground it stands on.
import type * as Contract from '../../../types/index.js';

export type StepName = Contract.PreflightStepName;

/** What was found out so far. */
export type Steps = { [Name in StepName]?: Contract.PreflightStepOf<Name> };

export interface Ground {
  readonly phone: Contract.PhoneOptions;
  readonly echo: string | undefined;
  readonly audio: MediaTrackConstraints | undefined;
  /** Of the measured call, in milliseconds. */
  readonly duration: number;
  /** For each server, in milliseconds. */
  readonly limit: number;
  /** Aborted when it is given up: each wait ends, and each step closes what it opened before it rejects. */
  readonly signal: AbortSignal;
  readonly steps: Steps;
  /** Opened once, so that the user is asked once; closed at the end of all. */
  microphone: MediaStream | undefined;
}

/** What a step has found out, and in what it failed all the same. */
export interface Finding<Name extends StepName> {
  readonly detail: Contract.PreflightDetails[Name];
  readonly error?: Contract.RinglineError | undefined;
}

export interface Check<Name extends StepName = StepName> {
  readonly name: Name;
  /** Why it need not run, or cannot. */
  omit(ground: Ground): Contract.PreflightSkip | undefined;
  run(ground: Ground): Promise<Finding<Name>>;
}

/** Whether the browser lacks what a step needs. Unknown counts as there: the step will tell. */
export function lacks(
  { steps }: Ground,
  ...needed: readonly ('webAssembly' | 'webSocket' | 'webrtc')[]
): boolean {
  const can = steps.support?.detail;
  return !!can && needed.some((name) => !can[name]);
}

/** Whether a step ran and failed. */
export function hasFailed({ steps }: Ground, name: StepName): boolean {
  const step = steps[name];
  return !!step && !step.ok && (!step.skipped || step.skipped === 'impossible');
}
