// What the parts of the page share: the phone, its equipment, who is there, which call is in front.
import {
  type Call,
  type Conference,
  type Consultation,
  confer,
  type ErrorCode,
  type Phone,
  RinglineError,
} from 'ringline';
import type { Account } from './account.js';
import { Equipment } from './equipment.js';
import { download, Recorder } from './recorder.js';
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
  /** The calls that hear each other. */
  conference: Conference | undefined;
  /** Who is asked while another waits to be connected. */
  consultation: Consultation | undefined;
  view: View = 'phone';
  side: 'messages' | 'ladder' = 'ladder';
  unread = 0;
  /** On a telephone's width: the dialler in place of the call, to make another one. */
  isDialling = false;
  /** Whether the call being placed is to have a picture. */
  isPlacingVideo = false;
  /** Whether the drawer with the devices is open. */
  isDrawerOpen = false;
  readonly equipment: Equipment;
  readonly recorder: Recorder;
  readonly #told = new WeakSet<object>();
  readonly #parts = new Set<() => void>();
  #isDue = false;

  constructor(
    readonly phone: Phone,
    readonly account: Account,
    readonly number: string,
  ) {
    const changed = () => this.changed();
    const failed = (name: string, error: unknown) => this.failed(name, error);
    this.equipment = new Equipment({
      changed,
      failed,
      moved: (device) => toast(words().deviceMoved(device)),
    });
    this.recorder = new Recorder({
      changed,
      failed,
      done: (tape) =>
        toast(words().recorded(tape.who, clock(tape.seconds * 1000)), {
          action: { words: words().download, press: () => download(tape) },
        }),
    });
  }

  /** Adds what brings a part of the page up to date; returns what takes it away. */
  part(update: () => void): () => void {
    this.#parts.add(update);
    update();
    return () => this.#parts.delete(update);
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

  /** The calls that were answered, held ones too. */
  get answered(): Call[] {
    return this.phone.calls.filter((call) => call.answeredAt && call.state !== 'ended');
  }

  /** Whether this call is one of the conference. */
  isMember(call: Call | undefined): boolean {
    return call !== undefined && (this.conference?.calls.includes(call) ?? false);
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
      for (const call of this.answered) if (!call.held.local) await call.hold().catch(() => {});
      this.isPlacingVideo = video;
      await this.phone.call(target, this.#media(video));
    } catch (error) {
      this.failed(nameOf(target), error, video ? () => void this.call(target, false) : undefined);
    }
  }

  /** Answers a call, or takes a held one back; whoever is talked to waits. */
  async talkTo(call: Call, video = false): Promise<void> {
    const isNew = call.state === 'ringing';
    await this.try(titleOf(call), () =>
      this.phone.switchTo(call, isNew ? this.#media(video) : undefined),
    );
    if (call.state === 'ended') return;
    this.front = call;
    this.changed();
  }

  /** Brings all answered calls together. */
  merge(): Promise<boolean> {
    return this.try(words().conference, async () => {
      const { conference } = this;
      if (conference) {
        // They were held for whoever comes in.
        for (const call of conference.calls) if (call.held.local) await call.unhold();
        for (const call of this.answered) if (!this.isMember(call)) await conference.add(call);
        return;
      }
      const merged = await confer(this.answered);
      this.conference = merged;
      const changed = () => this.changed();
      for (const name of ['joined', 'left', 'muted'] as const) merged.on(name, changed);
      merged.on('ended', () => {
        this.conference = undefined;
        changed();
      });
    });
  }

  /** Each call by itself again: the one in front is talked to, the others wait. */
  split(): Promise<boolean> {
    return this.try(words().conference, async () => {
      await this.conference?.end();
      if (this.front) await this.phone.switchTo(this.front);
    });
  }

  /** Calls somebody to ask, while `call` waits to be connected with him. */
  consult(call: Call, target: string): Promise<boolean> {
    return this.try(nameOf(target), async () => {
      const consultation = await this.phone.consult(call, target, this.#media(false));
      this.consultation = consultation;
      for (const one of [consultation.first, consultation.call]) {
        one.on('ended', () => {
          if (this.consultation === consultation) this.consultation = undefined;
        });
      }
    });
  }

  /** Does it, brings the page up to date, and says what went wrong. Resolves with whether it went well. */
  async try(name: string, deed: () => Promise<unknown>): Promise<boolean> {
    try {
      await deed();
      return true;
    } catch (error) {
      this.failed(name, error);
      return false;
    } finally {
      this.changed();
    }
  }

  /** Says what went wrong, once; where a camera may be to blame, `again` is offered. */
  failed(name: string, error: unknown, again?: () => void): void {
    if (typeof error === 'object' && error !== null) {
      if (this.#told.has(error)) return;
      this.#told.add(error);
    }
    const typed = asTyped(error);
    const { code } = typed;
    if (code === 'internal') console.error(error);
    if (code === 'canceled' || code === 'ended' || code === 'stopped') return;
    const why = words().because[code];
    toast(name ? words().callFailed(name, why) : why, {
      isError: true,
      hint: words().hintOf(typed),
      ...(again &&
        code.startsWith('media') && { action: { words: words().retrySound, press: again } }),
    });
  }

  #media(video: boolean): {
    audio: true | MediaTrackConstraints;
    video: boolean | MediaTrackConstraints;
  } {
    return {
      audio: this.equipment.wish('microphone'),
      video: video && this.equipment.wish('camera'),
    };
  }
}

const asTyped = (error: unknown): { code: ErrorCode; hint: string } =>
  error instanceof RinglineError ? error : { code: 'internal', hint: '' };

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
