// One phone of our own API and one call at a time, whose media is changed. Tests drive it; nothing
// here decides anything.
import { Phone, openElement, openPicture, openScreen } from 'ringline';

let phone;
let call;
let heard = [];
let upgrade;

const told = (promise) => promise.then(() => 'done').catch((error) => error.code ?? String(error));

function begin(it) {
  call = it;
  heard = [];
  upgrade = undefined;
  call.on('mode', ({ mode, by }) => heard.push(`mode ${mode} by ${by}`));
  call.on('shared', ({ picture, error }) =>
    heard.push(picture ? 'shared' : `unshared${error ? ` ${error.code}` : ''}`),
  );
  call.on('device', ({ kind, track }) => heard.push(`device ${kind} ${track.readyState}`));
  call.on('upgrade', (request) => (upgrade = request));
}

/** Each question has one answer. */
function answered() {
  const question = upgrade;
  upgrade = undefined;
  return question;
}

/** The colour in the middle of a remote picture, by the number of its track among those that live. */
async function colourOf(index) {
  const tracks = call.remoteStream?.getVideoTracks() ?? [];
  const track = tracks.filter(({ readyState }) => readyState === 'live')[index];
  if (!track) return 'none';
  const canvas = new OffscreenCanvas(8, 8);
  const context = canvas.getContext('2d');
  await drawFrame(context, track);
  const [red, green, blue] = context.getImageData(4, 4, 1, 1).data;
  if (red > 150 && green < 80 && blue < 80) return 'red';
  if (green > 110 && red < 80 && blue < 80) return 'green';
  return `other ${red} ${green} ${blue}`;
}

const screens = new Map();

/** Its next frame. A page in the background is drawn nothing, so Chromium gives frames without an element. */
async function drawFrame(context, track) {
  if (window.MediaStreamTrackProcessor) {
    const reader = new MediaStreamTrackProcessor({ track: track.clone() }).readable.getReader();
    const { value: frame } = await reader.read();
    context.drawImage(frame, 0, 0, 8, 8);
    frame.close();
    return reader.cancel();
  }
  if (!screens.has(track)) {
    const screen = document.createElement('video');
    Object.assign(screen, { muted: true, srcObject: new MediaStream([track]) });
    await screen.play();
    screens.set(track, screen);
  }
  const screen = screens.get(track);
  await new Promise((resolve) => screen.requestVideoFrameCallback(resolve));
  context.drawImage(screen, 0, 0, 8, 8);
}

window.media = {
  async start(options) {
    phone = new Phone(options);
    phone.on('incoming', begin);
    await phone.start();
  },
  stop: () => phone.stop(),
  async call(target, options) {
    begin(await phone.call(target, options));
  },
  rings: () => call?.state === 'ringing',
  answer: (options) => told(call.answer(options)),
  answered: () => call.answered.then(() => call.mode),
  do: (method, ...args) => told(call[method](...args)),
  state: () => ({
    mode: call.mode,
    state: call.state,
    isShared: !!call.shared,
    cameras: call.localStream?.getVideoTracks().filter((it) => it.readyState === 'live').length,
  }),
  heard: () => heard,
  isAsked: () => !!upgrade,
  accept: (options) => told(answered().accept(options)),
  reject: () => answered().reject(),
  async share(what, options) {
    const element = document.querySelector(what);
    const source = await (element instanceof HTMLImageElement ? openPicture : openElement)(element);
    return told(call.share(source, options));
  },
  shareScreen: (options) => told(openScreen().then((screen) => call.share(screen, options))),
  remove: (what) => document.querySelector(what).remove(),
  colour: colourOf,
  async cameras() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
  },
  camera: () => call.localStream.getVideoTracks()[0].getSettings().deviceId,
  sends: () =>
    call.peerConnection
      .getSenders()
      .filter(({ track }) => track?.kind === 'video' && track.readyState === 'live')
      .map(({ track }) => track.getSettings().deviceId ?? 'picture'),
  sections() {
    const { sdp } = call.peerConnection.currentLocalDescription;
    // Firefox offers a second picture with port zero, as part of the bundle (RFC 8843 6).
    const isRejected = (section) => /^video 0 /.test(section) && !/^a=bundle-only/m.test(section);
    const pictures = sdp.split(/^m=/m).filter((section) => section.startsWith('video '));
    return pictures.map((section) => (isRejected(section) ? 'rejected' : 'live'));
  },
  async received() {
    const stats = [...(await call.peerConnection.getStats()).values()];
    return stats
      .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')
      .reduce((sum, { framesDecoded = 0 }) => sum + framesDecoded, 0);
  },
  async codec(kind) {
    const stats = await call.peerConnection.getStats();
    const flow = [...stats.values()].find(
      (it) => it.type === 'outbound-rtp' && it.kind === kind && it.codecId,
    );
    return flow && stats.get(flow.codecId).mimeType;
  },
  maxBitrate: (kind) =>
    call.peerConnection
      .getSenders()
      .find(({ track }) => track?.kind === kind)
      .getParameters().encodings[0].maxBitrate ?? null,
  hint: () => call.localStream.getVideoTracks()[0].contentHint,
};
