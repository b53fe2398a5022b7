// A <video> of the page: what it plays, with its sound. It goes on playing there.
import { CapturedStream } from './captured_stream.js';
import { ShareError, asShareError, type ShareSource } from './share_source.js';

const kPatience = 10_000; // Milliseconds for a film to tell its size.

type Capturing = HTMLVideoElement & {
  captureStream?(): MediaStream;
  mozCaptureStream?(): MediaStream;
};

export async function openVideoElement(video: HTMLVideoElement): Promise<ShareSource> {
  const capturing: Capturing = video;
  // Firefox keeps the name with its prefix.
  const capture = capturing.captureStream ?? capturing.mozCaptureStream;
  if (!capture) {
    throw new ShareError('unsupported', 'This browser makes no stream of a video element.');
  }
  // Before that there is no track to be captured.
  if (video.readyState < video.HAVE_METADATA) await metadata(video);
  try {
    const stream = capture.call(video);
    if (stream.getVideoTracks().length > 0) return new Film(video, stream);
    for (const track of stream.getTracks()) track.stop();
  } catch (exception) {
    const { code, message } = asShareError(exception);
    // Chromium says NotSupportedError of a film from elsewhere.
    const isForeign = code === 'crossOrigin' || /cross-origin/i.test(message);
    throw new ShareError(isForeign ? 'crossOrigin' : code, message, exception);
  }
  throw new ShareError('missing', 'The video element has no picture.');
}

/** Where Chromium has no sound device it takes the tracks out of the stream at the end, and they tell nothing. */
class Film extends CapturedStream {
  constructor(video: HTMLVideoElement, stream: MediaStream) {
    const end = () => this.end();
    super(stream, () => video.removeEventListener('ended', end));
    video.addEventListener('ended', end);
  }
}

function metadata(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (settled: () => void) => {
      clearTimeout(timer);
      video.removeEventListener('loadedmetadata', ready);
      video.removeEventListener('error', broken);
      settled();
    };
    const ready = () => settle(resolve);
    const broken = () => {
      const error = new ShareError('missing', 'The video cannot be played.', video.error);
      settle(() => reject(error));
    };
    const timer = setTimeout(broken, kPatience);
    video.addEventListener('loadedmetadata', ready);
    video.addEventListener('error', broken);
  });
}
