// The people of a call, as its headers name them.
import type * as Contract from '../../types/index.js';
import { SipText, parseNameAddr } from '../engine/sip_text.js';

/** Who a From, To or Contact header names. */
export function partyOf(header: string | undefined): Contract.Party {
  const parts = parseNameAddr(header ?? '');
  if (!parts) return { uri: header ?? '', user: '', displayName: '' };
  return { uri: parts.address, user: parts.uri.user, displayName: parts.displayName };
}

export const partiesOf: typeof Contract.partiesOf = (message, header) =>
  new SipText(message.text).values(header).map(partyOf);
