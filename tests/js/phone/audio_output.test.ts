import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AudioOutput } from '../../../js/phone/audio_output.js';
import { Devices } from '../../../js/phone/devices.js';
import { FakeAudio, putAudio } from '../host/fake_element.js';
import {
  FakeStream,
  FakeTrack,
  info,
  putDevices,
  putGlobal,
  settled,
} from '../host/fake_media_devices.js';

const hasCode = (code: string) => (error: { code?: string }) => error.code === code;
const stream = (...tracks: FakeTrack[]) =>
  new FakeStream(
    tracks.length ? tracks : [new FakeTrack('audio', undefined)],
  ) as unknown as MediaStream;
const page = () => Object.assign(new EventTarget(), { visibilityState: 'visible' });

function open(t: TestContext, options: ConstructorParameters<typeof AudioOutput>[0] = {}) {
  putAudio(t);
  const output = new AudioOutput(options);
  const told: string[] = [];
  output.on('blocked', () => told.push('blocked'));
  output.on('unblocked', () => told.push('unblocked'));
  output.on('sink', (sink) => told.push(`sink ${sink}`));
  t.after(() => output.dispose());
  return { output, told };
}

test('calls one after another are heard from one element', (t) => {
  const { output } = open(t);
  const [first, second] = [stream(), stream()];
  output.play(first).stop();
  output.play(second);
  assert.equal(FakeAudio.all.length, 1);
  assert.deepEqual(FakeAudio.heard(), [second]);
});

test('two calls at once are both heard; the first element is taken first again', (t) => {
  const { output } = open(t);
  const [a, b, c] = [stream(), stream(), stream()];
  const [playsA, playsB] = [output.play(a), output.play(b)];
  assert.deepEqual(FakeAudio.heard(), [a, b]);
  playsB.stop();
  playsA.stop();
  output.play(c);
  assert.equal(FakeAudio.all.length, 2);
  assert.equal(FakeAudio.all[0]!.srcObject, c);
});

test('nothing is heard twice: not the same stream, not another one of its tracks', (t) => {
  const { output } = open(t);
  const track = new FakeTrack('audio', undefined);
  const first = stream(track);
  const plays = [output.play(first), output.play(first), output.play(stream(track))];
  assert.deepEqual(FakeAudio.heard(), [first]);
  plays[0]!.stop();
  plays[0]!.stop();
  plays[1]!.stop();
  assert.deepEqual(FakeAudio.heard(), [first]);
  plays[2]!.stop();
  assert.deepEqual(FakeAudio.heard(), []);
});

test('what stops an element is undone: a pause, a stream taken away', async (t) => {
  const { output } = open(t);
  const sounding = stream();
  const playback = output.play(sounding);
  const [element] = FakeAudio.all as [FakeAudio];
  element.pause();
  await settled();
  assert.deepEqual(FakeAudio.heard(), [sounding]);
  element.srcObject = null;
  await settled();
  assert.deepEqual(FakeAudio.heard(), [sounding]);
  element.dispatchEvent(new Event('stalled'));
  element.dispatchEvent(new Event('suspend'));
  assert.deepEqual(FakeAudio.heard(), [sounding]);
  playback.stop();
  await settled();
  assert.deepEqual(FakeAudio.heard(), []);
});

test('what the browser blocks is told once, and sounds after a click', async (t) => {
  const { output, told } = open(t);
  FakeAudio.isLocked = true;
  const sounding = stream();
  output.play(sounding);
  const ringing = output.playTone('ring.wav', { loop: true });
  await settled();
  assert.equal(output.blocked, true);
  assert.equal(await output.unlock(), false);
  FakeAudio.isLocked = false;
  assert.equal(await output.unlock(), true);
  await ringing;
  assert.deepEqual(FakeAudio.heard(), [sounding, 'ring.wav']);
  assert.deepEqual(told, ['blocked', 'unblocked']);
});

test('what was blocked and is stopped blocks no longer', async (t) => {
  const { output, told } = open(t);
  FakeAudio.isLocked = true;
  const playback = output.play(stream());
  await settled();
  playback.stop();
  assert.equal(output.blocked, false);
  assert.deepEqual(told, ['blocked', 'unblocked']);
});

test('a click before anything sounds readies the elements that will (WebKit)', async (t) => {
  const { output } = open(t);
  assert.equal(await output.unlock(), true);
  assert.deepEqual(
    FakeAudio.all.map(({ loads }) => loads),
    [1, 1],
  );
  output.play(stream());
  await output.playTone('ring.wav');
  assert.equal(FakeAudio.all.length, 2);
});

test('a page that comes back tries again by itself', async (t) => {
  const document = page();
  putGlobal(t, 'document', document);
  const { output, told } = open(t);
  FakeAudio.isLocked = true;
  output.play(stream());
  await settled();
  FakeAudio.isLocked = false;
  document.dispatchEvent(new Event('visibilitychange'));
  await settled();
  assert.deepEqual(told, ['blocked', 'unblocked']);
});

test("the page's own element is used, by itself or by a selector", (t) => {
  putAudio(t);
  const own = new FakeAudio();
  const element = own as unknown as HTMLAudioElement;
  const querySelector = (selector: string) => (selector === '#sound' ? own : null);
  putGlobal(t, 'document', Object.assign(page(), { querySelector }));
  for (const given of [element, '#sound']) {
    const output = new AudioOutput({ element: given });
    output.play(stream());
    assert.equal(own.paused, false);
    output.dispose();
    assert.equal(own.paused, true);
  }
  assert.equal(FakeAudio.all.length, 1);
  const output = new AudioOutput({ element: '#other' });
  assert.throws(() => output.play(stream()), hasCode('invalidArgument'));
});

test('volumes are multiplied, also while it sounds', (t) => {
  const { output } = open(t, { volume: 0.5 });
  const playback = output.play(stream(), { volume: 0.5 });
  const [element] = FakeAudio.all as [FakeAudio];
  assert.equal(element.volume, 0.25);
  output.volume = 1;
  playback.volume = 0.25;
  assert.equal(element.volume, 0.25);
  assert.throws(() => (output.volume = 2), hasCode('invalidArgument'));
  assert.throws(() => new AudioOutput({ volume: NaN }), hasCode('invalidArgument'));
});

test('everything sounds where it is told to, the next call too; a ring may sound elsewhere', async (t) => {
  const { output, told } = open(t);
  output.play(stream());
  await output.setSink('headset');
  output.play(stream());
  await output.playTone('ring.wav', { sinkId: 'loudspeaker' });
  assert.deepEqual(
    FakeAudio.all.map(({ sinkId, paused }) => [sinkId, paused]),
    [
      ['headset', false],
      ['headset', false],
      ['loudspeaker', false],
    ],
  );
  assert.deepEqual(told, ['sink headset']);
});

test('a sink that is not there leaves everything where it was', async (t) => {
  const { output } = open(t);
  output.play(stream());
  await output.setSink('headset');
  await assert.rejects(output.setSink('nowhere'), hasCode('mediaMissing'));
  assert.equal(output.sinkId, 'headset');
  assert.equal(FakeAudio.all[0]!.sinkId, 'headset');
});

test('a browser without sinks says so', async (t) => {
  const { output } = open(t);
  const { setSinkId } = FakeAudio.prototype;
  t.after(() => (FakeAudio.prototype.setSinkId = setSinkId));
  (FakeAudio.prototype as { setSinkId?: unknown }).setSinkId = undefined;
  await assert.rejects(output.setSink('headset'), hasCode('unsupported'));
  assert.equal(output.sinkId, '');
  await assert.rejects(output.selectSink(), hasCode('unsupported'));
});

test("the browser's own list of speakers needs a click, and its choice is set", async (t) => {
  const { output } = open(t);
  const media = Object.assign(putDevices(t), {
    selectAudioOutput: () =>
      Promise.reject<MediaDeviceInfo>(new DOMException('', 'InvalidStateError')),
  });
  await assert.rejects(output.selectSink(), hasCode('gestureNeeded'));
  media.selectAudioOutput = () => Promise.resolve(info('audiooutput', 'headset', 'Headset'));
  assert.deepEqual(await output.selectSink(), { deviceId: 'headset', label: 'Headset' });
  assert.equal(output.sinkId, 'headset');
});

test('a speaker that is pulled gives way to the default, and is taken again', async (t) => {
  const { output, told } = open(t);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const media = putDevices(t);
  const both = [info('audiooutput', 's', 'Speaker'), info('audiooutput', 'headset', 'Headset')];
  media.listed = both;
  const devices = new Devices();
  t.after(() => devices.dispose());
  await devices.refresh();
  output.follow(devices);
  await output.setSink('headset');
  for (const listed of [both.slice(0, 1), both]) {
    media.plug(listed);
    t.mock.timers.tick(200);
    await settled();
  }
  assert.deepEqual(told, ['sink headset', 'sink ', 'sink headset']);
});

test('a tone is one at a time, begins anew, and can be stopped before it sounds', async (t) => {
  const { output } = open(t);
  await output.playTone('a.wav', { loop: true });
  await output.playTone('b.wav');
  assert.deepEqual(FakeAudio.heard(), ['b.wav']);
  FakeAudio.isLocked = true;
  const waiting = output.playTone('c.wav');
  output.stopTone();
  await waiting;
  assert.deepEqual(FakeAudio.heard(), []);
});

test('a tone that cannot be played says so', async (t) => {
  const { output } = open(t);
  await assert.rejects(output.playTone('broken.wav'), hasCode('mediaFailed'));
  await assert.rejects(output.playTone(''), hasCode('invalidArgument'));
  await assert.rejects(output.playTone('a.wav', { sinkId: 'nowhere' }), hasCode('mediaMissing'));
});

test("a call's sound is heard until it ends, through a change of its stream", async (t) => {
  const { output } = open(t);
  let tell!: (stream: MediaStream) => void;
  let end!: () => void;
  const call = {
    remoteStream: undefined as MediaStream | undefined,
    ended: new Promise<void>((resolve) => (end = resolve)),
    on: (_: 'remoteStream', listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
  };
  output.attach(call);
  const [early, later] = [stream(), stream()];
  tell(early);
  tell(early);
  tell(later);
  assert.deepEqual(FakeAudio.heard(), [later]);
  assert.equal(FakeAudio.all.length, 1);
  end();
  await settled();
  assert.deepEqual(FakeAudio.heard(), []);
});

test('where there are no elements, playing says so', () => {
  const output = new AudioOutput();
  assert.throws(() => output.play(stream()), hasCode('unsupported'));
});
