// A name that means nothing is refused, by whatever takes options.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AudioOutput } from '../../../js/phone/audio_output.js';
import type { Call } from '../../../js/phone/call.js';
import { confer } from '../../../js/phone/conference.js';
import { DeviceFollower } from '../../../js/phone/device_follower.js';
import { Devices } from '../../../js/phone/devices.js';
import { levelOf } from '../../../js/phone/level.js';
import { roomOf } from '../../../js/phone/membership.js';
import { Phone } from '../../../js/phone/phone.js';
import { preflight } from '../../../js/phone/preflight.js';
import { record } from '../../../js/phone/recording.js';
import { openElement, openScreen } from '../../../js/phone/shared_picture.js';
import type * as Contract from '../../../types/index.js';
import { installAudio } from '../host/fake_audio.js';
import { putGlobal } from '../host/fake_media_devices.js';
import { invite, isError, registered } from './fake_engine.js';
import { Member } from './fake_member.js';

const kMisspelt = { hedaers: {} } as object;
const account = { server: { url: 'wss://a.example', weight: 1 }, user: 'sip:alice@a.example' };

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

test('so do the phone, its servers and its measures of quality', (t) => {
  putGlobal(t, 'WebSocket', class {});
  new Phone(account).dispose();
  for (const options of [
    { iceServer: [] },
    { quality: { intervall: 1000 } },
    { quality: { levels: { bad: {} } } },
    { quality: { levels: { good: { RTT: 3 } } } },
    { quality: { warnings: { highPing: 3 } } },
    { server: { url: 'wss://a.example', wieght: 3 } },
    { server: ['wss://b.example', { url: 'wss://a.example', sipUri: 'sip:a.example' }] },
    { server: [null] },
  ]) {
    const given = { ...account, ...options } as Contract.PhoneOptions;
    for (const ask of [() => new Phone(given), () => preflight(given)]) {
      assert.throws(ask, isError('invalidArgument'), JSON.stringify(options));
    }
  }
});

test('so does whatever stands beside phone and call, and only its own names pass', async (t) => {
  t.after(installAudio());
  const call = new Member('a');
  const room = await confer([call.call]);
  t.after(() => room.end());
  const output = new AudioOutput({});
  t.after(() => output.dispose());
  for (const given of [kMisspelt, null, 5] as object[]) {
    for (const ask of [
      () => record(call.call, given),
      () => record(room, given),
      () => room.end(given),
      () => openElement({} as HTMLElement, given),
      () => output.playTone('ring.mp3', given),
      // What is thrown at once is as good.
      async () => preflight(account, given),
      async () => new AudioOutput(given),
      async () => output.play({} as MediaStream, given),
      async () => new DeviceFollower(new Devices(), given),
      async () => levelOf({} as MediaStream, () => {}, given),
    ]) {
      const isRefused = isError('invalidArgument');
      await assert.rejects(
        ask(),
        (error) => isRefused(error) || assert.fail(`${String(ask)}: ${error}`),
      );
    }
  }
  assert.deepEqual([room.calls, roomOf(call)], [[call], room]);
});

test('what it is given has to be of its kind', async (t) => {
  t.after(installAudio());
  const room = await confer([new Member('a').call]);
  t.after(() => room.end());
  for (const ask of [
    () => confer({} as never),
    () => confer(undefined as never),
    () => room.end({ hangup: 'yes' as never }),
    () => openScreen(5 as never),
    () => openElement({} as HTMLElement, { draw: 'html2canvas' as never }),
    async () => preflight(account, { skip: 'media' as never }),
    async () => preflight(account, { skip: ['medai' as never] }),
  ]) {
    await assert.rejects(ask(), isError('invalidArgument'), String(ask));
  }
});

test("the names of a screen's options are the browser's", async (t) => {
  const asked: object[] = [];
  const getDisplayMedia = (options: object) => (
    asked.push(options),
    Promise.reject(new DOMException('closed', 'NotAllowedError'))
  );
  putGlobal(t, 'navigator', { mediaDevices: { getDisplayMedia } });
  await assert.rejects(openScreen({ surfaceToCome: 'exclude' }), isError('mediaDenied'));
  assert.deepEqual(asked, [{ surfaceToCome: 'exclude', video: { frameRate: 5 } }]);
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
