// Why something ended: JsSIP's words for the core's.
import type { Cause } from '../engine/vocabulary.js';

export const causes = {
  CONNECTION_ERROR: 'Connection Error',
  REQUEST_TIMEOUT: 'Request Timeout',
  SIP_FAILURE_CODE: 'SIP Failure Code',
  INTERNAL_ERROR: 'Internal Error',
  BUSY: 'Busy',
  REJECTED: 'Rejected',
  REDIRECTED: 'Redirected',
  UNAVAILABLE: 'Unavailable',
  NOT_FOUND: 'Not Found',
  ADDRESS_INCOMPLETE: 'Address Incomplete',
  INCOMPATIBLE_SDP: 'Incompatible SDP',
  MISSING_SDP: 'Missing SDP',
  AUTHENTICATION_ERROR: 'Authentication Error',
  BYE: 'Terminated',
  WEBRTC_ERROR: 'WebRTC Error',
  CANCELED: 'Canceled',
  NO_ANSWER: 'No Answer',
  EXPIRES: 'Expires',
  NO_ACK: 'No ACK',
  DIALOG_ERROR: 'Dialog Error',
  USER_DENIED_MEDIA_ACCESS: 'User Denied Media Access',
  BAD_MEDIA_DESCRIPTION: 'Bad Media Description',
  RTP_TIMEOUT: 'RTP Timeout',
} as const;

type Key = keyof typeof causes;

/** The string of a word of the core: "noAck" is spelled NO_ACK among the causes; "none" is undefined. */
export function causeOf(word: Cause): (typeof causes)[Key] {
  return causes[word.replace(/[A-Z]/g, '_$&').toUpperCase() as Key];
}

const words = new Map<string, Cause>();

/** The word of a string; an application may end a call with any string, which has none. */
export function wordOf(cause: string | undefined): Cause {
  if (!words.size) {
    for (const [key, text] of Object.entries(causes)) {
      const word = key.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      words.set(text, word as Cause);
    }
  }
  return words.get(cause ?? '') ?? 'none';
}
