// A conference that the page mixes. See docs/conference.md.
import type { Call, Events, Unsubscribe } from './index.js';

export interface ConferenceEvents {
  /** A call hears the others, and they hear it. */
  joined: Call;
  /** A call is by itself again, or over. */
  left: Call;
  /** `conference.muted` changed. */
  muted: boolean;
  /** The last event: by `end()`, or with its last call. */
  ended: void;
}

/** Calls that hear each other and us, from `confer()`. Their pictures are left alone. */
export declare class Conference implements Events<ConferenceEvents> {
  private constructor(...parts: never[]);

  /** Those in it, in the order in which they joined. */
  readonly calls: readonly Call[];
  /** Whether our microphones are silenced. */
  readonly muted: boolean;
  /** What all of them say, without us: for one <audio> element in place of one for each call. */
  readonly stream: MediaStream;
  /** Resolves when it is over. Never rejects. */
  readonly ended: Promise<void>;

  /**
   * Takes an answered call in. One that we hold is taken back for it. One that holds us hears and is heard as soon as
   * it takes us back; so does a member that is held later, by either side.
   * @returns when it hears the others. When it rejects, the call is as it was.
   * @throws {RinglineError} `invalidState` (not answered, the conference is over), `invalidArgument` (in another
   *   conference), `ended`, and as `Call.unhold()`.
   */
  add(call: Call): Promise<void>;
  /** Lets a call go on by itself, with the microphone that it had. */
  remove(call: Call): Promise<void>;
  /**
   * Ends the conference: its calls go on, each by itself, or are hung up.
   * @param options `hangup`: default false.
   * @returns when each has its microphone again, or is over.
   * @throws {RinglineError} `invalidArgument`, of the options; nothing else.
   */
  end(options?: { hangup?: boolean | undefined }): Promise<void>;
  /**
   * Silences our microphones for all; the members go on hearing each other. `Call.mute()` of a member is something
   * else: it silences all that goes to that member.
   */
  mute(): void;
  /** Takes back `mute()`. */
  unmute(): void;

  on<Name extends keyof ConferenceEvents>(
    name: Name,
    listener: (event: ConferenceEvents[Name]) => void,
  ): Unsubscribe;
  once<Name extends keyof ConferenceEvents>(
    name: Name,
    listener: (event: ConferenceEvents[Name]) => void,
  ): Unsubscribe;
  off<Name extends keyof ConferenceEvents>(
    name: Name,
    listener: (event: ConferenceEvents[Name]) => void,
  ): void;
}

/**
 * Brings answered calls together, held ones too, also of several phones: each hears all others and us. The page mixes
 * (Web Audio), so no server has to; further calls may be added.
 *
 * ```ts
 * const conference = await confer([first, second]);
 * audio.srcObject = conference.stream;
 * ```
 * @returns when all hear each other. When one cannot join, the promise rejects and all calls are as they were.
 * @throws {RinglineError} as `Conference.add()`; `unsupported` without Web Audio; `mediaDenied` when the browser makes
 *   no sound before the user has touched the page.
 */
export declare function confer(calls: readonly Call[]): Promise<Conference>;
