// Sources of a shared picture, with the errors of this API.
import type * as Contract from '../../types/index.js';
import { openPageElement } from '../host/share_sources/page_element.js';
import { openPicture as openImage } from '../host/share_sources/picture.js';
import { openScreen as openDisplay } from '../host/share_sources/screen.js';
import { ShareError } from '../host/share_sources/share_source.js';
import { openVideoElement } from '../host/share_sources/video_element.js';
import { check, only } from './options.js';
import { errorOfShare } from './share_error.js';

export function openScreen(options?: Contract.ScreenOptions): Promise<Contract.SharedPicture> {
  // Which names there are is the browser's to say: getDisplayMedia gets new ones from time to time.
  return told(async () => {
    check('options', options, 'object');
    return openDisplay(options);
  });
}

export function openPicture(image: HTMLImageElement): Promise<Contract.SharedPicture> {
  return told(() => openImage(image));
}

export function openVideo(video: HTMLVideoElement): Promise<Contract.SharedPicture> {
  return told(() => openVideoElement(video));
}

export function openElement(
  element: HTMLElement,
  options: { draw?: ((element: HTMLElement) => Promise<HTMLCanvasElement>) | undefined } = {},
): Promise<Contract.SharedPicture> {
  return told(async () => {
    const { draw } = only(options, 'draw');
    check('draw', draw, 'function');
    return openPageElement(element, { assemble: draw });
  });
}

async function told(open: () => Promise<Contract.SharedPicture>): Promise<Contract.SharedPicture> {
  try {
    return await open();
  } catch (cause) {
    throw cause instanceof ShareError ? errorOfShare(cause) : cause;
  }
}
