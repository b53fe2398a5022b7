// Calls that are joined by others (RFC 3911). See docs/conference.md.
import type { AnswerOptions, Call } from './index.js';
import type { Conference } from './conference.js';

/** What names a dialog, as one of its ends sees it (RFC 3261 12): `call.dialog`, a `Dialog` of `dialog-info` (RFC 4235). */
export interface DialogId {
  readonly callId: string;
  /** Of whose dialog it is. */
  readonly localTag: string;
  /** Of the other end. */
  readonly remoteTag: string;
}

export interface JoinOptions extends AnswerOptions {
  /**
   * `confer` itself: brings the two together, or takes the new one into the conference in which this call is already.
   * Of several newcomers one comes in after the other, so that there is one conference. Default: the new call is
   * answered, and no more.
   */
  confer?: ((calls: readonly Call[]) => Promise<Conference>) | undefined;
}

/** Somebody wants to join a call of ours (Join, RFC 3911). */
export interface JoinRequest {
  /** The new call; it rings. `remote` says who asks: whether they may is for the application to know. */
  readonly call: Call;
  /**
   * Answers the new call.
   * @returns when it is answered and, with `confer`, all hear each other.
   * @throws {RinglineError} as `Call.answer()`; with `confer`, as `Conference.add()`: the new call is answered then and
   *   goes on by itself.
   */
  accept(options?: JoinOptions): Promise<void>;
  /** Declines (603). */
  reject(): void;
}
