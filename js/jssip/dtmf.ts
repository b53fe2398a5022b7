// One tone, sent or received by INFO.
import type * as Contract from '../../types/jssip.js';
import { FollowedRequest } from './follower.js';

export class DTMF extends FollowedRequest implements Contract.DTMF {
  constructor(
    readonly tone: string,
    readonly duration: number,
  ) {
    super();
  }
}

export interface Tones {
  tones: string;
  duration: number;
  gap: number;
  transport: 'info' | 'rtp';
}

const kDuration = { least: 70, most: 6000, usual: 100 };
const kGap = { least: 50, most: Infinity, usual: 500 };

/** What sendDTMF was given, checked as JsSIP does. Throws TypeError. */
export function tonesOf(tones: unknown, options: Contract.DTMFOptions): Tones {
  const { duration, interToneGap, transportType = 'INFO' } = options;
  if (transportType !== 'INFO' && transportType !== 'RFC2833') {
    throw new TypeError(`invalid transportType: ${String(transportType)}`);
  }
  const text = typeof tones === 'number' ? String(tones) : tones;
  if (typeof text !== 'string' || !/^[0-9A-DR#*,]+$/i.test(text)) {
    throw new TypeError(`Invalid tones: ${String(tones)}`);
  }
  return {
    tones: text,
    duration: within(kDuration, duration, 'Invalid tone duration'),
    gap: within(kGap, interToneGap, 'Invalid interToneGap'),
    transport: transportType === 'INFO' ? 'info' : 'rtp',
  };
}

function within({ least, most, usual }: typeof kGap, value: unknown, complaint: string): number {
  if (!value && value !== 0) return usual;
  const number = Number(value);
  if (!Number.isInteger(number)) throw new TypeError(`${complaint}: ${String(value)}`);
  return Math.min(Math.max(number, least), most);
}
