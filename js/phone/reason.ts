// Why a call is over, as a BYE, CANCEL or refusal says it (RFC 3326, RFC 6432).
import type * as Contract from '../../types/index.js';
import { SipText, grammar } from '../engine/sip_text.js';

/** Of several reasons the first. */
export function reasonOf(message: string): Contract.EndReason | undefined {
  const [first] = message ? new SipText(message).values('Reason') : [];
  const found = first && grammar('Reason', first);
  if (!found) return undefined;
  // Keys and values in turn.
  const said = (key: string) => found.find((_, i) => i % 2 === 1 && found[i - 1] === key);
  const cause = said('cause');
  return {
    protocol: said('protocol')!.toUpperCase(),
    cause: cause === undefined ? undefined : Number(cause),
    text: said('text') ?? '',
  };
}
