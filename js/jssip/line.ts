// What calls and messages need of their user agent: the engine, and a way to be told of what the
// engine says about them.
import type { DialogId } from '../../types/jssip.js';
import type { AppOutput, InputOf, Inputs, OutputOf } from '../engine/vocabulary.js';
import type { Driver, MediaHost } from './seam.js';
import type { RTCSession } from './rtc_session.js';

/** Who asked for a request of ours. */
export interface Follower {
  sent?(text: string): void;
  progressed?(output: OutputOf<'referProgress'>): void;
  answered(output: OutputOf<'requestAnswered'>): void;
}

/** What the engine says of a subscription, ours or theirs. */
export type SubscriptionOutput = Extract<AppOutput, { subscription: number }>;

/** Who follows one. */
export interface SubscriptionFollower {
  readonly id: DialogId | null;
  _hear(output: SubscriptionOutput): void;
}

export type Order = { [T in keyof Inputs]: InputOf<T> }[keyof Inputs];

export class Line {
  readonly sessions = new Map<number, RTCSession>();
  readonly subscriptions = new Map<number, SubscriptionFollower>();
  readonly #engine: Driver;
  readonly #host: MediaHost;
  readonly #followers = new Map<number, Follower>();
  #last: RTCSession | undefined;
  #refused: OutputOf<'rejected'> | undefined;

  constructor(engine: Driver, host: MediaHost) {
    this.#engine = engine;
    this.#host = host;
  }

  get host(): MediaHost {
    return this.#host;
  }

  /**
   * Tells the core and delivers what it says. `begun` is called in between, with the id that was made:
   * before anything is told of it. Throws TypeError for what the core refuses, since only an
   * application's text can be wrong.
   */
  order(input: Order, begun?: (id: number) => void): number {
    this.#refused = undefined;
    const id = this.#engine.submit(input);
    if (id) begun?.(id);
    this.#engine.drain();
    const refused = this.#refused as OutputOf<'rejected'> | undefined;
    if (refused?.input === input.type) throw new TypeError(refused.reason);
    return id;
  }

  /** As order, but a refusal is only told to the log: whether something can be done may change any time. */
  attempt(input: Order, begun?: (id: number) => void): number {
    const id = this.#engine.submit(input);
    if (id) begun?.(id);
    this.#engine.drain();
    return id;
  }

  /** From inside an event: what the core says to it is delivered after that event. */
  answer(input: Order): void {
    this.#engine.submit(input);
  }

  /** Of each its id, "server" or "", its state, its request. */
  transactions(): string[] {
    return this.#engine.transactions();
  }

  follow(request: number, follower: Follower): void {
    this.#followers.set(request, follower);
  }

  /** The call is over. What went wrong with its media may still be told. */
  forget(number: number): void {
    this.#last = this.sessions.get(number);
    this.sessions.delete(number);
  }

  sessionOf(number: number, isOverToo: boolean): RTCSession | undefined {
    const isLast = isOverToo && this.#last?._number === number;
    return isLast ? this.#last : this.sessions.get(number);
  }

  subscription(output: SubscriptionOutput): void {
    const follower = this.subscriptions.get(output.subscription);
    if (output.type === 'subscriptionEnded') this.subscriptions.delete(output.subscription);
    follower?._hear(output);
  }

  refused(output: OutputOf<'rejected'>): void {
    this.#refused = output;
  }

  requestSent({ request, text }: OutputOf<'requestSent'>): void {
    this.#followers.get(request)?.sent?.(text);
  }

  referProgress(output: OutputOf<'referProgress'>): void {
    this.#followers.get(output.request)?.progressed?.(output);
    if (output.final) this.#followers.delete(output.request);
  }

  requestAnswered(output: OutputOf<'requestAnswered'>): void {
    const follower = this.#followers.get(output.request);
    // A transfer goes on after its REFER was accepted.
    if (!follower?.progressed || !output.ok) this.#followers.delete(output.request);
    follower?.answered(output);
  }
}
