// A typed event emitter: an event map gives each event's arguments.
//
// A listener that throws is reported and stops neither the other listeners nor the emitter.
import { report } from './errors.js';
import { Opaque } from './opaque.js';

/** Event name to the listener's arguments: `{ ended: [cause: string] }`. */
export type EventMap<Events> = { [E in keyof Events]: unknown[] };
type ListenerOf<Args extends unknown[]> = (...args: Args) => void;
interface Entry {
  // Of any event; the key it is kept under tells which.
  listener: unknown;
  once: boolean;
}

export class Emitter<Events extends EventMap<Events>> extends Opaque {
  readonly #entries = new Map<keyof Events, Entry[]>();

  /** Returns the function that takes the listener away again. */
  on<E extends keyof Events>(event: E, listener: ListenerOf<Events[E]>): () => void {
    return this.#add(event, listener, false);
  }

  once<E extends keyof Events>(event: E, listener: ListenerOf<Events[E]>): () => void {
    return this.#add(event, listener, true);
  }

  off<E extends keyof Events>(event: E, listener: ListenerOf<Events[E]>): void {
    this.#remove(event, listener);
  }

  listenerCount(event: keyof Events): number {
    return this.#entries.get(event)?.length ?? 0;
  }

  protected emit<E extends keyof Events>(event: E, ...args: Events[E]): void {
    // The list is replaced, never changed, so listeners may come and go while it is walked.
    for (const { listener, once } of this.#entries.get(event) ?? []) {
      if (once) this.#remove(event, listener);
      try {
        (listener as ListenerOf<Events[E]>)(...args);
      } catch (error) {
        report(error);
      }
    }
  }

  #add<E extends keyof Events>(event: E, listener: ListenerOf<Events[E]>, once: boolean) {
    this.#entries.set(event, [...(this.#entries.get(event) ?? []), { listener, once }]);
    return () => this.off(event, listener);
  }

  #remove(event: keyof Events, listener: unknown): void {
    const left = this.#entries.get(event)?.filter((entry) => entry.listener !== listener);
    if (left?.length) this.#entries.set(event, left);
    else this.#entries.delete(event);
  }
}
