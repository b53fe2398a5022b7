// What the steps come to: a pure function of their results.
import type * as Contract from '../../../types/index.js';
import type { Steps } from './check.js';

type Name = Contract.PreflightReasonName;
type Reason = Contract.PreflightReason;
type Judged = Extract<keyof Contract.PreflightMedia, 'roundTripTime' | 'jitter' | 'loss' | 'mos'>;

/** Beyond the first it is usable, beyond the second bad. The first three of usable are those of `CallWarning`. */
const kBounds: { [Value in Judged]: { name: Name; usable: number; bad: number } } = {
  roundTripTime: { name: 'highRoundTripTime', usable: 400, bad: 1000 },
  jitter: { name: 'highJitter', usable: 30, bad: 100 },
  loss: { name: 'highLoss', usable: 0.03, bad: 0.1 },
  // ITU-T G.107 Annex B: some users dissatisfied below R = 80, many below 60.
  mos: { name: 'lowMos', usable: 4, bad: 3.1 },
};

export function judge(steps: Steps): Pick<Contract.PreflightReport, 'verdict' | 'reasons'> {
  const reasons = [
    ...ofLine(steps),
    ...ofDevices(steps),
    ...ofIceServers(steps),
    ...ofMedia(steps),
  ];
  const has = (verdict: Reason['verdict']) => reasons.some((reason) => reason.verdict === verdict);
  return { verdict: has('bad') ? 'bad' : has('usable') ? 'usable' : 'good', reasons };
}

const bad = (name: Name): Reason => ({ name, verdict: 'bad' });
const usable = (name: Name): Reason => ({ name, verdict: 'usable' });

type Outcome = Pick<Contract.PreflightStep, 'ok' | 'skipped'> | undefined;

const ran = (step: Outcome): boolean => !!step && !step.skipped;
const failed = (step: Outcome): boolean => ran(step) && !step!.ok;

function* ofLine({ support, server, registration }: Steps): Iterable<Reason> {
  if (failed(support)) yield bad('unsupported');
  if (failed(server)) yield bad('serverUnreachable');
  if (failed(registration)) yield bad('notRegistered');
}

function* ofDevices({ support, microphone, speakers }: Steps): Iterable<Reason> {
  if (failed(microphone)) yield bad('noMicrophone');
  else if (microphone?.detail?.level === 0) yield usable('silentMicrophone');
  // Who cannot choose a speaker lists none, and has one all the same.
  const lists = support?.detail?.setSinkId ?? false;
  if (failed(speakers) || (lists && speakers?.detail?.speakers.length === 0))
    yield usable('noSpeaker');
}

function* ofIceServers({ stun, turnUdp, turnTcp, turnTls }: Steps): Iterable<Reason> {
  if (failed(stun)) yield usable('noStun');
  const turn = [turnUdp, turnTcp, turnTls].filter(ran);
  if (turn.length > 0 && turn.every(failed)) yield usable('noTurn');
  else if (failed(turnUdp)) yield usable('noTurnUdp');
}

function* ofMedia({ media }: Steps): Iterable<Reason> {
  if (failed(media)) yield bad('noMedia');
  if (!media?.ok || !media.detail) return;
  for (const [value, { name, usable: bound, bad: limit }] of Object.entries(kBounds)) {
    const measured = media.detail[value as Judged];
    if (measured === undefined) continue;
    // Of MOS more is better.
    const sign = limit < bound ? -1 : 1;
    if (sign * measured > sign * limit) yield bad(name);
    else if (sign * measured > sign * bound) yield usable(name);
  }
}
