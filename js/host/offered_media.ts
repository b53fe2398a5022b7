// What an answer may use of the microphone and the camera: the offer says which there can be.
import type { MediaOptions } from './host.js';

const kKinds = { audio: 'offerToReceiveAudio', video: 'offerToReceiveVideo' } as const;
type Kind = keyof typeof kKinds;

/**
 * The constraints completed by the offer. A kind that it does not have is not acquired, unless we offer it ourselves
 * later; one that the application says nothing about is, when the peer both sends and receives it.
 */
export function answerConstraints(media: MediaOptions, offer: string): MediaStreamConstraints {
  const constraints = { ...media.mediaConstraints };
  const sections = offer.split(/^m=/m).slice(1);
  for (const [kind, wish] of Object.entries(kKinds) as [Kind, (typeof kKinds)[Kind]][]) {
    const ours = sections.filter((section) => section.startsWith(`${kind} `));
    if (ours.length === 0 && !media.rtcOfferConstraints?.[wish]) constraints[kind] = false;
    // RFC 8866 6.7: sendrecv where nothing is said.
    constraints[kind] ??= ours.some(
      (section) => !/^a=(sendonly|recvonly|inactive)\s*$/m.test(section),
    );
  }
  return constraints;
}
