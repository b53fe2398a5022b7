// JsSIP.C.
import type * as Contract from '../../types/jssip.js';
import { reasonPhrases } from '../engine/sip_text.js';
import { causes } from './causes.js';

declare const __RINGLINE_VERSION__: string;

/** Ringline's own version; scripts/build.mjs puts it in. */
export const ringlineVersion =
  typeof __RINGLINE_VERSION__ === 'undefined' ? 'development' : __RINGLINE_VERSION__;

/** The interface that this is, and its version. */
export const name = 'JsSIP';
export const version = '3.13.8';

const SIP_ERROR_CAUSES = {
  REDIRECTED: [300, 301, 302, 305, 380],
  BUSY: [486, 600],
  REJECTED: [403, 603],
  NOT_FOUND: [404, 604],
  UNAVAILABLE: [480, 410, 408, 430],
  ADDRESS_INCOMPLETE: [484, 424],
  INCOMPATIBLE_SDP: [488, 606],
  AUTHENTICATION_ERROR: [401, 407],
} as const;

// Asked for once, and not before somebody looks.
let phrases: Record<number, string> | undefined;

export const C: typeof Contract.C = {
  USER_AGENT: `Ringline ${ringlineVersion}`,
  SIP: 'sip',
  SIPS: 'sips',
  causes,
  SIP_ERROR_CAUSES,
  ACK: 'ACK',
  BYE: 'BYE',
  CANCEL: 'CANCEL',
  INFO: 'INFO',
  INVITE: 'INVITE',
  MESSAGE: 'MESSAGE',
  NOTIFY: 'NOTIFY',
  OPTIONS: 'OPTIONS',
  REGISTER: 'REGISTER',
  REFER: 'REFER',
  UPDATE: 'UPDATE',
  SUBSCRIBE: 'SUBSCRIBE',
  DTMF_TRANSPORT: { INFO: 'INFO', RFC2833: 'RFC2833' },
  get REASON_PHRASE() {
    return (phrases ??= reasonPhrases());
  },
  ALLOWED_METHODS: 'INVITE,ACK,CANCEL,BYE,UPDATE,MESSAGE,OPTIONS,REFER,INFO,NOTIFY,SUBSCRIBE',
  ACCEPTED_BODY_TYPES: 'application/sdp, application/dtmf-relay',
  MAX_FORWARDS: 69,
  SESSION_EXPIRES: 90,
  MIN_SESSION_EXPIRES: 60,
  CONNECTION_RECOVERY_MAX_INTERVAL: 30,
  CONNECTION_RECOVERY_MIN_INTERVAL: 2,
};
