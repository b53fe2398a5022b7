// What the parts of the page share: the phone, who is there, which call is in front.
import { type Call, type ErrorCode, type Phone, RinglineError } from 'ringline';
import type { Account } from './account.js';
import { toast } from './toast.js';
import { words } from './words.js';

export interface Person {
  user: string;
  name: string;
}

export type View = 'phone' | 'messages' | 'ladder';

export class App {
  people: Person[] = [];
  front: Call | undefined;
  view: View = 'phone';
  side: 'messages' | 'ladder' = 'ladder';
  unread = 0;
  /** On a telephone's width: the dialler in place of the call, to make another one. */
  isDialling = false;
  /** Whether the call being placed is to have a picture. */
  isPlacingVideo = false;
  readonly #told = new WeakSet<object>();
  readonly #parts: (() => void)[] = [];
  #isDue = false;

  constructor(
    readonly phone: Phone,
    readonly account: Account,
    readonly number: string,
  ) {}

  /** Adds what brings a part of the page up to date. */
  part(update: () => void): void {
    this.#parts.push(update);
    update();
  }

  /** Something changed: every part is brought up to date, once. A microtask, since hidden tabs have no frames. */
  changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      for (const update of this.#parts) update();
    });
  }

  /** The others, ourselves left out. */
  get others(): Person[] {
    return this.people.filter(({ user }) => user !== this.number);
  }

  look(view: View): void {
    this.view = view;
    this.isDialling = false;
    if (view !== 'phone') this.side = view;
    if (view === 'messages') this.unread = 0;
    this.changed();
  }

  async call(target: string, video: boolean): Promise<void> {
    if (!target) return;
    this.isDialling = false;
    try {
      // One voice at a time: who was there waits.
      await this.front?.hold().catch(() => {});
      this.isPlacingVideo = video;
      await this.phone.call(target, { video });
    } catch (error) {
      this.failed(nameOf(target), error, video ? () => void this.call(target, false) : undefined);
    }
  }

  async answer(call: Call, video: boolean): Promise<void> {
    const before = this.front;
    try {
      if (before && before !== call && before.state === 'answered')
        await before.hold().catch(() => {});
      await call.answer({ video });
    } catch (error) {
      this.failed(titleOf(call), error);
    }
  }

  /** Says what went wrong, once; where a camera may be to blame, `again` is offered. */
  failed(name: string, error: unknown, again?: () => void): void {
    if (typeof error === 'object' && error !== null) {
      if (this.#told.has(error)) return;
      this.#told.add(error);
    }
    const code: ErrorCode = error instanceof RinglineError ? error.code : 'internal';
    if (code === 'internal') console.error(error);
    if (code === 'canceled' || code === 'ended' || code === 'stopped') return;
    toast(words().callFailed(name, words().because[code]), {
      isError: true,
      ...(again &&
        code.startsWith('media') && { action: { words: words().retrySound, press: again } }),
    });
  }
}

/** `sip:1001@ringline.test` is 1001 to people. */
export const nameOf = (target: string): string =>
  target.replace(/^sips?:/i, '').replace(/@.*$/, '');

export const titleOf = ({ remote }: Call): string =>
  remote.displayName || remote.user || remote.uri;

/** 0:07, 12:34, 1:02:03. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number: number) => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

/** A hue for a name, always the same. */
export function hueOf(name: string): number {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
  return (hash * 137) % 360;
}
