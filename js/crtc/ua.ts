// The user agent, as CRTC has it: JsSIP's, with sessions of CRTC's.
import type * as Contract from '../../types/crtc.js';
import type { Listener } from '../engine/engine.js';
import type { EngineStopped } from '../engine/errors.js';
import type { Config, OutputOf } from '../engine/vocabulary.js';
import { causeOf, causes } from '../jssip/causes.js';
import type {
  Configuration as JsSipConfiguration,
  WeightedSocket,
} from '../jssip/configuration.js';
import { IncomingRequest, responseOf } from '../jssip/sip_message.js';
import { UA as JsSipUA } from '../jssip/ua.js';
import { interfaceName } from './interface_name.js';
import { worst } from './quality.js';
import { levelsFrom, qualityOptions } from './quality_levels.js';
import { RTCSession } from './rtc_session.js';
import { sessionEvents } from './session_events.js';

// CRTC's policies, which the core follows (milliseconds).
const kConfig: Partial<Config> = {
  mediaModes: true,
  unconnectedFails: true,
  connectingPatience: 5000,
  connectFailedAfter: 5000,
  statsInterval: 2000,
};

/** JsSIP's, and what CRTC's has besides. */
interface Configuration extends JsSipConfiguration {
  network_quality_levels?: Contract.NetworkQualityLevels;
}

export class UA extends JsSipUA<Contract.UAEventMap> implements Contract.UA {
  /** What was measured last of each call, in the order in which they were first measured. */
  readonly #qualities = new Map<RTCSession, Contract.NetworkQuality>();

  override call(target: string | Contract.URI, options?: Contract.CallOptions): RTCSession {
    return super.call(target as string, options as object) as RTCSession;
  }

  override get _name(): string {
    return interfaceName;
  }

  override _makeSession(): RTCSession {
    return new RTCSession(this);
  }

  override get _checks() {
    return { network_quality_levels: levelsFrom };
  }

  override _engineConfig(accepted: Configuration, sockets: WeightedSocket[]): Partial<Config> {
    return {
      ...super._engineConfig(accepted, sockets),
      ...kConfig,
      quality: qualityOptions(accepted.network_quality_levels),
    };
  }

  override _listener(): Listener {
    const listener = super._listener();
    const { registrationFailed, referProgress } = listener;
    return {
      ...listener,
      ...this._tellSessions(sessionEvents),
      connectFailed: () =>
        this.emit('connectFailed', { originator: 'local', message: causes.CONNECTION_ERROR }),
      registrationFailed: (output) => {
        registrationFailed?.(output);
        if (output.cause === 'authenticationError') this.#refused(output);
      },
      referProgress: (output) => {
        referProgress?.(output);
        const request = new IncomingRequest(output.notify, this);
        this._line.sessions.get(output.session)?.emit('notify', { event: 'refer', request });
      },
    };
  }

  override _failed(error: EngineStopped): void {
    const { message } = error;
    this.emit('failed', { originator: 'system', message, cause: causes.INTERNAL_ERROR });
    super._failed(error);
  }

  /** @internal The calls are measured one by one; the first of them says when it is told. */
  _measured(session: RTCSession, quality: Contract.NetworkQuality): void {
    this.#qualities.set(session, quality);
    const [first] = this.#qualities.keys();
    if (session === first) this.emit('network-quality', worst(this.#qualities.values()));
  }

  /** @internal */
  _forget(session: RTCSession): void {
    this.#qualities.delete(session);
  }

  #refused({ response, cause }: OutputOf<'registrationFailed'>): void {
    const message = responseOf(response)?.reason_phrase ?? '';
    this.emit('failed', { originator: 'remote', message, cause: causeOf(cause) });
  }
}
