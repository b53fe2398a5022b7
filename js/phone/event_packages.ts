// What a phone subscribes to and what it publishes (RFC 6665, RFC 3903): which word of the engine is about which.
import type * as Contract from '../../types/index.js';
import type { Listener } from '../engine/engine.js';
import type { Input, OutputOf } from '../engine/vocabulary.js';
import type { RinglineError } from './error.js';
import { check, headerLines, known, refuse, text } from './options.js';
import { Publication } from './publication.js';
import { Subscription, type SubscriptionOutput } from './subscription.js';

/** Throws RinglineError when it cannot be done. `begin` gets the id before anything else happens. */
type Tell = (input: Input, begin?: (id: number) => void) => void;

export class EventPackages {
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #publications = new Map<number, Publication>();
  readonly #tell: Tell;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  async subscribe(
    target: string,
    event: string,
    options: Contract.SubscribeOptions,
  ): Promise<Subscription> {
    const { accept = '', expires = 3600 } = known('subscribe', options);
    check('accept', accept, 'string');
    check('expires', expires, 'number');
    const wish = {
      target: text('target', target),
      event: text('event', event),
      accept,
      expires: expires * 1000,
      extraHeaders: headerLines(options.headers),
    };
    let made: Subscription | undefined;
    this.#tell({ type: 'subscribe', ...wish }, (id) => {
      made = new Subscription(this.#tell, id, event);
      this.#subscriptions.set(id, made);
    });
    return made ?? refuse('the engine made no subscription');
  }

  async publish(
    event: string,
    body: string,
    options: Contract.PublishOptions,
  ): Promise<Publication> {
    check('body', body ?? null, 'string');
    const { expires = 3600 } = known('publish', options);
    check('expires', expires, 'number');
    const wish = {
      event: text('event', event),
      expires: expires * 1000,
      extraHeaders: headerLines(options.headers),
      contentType: text('contentType', options.contentType),
      body,
    };
    let made: Publication | undefined;
    let stands: Promise<void> | undefined;
    this.#tell({ type: 'publish', ...wish }, (id) => {
      made = new Publication(this.#tell, id, event);
      stands = made.stands();
      this.#publications.set(id, made);
    });
    await stands;
    return made ?? refuse('the engine made no publication');
  }

  listener(): Listener {
    const subscription = (output: SubscriptionOutput) => this.#subscription(output);
    const publication = (output: OutputOf<'published' | 'publicationEnded'>) =>
      this.#publication(output);
    return {
      subscriptionAccepted: subscription,
      notifyReceived: subscription,
      subscriptionEnded: subscription,
      published: publication,
      publicationEnded: publication,
      // RFC 6665 4.2.1.1: what can be subscribed to here is how a transfer fares, by REFER alone.
      subscribeOffered: ({ incoming }) =>
        this.#tell({
          type: 'respond',
          incoming,
          statusCode: 489,
          extraHeaders: ['Allow-Events: refer'],
        }),
    };
  }

  /** Nothing comes from the engine any more. */
  abandon(error: RinglineError): void {
    const all = [...this.#subscriptions.values(), ...this.#publications.values()];
    this.#subscriptions.clear();
    this.#publications.clear();
    for (const one of all) one.abandon(error);
  }

  #subscription(output: SubscriptionOutput): void {
    const found = this.#subscriptions.get(output.subscription);
    if (output.type === 'subscriptionEnded') this.#subscriptions.delete(output.subscription);
    found?.handle(output);
  }

  #publication(output: OutputOf<'published' | 'publicationEnded'>): void {
    const found = this.#publications.get(output.publication);
    if (output.type === 'publicationEnded') this.#publications.delete(output.publication);
    found?.handle(output);
  }
}
