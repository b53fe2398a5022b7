import assert from 'node:assert/strict';
import { mock, test, type TestContext } from 'node:test';
import { Clock, Lifecycle } from '../../../js/host/clock.js';
import type { Input } from '../../../js/engine/vocabulary.js';

/** setTimeout and performance.now under the test's hand; the wall clock beside them. */
function timeline(t: TestContext): { pass(by: number, wall?: number): void; timers: number[] } {
  let now = 500.25;
  let wall = 1e12;
  const timers: number[] = [];
  let pending: { at: number; wake: () => void } | undefined;
  t.mock.method(performance, 'now', () => now);
  t.mock.method(Date, 'now', () => wall);
  t.mock.method(globalThis, 'setTimeout', ((wake: () => void, wait: number) => {
    timers.push(wait);
    pending = { at: now + wait, wake };
    return pending;
  }) as unknown as typeof setTimeout);
  t.mock.method(globalThis, 'clearTimeout', ((timer: unknown) => {
    if (timer === pending) pending = undefined;
  }) as unknown as typeof clearTimeout);
  const pass = (by: number, wallBy = by) => {
    wall += wallBy;
    const end = now + by;
    while (pending && pending.at <= end) {
      now = pending.at;
      const { wake } = pending;
      pending = undefined;
      wake();
    }
    now = end;
  };
  return { pass, timers };
}

test('it wakes when asked, never before, and once', (t) => {
  const { pass } = timeline(t);
  const clock = new Clock();
  const woken: number[] = [];
  clock.wakeAt(600, () => woken.push(clock.now()));
  pass(99);
  assert.deepEqual(woken, []);
  pass(2);
  assert.equal(woken.length, 1);
  assert.ok(woken[0]! >= 600);
  pass(10_000);
  assert.equal(woken.length, 1);
});

test('a deadline that moves on costs no timer; one that moves up does', (t) => {
  const { pass, timers } = timeline(t);
  const clock = new Clock();
  const woken: number[] = [];
  const wake = () => woken.push(clock.now());
  for (let at = 1000; at < 2000; at += 100) clock.wakeAt(at, wake);
  assert.equal(timers.length, 1);
  pass(1000);
  assert.deepEqual(woken, []);
  assert.equal(timers.length, 2);
  clock.wakeAt(1600, wake);
  assert.equal(timers.length, 3);
  pass(150);
  assert.equal(woken.length, 1);
});

test('null clears, the past wakes at once, and a month is waited in pieces', (t) => {
  const { pass, timers } = timeline(t);
  const clock = new Clock();
  const wake = mock.fn();
  clock.wakeAt(600, wake);
  clock.wakeAt(null, wake);
  pass(1000);
  assert.equal(wake.mock.callCount(), 0);
  clock.wakeAt(3, wake);
  assert.equal(timers.at(-1), 0);
  pass(0);
  assert.equal(wake.mock.callCount(), 1);
  const month = 31 * 24 * 3600 * 1000;
  clock.wakeAt(clock.now() + month, wake);
  assert.equal(timers.at(-1), 0x7fffffff);
  pass(month - 1);
  assert.equal(wake.mock.callCount(), 1);
  pass(2);
  assert.equal(wake.mock.callCount(), 2);
});

test('a page that comes back, a network that changes: the engine is told', (t) => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  const connection = new EventTarget();
  const page = new EventTarget();
  const globals: Record<string, unknown> = {
    document,
    navigator: { onLine: true, connection },
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  };
  const before = Object.keys(globals).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  t.after(() => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete (globalThis as Record<string, unknown>)[name];
    }
  });
  const inputs: Input[] = [];
  const lifecycle = new Lifecycle((input) => void inputs.push(input));
  const fire = () => {
    document.dispatchEvent(new Event('visibilitychange'));
    document.dispatchEvent(new Event('resume'));
    for (const name of ['pageshow', 'online', 'offline']) page.dispatchEvent(new Event(name));
    connection.dispatchEvent(new Event('change'));
  };
  fire();
  assert.deepEqual(inputs, []);
  lifecycle.watch();
  lifecycle.watch();
  fire();
  const rest: Input[] = [
    { type: 'probe' },
    { type: 'probe' },
    { type: 'networkChanged', online: true },
    { type: 'networkChanged', online: false },
    { type: 'networkChanged', online: true },
  ];
  assert.deepEqual(inputs.splice(0), rest);
  document.visibilityState = 'visible';
  fire();
  assert.deepEqual(inputs.splice(0), [{ type: 'probe' }, ...rest]);
  lifecycle.unwatch();
  fire();
  assert.deepEqual(inputs, []);
});

test('a machine that slept is found out by the wall clock', (t) => {
  const { pass } = timeline(t);
  const inputs: Input[] = [];
  const lifecycle = new Lifecycle((input) => void inputs.push(input));
  lifecycle.watch();
  pass(60_000);
  lifecycle.checkForSleep();
  assert.deepEqual(inputs, []);
  pass(1000, 90_000);
  lifecycle.checkForSleep();
  assert.deepEqual(inputs, [{ type: 'probe' }]);
  pass(1000);
  lifecycle.checkForSleep();
  assert.equal(inputs.length, 1);
  lifecycle.unwatch();
});
