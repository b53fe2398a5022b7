// A call on hold and a second one about it: the first is transferred to the second, or taken back.
import type * as Contract from '../../types/index.js';
import { RinglineError } from './error.js';
import { quiet } from './promise.js';
import { Opaque } from '../engine/opaque.js';

interface Parts {
  readonly first: Contract.Call;
  readonly call: Contract.Call;
  readonly target: string;
  /** Whether the first is taken back when the second ends by itself. */
  readonly resumes: boolean;
  /** Takes the first back, unless another call is talked on. */
  takeBack(): Promise<void>;
}

export class Consultation extends Opaque implements Contract.Consultation {
  readonly first: Contract.Call;
  readonly call: Contract.Call;

  readonly #parts: Parts;
  #completing: Promise<void> | undefined;
  #canceling: Promise<void> | undefined;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    this.first = parts.first;
    this.call = parts.call;
    void this.call.ended.then(() => {
      if (!this.#completing && !this.#canceling) return this.#resume();
    });
  }

  complete(options: { headers?: Record<string, string> } = {}): Promise<void> {
    if (this.#canceling) return refused('it was canceled');
    this.#completing ??= quiet(
      this.#complete(options).catch(async (error: unknown) => {
        // It may be tried again, or canceled, while there are both.
        this.#completing = undefined;
        if (this.call.state === 'ended') await this.#resume();
        throw error;
      }),
    );
    return this.#completing;
  }

  cancel(): Promise<void> {
    if (this.#completing) return refused('it is being completed');
    return (this.#canceling ??= quiet(this.#cancel()));
  }

  async #complete(options: { headers?: Record<string, string> }): Promise<void> {
    const { first, call } = this;
    if (first.state === 'ended') throw new RinglineError('ended', 'who was to be transferred');
    if (call.state === 'ended') throw new RinglineError('ended', 'whom we consulted');
    if (call.answeredAt) {
      await first.transfer(call, options);
      await call.hangup();
      return;
    }
    // Nobody has answered whom they could replace (RFC 5589 7.3): they call by themselves.
    await call.hangup();
    await first.transfer(this.#parts.target, options);
  }

  // `held` of the first tells whether it came back; nobody waits for this.
  async #resume(): Promise<void> {
    if (this.#parts.resumes) await this.#parts.takeBack().catch(() => {});
  }

  async #cancel(): Promise<void> {
    await this.call.hangup();
    await this.#parts.takeBack();
  }
}

const refused = (why: string) => quiet(Promise.reject(new RinglineError('invalidState', why)));
