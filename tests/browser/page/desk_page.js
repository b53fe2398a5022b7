// One phone of our own API, its calls by number, what they sound like, and what our API does with
// several of them. Tests drive it; nothing here decides anything.
import { DeviceFollower, Devices, Phone, confer, record } from 'ringline';

import { amplitudesIn, soundOf } from './sound.js';
import { toneStream } from './tone.js';

let phone;
const calls = [];
const incoming = [];
let microphone;

const code = (promise) => promise.then(() => 'done').catch((error) => error.code ?? String(error));

window.desk = {
  /** `tone` sounds in place of the microphone. */
  async start({ tone, ...options }) {
    microphone = toneStream(tone);
    phone = new Phone(options);
    phone.on('call', (call) => calls.push(call));
    phone.on('incoming', (call) => incoming.push(calls.indexOf(call)));
    await phone.start();
  },
  stop: () => phone?.stop(),
  /** A stream of its own for each call, as getUserMedia gives one. */
  mic: () => microphone.clone(),
  async camera() {
    const stream = window.desk.mic();
    const [picture] = (await navigator.mediaDevices.getUserMedia({ video: true })).getTracks();
    stream.addTrack(picture);
    return stream;
  },
  async call(target, { video, ...options } = {}) {
    const stream = video ? await window.desk.camera() : window.desk.mic();
    return calls.indexOf(await phone.call(target, { ...options, stream }));
  },
  /**
   * A call with the last microphone that is plugged in, which is preferred from now on. Chromium's fake microphones sound of
   * one tone each: it of `preferred`, all others of `others`, in hertz.
   */
  async callFromMicrophone(target, { preferred, others }) {
    const devices = new Devices();
    const device = (await devices.getMicrophones()).at(-1);
    tuneMicrophones((id) => (id === device.deviceId ? preferred : others));
    window.plug = (isThere) =>
      listMicrophones(isThere ? () => true : ({ label }) => label !== device.label);
    return callAndFollow(target, devices, device);
  },
  /** The same with a microphone of this name. */
  async callWithMicrophone(target, label) {
    const devices = new Devices();
    const all = await devices.requestPermission();
    return callAndFollow(
      target,
      devices,
      all.find((device) => device.label === label),
    );
  },
  plug: (isThere) => window.plug(isThere),
  reasons: () => window.reasons,
  incomingCount: () => incoming.length,
  incoming: (index) => incoming[index],
  async answer(id, { video } = {}) {
    const stream = video ? await window.desk.camera() : window.desk.mic();
    await calls[id].answer({ stream });
  },
  /** Goes wherever the other end wants it. */
  followTransfer(id) {
    calls[id].on('transferRequest', (request) => {
      void request.accept({ stream: window.desk.mic() });
    });
  },
  /** As others may name it. */
  dialog: (id) => calls[id].dialog,
  /** Lets everybody join, in a conference that is opened when so many are answered; what came of each. */
  letJoin(id, count = 1) {
    window.joined = [];
    const newcomers = [];
    const waiting = [];
    const conferWhenAnswered = async (calls) => {
      await Promise.all(newcomers.slice(0, count).map(({ answered }) => answered));
      return confer(calls);
    };
    const accept = async ({ call, accept }) => {
      const stream = window.desk.mic();
      const how = await code(accept({ confer: conferWhenAnswered, stream }));
      window.joined.push(`${call.remote.user} ${how}`);
    };
    calls[id].on('joinRequest', (request) => {
      if (newcomers.push(request.call) < count) waiting.push(request);
      else [...waiting.splice(0), request].forEach(accept);
    });
  },
  joined: () => window.joined,
  answered: (id) => calls[id].answered,
  state: (id) => ({ state: calls[id].state, ...calls[id].held, muted: calls[id].muted.audio }),
  end: async (id) => (await calls[id].ended).code,
  states: () => calls.map(({ state, remote }) => `${remote.user} ${state}`),
  do: (id, method, ...args) => code(calls[id][method](...args)),
  mute: (id, muted) => (muted ? calls[id].mute() : calls[id].unmute()),
  hears(id, frequencies) {
    const [track] = calls[id].remoteStream?.getAudioTracks() ?? [];
    return track ? amplitudesIn(track, frequencies) : frequencies.map(() => 0);
  },
  framesIn: async (id) => {
    const stats = [...(await calls[id].peerConnection.getStats()).values()];
    return stats.find(({ framesDecoded }) => framesDecoded !== undefined)?.framesDecoded ?? 0;
  },
  sendsOwn: (id) => {
    const sent = calls[id].peerConnection.getSenders().map(({ track }) => track?.id);
    const own = calls[id].localStream.getTracks().map((track) => track.id);
    return sent.filter((track) => own.includes(track)).length === own.length;
  },
  /** Another microphone for one call, as a switch of devices replaces it. */
  async switchMicrophone(id, tone) {
    const [track] = toneStream(tone).getAudioTracks();
    const sender = calls[id].peerConnection
      .getSenders()
      .find(({ track }) => track.kind === 'audio');
    const [before] = [sender.track];
    await sender.replaceTrack(track);
    before.stop();
  },

  /** Another camera for one call: all of its picture has one colour. */
  async switchCamera(id, colour) {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 320, height: 240 });
    const paint = () => {
      const pencil = canvas.getContext('2d');
      pencil.fillStyle = colour;
      pencil.fillRect(0, 0, 320, 240);
    };
    setInterval(paint, 40);
    paint();
    const [track] = canvas.captureStream(25).getTracks();
    const senders = calls[id].peerConnection.getSenders();
    await senders.find(({ track }) => track.kind === 'video').replaceTrack(track);
  },

  // ── conference ──
  async confer(ids) {
    const events = (window.events = []);
    try {
      const room = (window.room = await confer(ids.map((id) => calls[id])));
      room.on('joined', (call) => events.push(`joined ${call.remote.user}`));
      room.on('left', (call) => events.push(`left ${call.remote.user}`));
      room.on('ended', () => events.push('ended'));
      return 'done';
    } catch (error) {
      return error.code ?? String(error);
    }
  },
  room: (method, ...ids) =>
    code(Promise.resolve(window.room[method](...ids.map((id) => calls[id])))),
  endRoom: (options) => window.room.end(options),
  roomEvents: () => window.events,
  roomCalls: () => window.room.calls.map(({ remote }) => remote.user),
  roomSounds: (frequencies) => amplitudesIn(window.room.stream.getAudioTracks()[0], frequencies),

  // ── several calls ──
  switchTo: (id) => code(phone.switchTo(calls[id], { stream: window.desk.mic() })),
  swap: (one, other) => code(phone.swap(calls[one], calls[other])),
  async consult(id, target) {
    try {
      window.consultation = await phone.consult(calls[id], target, { stream: window.desk.mic() });
      return calls.indexOf(window.consultation.call);
    } catch (error) {
      return error.code ?? String(error);
    }
  },
  consultation: (method) => code(window.consultation[method]()),

  // ── recording ──
  /** `id` undefined records the conference. */
  async record(id, options) {
    const told = (window.told = { chunks: [], progress: [], error: undefined, ended: 0 });
    try {
      const recording = await record(id === undefined ? window.room : calls[id], options);
      window.recording = recording;
      recording.on('chunk', (chunk) => told.chunks.push(chunk));
      recording.on('progress', (progress) => told.progress.push(progress));
      recording.on('error', ({ message }) => (told.error = message));
      recording.on('ended', () => ++told.ended);
      return recording.mimeType;
    } catch (error) {
      return `${error.code}: ${error.message}`;
    }
  },
  pauseRecording: () => window.recording.pause(),
  resumeRecording: () => window.recording.resume(),
  recorded: () => ({ state: window.recording.state, duration: window.recording.duration }),
  async stopRecording() {
    await window.recording.stop();
  },
  async recordedSound(frequencies) {
    const blob = await window.recording.result;
    const { chunks, ...told } = window.told;
    const pieces = new Blob(chunks);
    return {
      ...(await soundOf(blob, frequencies)),
      ...told,
      ...{ type: blob.type, size: blob.size, chunks: chunks.length },
      sameFromChunks: await soundOf(pieces, frequencies).then(({ duration }) => duration),
    };
  },
  async recordedPicture() {
    const blob = await window.recording.result;
    const video = document.createElement('video');
    video.src = URL.createObjectURL(blob);
    video.muted = true;
    await video.play();
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    const { videoWidth: width, videoHeight: height } = video;
    await new Promise((resolve) => video.addEventListener('ended', resolve));
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    canvas.drawImage(video, 0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return { width, height, last: { red, green, blue } };
  },
  soundOf,
  emptyResult: async () => (await window.recording.result).size,
};

async function callAndFollow(target, devices, { deviceId }) {
  // As it is: what cancels echoes and noise leaves nothing of a tone.
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const call = await phone.call(target, { audio: { ...raw, deviceId: { exact: deviceId } } });
  const follower = new DeviceFollower(devices);
  follower.follow(call);
  await follower.prefer('microphone', deviceId);
  window.reasons = [];
  follower.on('switched', ({ reason }) => window.reasons.push(reason));
  return calls.indexOf(call);
}

/** What is opened is the fake device; what is sent in its place is a tone that ends with it. */
function tuneMicrophones(frequencyOf) {
  const { getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = async function (constraints) {
    const stream = await getUserMedia.call(this, constraints);
    const [device] = stream.getAudioTracks();
    if (!device) return stream;
    const [tone] = toneStream(frequencyOf(device.getSettings().deviceId)).getTracks();
    tone.getSettings = () => device.getSettings();
    tone.stop = () => {
      device.stop();
      MediaStreamTrack.prototype.stop.call(tone);
    };
    return new MediaStream([tone]);
  };
}

/** Chromium cannot pull a fake device: it is taken out of what the page is told. */
function listMicrophones(isThere) {
  const { prototype } = MediaDevices;
  window.enumerate ??= prototype.enumerateDevices;
  prototype.enumerateDevices = async function () {
    return (await window.enumerate.call(this)).filter(isThere);
  };
  navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
}
