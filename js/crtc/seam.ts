// What CRTC asks of the host besides what JsSIP does.
import type { SentMedia } from '../host/sent_media.js';
import type { MediaHost } from '../jssip/seam.js';

export interface CallHost extends MediaHost {
  /** What a call sends, to be changed; nothing once it is over. */
  sent(
    session: number,
  ):
    | Pick<
        SentMedia,
        | 'stream'
        | 'owns'
        | 'switchDevice'
        | 'prepareVideo'
        | 'giveBackVideo'
        | 'share'
        | 'unshare'
        | 'isSharing'
      >
    | undefined;
}
