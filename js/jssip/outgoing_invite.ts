// An INVITE of ours, which can be called back as long as nobody has answered.
import type * as Contract from '../../types/jssip.js';
import { parsed } from './grammar.js';
import type { RTCSession } from './rtc_session.js';
import { OutgoingRequest } from './sip_message.js';

export class OutgoingInvite extends OutgoingRequest {
  readonly #session: RTCSession;
  #transaction: Contract.Transaction | null = null;

  constructor(text: string, session: RTCSession) {
    super(text, session._ua, session._extraHeaders);
    this.#session = session;
  }

  /** The newest of it, since a challenge makes another; null before it is sent. */
  get transaction(): Contract.Transaction | null {
    const begun = Object.values(this.#session._ua._transactions.ict).filter(
      ({ request }) => request.call_id === this.call_id && !/;tag=/.test(request.getHeader('To')),
    );
    return (this.#transaction = begun.at(-1) ?? this.#transaction);
  }

  /** Ends the call; `reason` is what a Reason header says (RFC 3326). */
  cancel(reason?: string): void {
    const { cause, text } = (parsed(reason, 'Reason') ?? {}) as { cause?: number; text?: string };
    this.#session.terminate({ status_code: cause, reason_phrase: text });
  }

  override clone(): OutgoingInvite {
    return new OutgoingInvite(this.toString(), this.#session);
  }
}
