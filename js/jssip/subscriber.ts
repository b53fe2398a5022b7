// A subscription of ours (RFC 6665 4.1) as JsSIP's applications follow it.
import type * as Contract from '../../types/jssip.js';
import type { OutputOf, SubscriptionEnd, Substate } from '../engine/vocabulary.js';
import { dialogId } from './dialog.js';
import { EventEmitter } from './emitter.js';
import { InvalidStateError } from './exceptions.js';
import { Grammar } from './grammar.js';
import type { SubscriptionFollower, SubscriptionOutput } from './line.js';
import { NameAddrHeader } from './name_addr_header.js';
import { IncomingRequest, responseOf } from './sip_message.js';
import type { UA } from './ua.js';
import type { URI } from './uri.js';
import { isDecimal } from './utils.js';

const C = {
  SUBSCRIBE_RESPONSE_TIMEOUT: 0,
  SUBSCRIBE_TRANSPORT_ERROR: 1,
  SUBSCRIBE_NON_OK_RESPONSE: 2,
  SUBSCRIBE_WRONG_OK_RESPONSE: 3,
  SUBSCRIBE_AUTHENTICATION_FAILED: 4,
  UNSUBSCRIBE_TIMEOUT: 5,
  FINAL_NOTIFY_RECEIVED: 6,
  WRONG_NOTIFY_RECEIVED: 7,
  STATE_PENDING: 0,
  STATE_ACTIVE: 1,
  STATE_TERMINATED: 2,
  STATE_INIT: 3,
  STATE_WAITING_NOTIFY: 4,
  DEFAULT_EXPIRES_SEC: 900,
} as const;

const kStates: { [State in Substate]: 0 | 1 | 2 } = {
  pending: C.STATE_PENDING,
  active: C.STATE_ACTIVE,
  terminated: C.STATE_TERMINATED,
};

const kCodes: { [Why in SubscriptionEnd]: Contract.SubscriberTerminatedCode } = {
  finalNotify: C.FINAL_NOTIFY_RECEIVED,
  unsubscribed: C.FINAL_NOTIFY_RECEIVED,
  expired: C.SUBSCRIBE_RESPONSE_TIMEOUT,
  refused: C.SUBSCRIBE_NON_OK_RESPONSE,
  unauthorized: C.SUBSCRIBE_AUTHENTICATION_FAILED,
  timedOut: C.SUBSCRIBE_RESPONSE_TIMEOUT,
  connectionLost: C.SUBSCRIBE_TRANSPORT_ERROR,
  badAnswer: C.SUBSCRIBE_WRONG_OK_RESPONSE,
  badNotify: C.WRONG_NOTIFY_RECEIVED,
  noNotify: C.SUBSCRIBE_RESPONSE_TIMEOUT,
  noFinalNotify: C.UNSUBSCRIBE_TIMEOUT,
};

export class Subscriber
  extends EventEmitter<Contract.SubscriberEventMap>
  implements Contract.Subscriber, SubscriptionFollower
{
  static get C(): typeof C {
    return C;
  }

  data: unknown = {};
  readonly #ua: UA;
  readonly #wish: ReturnType<typeof wishOf>;
  readonly #contentType: string | undefined;
  #number = 0;
  #state: Contract.Subscriber['state'] = C.STATE_INIT;
  #id: Contract.DialogId | null = null;
  #isTerminating = false;

  constructor(
    ua: UA,
    target: string,
    eventName: string,
    accept: string,
    options: Contract.SubscriberOptions = {},
  ) {
    super();
    const given = { target, eventName, accept };
    for (const [name, value] of Object.entries(given)) {
      if (!value) throw new TypeError(`Not enough arguments: Missing ${name}`);
    }
    if (Grammar.parse(eventName, 'Event') === -1) {
      throw new TypeError('Missing Event header field');
    }
    this.#ua = ua;
    this.#contentType = options.contentType;
    this.#wish = wishOf(ua, target, eventName, accept, options);
  }

  get C(): typeof C {
    return C;
  }
  get state(): Contract.Subscriber['state'] {
    return this.#state;
  }
  get id(): Contract.DialogId | null {
    return this.#id;
  }

  subscribe(body?: string | null): void {
    const content = this.#content(body);
    if (this.#state === C.STATE_TERMINATED) return;
    if (this.#state !== C.STATE_INIT) {
      this.#ua._line.attempt({
        type: 'refreshSubscription',
        subscription: this.#number,
        ...content,
      });
      return;
    }
    if (this.#ua._isStopped) return this.#terminated('connectionLost');
    this.#state = C.STATE_WAITING_NOTIFY;
    this.#ua._line.order({ type: 'subscribe', ...this.#wish, ...content }, (number) => {
      this.#number = number;
      this.#ua._line.subscriptions.set(number, this);
    });
  }

  terminate(body?: string | null): void {
    if (this.#state === C.STATE_INIT) throw new InvalidStateError(this.#state);
    const content = this.#content(body);
    if (this.#isTerminating) return;
    this.#isTerminating = true;
    if (this.#state === C.STATE_TERMINATED) return;
    this.#ua._line.attempt({ type: 'unsubscribe', subscription: this.#number, ...content });
  }

  /** @internal */
  _hear(output: SubscriptionOutput): void {
    if (output.type === 'subscriptionAccepted') this.#accepted(output);
    else if (output.type === 'notifyReceived') this.#notified(output);
    else if (output.type === 'subscriptionEnded') this.#ended(output);
  }

  #content(body: string | null | undefined) {
    if (body && !this.#contentType) throw new TypeError('content_type is undefined');
    return { contentType: (body && this.#contentType) || '', body: body ?? '' };
  }

  #accepted({ response: text }: OutputOf<'subscriptionAccepted'>): void {
    const { call_id, from_tag, to_tag } = responseOf(text)!;
    this.#id = dialogId(call_id, from_tag, to_tag);
    this.emit('accepted');
  }

  #notified({ state, request: text }: OutputOf<'notifyReceived'>): void {
    const request = new IncomingRequest(text, this.#ua);
    const before = this.#state;
    const isFinal = state === 'terminated';
    if (!isFinal) this.#state = kStates[state];
    if (!isFinal && before !== this.#state) this.emit(state);
    const { body } = request;
    if (body) this.emit('notify', isFinal, request, body, request.getHeader('Content-Type'));
  }

  #ended({ why, reason, retryAfter }: OutputOf<'subscriptionEnded'>): void {
    this.#terminated(why, reason || undefined, retryAfter < 0 ? undefined : retryAfter);
  }

  #terminated(why: SubscriptionEnd, reason?: string, retryAfter?: number): void {
    this.#state = C.STATE_TERMINATED;
    this.#id = null;
    this.emit('terminated', kCodes[why], reason, retryAfter);
  }
}

// JsSIP takes an Expires that is none for its default.
function wishOf(
  ua: UA,
  target: string,
  event: string,
  accept: string,
  { expires, allowEvents, params = {}, extraHeaders }: Contract.SubscriberOptions,
) {
  const seconds = isDecimal(expires) && expires > 0 ? expires : C.DEFAULT_EXPIRES_SEC;
  const uri = ua.normalizeTarget(target);
  if (!uri) throw new TypeError(`Invalid target: ${String(target)}`);
  const address = (of: Contract.URI, name: string | undefined): string =>
    String(new NameAddrHeader(of as URI, name));
  const { from_uri, from_display_name, to_uri, to_display_name, cseq } = params;
  const own = ua.configuration as { uri: URI; display_name?: string };
  return {
    target: String(uri),
    from:
      from_uri || from_display_name
        ? address(from_uri ?? own.uri, from_display_name ?? own.display_name)
        : '',
    to: to_uri || to_display_name ? address(to_uri ?? uri, to_display_name) : '',
    cseq: cseq ?? 1,
    event,
    accept,
    expires: Number(seconds) * 1000,
    extraHeaders: [
      ...(extraHeaders ?? []),
      ...(allowEvents ? [`Allow-Events: ${allowEvents}`] : []),
    ],
  };
}
