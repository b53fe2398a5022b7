// What ringline's devices do in a real browser, as functions for a test. With ?autoplay it acts by itself: what a test
// evaluates counts as a click of the user, and then nothing is blocked any more.

import { AudioOutput, DeviceFollower, Devices, levelOf, support } from 'ringline';

import { toneStream } from './tone.js';

const sound = document.querySelector('#sound');
const say = (what, rest) => console.log(JSON.stringify({ what, ...rest }));

/** Resolves when it holds; what makes it hold is told by no event. */
async function until(holds) {
  while (!(await holds())) await new Promise(requestAnimationFrame);
}

const outcomeOf = (promise) =>
  promise.then(
    () => 'done',
    ({ code, hint, cause }) => ({ code, hint: hint.length > 0, cause: cause?.name }),
  );

/** Listens to what the element plays; resolves with the root mean square of 85 ms of it. */
async function loudnessOf(element) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 4096;
  context.createMediaStreamSource(element.captureStream()).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
  };
}

/** A second of 440 Hz as a file. */
function ring() {
  const rate = 8000;
  const bytes = new DataView(new ArrayBuffer(44 + rate));
  const text = (at, words) =>
    [...words].forEach((letter, i) => bytes.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  bytes.setUint32(4, 36 + rate, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate, true);
  bytes.setUint16(32, 1, true);
  bytes.setUint16(34, 8, true);
  text(36, 'data');
  bytes.setUint32(40, rate, true);
  for (let i = 0; i < rate; ++i) {
    bytes.setUint8(44 + i, 128 + 60 * Math.sin((2 * Math.PI * 440 * i) / rate));
  }
  return URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
}

window.lists = async () => {
  const devices = new Devices();
  const names = (list) => list.map(({ label, isDefault }) => (isDefault ? `${label}*` : label));
  const lists = [
    await devices.getMicrophones(),
    await devices.getCameras(),
    await devices.getSpeakers(),
  ];
  devices.dispose();
  return { lists: lists.map(names), permissions: devices.permissions };
};

/** Hidden first; `window.seen` tells what the permission that the test then gives brings. */
window.reveal = async () => {
  const devices = new Devices();
  window.devices = devices;
  const before = await devices.getCameras();
  window.seen = new Promise((resolve) => {
    devices.on('change', async ({ added, removed, devices: now }) =>
      resolve({
        before: before.map(({ label, deviceId }) => [label, deviceId]),
        plugged: added.length + removed.length,
        cameras: now.filter(({ kind }) => kind === 'camera').map(({ label }) => label),
      }),
    );
  });
};

window.request = (kinds) => outcomeOf((window.devices ?? new Devices()).requestPermission(kinds));
window.listCameras = () => outcomeOf(new Devices().getCameras());
window.support = support;

/** A call as far as a follower knows it: real devices, real tracks. */
async function openCall(kind) {
  const isAudio = kind === 'microphone';
  const open = async (deviceId) => {
    const wanted = { deviceId: { exact: deviceId } };
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: isAudio && wanted,
      video: !isAudio && wanted,
    });
    return stream;
  };
  const call = {
    localStream: undefined,
    async switchDevice(_, deviceId) {
      const stream = await open(deviceId);
      call.localStream?.getTracks().forEach((track) => track.stop());
      call.localStream = stream;
      return stream.getTracks()[0];
    },
  };
  return call;
}

/**
 * Chromium cannot pull a fake device: it is taken out of what enumerateDevices() says, and `devicechange` is said three
 * times, as for a headset. The tracks and their switching are real.
 */
function pull(...labels) {
  const { prototype } = MediaDevices;
  window.enumerate ??= prototype.enumerateDevices;
  prototype.enumerateDevices = async function () {
    const all = await window.enumerate.call(this);
    return all.filter(({ label }) => !labels.includes(label));
  };
  for (let i = 0; i < 3; ++i) navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
}

window.hotSwap = async (kind) => {
  const devices = new Devices();
  const list = await (kind === 'microphone' ? devices.getMicrophones() : devices.getCameras());
  const [first, second] = list.slice(-2);
  const call = await openCall(kind);
  await call.switchDevice(kind, first.deviceId);
  const follower = new DeviceFollower(devices);
  follower.follow(call);
  const steps = [];
  const step = () =>
    new Promise((resolve) =>
      follower.once('switched', ({ device, reason, track }) =>
        resolve([
          device.label,
          reason,
          track.readyState,
          call.localStream.getTracks()[0].getSettings().deviceId === device.deviceId,
        ]),
      ),
    );
  const after = async (deed) => {
    const switched = step();
    await deed();
    steps.push(await switched);
  };
  let changes = 0;
  devices.on('change', () => (changes += 1));
  await after(() => follower.prefer(kind, second));
  await after(() => pull(second.label));
  await after(() => pull());
  follower.dispose();
  devices.dispose();
  return { steps, changes };
};

/** What an id that is none comes to, by way of a follower. */
window.vanished = async () => {
  const devices = new Devices();
  const [camera] = await devices.getCameras();
  const call = await openCall('camera');
  await call.switchDevice('camera', camera.deviceId);
  const { switchDevice } = call;
  call.switchDevice = (kind) => switchDevice(kind, 'no such id');
  const follower = new DeviceFollower(devices);
  follower.follow(call);
  const failed = new Promise((resolve) => follower.once('failed', resolve));
  void follower.revive(call, 'camera');
  const { error } = await failed;
  return [error.code, error.cause.name, error.cause.constraint];
};

/** Resolves when the element has rendered a tenth of a second more. */
async function advances(element) {
  const from = element.currentTime;
  await until(() => element.currentTime > from + 0.1);
}

/** Resolves when what the element plays is loud. Captured before it has loaded, it gives silence for ever. */
async function sounds(element) {
  const loudness = await loudnessOf(element);
  await until(() => loudness() > 0.05);
}

/** What is heard of a stream through all that a page may do to its element. */
window.survive = async () => {
  const output = new AudioOutput({ element: '#sound' });
  const stream = toneStream(440);
  output.play(stream);
  const heard = [];
  const note = async (what, isHeard = advances) => {
    await until(() => !sound.paused && sound.srcObject && sound.readyState >= 2);
    await isHeard(sound);
    heard.push([what, sound.srcObject.id === stream.id]);
  };
  await note('played');
  sound.pause();
  await note('paused');
  sound.srcObject = null;
  await note('taken away');
  sound.remove();
  await note('removed');
  output.play(new MediaStream(stream.getTracks())).stop();
  // The last step alone is captured: when a captured element loses its stream, Chromium may end the stream's tracks.
  await note('played twice', sounds);
  output.dispose();
  return [...heard, ['disposed', sound.paused, sound.srcObject]];
};

window.sinks = async () => {
  const devices = new Devices();
  const output = new AudioOutput({ element: sound });
  output.play(toneStream(440));
  const speaker = (await devices.getSpeakers()).at(-1);
  await output.setSink(speaker.deviceId);
  const isThere = sound.sinkId === speaker.deviceId;
  const nowhere = await outcomeOf(output.setSink('nowhere'));
  const stayed = sound.sinkId === speaker.deviceId;
  const chosen = await outcomeOf(output.selectSink());
  await output.setSink('');
  output.dispose();
  return { isThere, nowhere, stayed, chosen, back: sound.sinkId };
};

/** The level of a tone whose samples reach 0.3, and of silence. */
window.levels = async () => {
  const stream = toneStream(440);
  const [track] = stream.getAudioTracks();
  const next = (holds) =>
    new Promise((resolve) => {
      const stop = levelOf(
        track,
        (level) => {
          if (!holds(level)) return;
          stop();
          resolve(level);
        },
        { interval: 20 },
      );
    });
  const tone = await next((level) => level > 0);
  // The audio graph has begun in the middle of a window: the tenth one after that is whole.
  let count = 0;
  const steady = await next(() => (count += 1) === 10);
  track.enabled = false;
  const silence = await next((level) => level === 0);
  return { tone, steady, silence };
};

if (location.search) {
  const output = new AudioOutput({ element: '#sound' });
  document.querySelector('#unlock').onclick = async () => {
    const unlocked = await output.unlock();
    say('clicked', { unlocked, blocked: output.blocked });
  };
  output.on('unblocked', () => say('unblocked'));
  output.on('blocked', () => say('blocked', { blocked: output.blocked, paused: sound.paused }));
  output.playTone(ring(), { loop: true }).then(() => say('ringing'));
}

if (location.search === '?stream') {
  const output = new AudioOutput({ element: '#sound' });
  output.on('blocked', () => say('stream blocked', { paused: sound.paused }));
  output.on('unblocked', async () => {
    const loudness = await loudnessOf(sound);
    await until(() => loudness() > 0.001);
    say('stream heard', { paused: sound.paused });
  });
  // Sound without an AudioContext, which would wait for the click as well.
  output.play(await navigator.mediaDevices.getUserMedia({ audio: true }));
  document.querySelector('#unlock').addEventListener('click', () => output.unlock());
}
