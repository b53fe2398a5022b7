// One subscription of ours: what the engine says of it as state, promises and events.
import type * as Contract from '../../types/index.js';
import { Emitter } from '../engine/emitter.js';
import { SipText } from '../engine/sip_text.js';
import type { AppOutput, Input, OutputOf } from '../engine/vocabulary.js';
import { RinglineError, errorOfCause } from './error.js';
import { deferred, quiet } from './promise.js';

type Events = {
  [Name in keyof Contract.SubscriptionEvents]: [event: Contract.SubscriptionEvents[Name]];
};
/** What the engine says of a subscription. */
export type SubscriptionOutput = Extract<AppOutput, { subscription: number }>;

export class Subscription extends Emitter<Events> implements Contract.Subscription {
  state: Contract.SubscriptionState = 'waiting';
  last: Contract.Notification | undefined;

  readonly #tell: (input: Input) => void;
  readonly #accepted = deferred();
  readonly #ended = deferred<Contract.SubscriptionOver>();

  constructor(
    tell: (input: Input) => void,
    readonly id: number,
    readonly event: string,
  ) {
    super();
    this.#tell = tell;
  }

  get accepted(): Promise<void> {
    return this.#accepted.promise;
  }
  get ended(): Promise<Contract.SubscriptionOver> {
    return this.#ended.promise;
  }

  refresh(): void {
    if (this.state === 'ended') throw new RinglineError('invalidState', 'it has ended');
    this.#tell({ type: 'refreshSubscription', subscription: this.id });
  }

  unsubscribe(): Promise<void> {
    return quiet(this.#unsubscribe());
  }

  async #unsubscribe(): Promise<void> {
    if (this.state !== 'ended') this.#tell({ type: 'unsubscribe', subscription: this.id });
    await this.ended;
  }

  /** @internal */
  handle(output: SubscriptionOutput): void {
    if (output.type === 'subscriptionAccepted') this.#accepted.resolve();
    else if (output.type === 'notifyReceived') this.#notified(output);
    else if (output.type === 'subscriptionEnded') this.#over(endOf(output));
  }

  /** @internal Nothing comes from the engine any more. */
  abandon(error: RinglineError): void {
    this.#over({ reason: '', retryAfter: undefined, error });
  }

  #notified({ state, request: text }: OutputOf<'notifyReceived'>): void {
    this.#accepted.resolve();
    const request = new SipText(text);
    this.last = { body: request.body, contentType: request.header('Content-Type') ?? '', request };
    if (state !== 'terminated') this.#become(state);
    this.emit('notify', this.last);
  }

  #over(end: Contract.SubscriptionOver): void {
    this.#accepted.reject(end.error ?? new RinglineError('ended', end.reason));
    this.#become('ended');
    this.#ended.resolve(end);
    this.emit('ended', end);
  }

  #become(state: Contract.SubscriptionState): void {
    if (this.state === state) return;
    this.state = state;
    this.emit('state', state);
  }
}

function endOf(output: OutputOf<'subscriptionEnded'>): Contract.SubscriptionOver {
  const { reason, retryAfter } = output;
  return {
    reason,
    retryAfter: retryAfter < 0 ? undefined : retryAfter,
    error: errorOf(output),
  };
}

function errorOf({
  why,
  cause,
  response,
}: OutputOf<'subscriptionEnded'>): RinglineError | undefined {
  switch (why) {
    case 'finalNotify':
    case 'unsubscribed':
    case 'noFinalNotify':
      return undefined;
    case 'connectionLost':
      return errorOfCause('connectionError');
    case 'expired':
      return new RinglineError('timeout', 'it could not be refreshed');
    case 'noNotify':
      return new RinglineError('timeout', 'no NOTIFY came');
    case 'badAnswer':
    case 'badNotify':
      return new RinglineError('failed', 'the notifier does not keep to RFC 6665');
    default:
      return errorOfCause(cause, response);
  }
}
