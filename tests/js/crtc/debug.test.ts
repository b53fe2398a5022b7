// CRTC.debug: JsSIP's, but for what is switched off.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { debug } from '../../../js/crtc/debug.js';
import { debug as jssip } from '../../../js/jssip/debug.js';
import { crtcPhone } from './fake_call.js';

afterEach(() => void debug.disable());

const enabled = () => ['CRTC:UA', 'CRTC:Transport', 'JsSIP:UA'].filter(debug.enabled);

test('what is enabled is printed under names that begin with CRTC', (t) => {
  const lines: unknown[] = [];
  const { log } = debug;
  t.after(() => (debug.log = log));
  debug.log = (...args) => void lines.push(args.join(' '));
  assert.equal(jssip.log, debug.log);
  debug.enable('CRTC:*');
  const { engine } = crtcPhone();
  engine.say({ type: 'log', level: 'warning', text: 'a retransmission was dropped' });
  assert.deepEqual(lines, ['CRTC:WARN:UA a retransmission was dropped']);
});

test('a pattern given to disable is what is switched off', () => {
  debug.enable('CRTC:*,JsSIP:UA');
  assert.equal(debug.disable('CRTC:*'), 'CRTC:*,JsSIP:UA');
  assert.deepEqual(enabled(), ['JsSIP:UA']);

  debug.enable('*');
  debug.disable('CRTC:*');
  assert.deepEqual(enabled(), ['JsSIP:UA']);

  debug.enable('CRTC:*');
  debug.disable('CRTC:Transport');
  assert.deepEqual(enabled(), ['CRTC:UA']);

  debug.disable();
  assert.deepEqual(enabled(), []);
});

test('switched off again and again, a pattern stands there once', () => {
  debug.enable('*');
  debug.disable('CRTC:*');
  debug.disable('CRTC:*');
  assert.equal(debug.disable(), '*,-CRTC:*');
});

test('a logger of one’s own', () => {
  assert.equal(debug('CRTC:mine').namespace, 'CRTC:mine');
});
