// Sources of a shared picture, with the errors of this API.
import type * as Contract from '../../types/index.js';
import { openPageElement } from '../host/share_sources/page_element.js';
import { openPicture as openImage } from '../host/share_sources/picture.js';
import { openScreen as openDisplay } from '../host/share_sources/screen.js';
import { ShareError } from '../host/share_sources/share_source.js';
import { openVideoElement } from '../host/share_sources/video_element.js';
import { errorOfShare } from './share_error.js';

export function openScreen(options?: Contract.ScreenOptions): Promise<Contract.SharedPicture> {
  return told(openDisplay(options));
}

export function openPicture(image: HTMLImageElement): Promise<Contract.SharedPicture> {
  return told(openImage(image));
}

export function openVideo(video: HTMLVideoElement): Promise<Contract.SharedPicture> {
  return told(openVideoElement(video));
}

export function openElement(
  element: HTMLElement,
  { draw }: { draw?: ((element: HTMLElement) => Promise<HTMLCanvasElement>) | undefined } = {},
): Promise<Contract.SharedPicture> {
  return told(openPageElement(element, draw ? { assemble: draw } : {}));
}

async function told(opening: Promise<Contract.SharedPicture>): Promise<Contract.SharedPicture> {
  try {
    return await opening;
  } catch (cause) {
    throw cause instanceof ShareError ? errorOfShare(cause) : cause;
  }
}
