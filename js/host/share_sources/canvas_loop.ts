// A canvas that is drawn again and again, and the stream of it. Some pictures never change; a peer that
// joins late or loses a frame needs them again all the same.
import { CapturedStream } from './captured_stream.js';
import { ShareError, asShareError, type ShareSource } from './share_source.js';

const kFrameRate = 15; // No more than this leaves the canvas, however often it is drawn.

/** Puts the picture as it is at this moment on the canvas, and gives the canvas its size. */
export type Draw = (canvas: HTMLCanvasElement) => void | Promise<void>;

/**
 * Draws once, and then every `interval` milliseconds for as long as the source is open. A drawing that takes long has as
 * long a rest after it, so that it never has more than half of the page's time.
 */
export async function openCanvasLoop(draw: Draw, interval: number): Promise<ShareSource> {
  const canvas = document.createElement('canvas');
  try {
    await draw(canvas);
    // Throws for a canvas with pixels from elsewhere on it, which is why it is drawn on first.
    const stream = capture(canvas);
    let timer: ReturnType<typeof setTimeout>;
    let isOpen = true;
    const source = new CapturedStream(stream, () => {
      isOpen = false;
      clearTimeout(timer);
    });
    const again = async (): Promise<void> => {
      const begun = performance.now();
      try {
        await draw(canvas);
      } catch (exception) {
        return source.end(asShareError(exception));
      }
      if (isOpen) rest(performance.now() - begun);
    };
    const rest = (taken: number): void => {
      timer = setTimeout(() => void again(), Math.max(interval - taken, taken));
    };
    rest(0);
    return source;
  } catch (exception) {
    throw asShareError(exception);
  }
}

function capture(canvas: HTMLCanvasElement): MediaStream {
  if (!canvas.captureStream) {
    throw new ShareError('unsupported', 'This browser makes no stream of a canvas.');
  }
  return canvas.captureStream(kFrameRate);
}

/** Draws what has pixels on the whole of the canvas, which takes its size. */
export function fill(canvas: HTMLCanvasElement, picture: CanvasImageSource, size: Size): void {
  // Setting the size clears a canvas, so it is set only when it changes.
  if (canvas.width !== size.width) canvas.width = size.width;
  if (canvas.height !== size.height) canvas.height = size.height;
  const context = canvas.getContext('2d');
  if (!context) throw new ShareError('unsupported', 'This browser gives no 2D canvas.');
  context.clearRect(0, 0, size.width, size.height);
  context.drawImage(picture, 0, 0, size.width, size.height);
}

export interface Size {
  width: number;
  height: number;
}
