import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { delay, stopwatch, within } from '../../../js/host/patience.js';

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

const never = new Promise<never>(() => {});
const signal = () => new AbortController().signal;

test('what is in time is given, whichever way it went', async () => {
  const patience = { limit: 10, signal: signal() };
  assert.equal(await within(Promise.resolve('yes'), patience), 'yes');
  await assert.rejects(within(Promise.reject(new Error('no')), patience), /no/);
});

test('what is late is a TimeoutError', async () => {
  const late = within(never, { limit: 10, signal: signal() });
  mock.timers.tick(10);
  await assert.rejects(late, { name: 'TimeoutError' });
});

test('an abort ends the wait, also one that was before', async () => {
  const giving = new AbortController();
  const waits = [
    within(never, giving),
    within(never, { limit: 10, ...giving, signal: giving.signal }),
  ];
  const pause = delay(10, giving.signal);
  giving.abort();
  for (const wait of [...waits, pause, delay(10, giving.signal)])
    await assert.rejects(wait, { name: 'AbortError' });
});

test('a delay is so long', async () => {
  let isOver = false;
  const over = delay(10, signal()).then(() => (isOver = true));
  mock.timers.tick(9);
  await Promise.resolve();
  assert.equal(isOver, false);
  mock.timers.tick(1);
  await over;
});

test('a stopwatch goes forward', () => {
  const elapsed = stopwatch();
  const first = elapsed();
  assert.ok(first >= 0 && elapsed() >= first);
});
