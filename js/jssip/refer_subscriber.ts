// How a transfer that we asked for fares (RFC 3515 2.4).
import type * as Contract from '../../types/jssip.js';
import type { OutputOf } from '../engine/vocabulary.js';
import { causeOf } from './causes.js';
import { EventEmitter } from './emitter.js';
import type { Follower } from './line.js';
import { IncomingRequest, OutgoingRequest, responseOf } from './sip_message.js';

// The event for a status line: by the whole code, or else by its first digit.
const events: Record<string, string> = { 100: 'trying', 1: 'progress', 2: 'accepted' };

export class ReferSubscriber
  extends EventEmitter<Contract.ReferSubscriberEventMap>
  implements Contract.ReferSubscriber, Follower
{
  readonly #ua: Contract.UA;
  #request: OutgoingRequest | undefined;

  constructor(ua: Contract.UA) {
    super();
    this.#ua = ua;
  }

  get id(): number | undefined {
    return this.#request?.cseq;
  }

  /** @internal */
  sent(text: string): void {
    this.#request = new OutgoingRequest(text, this.#ua);
  }

  /** @internal */
  answered({ ok, response, cause }: OutputOf<'requestAnswered'>): void {
    const answer = responseOf(response);
    if (answer && this.#request?.isOlderThan(answer)) this.emit('authenticated');
    if (ok) this.emit('requestSucceeded', { response: answer });
    else this.emit('requestFailed', { response: answer, cause: causeOf(cause) });
  }

  /** @internal */
  progressed({ statusCode, reasonPhrase, notify }: OutputOf<'referProgress'>): void {
    const code = String(statusCode);
    this.emit(events[code] ?? events[code[0]!] ?? 'failed', {
      request: new IncomingRequest(notify, this.#ua),
      status_line: { status_code: statusCode, reason_phrase: reasonPhrase },
    });
  }
}
