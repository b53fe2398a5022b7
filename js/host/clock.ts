// Time for the core: a monotonic clock, one timer, and the moments after which time is not to be
// trusted (a page that was hidden, a machine that slept).
import type { Input } from '../engine/vocabulary.js';

const kLongest = 0x7fffffff; // What setTimeout can count.
const kJump = 3000; // The wall clock ran away from ours by so much: the machine slept.

export class Clock {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #firesAt = 0;
  #target = 0;
  #wake: () => void = () => {};

  now(): number {
    return performance.now();
  }

  /** A later time than the timer's leaves the timer: deadlines move on with every message. */
  wakeAt(time: number | null, wake: () => void): void {
    this.#wake = wake;
    if (time === null) {
      this.#clear();
      return;
    }
    this.#target = time;
    if (this.#timer !== undefined && this.#firesAt <= time) return;
    this.#clear();
    this.#set();
  }

  #set(): void {
    const wait = Math.min(Math.max(Math.ceil(this.#target - this.now()), 0), kLongest);
    this.#firesAt = this.#target;
    this.#timer = setTimeout(() => this.#fire(), wait);
  }

  #fire(): void {
    this.#timer = undefined;
    if (this.now() < this.#target) this.#set();
    else this.#wake();
  }

  #clear(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

type Target = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/** Tells an engine when the page comes back, the network changes or the machine has slept. */
export class Lifecycle {
  readonly #handle: (input: Input) => void;
  readonly #watched: [Target, string, () => void][] = [];
  #drift = 0;

  constructor(handle: (input: Input) => void) {
    this.#handle = handle;
  }

  /** Does nothing the second time, and nothing where there is neither page nor worker. */
  watch(): void {
    if (this.#watched.length > 0) return;
    this.#drift = drift();
    const probe = () => this.#handle({ type: 'probe' });
    const page = globalThis as Partial<Window & typeof globalThis>;
    this.#listen(page.document, 'visibilitychange', () => {
      if (page.document?.visibilityState === 'visible') probe();
    });
    this.#listen(page.document, 'resume', probe);
    this.#listen(page as Target, 'pageshow', probe);
    this.#listen(page as Target, 'online', () => this.#network(true));
    this.#listen(page as Target, 'offline', () => this.#network(false));
    const connection = (page.navigator as { connection?: Target } | undefined)?.connection;
    this.#listen(connection, 'change', () => this.#network(page.navigator?.onLine !== false));
  }

  unwatch(): void {
    for (const [target, name, listener] of this.#watched)
      target.removeEventListener(name, listener);
    this.#watched.length = 0;
  }

  /** Called when a timer fires: performance.now may stand still while a machine sleeps. */
  checkForSleep(): void {
    const now = drift();
    const slept = now - this.#drift > kJump;
    this.#drift = now;
    if (slept) this.#handle({ type: 'probe' });
  }

  #network(online: boolean): void {
    this.#handle({ type: 'networkChanged', online });
  }

  #listen(target: Target | undefined, name: string, listener: () => void): void {
    if (!target?.addEventListener) return;
    target.addEventListener(name, listener);
    this.#watched.push([target, name, listener]);
  }
}

function drift(): number {
  return Date.now() - performance.now();
}
