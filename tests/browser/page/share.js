// Pictures to share, and eyes for what comes of them: the colours in the left and the right half.
import greenAndBlue from './green_blue.webm';

/** A canvas of two colours side by side. */
function twoColours(left, right) {
  const canvas = document.createElement('canvas');
  canvas.width = 200;
  canvas.height = 100;
  paint(canvas, left, right);
  return canvas;
}

function paint(canvas, left, right) {
  const context = canvas.getContext('2d');
  context.fillStyle = left;
  context.fillRect(0, 0, 100, 100);
  context.fillStyle = right;
  context.fillRect(100, 0, 100, 100);
}

/** A video element with two seconds of green on the left and blue on the right, not yet playing. */
function film() {
  const video = document.createElement('video');
  video.muted = true;
  video.src = greenAndBlue;
  return video;
}

function coloursOf(video) {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(video, 0, 0);
  const at = (part) => {
    const { data } = context.getImageData(canvas.width * part, canvas.height / 2, 1, 1);
    return [...data].slice(0, 3);
  };
  return [at(0.25), at(0.75)];
}

/** The colours of the first frame that `fits`. */
async function until(stream, fits) {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  for (;;) {
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    const colours = coloursOf(video);
    if (fits(colours)) return colours;
  }
}

/** The next frame: its size and its colours. */
async function see(stream) {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  return { size: [video.videoWidth, video.videoHeight], colours: coloursOf(video) };
}

/** Sees a source and closes it. */
async function look(source) {
  const seen = await see(source.stream);
  source.close();
  return seen;
}

const states = (stream) => stream.getTracks().map(({ readyState }) => readyState);

window.share = { twoColours, film, until, see, look, states };
