// An <img> of the page. It may change its source while it is shared.
import { fill, openCanvasLoop, type Size } from './canvas_loop.js';
import { ShareError, type ShareSource } from './share_source.js';

const kInterval = 100; // Milliseconds.

export async function openPicture(image: HTMLImageElement): Promise<ShareSource> {
  if (!image.complete) await loaded(image);
  if (sizeOf(image).width === 0) {
    throw new ShareError('missing', 'The picture could not be loaded.');
  }
  return openCanvasLoop((canvas) => {
    // Between two sources there is nothing to be drawn: the last one stays.
    const size = sizeOf(image);
    if (image.complete && size.width > 0) fill(canvas, image, size);
  }, kInterval);
}

// A vector graphic may have no size of its own.
function sizeOf({ naturalWidth, naturalHeight, width, height }: HTMLImageElement): Size {
  return { width: naturalWidth || width, height: naturalHeight || height };
}

async function loaded(image: HTMLImageElement): Promise<void> {
  try {
    await image.decode();
  } catch (exception) {
    throw new ShareError('missing', 'The picture could not be loaded.', exception);
  }
}
