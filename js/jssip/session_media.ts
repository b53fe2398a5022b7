// What a call's options say of its media.
import type * as Contract from '../../types/jssip.js';
import type { MediaOptions } from '../host/host.js';

// A stream of the application's loses the tracks that its constraints exclude.
export function dropRefused({ mediaStream, mediaConstraints }: Contract.AnswerOptions): void {
  for (const track of mediaStream?.getTracks() ?? []) {
    if (mediaConstraints?.[track.kind as 'audio'] === false) mediaStream!.removeTrack(track);
  }
}

export function mediaOf(
  options: Contract.AnswerOptions,
  mediaConstraints: MediaStreamConstraints | undefined,
): MediaOptions {
  return {
    mediaConstraints: options.mediaConstraints ?? mediaConstraints,
    mediaStream: options.mediaStream,
    pcConfig: options.pcConfig ?? { iceServers: [] },
    rtcConstraints: options.rtcConstraints,
    rtcOfferConstraints: options.rtcOfferConstraints,
    rtcAnswerConstraints: options.rtcAnswerConstraints,
  };
}
