import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Emitter } from '../../../js/engine/emitter.js';

type Events = { rang: [times: number]; ended: [] };
class Bell extends Emitter<Events> {
  ring(times: number): void {
    this.emit('rang', times);
  }
  end(): void {
    this.emit('ended');
  }
}

const platform = globalThis.reportError;
let reported: unknown[] = [];
beforeEach(() => {
  reported = [];
  globalThis.reportError = (error) => void reported.push(error);
});
afterEach(() => {
  globalThis.reportError = platform;
});

test('listeners hear in order until they are taken away', () => {
  const bell = new Bell();
  const heard: string[] = [];
  const first = (times: number) => heard.push(`first ${times}`);
  bell.on('rang', first);
  const off = bell.on('rang', (times) => heard.push(`second ${times}`));
  bell.ring(1);
  bell.off('rang', first);
  bell.ring(2);
  off();
  bell.ring(3);
  assert.deepEqual(heard, ['first 1', 'second 1', 'second 2']);
  assert.equal(bell.listenerCount('rang'), 0);
  bell.end();
});

test('once is once, even when the listener causes the event again', () => {
  const bell = new Bell();
  let count = 0;
  bell.once('rang', () => {
    ++count;
    bell.ring(2);
  });
  bell.ring(1);
  assert.equal(count, 1);
});

test('listeners may come and go while an event is told', () => {
  const bell = new Bell();
  const heard: string[] = [];
  bell.on('ended', () => {
    off();
    bell.on('ended', () => heard.push('late'));
  });
  const off = bell.on('ended', () => heard.push('gone'));
  bell.end();
  assert.deepEqual(heard, ['gone']);
  bell.end();
  assert.deepEqual(heard, ['gone', 'late']);
});

test('a listener that throws is reported and stops nobody', () => {
  const bell = new Bell();
  const boom = new Error('boom');
  let heard = false;
  bell.on('ended', () => {
    throw boom;
  });
  bell.on('ended', () => (heard = true));
  bell.end();
  assert.ok(heard);
  assert.deepEqual(reported, [boom]);
});
