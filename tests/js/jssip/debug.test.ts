import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { debug } from '../../../js/jssip/debug.js';

const lines: unknown[][] = [];
const { log } = debug;
debug.log = (...args) => void lines.push(args);

afterEach(() => {
  debug.disable();
  lines.length = 0;
});

test('patterns switch namespaces on, and off again', () => {
  const names = ['JsSIP', 'JsSIP:UA', 'JsSIP:WARN:UA', 'JsSIP:RTCSession:DTMF', 'other'];
  const enabled = (patterns: string) => {
    debug.enable(patterns);
    return names.filter((name) => debug.enabled(name));
  };
  assert.deepEqual(enabled('JsSIP:*'), ['JsSIP:UA', 'JsSIP:WARN:UA', 'JsSIP:RTCSession:DTMF']);
  assert.deepEqual(enabled('JsSIP:UA'), ['JsSIP:UA']);
  assert.deepEqual(enabled('*,-JsSIP:WARN:*'), [
    'JsSIP',
    'JsSIP:UA',
    'JsSIP:RTCSession:DTMF',
    'other',
  ]);
  assert.deepEqual(enabled('JsSIP:UA other'), ['JsSIP:UA', 'other']);
  assert.deepEqual(enabled(''), []);
});

test('disable tells what was enabled', () => {
  debug.enable('JsSIP:UA,-JsSIP:X');
  assert.equal(debug.disable(), 'JsSIP:UA,-JsSIP:X');
  assert.equal(debug.enabled('JsSIP:UA'), false);
});

test('a logger writes when it is enabled, at the time it is called', () => {
  const say = debug('JsSIP:UA');
  say('unheard');
  debug.enable('JsSIP:*');
  say('%s is here', 'Bob');
  say({ some: 'thing' });
  debug.disable();
  say('unheard');
  assert.deepEqual(lines, [
    ['JsSIP:UA %s is here', 'Bob'],
    ['JsSIP:UA', { some: 'thing' }],
  ]);
});

test('a logger may be switched by itself, extended, and given its own log', () => {
  const say = debug('app');
  say.enabled = true;
  say('one');
  const more = say.extend('part');
  assert.equal(more.namespace, 'app:part');
  assert.equal(more.enabled, false);
  const own: unknown[] = [];
  say.log = (...args) => void own.push(args);
  say('two');
  assert.deepEqual(lines, [['app one']]);
  assert.deepEqual(own, [['app two']]);
});

test('what is enabled is kept in localStorage, and a page that has none is no obstacle', () => {
  const store = new Map<string, string>();
  const storage = {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
  };
  Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true });
  debug.enable('JsSIP:*');
  assert.equal(store.get('debug'), 'JsSIP:*');
  debug.disable();
  assert.equal(store.has('debug'), false);
  Object.defineProperty(globalThis, 'localStorage', {
    get() {
      throw new Error('the page may keep nothing');
    },
    configurable: true,
  });
  debug.enable('JsSIP:UA');
  assert.equal(debug.enabled('JsSIP:UA'), true);
  delete (globalThis as { localStorage?: unknown }).localStorage;
});

test('by default lines go to console.debug', (t) => {
  const write = t.mock.method(console, 'debug', () => {});
  log('text');
  assert.deepEqual(write.mock.calls[0]!.arguments, ['text']);
});
