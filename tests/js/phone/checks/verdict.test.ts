import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StepName, Steps } from '../../../../js/phone/checks/check.js';
import { judge } from '../../../../js/phone/checks/verdict.js';
import { RinglineError } from '../../../../js/phone/error.js';
import type { PreflightDetails, PreflightMedia, PreflightSkip } from '../../../../types/index.js';

type Outcome<Name extends StepName> = 'failed' | PreflightSkip | PreflightDetails[Name];

function steps(outcomes: { [Name in StepName]?: Outcome<Name> }): Steps {
  const entries = Object.entries(outcomes).map(([name, outcome]) => {
    const isWord = typeof outcome === 'string';
    const skipped = isWord && outcome !== 'failed' ? outcome : undefined;
    const error = outcome === 'failed' ? new RinglineError('failed') : undefined;
    const detail = isWord ? undefined : outcome;
    return [name, { name, ok: !isWord, skipped, error, detail, duration: 1 }];
  });
  return Object.fromEntries(entries) as Steps;
}

const well: PreflightMedia = {
  path: 'loopback',
  candidate: 'relay',
  roundTripTime: 40,
  jitter: 3,
  loss: 0,
  mos: 4.38,
};
const media = (values: Partial<PreflightMedia>) => steps({ media: { ...well, ...values } });
const worded = (given: Steps) => {
  const { verdict, reasons } = judge(given);
  return [verdict, ...reasons.map(({ name, verdict }) => `${name} ${verdict}`)];
};

test('nothing found is nothing wrong', () => {
  assert.deepEqual(judge({}), { verdict: 'good', reasons: [] });
  assert.deepEqual(worded(media({})), ['good']);
});

test('what a call cannot do without is bad', () => {
  for (const [name, reason] of [
    ['support', 'unsupported'],
    ['server', 'serverUnreachable'],
    ['registration', 'notRegistered'],
    ['microphone', 'noMicrophone'],
    ['media', 'noMedia'],
  ] as const) {
    assert.deepEqual(worded(steps({ [name]: 'failed' })), ['bad', `${reason} bad`]);
  }
});

test('what did not run counts for nothing', () => {
  for (const skipped of ['skip', 'notConfigured', 'impossible'] as const) {
    const all = { registration: skipped, microphone: skipped, turnUdp: skipped, media: skipped };
    assert.deepEqual(worded(steps(all)), ['good']);
  }
});

test('a microphone that hears nothing is usable', () => {
  const heard = (level: number) => worded(steps({ microphone: { label: 'headset', level } }));
  assert.deepEqual(heard(0), ['usable', 'silentMicrophone usable']);
  assert.deepEqual(heard(0.01), ['good']);
});

test('an empty list of speakers is told only by browsers that list them', () => {
  const listing = (setSinkId: boolean) =>
    worded(
      steps({
        support: { setSinkId } as PreflightDetails['support'],
        speakers: { speakers: [] },
      }),
    );
  assert.deepEqual(listing(true), ['usable', 'noSpeaker usable']);
  assert.deepEqual(listing(false), ['good']);
});

test('one way to relay is enough, and by UDP is better', () => {
  const found = { servers: [] };
  assert.deepEqual(worded(steps({ turnUdp: found, turnTcp: 'failed' })), ['good']);
  assert.deepEqual(worded(steps({ turnUdp: 'failed', turnTls: found })), [
    'usable',
    'noTurnUdp usable',
  ]);
  assert.deepEqual(worded(steps({ turnUdp: 'failed', turnTcp: 'failed' })), [
    'usable',
    'noTurn usable',
  ]);
  assert.deepEqual(worded(steps({ turnUdp: 'notConfigured', turnTcp: 'failed' })), [
    'usable',
    'noTurn usable',
  ]);
  assert.deepEqual(worded(steps({ stun: 'failed' })), ['usable', 'noStun usable']);
});

test('each figure has two bounds, which it may reach', () => {
  for (const [value, reason, usable, bad, step] of [
    ['roundTripTime', 'highRoundTripTime', 400, 1000, 1],
    ['jitter', 'highJitter', 30, 100, 1],
    ['loss', 'highLoss', 0.03, 0.1, 0.01],
    ['mos', 'lowMos', 4, 3.1, -0.1],
  ] as const) {
    const at = (measured: number) => worded(media({ [value]: measured }));
    assert.deepEqual(at(usable), ['good']);
    assert.deepEqual(at(usable + step), ['usable', `${reason} usable`]);
    assert.deepEqual(at(bad), ['usable', `${reason} usable`]);
    assert.deepEqual(at(bad + step), ['bad', `${reason} bad`]);
  }
});

test('what the browser does not tell is not held against anybody', () => {
  const unknown = { roundTripTime: undefined, jitter: undefined, loss: undefined, mos: undefined };
  assert.deepEqual(worded(media(unknown)), ['good']);
});

test('the worst reason decides, and all are told', () => {
  const given = { ...steps({ stun: 'failed', microphone: 'failed' }), ...media({ loss: 0.05 }) };
  assert.deepEqual(worded(given), ['bad', 'noMicrophone bad', 'noStun usable', 'highLoss usable']);
});
