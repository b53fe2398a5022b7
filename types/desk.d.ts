// Several calls at one desk: call waiting and consult transfer. The methods are those of `Phone`.
import type { Call, CallOptions } from './index.js';

export interface ConsultOptions extends CallOptions {
  /**
   * Whether the first call is taken back by itself when the second ends without `complete()` or `cancel()`: busy,
   * declined, hung up over there. Not while another call is talked on. Default true.
   */
  resume?: boolean | undefined;
}

/**
 * A call that waits on hold while we ask somebody else, from `Phone.consult()`. For all three to talk, give both calls
 * to `confer()`.
 */
export interface Consultation {
  /** Who waits. */
  readonly first: Call;
  /** Whom we ask. */
  readonly call: Call;
  /**
   * Connects the two and leaves: REFER with Replaces (RFC 3515, RFC 3891, RFC 5589). When the second call is not
   * answered yet it is given up, and the first is transferred to the same target as it would be without asking.
   * @returns when they talk. Again while it is under way gives the same promise.
   * @throws {RinglineError} as `Call.transfer()`; `ended` when one of them has left; `invalidState` after `cancel()`.
   *   Both calls go on as they were; of the second, see above.
   */
  complete(options?: { headers?: Record<string, string> }): Promise<void>;
  /**
   * Hangs the second call up and takes the first back, unless another call is talked on.
   * @throws {RinglineError} `invalidState` while `complete()` is under way or done; as `Call.unhold()`.
   */
  cancel(): Promise<void>;
}
