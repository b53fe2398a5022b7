// A preflight in a real browser, and what it leaves behind: every connection and every track of the page is known.

import { Phone, preflight } from 'ringline';

const opened = { peers: [], sockets: [], tracks: [] };

function watch(name, list) {
  const Real = window[name];
  window[name] = class extends Real {
    constructor(...parts) {
      super(...parts);
      list.push(this);
    }
  };
}
watch('RTCPeerConnection', opened.peers);
watch('WebSocket', opened.sockets);
const { prototype } = MediaDevices;
const { getUserMedia } = prototype;
prototype.getUserMedia = async function (constraints) {
  const stream = await getUserMedia.call(this, constraints);
  opened.tracks.push(...stream.getTracks());
  return stream;
};

/** What is open of all that was opened since the last time, by kind. */
async function left() {
  // A WebSocket that was told to close says goodbye first.
  const isOpen = ({ readyState }) => readyState < WebSocket.CLOSED;
  while (opened.sockets.some((socket) => isOpen(socket) && socket.readyState !== WebSocket.OPEN))
    await new Promise(requestAnimationFrame);
  const open = {
    peers: opened.peers.filter(({ signalingState }) => signalingState !== 'closed').length,
    sockets: opened.sockets.filter(isOpen).length,
    tracks: opened.tracks.filter(({ readyState }) => readyState !== 'ended').length,
  };
  const count = opened.peers.length + opened.sockets.length + opened.tracks.length;
  for (const list of Object.values(opened)) list.length = 0;
  return { ...open, count };
}

const plainError = (error) =>
  error && {
    code: error.code,
    message: error.message,
    hint: error.hint,
    sipStatus: error.sipStatus,
  };

const plainDetail = (detail) => {
  if (detail?.response) return { status: detail.response.statusCode };
  if (!detail?.servers) return detail;
  const servers = detail.servers.map(({ candidate, error, ...rest }) => ({
    ...rest,
    type: candidate?.type,
    error: plainError(error),
  }));
  return { servers };
};

const plain = ({ detail, error, ...step }) => ({
  ...step,
  detail: plainDetail(detail),
  error: plainError(error),
});

/** `cancelAt` names the step at whose beginning, or `after` milliseconds later, it is given up. */
window.fly = async (phone, options, { cancelAt, after = 0 } = {}) => {
  const test = preflight(phone, options);
  const progress = [];
  let canceled;
  test.on('progress', ({ name, result, done, total }) => {
    progress.push([name, result?.skipped ?? (result ? 'over' : 'begins'), done, total]);
    if (name !== cancelAt || result) return;
    setTimeout(() => (canceled = test.cancel()), after);
  });
  const began = performance.now();
  const ended = await test.result.then(
    ({ steps, ...report }) => ({ ...report, steps: steps.map(plain) }),
    (error) => ({ error: plainError(error) }),
  );
  await canceled;
  return { ...ended, progress, took: performance.now() - began, left: await left() };
};

/** A phone of the page's own, and what happens to it. */
window.open = async (options, { answers = false } = {}) => {
  const phone = new Phone(options);
  const seen = [];
  for (const name of ['state', 'incoming', 'unregistered']) phone.on(name, () => seen.push(name));
  phone.on('incoming', (call) => answers && call.answer());
  phone.on('message', () => {});
  await phone.start();
  for (const list of Object.values(opened)) list.length = 0;
  seen.length = 0;
  Object.assign(window, { phone, seen });
};

window.tell = (target) =>
  window.phone.message(target, 'Are you there?').then(
    () => 'there',
    ({ code }) => code,
  );
