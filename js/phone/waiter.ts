// Requests of ours, and who waits for what becomes of them.
import type { OutputOf } from '../engine/vocabulary.js';
import { type RinglineError, errorOfAnswer } from './error.js';
import type { Deferred } from './promise.js';

/** What answers a request of ours. */
export type Answer = OutputOf<'requestAnswered' | 'renegotiationEnded' | 'referProgress'>;

export interface Waiter {
  /** The call it belongs to, 0 for none. */
  readonly session: number;
  /** Whether that was the last answer. */
  take(answer: Answer): boolean;
  /** Nothing will come any more. */
  drop(error: RinglineError): void;
}

/** Resolves or rejects by the one answer to a request. */
export function settle(waiting: Deferred<void>, answer: Answer): void {
  if (answer.type === 'referProgress' || answer.ok) waiting.resolve();
  else waiting.reject(errorOfAnswer(answer));
}

export class Waiters {
  readonly #waiters = new Map<number, Waiter>();

  add(request: number, waiter: Waiter): void {
    this.#waiters.set(request, waiter);
  }

  take(answer: Answer): void {
    if (this.#waiters.get(answer.request)?.take(answer)) this.#waiters.delete(answer.request);
  }

  /** Those of one call, or all. */
  drop(session: number | undefined, error: RinglineError): void {
    for (const [request, waiter] of this.#waiters) {
      if (session !== undefined && waiter.session !== session) continue;
      this.#waiters.delete(request);
      waiter.drop(error);
    }
  }
}
