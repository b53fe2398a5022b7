// Two sockets without a network: what one sends the other receives. Each is the other's server.
import type { HostSocket } from './host.js';

const kHost = 'loopback.invalid'; // RFC 2606: nobody's.

class PairedSocket implements HostSocket {
  readonly url = `ws://${kHost}`;
  readonly sip_uri = `sip:${kHost};transport=ws`;
  readonly via_transport = 'WS';
  other: PairedSocket | undefined;
  #isOpen = false;

  onconnect: () => void = () => {};
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => {};
  ondata: (data: string | ArrayBuffer) => void = () => {};

  connect(): void {
    queueMicrotask(() => {
      this.#isOpen = true;
      this.onconnect();
    });
  }

  disconnect(): void {
    this.#isOpen = false;
  }

  // Later, as a network does: who sends is in the midst of something.
  send(data: string): boolean {
    if (!this.#isOpen) return false;
    queueMicrotask(() => this.other?.receive(data));
    return true;
  }

  receive(data: string): void {
    if (this.#isOpen) this.ondata(data);
  }
}

export function socketPair(): [HostSocket, HostSocket] {
  const [one, other] = [new PairedSocket(), new PairedSocket()];
  one.other = other;
  other.other = one;
  return [one, other];
}
