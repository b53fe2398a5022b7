import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { EventEmitter } from '../../../js/jssip/emitter.js';

// What JsSIP stands on: npm's `events` 3.3.
const { EventEmitter: Peer } = createRequire(import.meta.url)('events/') as {
  EventEmitter: new () => EventEmitter;
};

type Emitter = EventEmitter;
const deeds: Record<string, (emitter: Emitter, said: unknown[]) => void> = {
  'listeners in order, each with all arguments and the emitter as this'(emitter, said) {
    emitter.on('a', function (this: unknown, ...args: unknown[]) {
      said.push(1, args, this === emitter);
    });
    emitter.addListener('a', () => said.push(2));
    said.push(emitter.emit('a', 'x', 'y'), emitter.emit('b'));
  },
  'once, and prepending'(emitter, said) {
    emitter.on('a', () => said.push('on'));
    emitter.once('a', () => said.push('once'));
    emitter.prependListener('a', () => said.push('first'));
    emitter.prependOnceListener('a', () => said.push('first once'));
    emitter.emit('a');
    emitter.emit('a');
  },
  'removing: the last added first, once by its original'(emitter, said) {
    const listener = () => void said.push('heard');
    emitter.on('a', listener).on('a', listener).once('a', listener);
    emitter.off('a', listener);
    emitter.emit('a');
    emitter.removeListener('a', listener).removeListener('a', listener).off('a', listener);
    said.push(emitter.emit('a'), emitter.listenerCount('a'));
  },
  'counts, lists and names'(emitter, said) {
    const symbol = Symbol('s');
    const listener = () => {};
    emitter.on('a', listener);
    emitter.once('a', listener);
    emitter.on(symbol, listener);
    said.push(
      emitter.listenerCount('a'),
      emitter.listeners('a').map((each) => each === listener),
      emitter.rawListeners('a').map((each) => each === listener),
      emitter.listeners('none'),
      emitter.eventNames().map(String),
    );
  },
  'a listener that leaves, and one that comes, while the event is told'(emitter, said) {
    const second = () => void said.push('second');
    emitter.on('a', () => {
      emitter.off('a', second);
      emitter.on('a', () => said.push('late'));
    });
    emitter.on('a', second);
    emitter.emit('a');
    emitter.emit('a');
  },
  'newListener before, removeListener after'(emitter, said) {
    const listener = () => {};
    emitter.on('newListener', (name: unknown, which: unknown) =>
      said.push('new', name, which === listener, emitter.listenerCount(name as string)),
    );
    emitter.on('removeListener', (name: unknown, which: unknown) =>
      said.push('gone', name, which === listener, emitter.listenerCount(name as string)),
    );
    emitter.on('a', listener);
    emitter.once('a', listener);
    emitter.removeListener('a', listener);
    emitter.removeAllListeners('a');
  },
  'removing all of one event, and all'(emitter, said) {
    for (const name of ['a', 'a', 'b']) emitter.on(name, () => said.push(name));
    emitter.removeAllListeners('a');
    emitter.emit('a');
    emitter.emit('b');
    emitter.removeAllListeners();
    said.push(emitter.eventNames());
  },
  'an exception goes to whoever emits, and the listeners after it hear nothing'(emitter, said) {
    emitter.on('a', () => {
      throw new Error('mine');
    });
    emitter.on('a', () => said.push('never'));
    try {
      emitter.emit('a');
    } catch (error) {
      said.push((error as Error).message);
    }
  },
  'error with nobody listening is thrown'(emitter, said) {
    for (const error of [new Error('mine')]) {
      try {
        emitter.emit('error', error);
      } catch (thrown) {
        said.push(thrown === error || (thrown as Error).message);
      }
    }
    emitter.on('error', (error: unknown) => said.push(error));
    said.push(emitter.emit('error', 'heard'));
  },
  'the limit of listeners'(emitter, said) {
    said.push(emitter.getMaxListeners(), emitter.setMaxListeners(3).getMaxListeners());
    for (const count of [-1, NaN, 'x' as never]) {
      try {
        emitter.setMaxListeners(count);
      } catch (error) {
        said.push((error as Error).name);
      }
    }
  },
  'what is no function'(emitter, said) {
    for (const method of ['on', 'once', 'off', 'prependListener'] as const) {
      try {
        emitter[method]('a', 'text' as never);
      } catch (error) {
        said.push((error as Error).name);
      }
    }
  },
};

for (const [name, deed] of Object.entries(deeds)) {
  test(`as npm's events: ${name}`, () => {
    const [ours, theirs]: [unknown[], unknown[]] = [[], []];
    deed(new EventEmitter(), ours);
    deed(new Peer(), theirs);
    assert.deepEqual(ours, theirs);
    assert.ok(theirs.length > 0);
  });
}

test('one listener too many is told once', (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  const emitter = new EventEmitter();
  for (let i = 0; i < 12; i++) emitter.on('a', () => {});
  assert.equal(warn.mock.callCount(), 1);
  emitter.setMaxListeners(0);
  for (let i = 0; i < 20; i++) emitter.on('b', () => {});
  assert.equal(warn.mock.callCount(), 1);
});
