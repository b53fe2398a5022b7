// Calls that are joined (RFC 3911): what names the one to join, and theirs as a question to the application.
import type * as Contract from '../../types/index.js';
import { SipText, parseNameAddr } from '../engine/sip_text.js';
import type { Emit } from './call.js';
import { follow, hostOf, roomOf } from './membership.js';
import { check, refuse } from './options.js';
import { quiet } from './promise.js';

/** The dialog of a message that both ends have tagged; `isOurs`: of a request of ours, or its answer. */
export function dialogOf(message: string, isOurs: boolean): Contract.DialogId {
  const said = new SipText(message);
  const tagOf = (header: string) => {
    const parts = parseNameAddr(said.header(header) ?? '');
    return parts?.parameters.find(([name]) => name === 'tag')?.[1] ?? '';
  };
  const [local, remote] = isOurs ? ['From', 'To'] : ['To', 'From'];
  return {
    callId: said.header('Call-ID') ?? '',
    localTag: tagOf(local!),
    remoteTag: tagOf(remote!),
  };
}

/** The header that asks to join it; none when nothing is to be joined. */
export function joinLines(join: Contract.CallOptions['join']): string[] {
  check('join', join, 'object');
  if (!join) return [];
  const isCall = 'answeredAt' in join;
  const dialog: Partial<Contract.DialogId> = (isCall ? join.dialog : join) ?? {};
  const { callId, localTag, remoteTag } = dialog;
  if (!callId || !localTag || !remoteTag) refuse('join names no dialog');
  // What is local at their end of a call of ours is remote here.
  const [to, from] = isCall ? [remoteTag, localTag] : [localTag, remoteTag];
  return [`Join: ${callId};to-tag=${to};from-tag=${from}`];
}

/** Asks the listeners of the call that a new one wishes to join. */
export function offerJoin(joined: Contract.Call, call: Contract.Call, emit: Emit): void {
  const accept = async (given: Contract.JoinOptions) => {
    check('options', given, 'object');
    const { confer, ...options } = given;
    check('confer', confer, 'function');
    if (!confer || call.state !== 'ringing') return call.answer(options);
    // What holds the others when the new one is answered has to know before.
    follow(call, joined);
    try {
      await call.answer(options);
      await inTurn(hostOf(joined), async () => {
        const room = roomOf(joined);
        if (room) await room.add(call);
        else await confer([joined, call]);
      });
    } finally {
      follow(call, undefined);
    }
  };
  emit('joinRequest', {
    call,
    accept: (options = {}) => quiet(accept(options)),
    reject: () => void call.hangup({ status: 603 }),
  });
}

// Those who join the same call come in one after the other: the second must find the conference of the first, or that
// there is none.
const turns = new WeakMap<object, Promise<void>>();

function inTurn(host: object, deed: () => Promise<void>): Promise<void> {
  const done = Promise.resolve(turns.get(host)).then(deed);
  turns.set(
    host,
    done.catch(() => {}),
  );
  return done;
}
