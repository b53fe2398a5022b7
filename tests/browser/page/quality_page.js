// One end of many calls at once through our own API, each with what was said of its quality.
import { Phone } from 'ringline';
import { selectedPort } from './selected_port.js';

const calls = [];

window.quality = {
  /** Registered, and answering everybody. */
  async start(options, media = { audio: true }) {
    window.phone = new Phone(options);
    window.phone.on('incoming', (call) => void keep(call).answer(media));
    await window.phone.start();
  },

  /** Calls and resolves, once there is media, with the local port of the pair that ICE chose. */
  async call(target, media = { audio: true }) {
    const call = keep(await window.phone.call(target, media));
    await call.answered;
    return portOf(call.peerConnection);
  },

  /** The same with a picture that is black at first, and a microphone that gives nothing. */
  async callWithPicture(target) {
    sending.picture = 'black';
    return this.call(target, { stream: openStream() });
  },
  /** 'black', 'moving' or 'still'. */
  paint: (picture) => (sending.picture = picture),
  sound: (isHeard) => (sending.level.gain.value = isHeard ? 0.3 : 0),

  limit: (limits) => calls[0].call.limit(limits),
  /** What the picture's encoder may send at most. */
  maxBitrate() {
    const senders = calls[0].call.peerConnection.getSenders();
    const picture = senders.find(({ track }) => track?.kind === 'video');
    return picture.getParameters().encodings[0].maxBitrate;
  },

  /** What was measured of every call since the last time, in the order in which they began. */
  take: () => calls.map(({ measured }) => measured.splice(0)),
  /** Every warning, of every call. */
  warnings: () => calls.map(({ warnings }) => warnings),

  async stop() {
    await window.phone.stop();
  },
};

const sending = { picture: 'black', level: undefined };

function openStream() {
  const context = new AudioContext();
  const microphone = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  sending.level = new GainNode(context, { gain: 0 });
  tone.connect(sending.level).connect(microphone);
  tone.start();
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const brush = canvas.getContext('2d');
  let count = 0;
  const draw = () => {
    if (sending.picture === 'still') return;
    brush.fillStyle = sending.picture === 'black' ? '#000' : `hsl(${(count += 20)} 90% 60%)`;
    brush.fillRect(0, 0, 320, 240);
    // So that no two frames are the same.
    brush.fillStyle = '#111';
    brush.fillRect((count += 4) % 320, 0, 2, 2);
  };
  draw();
  setInterval(draw, 66);
  return new MediaStream([
    ...canvas.captureStream(15).getTracks(),
    ...microphone.stream.getTracks(),
  ]);
}

function keep(call) {
  const kept = { call, measured: [], warnings: [] };
  calls.push(kept);
  call.on('quality', (quality) => kept.measured.push(quality));
  call.on('warning', (warning) => kept.warnings.push(warning));
  return call;
}

async function portOf(peer) {
  for (const end = performance.now() + 8000; performance.now() < end;) {
    const port = await selectedPort(peer);
    if (port) return port;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('ICE has chosen no pair');
}
