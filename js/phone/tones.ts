// The tones of one call: what was asked for together is answered together.
import type * as Contract from '../../types/index.js';
import { RinglineError } from './error.js';
import { check, known, refuse, text } from './options.js';
import { type Deferred, deferred } from './promise.js';
import type { Line } from './call.js';
import { settle } from './waiter.js';

/** Tones to be sent, checked. */
export interface TonesWish {
  readonly tones: string;
  readonly duration: number;
  readonly gap: number;
  readonly transport: 'auto' | 'rtp' | 'info';
}

/** Throws on what are no tones. */
export function tonesOf(tones: string, options: Contract.ToneOptions): TonesWish {
  const { duration = 100, gap = 100, transport = 'auto' } = known('tones', options);
  if (!/^[0-9A-D*#,]+$/i.test(text('tones', tones)))
    refuse('tones are 0-9, A-D, *, # and the comma');
  check('duration', duration, 'number');
  check('gap', gap, 'number');
  if (!['auto', 'rtp', 'info'].includes(transport))
    refuse("transport must be 'auto', 'rtp' or 'info'");
  return { tones, duration, gap, transport };
}

interface Burst {
  left: number;
  readonly answers: Promise<void>[];
  readonly done: Deferred<void>;
}

export class Tones {
  readonly #line: Line;
  readonly #call: Contract.Call;
  readonly #bursts: Burst[] = [];

  constructor(line: Line, call: Contract.Call) {
    this.#line = line;
    this.#call = call;
  }

  /** Resolves when the last has been sent and answered. */
  send({ tones, duration, gap, transport }: TonesWish): Promise<void> {
    const hasSender = this.#hasSender();
    if (transport === 'rtp' && !hasSender)
      throw new RinglineError(
        'invalidState',
        `a call that is ${this.#call.state} cannot send tones inside its sound`,
      );
    const way = transport === 'info' || !hasSender ? 'info' : 'rtp';
    const burst: Burst = { left: tones.replaceAll(',', '').length, answers: [], done: deferred() };
    if (burst.left > 0) this.#bursts.push(burst);
    else burst.done.resolve();
    try {
      const session = this.#call.id;
      this.#line.tell({ type: 'sendTones', session, tones, duration, gap, transport: way });
    } catch (error) {
      this.#bursts.splice(this.#bursts.indexOf(burst), 1);
      throw error;
    }
    return burst.done.promise;
  }

  /** One has been played, or is on its way in that request. */
  sent(request: number): void {
    const burst = this.#bursts[0];
    if (!burst) return;
    if (request) {
      const answer = deferred();
      burst.answers.push(answer.promise);
      this.#line.wait(request, {
        session: this.#call.id,
        take: (it) => (settle(answer, it), true),
        drop: answer.reject,
      });
    }
    if (--burst.left > 0) return;
    this.#bursts.shift();
    Promise.all(burst.answers).then(() => burst.done.resolve(), burst.done.reject);
  }

  /** The call is over. */
  drop(error: RinglineError): void {
    for (const { done } of this.#bursts.splice(0)) done.reject(error);
  }

  #hasSender(): boolean {
    const senders = this.#call.peerConnection?.getSenders() ?? [];
    return senders.some((sender) => sender.dtmf?.canInsertDTMF);
  }
}
