// A name that means nothing is refused, by whatever takes options.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Phone } from '../../../js/phone/phone.js';
import type { Call } from '../../../js/phone/call.js';
import type * as Contract from '../../../types/index.js';
import { invite, isError, registered } from './fake_engine.js';

const kMisspelt = { hedaers: {} } as object;

async function calls() {
  const bench = await registered();
  const { phone, engine } = bench;
  const incoming: Contract.Call[] = [];
  phone.on('incoming', (call) => incoming.push(call));
  engine.say({
    ...{ type: 'incomingCall', session: 5, request: invite('bob', 'alice') },
    ...{ replaces: 0, joins: 0 },
  });
  return { ...bench, call: incoming[0] as Call };
}

// ---
test('each method of phone and call that takes options refuses those that it does not have', async () => {
  const { phone, call, engine } = await calls();
  const before = engine.inputs.length;
  for (const ask of [
    () => phone.call('bob', kMisspelt),
    () => phone.switchTo(call, kMisspelt),
    () => phone.consult(call, 'bob', kMisspelt),
    () => phone.message('bob', 'hello', kMisspelt),
    () => phone.subscribe('bob', 'presence', kMisspelt),
    () => phone.publish('presence', '', { contentType: 'a/b', ...kMisspelt }),
    () => call.startEarlyMedia(kMisspelt),
    () => call.answer(kMisspelt),
    () => call.hangup(kMisspelt),
    () => call.sendTones('1', kMisspelt),
    () => call.sendInfo('a/b', '', kMisspelt),
    () => call.transfer('carol', kMisspelt),
    () => call.share({ getVideoTracks: () => [] } as unknown as MediaStream, kMisspelt),
    () => call.upgrade(kMisspelt),
    () => call.hangup(null as never),
  ]) {
    const isRefused = isError('invalidArgument');
    await assert.rejects(
      ask(),
      (error) => isRefused(error) || assert.fail(`${String(ask)}: ${error}`),
    );
  }
  assert.throws(() => call.mute(kMisspelt), isError('invalidArgument'));
  assert.equal(engine.inputs.length, before);
});

test('so do the phone, its measures of quality, codecs and limits', () => {
  const account = { server: 'wss://a.example', user: 'alice' };
  for (const options of [
    { iceServer: [] },
    { quality: { intervall: 1000 } },
    { quality: { levels: { bad: {} } } },
    { quality: { levels: { good: { RTT: 3 } } } },
    { quality: { warnings: { highPing: 3 } } },
  ]) {
    const given = { ...account, ...options } as Contract.PhoneOptions;
    assert.throws(() => new Phone(given), isError('invalidArgument'), JSON.stringify(options));
  }
});

test('limits are of sound or picture, each by its own names, with numbers', async () => {
  const { call } = await calls();
  for (const limits of [
    ...[undefined, null, 5, { data: {} }, { audio: 5 }, { audio: { maxFramerate: 5 } }],
    ...[
      { video: { maxBitRate: 5 } },
      { video: { maxBitrate: '5' } },
      { video: { maxBitrate: -5 } },
    ],
    { video: { scaleResolutionDownBy: 0.5 } },
  ]) {
    await assert.rejects(
      call.limit(limits as object),
      isError('invalidArgument'),
      JSON.stringify(limits),
    );
  }
});
