// The words for what can be shared, and the sources behind them.
import type * as Contract from '../../types/crtc.js';
import { openPageElement } from '../host/share_sources/page_element.js';
import { openPicture } from '../host/share_sources/picture.js';
import { openScreen } from '../host/share_sources/screen.js';
import { ShareError, type ShareSource } from '../host/share_sources/share_source.js';
import { openVideoElement } from '../host/share_sources/video_element.js';
import { elementAt } from '../host/page_elements.js';

type Kind = 'screen' | 'picture' | 'video' | 'element';

// CRTC's documentation names them in Chinese.
const kKinds: { readonly [word in Contract.ShareType]: Kind } = {
  screen: 'screen',
  屏幕: 'screen',
  pic: 'picture',
  image: 'picture',
  图片: 'picture',
  video: 'video',
  视频: 'video',
  html: 'element',
  element: 'element',
  页面元素: 'element',
};

export type Target = string | Element | null | undefined;

/** Throws TypeError for a word that names nothing; the promise rejects with ShareError. */
export function openSource(
  type: Contract.ShareType,
  target: Target,
  assemble: Contract.Assembly | null | undefined,
): Promise<ShareSource> {
  if (!Object.hasOwn(kKinds, type)) throw new TypeError(`Invalid type: ${type}`);
  const kind = kKinds[type];
  // At once: a screen is asked for in the user's gesture.
  return kind === 'screen' ? openScreen() : openElement(kind, target, assemble);
}

async function openElement(
  kind: Exclude<Kind, 'screen'>,
  target: Target,
  assemble: Contract.Assembly | null | undefined,
): Promise<ShareSource> {
  const element = elementAt(target);
  if (kind === 'picture' && element instanceof HTMLImageElement) return openPicture(element);
  if (kind === 'video' && element instanceof HTMLVideoElement) return openVideoElement(element);
  if (kind === 'element' && element instanceof HTMLElement) {
    return openPageElement(element, {
      assemble: assemble ?? undefined,
      // html2canvas writes a log each time, and leaves out pictures from elsewhere unless it is told.
      assembleOptions: { logging: false, useCORS: true },
    });
  }
  throw new ShareError('missing', `There is no ${kind} at ${String(target)}.`);
}
