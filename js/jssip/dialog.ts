// What is told of a dialog (RFC 3261 12), which is the core's.
import type * as Contract from '../../types/jssip.js';
import type { NameAddrHeader } from './name_addr_header.js';
import type { RTCSession } from './rtc_session.js';
import type { URI } from './uri.js';

/** As much of JsSIP's as a Replaces header or a look at the other end is made from. */
export interface Dialog {
  readonly id: Contract.DialogId;
  readonly owner: unknown;
  readonly _local_uri?: URI;
  readonly _remote_uri?: URI;
}

/** What names a dialog, and as a text its parts one after the other. */
export function dialogId(
  call_id: string,
  local_tag: string,
  remote_tag: string,
): Contract.DialogId {
  return { call_id, local_tag, remote_tag, toString: () => call_id + local_tag + remote_tag };
}

export function dialogOf(owner: RTCSession): Dialog | null {
  const { _request: request, _from_tag: from, _to_tag: to, direction } = owner;
  if (!request || !from || !to) return null;
  const uriOf = ({ uri }: NameAddrHeader): URI => uri as URI;
  return {
    id:
      direction === 'outgoing'
        ? dialogId(request.call_id, from, to)
        : dialogId(request.call_id, to, from),
    owner,
    _local_uri: uriOf(owner.local_identity),
    _remote_uri: uriOf(owner.remote_identity),
  };
}
