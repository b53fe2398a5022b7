import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { debug } from '../../../js/jssip/debug.js';
import type { MediaHost } from '../../../js/jssip/seam.js';
import { logFrames } from '../../../js/jssip/wire_log.js';
import { phone, text } from './fake_phone.js';

const lines: string[] = [];
debug.log = (...args) => void lines.push(args.join(' '));
afterEach(() => {
  debug.disable();
  lines.length = 0;
});

// A host as far as frames pass through it.
function host() {
  const sent: unknown[] = [];
  let engine: { handle(input: { type: 'socketMessage'; data: string }): number } | undefined;
  const fake = {
    sendFrame: (output: { data: string }) => void sent.push(output.data),
    attach: (to: typeof engine) => (engine = to),
  };
  logFrames(fake as unknown as MediaHost);
  return { fake, sent, hear: (data: string) => engine!.handle({ type: 'socketMessage', data }) };
}

test('with JsSIP:Transport enabled every message is in the log, without its secrets', () => {
  const { fake, sent, hear } = host();
  fake.attach({ handle: () => 7 });
  const register = text('REGISTER sip:h SIP/2.0', {
    Authorization: 'Digest username="alice", response="secret"',
    'Proxy-Authorization': 'Bearer secret',
    'X-Own': 'seen',
  });
  fake.sendFrame({ data: register });
  assert.deepEqual(lines, []);
  debug.enable('JsSIP:*');
  fake.sendFrame({ data: register });
  fake.sendFrame({ data: '\r\n\r\n' });
  assert.equal(hear('SIP/2.0 200 OK\r\n\r\n'), 7);
  assert.equal(lines.length, 2);
  assert.match(lines[0]!, /^JsSIP:Transport .*sending/);
  assert.match(lines[0]!, /X-Own: seen/);
  assert.doesNotMatch(lines[0]!, /secret/);
  assert.match(lines[1]!, /received.*SIP\/2\.0 200 OK/s);
  // The wire itself has all of it.
  assert.equal(sent[0], register);
});

test('the engine’s log and what it refuses go to the UA’s namespaces', () => {
  debug.enable('JsSIP:*');
  const { engine } = phone();
  engine.say(
    { type: 'log', level: 'info', text: 'one' },
    { type: 'log', level: 'error', text: 'two' },
    { type: 'rejected', input: 'holdCall', reason: 'already held' },
  );
  assert.deepEqual(lines, [
    'JsSIP:UA one',
    'JsSIP:ERROR:UA two',
    'JsSIP:WARN:UA holdCall: already held',
  ]);
});
