// CRTC.getStats: what is measured of the call that a connection belongs to.
import type * as Contract from '../../types/crtc.js';
import { EventEmitter } from '../jssip/emitter.js';
import { networkQuality, statsReport, type Measured } from './quality.js';

const kPeriod = 2; // Seconds between two measurements.

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
  readonly #each: number;
  #count = 0;
  readonly #measured = (measured: Measured): void => {
    this.emit('network-quality', networkQuality(measured));
    if (++this.#count % this.#each === 0) this.emit('report', statsReport(measured));
  };

  constructor(pc: RTCPeerConnection, delay = kPeriod, _interval = 5) {
    super();
    this.#measurer = measurers.get(pc);
    this.#each = Math.max(1, Math.round(delay / kPeriod) || 1);
    this.reset();
  }

  stop(): void {
    this.#measurer?._measures.delete(this.#measured);
  }

  reset(): void {
    this.#count = 0;
    this.#measurer?._measures.add(this.#measured);
  }
}
