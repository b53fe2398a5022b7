// getDisplayMedia, as a source that can be shared.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openScreen } from '../../../../js/host/share_sources/screen.js';
import { FakeShareStream, ended, replace } from './fake_page.js';

function browser(t: TestContext, answer: () => unknown) {
  const asked: unknown[] = [];
  const getDisplayMedia = async (options: unknown) => {
    asked.push(options);
    return answer();
  };
  replace(t, 'navigator', { mediaDevices: { getDisplayMedia } });
  return asked;
}

test('a screen is asked for at five frames a second, with the options of the application', async (t) => {
  const asked = browser(t, () => new FakeShareStream());
  await openScreen();
  await openScreen({ audio: true, video: { frameRate: 15, width: 640 } });
  await openScreen({ video: true });
  assert.deepEqual(asked, [
    { video: { frameRate: 5 } },
    { audio: true, video: { frameRate: 15, width: 640 } },
    { video: { frameRate: 5 } },
  ]);
});

test('the browser is asked at once, for a gesture does not outlive an await', (t) => {
  const asked = browser(t, () => new FakeShareStream());
  void openScreen();
  assert.equal(asked.length, 1);
});

test('the bar of the browser ends the source, once, and every track with it', async (t) => {
  const stream = new FakeShareStream();
  browser(t, () => stream);
  const source = await openScreen();
  const onEnded = (source.onEnded = ended());
  stream.tracks[0]!.end();
  stream.tracks[0]!.end();
  source.close();
  assert.equal(onEnded.mock.callCount(), 1);
  assert.deepEqual(onEnded.mock.calls[0]!.arguments, [undefined]);
  assert.equal(stream.tracks[0]!.readyState, 'ended');
});

test('who closes a source is not told that it ended', async (t) => {
  const stream = new FakeShareStream();
  browser(t, () => stream);
  const source = await openScreen();
  const onEnded = (source.onEnded = ended());
  source.close();
  assert.equal(stream.tracks[0]!.readyState, 'ended');
  stream.tracks[0]!.end();
  assert.equal(onEnded.mock.callCount(), 0);
});

test('a screen that is asked for outside of a click is told apart from a refusal', async (t) => {
  browser(t, () => {
    throw new DOMException('requires transient activation', 'InvalidStateError');
  });
  await assert.rejects(openScreen(), { name: 'ShareError', code: 'gestureNeeded' });
});

test('a user who says no, and a browser that cannot, are told apart', async (t) => {
  const refusal = new DOMException('Permission denied', 'NotAllowedError');
  browser(t, () => {
    throw refusal;
  });
  await assert.rejects(openScreen(), { name: 'ShareError', code: 'denied', cause: refusal });
  replace(t, 'navigator', {});
  await assert.rejects(openScreen(), { name: 'ShareError', code: 'unsupported' });
});
