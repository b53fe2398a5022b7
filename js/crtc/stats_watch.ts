// CRTC.getStats: what is measured of the call that a connection belongs to.
import type * as Contract from '../../types/crtc.js';
import { debug } from '../jssip/debug.js';
import { EventEmitter } from '../jssip/emitter.js';
import { interfaceName } from './interface_name.js';
import { networkQuality, statsReport, type Measured } from './quality.js';

const kPeriod = 2; // Seconds between two measurements.
const log = debug(`${interfaceName}:Stats`);

/** Who measures a connection. */
export interface Measurer {
  readonly _measures: Set<(measured: Measured) => void>;
}

const measurers = new WeakMap<RTCPeerConnection, Measurer>();

/** A call says that a connection is its own. */
export function measures(measurer: Measurer, pc: RTCPeerConnection): void {
  measurers.set(pc, measurer);
}

export class StatsWatch
  extends EventEmitter<Contract.StatsEventMap>
  implements Contract.StatsWatch
{
  readonly #measurer: Measurer | undefined;
  readonly #pc: RTCPeerConnection;
  readonly #each: number;
  readonly #interval: number;
  #count = 0;
  readonly #measured = (measured: Measured): void => {
    this.#count += 1;
    this.emit('network-quality', networkQuality(measured));
    if (this.#count % this.#each === 0) this.emit('report', statsReport(measured));
    if (this.#count % this.#interval === 0 && log.enabled) void this.#log();
  };

  constructor(pc: RTCPeerConnection, delay = kPeriod, interval = 5) {
    super();
    this.#pc = pc;
    this.#measurer = measurers.get(pc);
    this.#each = wholeOf(delay / kPeriod);
    this.#interval = wholeOf(interval);
    this.reset();
  }

  stop(): void {
    this.#measurer?._measures.delete(this.#measured);
  }

  reset(): void {
    this.#count = 0;
    this.#measurer?._measures.add(this.#measured);
  }

  /** All that the browser tells of the connection. */
  async #log(): Promise<void> {
    try {
      log(JSON.stringify([...(await this.#pc.getStats()).values()]));
    } catch (error) {
      log(String(error));
    }
  }
}

const wholeOf = (count: number): number => Math.max(1, Math.round(count) || 1);
