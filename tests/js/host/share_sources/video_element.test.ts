// A <video> as a source.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openVideoElement } from '../../../../js/host/share_sources/video_element.js';
import { FakeShareStream, FakeShareTrack, ended } from './fake_page.js';

const kTracks = () => [new FakeShareTrack('audio'), new FakeShareTrack('video')];

class FakeVideo extends EventTarget {
  readonly HAVE_METADATA = 1;
  readyState = 1;
  error: unknown = null;
  stream = new FakeShareStream(kTracks());
  captureStream?: (() => FakeShareStream) | undefined = () => this.stream;
  mozCaptureStream?: () => FakeShareStream;
}

const open = (video: FakeVideo) => openVideoElement(video as unknown as HTMLVideoElement);

test('a video is captured with its sound; its end is the end of the source', async () => {
  const video = new FakeVideo();
  const source = await open(video);
  const onEnded = (source.onEnded = ended());
  assert.equal(source.stream, video.stream as unknown as MediaStream);
  video.stream.tracks[1]!.end();
  assert.equal(onEnded.mock.callCount(), 1);
  assert.deepEqual(
    video.stream.tracks.map(({ readyState }) => readyState),
    ['ended', 'ended'],
  );
});

test('a film whose tracks leave its stream and tell nothing ends by its own word, once', async () => {
  const video = new FakeVideo();
  const source = await open(video);
  const onEnded = (source.onEnded = ended());
  const tracks = video.stream.tracks.splice(0);
  video.dispatchEvent(new Event('ended'));
  video.dispatchEvent(new Event('ended'));
  assert.equal(onEnded.mock.callCount(), 1);
  assert.deepEqual(
    tracks.map(({ readyState }) => readyState),
    ['ended', 'ended'],
  );
});

test("Firefox's name for the capture is known", async () => {
  const video = new FakeVideo();
  video.captureStream = undefined;
  await assert.rejects(open(video), { code: 'unsupported' });
  video.mozCaptureStream = () => video.stream;
  assert.equal((await open(video)).stream, video.stream as unknown as MediaStream);
});

test('a video that has not begun to load is waited for', async () => {
  const video = new FakeVideo();
  video.readyState = 0;
  const opening = open(video);
  video.dispatchEvent(new Event('loadedmetadata'));
  assert.equal((await opening).stream, video.stream as unknown as MediaStream);
});

test('a video that cannot be played, or never loads, is refused', async (t: TestContext) => {
  const video = Object.assign(new FakeVideo(), { readyState: 0, error: new Error('no codec') });
  const opening = open(video);
  video.dispatchEvent(new Event('error'));
  await assert.rejects(opening, { code: 'missing', cause: video.error });

  t.mock.timers.enable({ apis: ['setTimeout'] });
  const silent = open(Object.assign(new FakeVideo(), { readyState: 0 }));
  t.mock.timers.tick(10_000);
  await assert.rejects(silent, { code: 'missing' });
});

test('sound alone is no picture, and nothing of it goes on', async () => {
  const video = new FakeVideo();
  const sound = new FakeShareTrack('audio');
  video.stream = new FakeShareStream([sound]);
  await assert.rejects(open(video), { code: 'missing' });
  assert.equal(sound.readyState, 'ended');
});

test('a film from elsewhere is refused by either name that browsers have for it', async () => {
  for (const exception of [
    new DOMException('Cannot capture from element with cross-origin data', 'NotSupportedError'),
    new DOMException('insecure', 'SecurityError'),
  ]) {
    const video = new FakeVideo();
    video.captureStream = () => {
      throw exception;
    };
    await assert.rejects(open(video), { code: 'crossOrigin', cause: exception });
  }
});
