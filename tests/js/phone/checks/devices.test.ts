import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { loudest } from '../../../../js/phone/checks/devices.js';
import { putGlobal, settled } from '../../host/fake_media_devices.js';

class Microphone {
  getAudioTracks = () => [{}];
}

/** A page that hears samples of one amplitude; `said` is what came of the second of listening. */
function listening(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const heard = { amplitude: 0 };
  putGlobal(t, 'MediaStream', Microphone);
  putGlobal(
    t,
    'AudioContext',
    class {
      state = 'running';
      createAnalyser = () => ({
        getFloatTimeDomainData: (samples: Float32Array) => samples.fill(heard.amplitude),
      });
      createMediaStreamSource = () => ({ connect() {}, disconnect() {} });
      close = () => Promise.resolve();
    },
  );
  const giving = new AbortController();
  const said: unknown[] = [];
  loudest(new Microphone() as never, giving.signal).then(
    (level) => said.push(level),
    (error: Error) => said.push(error.name),
  );
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 50) {
      t.mock.timers.tick(50);
      await settled();
    }
  };
  return { heard, said, giving, pass };
}

test('a microphone is listened to for a second from the first sound on', async (t) => {
  const { heard, said, pass } = listening(t);
  await pass(2500);
  heard.amplitude = 0.001;
  await pass(500);
  heard.amplitude = 1;
  await pass(500);
  assert.deepEqual(said, []);
  await pass(100);
  assert.deepEqual(said, [1]);
});

test('one that gives nothing for three seconds is silent', async (t) => {
  const { said, pass } = listening(t);
  await pass(2950);
  assert.deepEqual(said, []);
  await pass(100);
  assert.deepEqual(said, [0]);
});

test('whoever gives up does not wait for it', async (t) => {
  const { said, giving, pass } = listening(t);
  await pass(100);
  giving.abort();
  await settled();
  assert.deepEqual(said, ['AbortError']);
});
