import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { TrackWatch, comesAlive } from '../../../js/host/track_watch.js';
import { FakeTrack, putGlobal } from './fake_media_devices.js';

const real = (track: FakeTrack) => track as unknown as MediaStreamTrack;

function watched(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const track = new FakeTrack('audio', 'a');
  let deaths = 0;
  const watch = new TrackWatch(real(track), () => (deaths += 1));
  t.after(() => watch.stop());
  return { track, watch, deaths: () => deaths };
}

test('a track that ends by itself is dead at once', (t) => {
  const { track, deaths } = watched(t);
  track.die();
  assert.equal(deaths(), 1);
});

test('a track is dead when it is muted for three seconds, not before', (t) => {
  const { track, deaths } = watched(t);
  track.setMuted(true);
  t.mock.timers.tick(2999);
  track.setMuted(false);
  t.mock.timers.tick(5000);
  assert.equal(deaths(), 0);
  track.setMuted(true);
  t.mock.timers.tick(3000);
  assert.equal(deaths(), 1);
});

test('a page in the background leaves a muted track alone until it is back', (t) => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  putGlobal(t, 'document', page);
  const { track, deaths } = watched(t);
  track.setMuted(true);
  t.mock.timers.tick(60_000);
  assert.equal(deaths(), 0);
  page.visibilityState = 'visible';
  page.dispatchEvent(new Event('visibilitychange'));
  t.mock.timers.tick(3000);
  assert.equal(deaths(), 1);
});

test('a watch that is stopped tells nothing', (t) => {
  const { track, watch, deaths } = watched(t);
  track.setMuted(true);
  watch.stop();
  track.die();
  t.mock.timers.tick(3000);
  assert.equal(deaths(), 0);
});

test('a track that was just opened has two seconds to come alive', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const [live, ended, late, never] = [0, 1, 2, 3].map(() => new FakeTrack('audio', 'a')) as [
    FakeTrack,
    FakeTrack,
    FakeTrack,
    FakeTrack,
  ];
  ended.stop();
  late.muted = never.muted = true;
  const verdicts = Promise.all([live, ended, late, never].map((track) => comesAlive(real(track))));
  late.setMuted(false);
  t.mock.timers.tick(2000);
  assert.deepEqual(await verdicts, [true, false, true, false]);
});
