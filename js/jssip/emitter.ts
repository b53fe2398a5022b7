// npm's `events` as JsSIP's users know it: synchronous, `this` is the emitter, and what a listener
// throws goes to the caller of emit.
import type * as Contract from '../../types/jssip.js';
import { Opaque } from '../engine/opaque.js';

type Name = string | symbol;
type Listener = (...args: unknown[]) => void;
/** A listener for one event only stands in the list as a function that knows the original. */
type Entry = Listener & { listener?: Listener };

const kDefaultLimit = 10;

export class EventEmitter<Map_ = Contract.AnyEventMap>
  extends Opaque
  implements Contract.EventEmitter<Map_>
{
  static defaultMaxListeners = kDefaultLimit;

  readonly #entries = new Map<Name, Entry[]>();
  readonly #warned = new Set<Name>();
  #limit: number | undefined;

  on(type: keyof Map_ | Name, listener: unknown): this {
    return this.#add(type as Name, checked(listener), false);
  }

  addListener(type: keyof Map_ | Name, listener: unknown): this {
    return this.on(type, listener);
  }

  once(type: keyof Map_ | Name, listener: unknown): this {
    return this.#add(type as Name, this.#once(type as Name, checked(listener)), false);
  }

  prependListener(type: keyof Map_ | Name, listener: unknown): this {
    return this.#add(type as Name, checked(listener), true);
  }

  prependOnceListener(type: keyof Map_ | Name, listener: unknown): this {
    return this.#add(type as Name, this.#once(type as Name, checked(listener)), true);
  }

  off(type: keyof Map_ | Name, listener: unknown): this {
    return this.removeListener(type, listener);
  }

  removeListener(type: keyof Map_ | Name, listener: unknown): this {
    checked(listener);
    const name = type as Name;
    const entries = this.#entries.get(name) ?? [];
    let at = entries.length;
    do --at;
    while (at >= 0 && entries[at] !== listener && entries[at]!.listener !== listener);
    if (at < 0) return this;
    const removed = entries[at]!;
    // The list is replaced, never changed, so that listeners may come and go while it is walked.
    this.#set(
      name,
      entries.filter((_, i) => i !== at),
    );
    if (this.#entries.has('removeListener')) {
      this.emit('removeListener', name, removed.listener ?? removed);
    }
    return this;
  }

  removeAllListeners(type?: keyof Map_ | Name): this {
    const names = type === undefined ? this.eventNames() : [type as Name];
    // Listeners of removeListener hear of all the others, so they go last.
    for (const name of names.sort((a) => (a === 'removeListener' ? 1 : -1))) {
      if (this.#entries.has('removeListener') && name !== 'removeListener') {
        for (const listener of this.listeners(name).reverse()) this.removeListener(name, listener);
      }
      this.#entries.delete(name);
    }
    return this;
  }

  emit(type: keyof Map_ | Name, ...args: unknown[]): boolean {
    const entries = this.#entries.get(type as Name);
    if (!entries) {
      if (type === 'error') throw unhandled(args[0]);
      return false;
    }
    for (const entry of entries) entry.apply(this, args);
    return true;
  }

  listeners(type: keyof Map_ | Name): Listener[] {
    return this.rawListeners(type).map((entry) => entry.listener ?? entry);
  }

  rawListeners(type: keyof Map_ | Name): Entry[] {
    return [...(this.#entries.get(type as Name) ?? [])];
  }

  listenerCount(type: keyof Map_ | Name): number {
    return this.#entries.get(type as Name)?.length ?? 0;
  }

  eventNames(): Name[] {
    return [...this.#entries.keys()];
  }

  setMaxListeners(count: number): this {
    if (typeof count !== 'number' || !(count >= 0)) {
      throw new RangeError(`setMaxListeners: not a count: ${count}`);
    }
    this.#limit = count;
    return this;
  }

  getMaxListeners(): number {
    return this.#limit ?? EventEmitter.defaultMaxListeners;
  }

  /** @internal Somebody listens for that. */
  _heard(_name: Name): void {}

  #set(name: Name, entries: Entry[]): void {
    if (entries.length) this.#entries.set(name, entries);
    else this.#entries.delete(name);
  }

  #add(name: Name, entry: Entry, first: boolean): this {
    // Told before it is there, so that a listener of newListener does not hear of itself.
    if (this.#entries.has('newListener')) this.emit('newListener', name, entry.listener ?? entry);
    const entries = this.#entries.get(name) ?? [];
    this.#set(name, first ? [entry, ...entries] : [...entries, entry]);
    this._heard(name);
    const limit = this.getMaxListeners();
    if (limit > 0 && entries.length >= limit && !this.#warned.has(name)) {
      this.#warned.add(name);
      console.warn(
        `${entries.length + 1} listeners for "${String(name)}": is one added again and again?`,
      );
    }
    return this;
  }

  #once(name: Name, listener: Listener): Entry {
    const entry: Entry = (...args) => {
      this.removeListener(name, entry);
      listener.apply(this, args);
    };
    entry.listener = listener;
    return entry;
  }
}

function checked(listener: unknown): Listener {
  if (typeof listener !== 'function') {
    throw new TypeError(`The listener must be a function, not ${typeof listener}`);
  }
  return listener as Listener;
}

function unhandled(error: unknown): unknown {
  return error instanceof Error ? error : new Error(`Unhandled error. (${String(error)})`);
}
