import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { type Recording, record } from '../../../js/phone/recording.js';
import type { RecordOptions } from '../../../types/index.js';
import {
  FakeAudioContext,
  FakeSoundStream,
  FakeSoundTrack,
  heardIn,
  installAudio,
} from '../host/fake_audio.js';
import { FakeCall } from './fake_call.js';
import { isError, journal } from './fake_engine.js';

class FakeRecorder extends EventTarget {
  static made: FakeRecorder[] = [];
  static writes = ['audio/webm;codecs=opus'];
  static isTypeSupported = (type: string) => FakeRecorder.writes.includes(type);
  state = 'inactive';
  readonly done: string[] = [];

  constructor(
    readonly stream: FakeSoundStream,
    readonly options: MediaRecorderOptions,
  ) {
    super();
    FakeRecorder.made.push(this);
  }
  start(interval: number): void {
    this.done.push(`start ${interval}`);
    this.state = 'recording';
  }
  pause = () => void this.done.push('pause');
  resume = () => void this.done.push('resume');
  stop(): void {
    this.state = 'inactive';
    this.write('end');
    this.dispatchEvent(new Event('stop'));
  }
  write(text: string): void {
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob([text]) }));
  }
}

let uninstall: () => void;
beforeEach(() => {
  uninstall = installAudio();
  Object.assign(globalThis, { MediaRecorder: FakeRecorder });
  FakeRecorder.made = [];
  FakeRecorder.writes = ['audio/webm;codecs=opus', 'audio/mp4'];
  mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
});
afterEach(async () => {
  // The context is the page's: an open recording would hand it to the next test.
  for (const made of open.splice(0)) await made.stop();
  mock.timers.reset();
  uninstall();
  Reflect.deleteProperty(globalThis, 'MediaRecorder');
});

const open: Recording[] = [];
const settled = () => new Promise(setImmediate);

function talking(): FakeCall & { mine: { track: MediaStreamTrack } } {
  const mine = { track: new FakeSoundTrack('mine').track };
  const call = Object.assign(new FakeCall(), { mine });
  call.peerConnection = { getSenders: () => [mine] } as unknown as RTCPeerConnection;
  call.remoteStream = new FakeSoundStream([new FakeSoundTrack('theirs')]).stream;
  return call;
}

async function recording(options?: RecordOptions) {
  const call = talking();
  const made: Recording = await record(call.call, options);
  open.push(made);
  const [recorder, context] = [FakeRecorder.made[0]!, FakeAudioContext.made[0]!];
  const heard = () => heardIn(recorder.stream.tracks[0]!.track);
  return { call, made, recorder, context, heard };
}

test('chunks, progress and the whole, once each', async () => {
  const { made, recorder, context } = await recording({ interval: 500, audioBitsPerSecond: 32e3 });
  const told = journal(made, 'progress', 'error');
  const chunks = journal(made, 'chunk');
  assert.deepEqual(recorder.done, ['start 500']);
  assert.equal(recorder.options.audioBitsPerSecond, 32e3);
  assert.equal(made.mimeType, 'audio/webm;codecs=opus');
  context.currentTime = 0.5;
  recorder.write('one ');
  const [blob, same] = await Promise.all([made.stop(), made.stop()]);
  assert.equal(blob, same);
  assert.equal(await blob.text(), 'one end');
  assert.equal(blob.type, made.mimeType);
  assert.equal(chunks.length, 2);
  assert.deepEqual(told, [
    ['progress', { duration: 0.5, size: 4 }],
    ['progress', { duration: 0.5, size: 7 }],
  ]);
  assert.equal(context.state, 'closed');
});

test('a pause is silent, does not count, and ends as it began', async () => {
  const { made, recorder, context, heard } = await recording();
  context.currentTime = 2;
  made.pause();
  made.pause();
  assert.deepEqual([made.state, heard()], ['paused', []]);
  context.currentTime = 7;
  assert.equal(made.duration, 2);
  made.resume();
  made.resume();
  context.currentTime = 8;
  assert.deepEqual([made.state, heard(), made.duration], ['recording', ['mine', 'theirs'], 3]);
  assert.deepEqual(recorder.done, ['start 1000', 'pause', 'resume']);
  made.pause();
  await made.stop();
  assert.equal(made.duration, 3);
  assert.throws(() => made.pause(), isError('invalidState'));
  assert.throws(() => made.resume(), isError('invalidState'));
});

test('other tracks are followed: theirs by the event, ours at the next look', async () => {
  const { call, heard } = await recording();
  call.remoteStream = new FakeSoundStream([new FakeSoundTrack('theirs again')]).stream;
  call.changeTracks();
  assert.deepEqual(heard(), ['mine', 'theirs again']);
  call.mine.track = new FakeSoundTrack('headset').track;
  mock.timers.tick(1000);
  assert.deepEqual(heard(), ['headset', 'theirs again']);
});

test('the end of the call is the end of the recording', async () => {
  const { call, made, recorder } = await recording();
  const told = journal(made, 'ended');
  recorder.write('all ');
  call.end();
  assert.equal(await (await made.result).text(), 'all end');
  assert.deepEqual([made.state, told.length], ['stopped', 1]);
});

test('a recorder that fails gives what it has, and says so', async () => {
  const { made, recorder } = await recording();
  const told = journal(made, 'error', 'ended');
  recorder.write('half');
  recorder.state = 'inactive';
  recorder.dispatchEvent(Object.assign(new Event('error'), { error: new Error('disk') }));
  recorder.dispatchEvent(new Event('stop'));
  assert.equal(await (await made.result).text(), 'half');
  await settled();
  assert.deepEqual(
    told.map(([name]) => name),
    ['error', 'ended'],
  );
  const [, { error }] = told[1] as ['ended', { error: { code: string; message: string } }];
  assert.equal(error.code, 'mediaFailed');
  assert.match(error.message, /disk/);
});

test('what keeps nothing has given everything away', async () => {
  const { made, recorder } = await recording({ keep: false });
  const chunks = journal(made, 'chunk');
  recorder.write('one');
  assert.equal((await made.stop()).size, 0);
  assert.equal(chunks.length, 2);
});

test('the browser writes what it can: WebM, or MP4 where that is all', async () => {
  FakeRecorder.writes = ['audio/mp4'];
  assert.equal((await recording()).made.mimeType, 'audio/mp4');
  await assert.rejects(record(talking().call, { format: 'webm' }), isError('unsupported'));
  Reflect.deleteProperty(globalThis, 'MediaRecorder');
  await assert.rejects(record(talking().call), isError('unsupported'));
});

test('what cannot be recorded is refused, and nothing stays open', async () => {
  const refused = (call: FakeCall, options: RecordOptions, code: string) =>
    assert.rejects(record(call.call, options), isError(code));
  await refused(new FakeCall().ringing(), {}, 'invalidState');
  await refused(talking(), { format: 'ogg' as never }, 'invalidArgument');
  await refused(talking(), { channels: 2 as never }, 'invalidArgument');
  await refused(talking(), { video: 'remote', format: 'wav' }, 'invalidArgument');
  await refused(talking(), { video: 'remote' }, 'invalidState');
  await assert.rejects(record(undefined as never), isError('invalidArgument'));
  const over = talking();
  over.end();
  await refused(over, {}, 'invalidState');
  uninstall();
  await refused(talking(), {}, 'unsupported');
  assert.equal(FakeAudioContext.made.length, 0);
});
