// State of ours that the server keeps: what the engine says of it as promises and events.
import type * as Contract from '../../types/index.js';
import { Emitter } from '../engine/emitter.js';
import type { Input, OutputOf } from '../engine/vocabulary.js';
import { RinglineError, errorOfCause } from './error.js';
import { check, text } from './options.js';
import { type Deferred, deferred, quiet } from './promise.js';

type Events = {
  [Name in keyof Contract.PublicationEvents]: [event: Contract.PublicationEvents[Name]];
};

export class Publication extends Emitter<Events> implements Contract.Publication {
  readonly #tell: (input: Input) => void;
  readonly #ended = deferred<Contract.PublicationOver>();
  // Who waits for what he published to stand.
  #waiting: Deferred<void>[] = [];
  #isOver = false;

  constructor(
    tell: (input: Input) => void,
    readonly id: number,
    readonly event: string,
  ) {
    super();
    this.#tell = tell;
  }

  get ended(): Promise<Contract.PublicationOver> {
    return this.#ended.promise;
  }

  update(body: string, contentType: string): Promise<void> {
    return quiet(this.#update(body, contentType));
  }

  remove(): Promise<void> {
    return quiet(this.#remove());
  }

  /** @internal What was published last stands. */
  stands(): Promise<void> {
    const waiting = deferred();
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  /** @internal */
  handle(output: OutputOf<'published' | 'publicationEnded'>): void {
    if (output.type === 'published') {
      for (const waiting of this.#waiting.splice(0)) waiting.resolve();
      return;
    }
    const { cause, response } = output;
    this.abandon(cause === 'none' ? undefined : errorOfCause(cause, response));
  }

  /** @internal */
  abandon(error: RinglineError | undefined): void {
    this.#isOver = true;
    for (const waiting of this.#waiting.splice(0)) {
      waiting.reject(error ?? new RinglineError('ended', 'it was removed'));
    }
    const over = { error };
    this.#ended.resolve(over);
    this.emit('ended', over);
  }

  async #update(body: string, contentType: string): Promise<void> {
    check('body', body ?? null, 'string');
    text('contentType', contentType);
    if (this.#isOver) throw new RinglineError('invalidState', 'it has ended');
    const stands = this.stands();
    this.#tell({ type: 'republish', publication: this.id, contentType, body });
    await stands;
  }

  async #remove(): Promise<void> {
    if (!this.#isOver) this.#tell({ type: 'unpublish', publication: this.id });
    const { error } = await this.ended;
    if (error) throw error;
  }
}
