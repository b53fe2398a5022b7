// session.share(): what is opened, how it is sent, and how it ends.
import assert from 'node:assert/strict';
import { beforeEach, test, type TestContext } from 'node:test';
import type { ShareType } from '../../../types/crtc.js';
import { response } from '../jssip/fake_phone.js';
import { FakeShareStream, page, replace } from '../host/share_sources/fake_page.js';
import { kSession, standing, steps, type Standing } from './fake_call.js';

const kRequest = 33;
let { engine, sent, session, events } = {} as Standing;

beforeEach(() => {
  ({ engine, sent, session, events } = standing());
  engine.reactions.renegotiateCall = () => ({ id: kRequest });
  become('video');
});

function screen(t: TestContext) {
  const streams: FakeShareStream[] = [];
  const getDisplayMedia = async () => {
    streams.push(new FakeShareStream());
    return streams.at(-1);
  };
  replace(t, 'navigator', { mediaDevices: { getDisplayMedia } });
  return streams;
}

const become = (mode: 'audio' | 'video') =>
  engine.say({ type: 'callModeChanged', session: kSession, originator: 'local', mode });

const answered = (ok: boolean) =>
  engine.say({
    type: 'renegotiationEnded',
    request: kRequest,
    session: kSession,
    ok,
    response: response(ok ? '200 OK' : '488 Not Acceptable Here'),
    cause: ok ? 'none' : 'rejected',
  });

const settled = () => new Promise((resolve) => setImmediate(resolve));
const names = () => sent.steps.map(([name]) => name);

class FakeImage {
  complete = true;
  naturalWidth = 8;
  naturalHeight = 6;
}
class FakeVideo extends EventTarget {
  HAVE_METADATA = 1;
  readyState = 1;
  stream = new FakeShareStream();
  captureStream = () => this.stream;
}
class FakeDiv {
  isConnected = true;
}

/** A page with one element of each kind. */
function elements(t: TestContext) {
  page(t);
  const found: Record<string, unknown> = {
    '#image': new FakeImage(),
    '#film': new FakeVideo(),
    '#part': new FakeDiv(),
  };
  Object.assign(document, {
    querySelector(selector: string) {
      if (selector === '#') throw new SyntaxError('not a selector');
      return found[selector] ?? null;
    },
  });
  replace(t, 'HTMLImageElement', FakeImage);
  replace(t, 'HTMLVideoElement', FakeVideo);
  replace(t, 'HTMLElement', FakeDiv);
  return found;
}

test('a screen takes the place of the camera, and gives it back', async (t) => {
  const [stream] = [await (screen(t), session.share('screen'))];
  assert.deepEqual(sent.steps, [['share', stream, false]]);
  await session.unshare();
  assert.deepEqual(names(), ['share', 'unshare']);
  assert.deepEqual(engine.told('renegotiateCall'), []);
  const [track] = (stream as unknown as FakeShareStream).tracks;
  assert.equal(track!.readyState, 'ended');
});

test('beside the camera it is offered, and taken back by another offer', async (t) => {
  screen(t);
  sent.needsOffer = true;
  const sharing = session.share('screen', null, null, true);
  await settled();
  assert.equal(sent.steps[0]![2], true);
  answered(true);
  await sharing;
  const taking = session.unShare();
  await settled();
  assert.equal(engine.told('renegotiateCall').length, 2);
  answered(true);
  await taking;
});

test('a picture that the peer does not take is closed, and the call goes on', async (t) => {
  const streams = screen(t);
  sent.needsOffer = true;
  const refusals = [() => answered(false), () => ((sent.isSharing = false), answered(true))];
  for (const refuse of refusals) {
    const sharing = session.share('screen', null, null, true);
    const refused = assert.rejects(sharing, { name: 'ShareError', code: 'failed' });
    await settled();
    refuse();
    await settled();
    answered(true);
    await refused;
    assert.equal(streams.at(-1)!.tracks[0]!.readyState, 'ended');
  }
  assert.equal(session.isEnded(), false);
});

test("the browser's bar ends it: the camera is back", async (t) => {
  const streams = screen(t);
  await session.share('screen');
  streams[0]!.tracks[0]!.end();
  await settled();
  assert.deepEqual(names(), ['share', 'unshare']);
});

test('one picture makes way for the next', async (t) => {
  const streams = screen(t);
  await session.share('screen');
  await session.share('screen');
  assert.deepEqual(names(), ['share', 'unshare', 'share']);
  assert.deepEqual(
    streams.map(({ tracks }) => tracks[0]!.readyState),
    ['ended', 'live'],
  );
});

test('what cannot be opened is told by the event and by the promise', async (t) => {
  const refusal = new DOMException('Permission denied', 'NotAllowedError');
  const getDisplayMedia = () => Promise.reject(refusal);
  replace(t, 'navigator', { mediaDevices: { getDisplayMedia } });
  await assert.rejects(session.share('screen'), { code: 'denied', cause: refusal });
  const [name, error] = events.at(-1)!;
  assert.deepEqual([name, (error as { code: string }).code], ['getdisplaymediafailed', 'denied']);
  assert.deepEqual(sent.steps, []);
});

test('what cannot be sent is closed', async (t) => {
  const streams = screen(t);
  const error = new DOMException('closed', 'InvalidStateError');
  sent.failing.set('share', error);
  await assert.rejects(session.share('screen'), (thrown) => thrown === error);
  assert.equal(streams[0]!.tracks[0]!.readyState, 'ended');
});

test('pictures, films and elements by selector, under the words of CRTC', async (t) => {
  const found = elements(t);
  const assembly = t.mock.fn(async () => ({ width: 4, height: 3 }) as HTMLCanvasElement);
  const words: [ShareType, string][] = [
    ...(['pic', 'image', '图片'] as const).map((word): [ShareType, string] => [word, '#image']),
    ...(['video', '视频'] as const).map((word): [ShareType, string] => [word, '#film']),
    ...(['html', 'element', '页面元素'] as const).map((word): [ShareType, string] => [
      word,
      '#part',
    ]),
  ];
  for (const [word, selector] of words) {
    await session.share(word, selector, assembly);
    await session.unshare();
  }
  assert.equal(names().filter((name) => name === 'share').length, words.length);
  assert.deepEqual(assembly.mock.calls[0]!.arguments as unknown[], [
    found['#part'],
    { logging: false, useCORS: true },
  ]);
  // The element itself does as well as its selector.
  const stream = await session.share('video', found['#film'] as Element);
  assert.equal(stream, (found['#film'] as FakeVideo).stream as unknown as MediaStream);
});

test('an element that is not there, or is another one, is missing; a word that is none is an error', async (t) => {
  elements(t);
  for (const selector of ['#nothing', '#film', '#', undefined]) {
    await assert.rejects(session.share('pic', selector), { code: 'missing' });
  }
  await assert.rejects(session.share('window' as never), TypeError);
  assert.deepEqual(sent.steps, []);
});

test('with the call the picture ends, and with its video', async (t) => {
  const streams = screen(t);
  await session.share('screen');
  become('audio');
  assert.equal(streams[0]!.tracks[0]!.readyState, 'ended');
  become('video');
  await session.share('screen');
  engine.say(steps.ended);
  assert.equal(streams[1]!.tracks[0]!.readyState, 'ended');
  await assert.rejects(session.share('screen'), { name: 'INVALID_STATE_ERROR' });
});

test('a picture that cannot be drawn any more is told of, and taken back', async (t) => {
  const { pass } = page(t);
  const part = new FakeDiv();
  replace(t, 'HTMLImageElement', FakeImage);
  replace(t, 'HTMLVideoElement', FakeVideo);
  replace(t, 'HTMLElement', FakeDiv);
  const assembly = async () => ({ width: 4, height: 3 }) as HTMLCanvasElement;
  await session.share('html', part as unknown as Element, assembly);
  part.isConnected = false;
  await pass(200);
  await settled();
  const [name, error] = events.at(-1)!;
  assert.deepEqual([name, (error as { code: string }).code], ['getdisplaymediafailed', 'missing']);
  assert.deepEqual(names(), ['share', 'unshare']);
});

test('nothing is taken back when nothing is shared', async () => {
  await session.unshare();
  assert.deepEqual(sent.steps, []);
});
