// Transfers of a call: what becomes of ours, and theirs as a question to the application (RFC 3515).
import type * as Contract from '../../types/index.js';
import { SipText } from '../engine/sip_text.js';
import type { OutputOf } from '../engine/vocabulary.js';
import type { Call, Emit, Line } from './call.js';
import { RinglineError, errorOfAnswer, errorOfProgress } from './error.js';
import { headerLines, known } from './options.js';
import { type Deferred, quiet } from './promise.js';
import type { Waiter } from './waiter.js';

/** Follows a REFER of ours until it has come to something. */
export function transferWaiter(call: Call, emit: Emit, done: Deferred<void>): Waiter {
  let accepted = false;
  return {
    session: call.id,
    take: (answer) => {
      if (answer.type !== 'referProgress') {
        accepted = true;
        if (!answer.ok) done.reject(errorOfAnswer(answer));
        return !answer.ok;
      }
      const { statusCode, reasonPhrase, final, cause } = answer;
      emit('transferProgress', { sipStatus: statusCode, reason: reasonPhrase, final });
      if (final && cause === 'none') done.resolve();
      else if (final) done.reject(errorOfProgress(answer));
      return final;
    },
    // Many a server says 202 and hangs up at once: they left us for whom we named.
    drop: (error) => (accepted && error.code === 'ended' ? done.resolve() : done.reject(error)),
  };
}

/** A REFER of theirs. Refused when nobody listens. */
export function offerTransfer(
  call: Call,
  line: Line,
  emit: Emit,
  { refer, target, request }: OutputOf<'referReceived'>,
): void {
  let open = true;
  const close = () => {
    if (!open)
      throw new RinglineError('invalidState', 'the transfer was accepted or rejected before');
    open = false;
  };
  const reject = () => {
    close();
    line.tell({ type: 'respond', incoming: refer, statusCode: 603 });
  };
  if (call.listenerCount('transferRequest') === 0) return reject();
  const accept = async (options: Contract.CallOptions = {}) => {
    const extraHeaders = headerLines(known('call', options).headers);
    close();
    return line.dial({ type: 'acceptRefer', refer, extraHeaders }, { ...call.media, ...options });
  };
  emit('transferRequest', {
    target,
    request: new SipText(request),
    reject,
    accept: (options) => quiet(accept(options)),
  });
}
