// A subscription of theirs (RFC 6665 4.2) as JsSIP's applications serve it.
import type * as Contract from '../../types/jssip.js';
import type { OutputOf, SubscriptionEnd } from '../engine/vocabulary.js';
import { dialogId } from './dialog.js';
import { EventEmitter } from './emitter.js';
import { InvalidStateError } from './exceptions.js';
import type { SubscriptionFollower, SubscriptionOutput } from './line.js';
import { IncomingRequest } from './sip_message.js';
import type { UA } from './ua.js';

const C = {
  NOTIFY_RESPONSE_TIMEOUT: 0,
  NOTIFY_TRANSPORT_ERROR: 1,
  NOTIFY_NON_OK_RESPONSE: 2,
  NOTIFY_AUTHENTICATION_FAILED: 3,
  FINAL_NOTIFY_SENT: 4,
  UNSUBSCRIBE_RECEIVED: 5,
  SUBSCRIPTION_EXPIRED: 6,
  STATE_PENDING: 0,
  STATE_ACTIVE: 1,
  STATE_TERMINATED: 2,
  DEFAULT_EXPIRES_SEC: 900,
} as const;

type Code = Contract.NotifierTerminationReason;

const kCodes: { [Why in SubscriptionEnd]?: Code } = {
  timedOut: C.NOTIFY_RESPONSE_TIMEOUT,
  connectionLost: C.NOTIFY_TRANSPORT_ERROR,
  unauthorized: C.NOTIFY_AUTHENTICATION_FAILED,
  finalNotify: C.FINAL_NOTIFY_SENT,
  unsubscribed: C.UNSUBSCRIBE_RECEIVED,
  expired: C.SUBSCRIPTION_EXPIRED,
};

/** Throws TypeError for a SUBSCRIBE that nobody can serve. */
export function checkSubscribe(subscribe: Contract.IncomingRequest | undefined): void {
  if (!subscribe) throw new TypeError('Not enough arguments. Missing subscribe request');
  if (subscribe.method !== 'SUBSCRIBE') throw new TypeError('The request is no SUBSCRIBE');
  for (const name of ['Contact', 'Event']) {
    if (!subscribe.hasHeader(name)) throw new TypeError(`The SUBSCRIBE has no ${name}`);
  }
  const expires = subscribe.getHeader('Expires');
  if (expires && !(Number.parseInt(expires, 10) >= 0)) {
    throw new TypeError('The SUBSCRIBE has an Expires that is no number');
  }
}

export class Notifier
  extends EventEmitter<Contract.NotifierEventMap>
  implements Contract.Notifier, SubscriptionFollower
{
  static get C(): typeof C {
    return C;
  }

  data: unknown = {};
  readonly #ua: UA;
  readonly #subscribe: Contract.IncomingRequest;
  readonly #contentType: string;
  readonly #options: Contract.NotifierOptions;
  #number = 0;
  #state: Contract.Notifier['state'];
  // What terminate() ends it with, whatever the core calls that.
  #code: Code | undefined;
  #id: Contract.DialogId | null = null;

  constructor(
    ua: UA,
    subscribe: Contract.IncomingRequest,
    contentType: string,
    options: Contract.NotifierOptions = {},
  ) {
    super();
    if (!contentType) throw new TypeError('Not enough arguments. Missing contentType');
    checkSubscribe(subscribe);
    this.#ua = ua;
    this.#subscribe = subscribe;
    this.#contentType = contentType;
    this.#options = { ...options };
    this.#state = options.pending ? C.STATE_PENDING : C.STATE_ACTIVE;
  }

  get C(): typeof C {
    return C;
  }
  get state(): Contract.Notifier['state'] {
    return this.#state;
  }
  get id(): Contract.DialogId | null {
    return this.#id;
  }

  start(): void {
    this.#mustStand();
    const { pending, defaultExpires, extraHeaders, allowEvents } = this.#options;
    this.#ua._line.order(
      {
        type: 'acceptSubscribe',
        incoming: this.#ua._offers.get(this.#subscribe) ?? 0,
        pending: !!pending,
        defaultExpires: (defaultExpires || C.DEFAULT_EXPIRES_SEC) * 1000,
        extraHeaders: [
          ...(extraHeaders ?? []),
          ...(allowEvents ? [`Allow-Events: ${allowEvents}`] : []),
        ],
      },
      (number) => {
        this.#number = number;
        this.#ua._line.subscriptions.set(number, this);
      },
    );
  }

  setActiveState(): void {
    this.#mustStand();
    if (this.#state !== C.STATE_PENDING) return;
    this.#state = C.STATE_ACTIVE;
    this.#ua._line.attempt({ type: 'activateSubscription', subscription: this.#number });
  }

  notify(body?: string | null): void {
    this.#mustStand();
    this.#ua._line.order({ type: 'notify', subscription: this.#number, ...this.#content(body) });
  }

  terminate(body?: string | null, reason?: string | null, retryAfter?: number | null): void {
    if (this.#state === C.STATE_TERMINATED) return;
    this.#code = reason === 'timeout' ? C.SUBSCRIPTION_EXPIRED : C.FINAL_NOTIFY_SENT;
    this.#ua._line.order({
      type: 'endSubscription',
      subscription: this.#number,
      reason: reason ?? '',
      retryAfter: retryAfter ?? -1,
      ...this.#content(body),
    });
    this.#terminated(this.#code);
  }

  /** @internal */
  _hear(output: SubscriptionOutput): void {
    if (output.type === 'subscribeReceived') this.#subscribed(output);
    else if (output.type === 'subscriptionExpired') this.#expired();
    else if (output.type === 'subscriptionEnded') {
      this.#terminated(kCodes[output.why] ?? C.NOTIFY_NON_OK_RESPONSE);
    }
  }

  #subscribed({ unsubscribes, request: text, localTag }: OutputOf<'subscribeReceived'>): void {
    const request = new IncomingRequest(text, this.#ua);
    this.#id ??= dialogId(request.call_id, localTag, request.from_tag);
    this.emit(
      'subscribe',
      unsubscribes,
      request,
      request.body,
      request.getHeader('Content-Type') as string | undefined,
    );
    // The core says the last word for who did not.
    if (unsubscribes) this.#terminated(C.UNSUBSCRIBE_RECEIVED);
  }

  // Whoever listens may say the last word.
  #expired(): void {
    this.emit('expired');
    this.terminate(null, 'timeout');
  }

  #terminated(code: Code): void {
    if (this.#state === C.STATE_TERMINATED) return;
    this.#state = C.STATE_TERMINATED;
    this.#id = null;
    this.emit('terminated', this.#code ?? code);
  }

  #content(body: string | null | undefined) {
    return { contentType: body ? this.#contentType : '', body: body ?? '' };
  }

  #mustStand(): void {
    if (this.#state === C.STATE_TERMINATED) throw new InvalidStateError(this.#state);
  }
}
