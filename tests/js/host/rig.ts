// A BrowserHost before an engine that remembers what it is told.
import { BrowserHost, type BrowserHostOptions } from '../../../js/host/browser_host.js';
import type { HostOutput, Input, OutputOf } from '../../../js/engine/vocabulary.js';
import { FakePeerConnection } from './fake_peer_connection.js';

export class Rig {
  readonly inputs: Input[] = [];
  readonly host: BrowserHost;
  pc!: FakePeerConnection;
  #waiting: (() => void)[] = [];

  constructor(options: Partial<BrowserHostOptions> = {}) {
    this.host = new BrowserHost({
      sockets: [],
      createPeer: (config, constraints) => {
        this.pc = new FakePeerConnection(config, constraints);
        return this.pc as unknown as RTCPeerConnection;
      },
      ...options,
    });
    this.host.attach({
      handle: (input) => {
        this.inputs.push(input);
        this.#waiting.splice(0).forEach((wake) => wake());
        return 0;
      },
    });
  }

  /** An output of the core, given the way the engine gives it. */
  say<T extends HostOutput['type']>(type: T, fields: Omit<OutputOf<T>, 'type'>): void {
    const methods = this.host as unknown as Record<string, (output: unknown) => void>;
    methods[type]!({ type, ...fields });
  }

  /** The inputs so far, which are then forgotten. */
  take(): Input[] {
    return this.inputs.splice(0);
  }

  /** Waits for so many inputs and takes them. */
  async told(count = 1): Promise<Input[]> {
    while (this.inputs.length < count) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.take();
  }
}
