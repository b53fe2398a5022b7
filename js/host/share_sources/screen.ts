// A screen, a window or a tab, as the user picks it (W3C Screen Capture).
import { CapturedStream } from './captured_stream.js';
import { ShareError, asShareError, type ShareSource } from './share_source.js';

const kFrameRate = 5; // Text is read, not watched; and it leaves room for the sound.

/**
 * Must be called in a user's gesture, so nothing is awaited before the browser is asked. `options` are
 * getDisplayMedia's; pictures come five a second unless they say otherwise.
 */
export async function openScreen(options: DisplayMediaStreamOptions = {}): Promise<ShareSource> {
  const { mediaDevices } = globalThis.navigator ?? {};
  if (!mediaDevices?.getDisplayMedia) {
    throw new ShareError('unsupported', 'This browser or page cannot share a screen.');
  }
  const video = typeof options.video === 'object' ? options.video : {};
  try {
    return new CapturedStream(
      await mediaDevices.getDisplayMedia({
        ...options,
        video: { frameRate: kFrameRate, ...video },
      }),
    );
  } catch (exception) {
    // W3C Screen Capture 5.1: without a user's gesture. Of an element on a page the name means other things.
    const { name, message } = exception as Error;
    if (name === 'InvalidStateError') throw new ShareError('gestureNeeded', message, exception);
    throw asShareError(exception);
  }
}
