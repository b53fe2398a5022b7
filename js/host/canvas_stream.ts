// A camera's picture by way of a canvas: iOS 15.1 and 15.2 crash when they encode a camera's own
// (https://bugs.webkit.org/show_bug.cgi?id=232006).

const kFrameRate = 15;

/**
 * At once: the same sound, and the picture redrawn for as long as the stream's own lives and the new one is not stopped.
 * The stream itself when it has no picture.
 */
export function throughCanvas(stream: MediaStream): MediaStream {
  const [camera] = stream.getVideoTracks();
  if (!camera) return stream;
  const video = document.createElement('video');
  video.muted = true;
  // iOS plays nothing but in place.
  video.playsInline = true;
  video.srcObject = new MediaStream([camera]);
  // What cannot be played stays black; that is told by the track.
  video.play().catch(() => {});
  const canvas = document.createElement('canvas');
  const { width = 640, height = 480 } = camera.getSettings();
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  const redrawn = canvas.captureStream(kFrameRate);
  const [picture] = redrawn.getVideoTracks();
  const timer = setInterval(() => {
    if (camera.readyState === 'live' && picture!.readyState === 'live') return draw();
    clearInterval(timer);
    picture!.stop();
    video.srcObject = null;
  }, 1000 / kFrameRate);
  const draw = (): void => {
    const { videoWidth, videoHeight } = video;
    if (videoWidth === 0) return;
    // A phone that is turned changes the size of its picture.
    if (canvas.width !== videoWidth) canvas.width = videoWidth;
    if (canvas.height !== videoHeight) canvas.height = videoHeight;
    context?.drawImage(video, 0, 0);
  };
  for (const track of stream.getAudioTracks()) redrawn.addTrack(track);
  return redrawn;
}
