// What a check of the line found, in words and figures.
import type { IceServerCheck, PreflightMedia, PreflightReport, PreflightStep } from 'ringline';
import { words } from './words.js';

/** One line below the name of a check. */
export function aboutOf(step: PreflightStep): string {
  if (step.skipped) return words().test.skipped[step.skipped];
  if (step.error) return failureOf(step);
  switch (step.name) {
    case 'server':
      return `${hostOf(step.detail?.url)} · ${milliseconds(step.detail?.connectTime)}`;
    case 'microphone':
      return `${step.detail?.label ?? ''} · ${words().volume} ${percent(step.detail?.level ?? 0)}`;
    case 'speakers':
      return words().test.speakers(step.detail?.speakers.length ?? 0);
    case 'media':
      return step.detail ? mediaOf(step.detail) : '';
    case 'stun':
    case 'turnUdp':
    case 'turnTcp':
    case 'turnTls':
      return (step.detail?.servers ?? []).map(serverOf).join(', ');
    default:
      return milliseconds(step.duration);
  }
}

/** What is not good, and what helps. */
export const adviceOf = ({ reasons }: PreflightReport): string[] =>
  reasons.map(({ name }) => words().test.reasons[name]);

function failureOf({ error }: PreflightStep): string {
  if (!error) return '';
  const { because, hintOf, test } = words();
  return test.failure(because[error.code], hintOf(error));
}

function mediaOf({ candidate, roundTripTime, loss, jitter, mos }: PreflightMedia): string {
  const { test, roundTrip, loss: lossWord, jitter: jitterWord } = words();
  return [
    mos !== undefined && `MOS ${mos.toFixed(1)}`,
    roundTripTime !== undefined && `${roundTrip} ${milliseconds(roundTripTime)}`,
    jitter !== undefined && `${jitterWord} ${milliseconds(jitter)}`,
    loss !== undefined && `${lossWord} ${percent(loss)}`,
    candidate === 'relay' ? test.byRelay : test.inHere,
  ]
    .filter(Boolean)
    .join(' · ');
}

const serverOf = ({ url, ok, duration }: IceServerCheck): string =>
  `${url.replace(/^\w+:/, '')} ${ok ? milliseconds(duration) : '✗'}`;

const hostOf = (url = ''): string => url.replace(/^wss?:\/\//, '').replace(/\/.*$/, '');

const milliseconds = (time: number | undefined): string =>
  time === undefined ? '–' : `${Math.max(1, Math.round(time))} ms`;

const percent = (part: number): string => `${Math.round(part * 100)} %`;
