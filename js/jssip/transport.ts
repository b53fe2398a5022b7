// The connection as JsSIP's applications look at it: which socket, and whether it is up.
import type * as Contract from '../../types/jssip.js';
import type { WeightedSocket } from './configuration.js';
import { Opaque } from '../engine/opaque.js';

const kStatus = { STATUS_CONNECTED: 0, STATUS_CONNECTING: 1, STATUS_DISCONNECTED: 2 } as const;
const kSocket = { STATUS_READY: 0, STATUS_ERROR: 1 } as const;

export class Transport extends Opaque implements Contract.Transport {
  static readonly C = { ...kStatus, SOCKET: kSocket };
  readonly C = Transport.C;
  status: number = kStatus.STATUS_DISCONNECTED;
  readonly sockets: { socket: Contract.Socket; weight: number; status: number }[];
  readonly recovery_options: Contract.RecoveryOptions;
  readonly #start: () => void;
  #current = 0;

  constructor(
    sockets: WeightedSocket[],
    recovery_options: Contract.RecoveryOptions,
    start: () => void,
  ) {
    super();
    this.sockets = sockets.map((entry) => ({ ...entry, status: kSocket.STATUS_READY }));
    this.recovery_options = recovery_options;
    this.#start = start;
  }

  get socket(): Contract.Socket {
    return this.sockets[this.#current]!.socket;
  }
  get via_transport(): string {
    return this.socket.via_transport;
  }
  get url(): string {
    return this.socket.url;
  }
  get sip_uri(): string {
    return this.socket.sip_uri;
  }

  connect(): void {
    this.#start();
  }

  /** Drops the connection; the engine makes another, unless the user agent is stopped. */
  disconnect(): void {
    this.socket.disconnect();
  }

  send(data: string): boolean {
    return this.isConnected() && this.socket.send(data) !== false;
  }

  isConnected(): boolean {
    return this.status === kStatus.STATUS_CONNECTED;
  }

  isConnecting(): boolean {
    return this.status === kStatus.STATUS_CONNECTING;
  }

  /** @internal */
  _turn(server: number, status: keyof typeof kStatus, failed = false): Contract.Socket {
    this.#current = server;
    this.status = kStatus[status];
    this.sockets[server]!.status = failed ? kSocket.STATUS_ERROR : kSocket.STATUS_READY;
    return this.socket;
  }
}
