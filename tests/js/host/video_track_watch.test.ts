// What a video track does by itself, and what is done to it.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { VideoTrackWatch } from '../../../js/host/video_track_watch.js';
import { FakeShareTrack } from './share_sources/fake_page.js';

class FakeCamera extends FakeShareTrack {
  enabled = true;
  muted = false;
  label = 'Front';
}

function watched(t: TestContext, ...tracks: FakeCamera[]) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const changes: unknown[] = [];
  const stream = { getVideoTracks: () => tracks } as unknown as MediaStream;
  const watch = new VideoTrackWatch(stream, (track, property, value) =>
    changes.push([tracks.indexOf(track as unknown as FakeCamera), property, value]),
  );
  return { changes, watch };
}

test('a track that the system takes or ends is told of at once', (t) => {
  const camera = new FakeCamera();
  const { changes } = watched(t, camera);
  camera.muted = true;
  camera.dispatchEvent(new Event('mute'));
  camera.end();
  assert.deepEqual(changes, [
    [0, 'muted', true],
    [0, 'readyState', 'ended'],
  ]);
});

test('what a track tells nobody is looked up every second', (t) => {
  const camera = new FakeCamera();
  const { changes } = watched(t, camera);
  Object.assign(camera, { enabled: false, label: 'Back' });
  assert.deepEqual(changes, []);
  t.mock.timers.tick(1000);
  t.mock.timers.tick(1000);
  assert.deepEqual(changes, [
    [0, 'enabled', false],
    [0, 'label', 'Back'],
  ]);
});

test('a track that comes later is watched, one that left is told of once more', (t) => {
  const tracks = [new FakeCamera()];
  const changes: unknown[] = [];
  t.mock.timers.enable({ apis: ['setInterval'] });
  const stream = { getVideoTracks: () => tracks } as unknown as MediaStream;
  new VideoTrackWatch(stream, (track, property) =>
    changes.push([(track as unknown as FakeCamera).label, property]),
  );
  const [first] = tracks;
  const second = Object.assign(new FakeCamera(), { label: 'Second' });
  tracks.splice(0, 1, second);
  first!.stop();
  t.mock.timers.tick(1000);
  assert.deepEqual(changes, [['Front', 'readyState']]);
  second.end();
  first!.dispatchEvent(new Event('mute'));
  assert.deepEqual(changes, [
    ['Front', 'readyState'],
    ['Second', 'readyState'],
  ]);
});

test('nothing is told after stop', (t) => {
  const camera = new FakeCamera();
  const { changes, watch } = watched(t, camera);
  watch.stop();
  camera.end();
  t.mock.timers.tick(5000);
  assert.deepEqual(changes, []);
});
