// Several calls on one desk: at most one is talked on at a time, the others wait on hold.
import type * as Contract from '../../types/index.js';
import { Consultation } from './consultation.js';
import { RinglineError } from './error.js';
import { areTogether } from './membership.js';
import { known, refuse } from './options.js';

/** What a desk needs of its phone. */
export interface DeskLine {
  calls(): readonly Contract.Call[];
  call(target: string, options: Contract.CallOptions): Promise<Contract.Call>;
  warn(text: string): void;
}

export class Desk {
  readonly #line: DeskLine;
  readonly #rule: NonNullable<Contract.PhoneOptions['callWaiting']>;
  // What holds and takes back waits for what does so before it.
  #last: Promise<unknown> = Promise.resolve();

  constructor(line: DeskLine, rule: Contract.PhoneOptions['callWaiting'] = 'free') {
    this.#line = line;
    this.#rule = rule;
  }

  /** Whether who calls now is to be told 486. */
  get isBusy(): boolean {
    return this.#rule === 'busy' && this.#line.calls().length > 0;
  }

  /** Keeps the rule of the phone for a call. */
  watch(call: Contract.Call): void {
    if (this.#rule !== 'hold') return;
    call.on('state', (state) => {
      if (state !== 'answered' || !isTalkedOn(call)) return;
      this.#inTurn(() => this.#holdOthers(call)).catch((error: unknown) => {
        this.#line.warn(`another call could not be put on hold: ${String(error)}`);
      });
    });
  }

  /** Holds all others, then answers the call or takes it back. */
  async switchTo(call: Contract.Call, options: Contract.AnswerOptions = {}): Promise<void> {
    known('answer', options);
    this.#mustBeOurs(call);
    let restore = () => Promise.resolve();
    try {
      // An answer may wait for the user to allow a microphone; whatever else is asked for must not.
      const [done] = await this.#inTurn(async () => {
        mustBeReachable(call);
        restore = await this.#holdOthers(call);
        if (call.state === 'ringing') return [call.answer(options)] as const;
        mustBeReachable(call);
        await call.unhold();
        return [undefined] as const;
      });
      await done;
    } catch (error) {
      await this.#inTurn(() => restore());
      throw error;
    }
  }

  /** Of two calls the one that waits is taken back, and the other one waits. */
  async swap(one: Contract.Call, other: Contract.Call): Promise<void> {
    if (one === other) refuse('swap takes two different calls');
    this.#mustBeOurs(one);
    this.#mustBeOurs(other);
    await this.switchTo(one.held.local ? one : other);
  }

  async consult(
    call: Contract.Call,
    target: string,
    given: Contract.ConsultOptions = {},
  ): Promise<Consultation> {
    const { resume = true, ...options } = known('consult', given);
    this.#mustBeOurs(call);
    const restore = await this.#inTurn(() => {
      if (!isAnswered(call)) throw new RinglineError('invalidState', 'it is not answered');
      return this.#holdOthers(undefined);
    });
    try {
      const second = await this.#line.call(target, options);
      return new Consultation({
        ...{ first: call, call: second, target, resumes: resume },
        takeBack: () => this.#inTurn(() => this.#takeBack(call)),
      });
    } catch (error) {
      await this.#inTurn(() => restore());
      throw error;
    }
  }

  /**
   * Holds whatever is talked on but `call` and who is, or will be, in a conference with it; resolves with what takes
   * that back. When one cannot be held, none is.
   */
  async #holdOthers(call: Contract.Call | undefined): Promise<() => Promise<void>> {
    const held: Contract.Call[] = [];
    const restore = async () => {
      // Who cannot be taken back has ended, or is held for all to see.
      await Promise.allSettled(held.map((one) => one.unhold()));
    };
    for (const other of this.#line.calls()) {
      if (!isTalkedOn(other) || (call && areTogether(call, other))) continue;
      try {
        await other.hold();
        held.push(other);
      } catch (error) {
        if (!isAnswered(other)) continue;
        await restore();
        throw error;
      }
    }
    return restore;
  }

  // Not while somebody else is talked to.
  async #takeBack(call: Contract.Call): Promise<void> {
    if (!isAnswered(call) || this.#line.calls().some(isTalkedOn)) return;
    await call.unhold();
  }

  #mustBeOurs(call: Contract.Call): void {
    if (this.#line.calls().includes(call)) return;
    if (call?.state === 'ended') throw new RinglineError('ended');
    refuse('it is no call of this phone');
  }

  #inTurn<T>(deed: () => Promise<T> | T): Promise<T> {
    const done = this.#last.then(deed);
    this.#last = done.catch(() => {});
    return done;
  }
}

const isAnswered = ({ answeredAt, state }: Contract.Call) => !!answeredAt && state !== 'ended';
const isTalkedOn = (call: Contract.Call) => isAnswered(call) && !call.held.local;

function mustBeReachable(call: Contract.Call): void {
  if (call.state === 'ended') throw new RinglineError('ended');
  if (isAnswered(call) || (call.direction === 'incoming' && call.state === 'ringing')) return;
  throw new RinglineError('invalidState', `a call that is ${call.state} cannot be switched to`);
}
