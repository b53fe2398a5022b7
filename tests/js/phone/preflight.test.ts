import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Check, Finding, Ground, StepName } from '../../../js/phone/checks/check.js';
import { RinglineError } from '../../../js/phone/error.js';
import { Preflight, preflight } from '../../../js/phone/preflight.js';
import { deferred } from '../../../js/phone/promise.js';
import type { PhoneOptions, PreflightOptions, PreflightSkip } from '../../../types/index.js';
import { isError } from './fake_engine.js';

const phone: PhoneOptions = { server: 'wss://sip.example.com', user: 'alice@example.com' };

type Run = (ground: Ground) => Promise<unknown>;

function check(name: StepName, run: Run = async () => ({}), omitted?: PreflightSkip): Check {
  return {
    name,
    omit: () => omitted,
    run: async (ground) => ({ detail: (await run(ground)) as Finding<StepName>['detail'] }),
  };
}

function flight(checks: Check[], skip: StepName[] = []) {
  const ground = { phone, echo: undefined, audio: undefined, duration: 1000, limit: 1000 };
  const made = new Preflight(ground, skip, checks);
  const told: string[] = [];
  made.on('progress', ({ name, result, done, total }) => {
    const how = result ? (result.skipped ?? (result.ok ? 'ok' : 'failed')) : 'begins';
    told.push(`${name} ${how} ${done}/${total}`);
  });
  return { made, told };
}

test('one step after the other, each told when it begins and when it is over', async () => {
  const first = deferred();
  const { made, told } = flight([check('server', () => first.promise), check('registration')]);
  await new Promise(setImmediate);
  assert.deepEqual(told, ['server begins 0/2']);
  first.resolve();
  const { steps, verdict } = await made.result;
  assert.deepEqual(told, [
    'server begins 0/2',
    'server ok 1/2',
    'registration begins 1/2',
    'registration ok 2/2',
  ]);
  assert.deepEqual(
    steps.map(({ name }) => name),
    ['server', 'registration'],
  );
  assert.equal(verdict, 'good');
});

test('a step that fails is told with its error, and the next one runs', async () => {
  const broken = check('server', () => Promise.reject(new RinglineError('unreachable')));
  const odd = check('stun', () => Promise.reject(new TypeError('what')));
  const { made, told } = flight([broken, odd]);
  const { steps, verdict, reasons } = await made.result;
  assert.deepEqual(told, [
    'server begins 0/2',
    'server failed 1/2',
    'stun begins 1/2',
    'stun failed 2/2',
  ]);
  assert.deepEqual(
    steps.map(({ error }) => error?.code),
    ['unreachable', 'mediaFailed'],
  );
  assert.ok(steps[1]?.error?.cause instanceof TypeError);
  assert.deepEqual([verdict, reasons.length], ['bad', 2]);
});

test('a step that does not run is told once, and why', async () => {
  const left = check('stun', undefined, 'notConfigured');
  const { made, told } = flight([check('server'), left], ['server']);
  const { steps, verdict } = await made.result;
  assert.deepEqual(told, ['server skip 1/2', 'stun notConfigured 2/2']);
  assert.deepEqual(
    steps.map(({ ok, skipped }) => [ok, skipped]),
    [
      [false, 'skip'],
      [false, 'notConfigured'],
    ],
  );
  assert.equal(verdict, 'good');
});

test('a step knows what those before it found', async () => {
  let known: unknown;
  const { made } = flight([
    check('server', async () => ({ url: 'wss://one' })),
    check('registration', async ({ steps }) => void (known = steps.server?.detail)),
  ]);
  await made.result;
  assert.deepEqual(known, { url: 'wss://one' });
});

test('ended tells the report', async () => {
  const { made } = flight([check('server')]);
  let told: unknown;
  made.on('ended', (report) => (told = report));
  assert.equal(await made.result, told);
});

test('given up, it waits until the step has closed what it opened', async () => {
  const closed = deferred();
  const running = check('server', ({ signal }) => {
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => void closed.promise.then(() => reject(new Error())));
    });
  });
  const { made, told } = flight([running, check('registration')]);
  await new Promise(setImmediate);
  let isDone = false;
  const canceling = made.cancel().then(() => (isDone = true));
  await new Promise(setImmediate);
  assert.equal(isDone, false);
  closed.resolve();
  await canceling;
  await assert.rejects(made.result, isError('canceled'));
  assert.deepEqual(told, ['server begins 0/2']);
  await made.cancel();
});

test('given up by a listener, the step it was told of does not run', async () => {
  let ran = false;
  const { made } = flight([check('server', async () => void (ran = true))]);
  made.on('progress', () => void made.cancel());
  await assert.rejects(made.result, isError('canceled'));
  assert.equal(ran, false);
});

test('the microphone is closed at the end and when it is given up', async () => {
  for (const isCanceled of [false, true]) {
    let stopped = 0;
    const track = { stop: () => (stopped += 1) };
    const stream = { getTracks: () => [track] } as unknown as MediaStream;
    const { made } = flight([
      check('microphone', async (ground) => {
        ground.microphone = stream;
        if (isCanceled) void made.cancel();
      }),
    ]);
    await made.result.catch(() => {});
    assert.equal(stopped, 1);
  }
});

test('a listener that is added at once hears of the first step', async () => {
  const { made, told } = flight([check('support')]);
  await made.result;
  assert.equal(told[0], 'support begins 0/1');
});

test('options that cannot be meant are refused at once', () => {
  for (const [options, named] of [
    [{ duration: 0.5 }, /duration/],
    [{ duration: '5' }, /duration/],
    [{ timeout: 0 }, /timeout/],
    [{ echo: '' }, /echo/],
    [{ audio: true }, /audio/],
    [{ skip: ['nothing'] }, /nothing/],
  ] as const) {
    assert.throws(
      () => preflight(phone, options as unknown as PreflightOptions),
      (error: RinglineError) => error.code === 'invalidArgument' && named.test(error.message),
    );
  }
  assert.throws(() => preflight({ ...phone, user: '' }), isError('invalidArgument'));
});

test('in Node it tells what is missing, and fails nowhere else', async () => {
  const { verdict, reasons, steps } = await preflight(phone, { skip: ['server'] }).result;
  assert.equal(verdict, 'bad');
  assert.equal(reasons[0]?.name, 'unsupported');
  assert.equal(steps[0]?.error?.code, 'insecureContext');
  assert.equal(steps.at(-1)?.skipped, 'impossible');
});
