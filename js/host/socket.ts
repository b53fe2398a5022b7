// A WebSocket that speaks SIP (RFC 7118), in the shape of JsSIP's Socket interface.
import type { HostSocket } from './host.js';
import { Opaque } from '../engine/opaque.js';

export class SipSocket extends Opaque implements HostSocket {
  readonly url: string;
  readonly sip_uri: string;
  via_transport: string;
  #socket: WebSocket | undefined;

  onconnect: () => void = () => {};
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => {};
  ondata: (data: string | ArrayBuffer) => void = () => {};

  /** Throws TypeError unless the URL is of a WebSocket. */
  constructor(url: string) {
    super();
    let parsed: URL | undefined;
    try {
      parsed = new URL(url);
    } catch {
      // Told below, as for a scheme of another kind.
    }
    if (!parsed || !/^wss?:$/.test(parsed.protocol))
      throw new TypeError(`Invalid argument: ${url}`);
    this.url = url;
    this.via_transport = parsed.protocol.slice(0, -1).toUpperCase();
    this.sip_uri = `sip:${parsed.host};transport=ws`;
  }

  isConnected(): boolean {
    return this.#socket?.readyState === 1;
  }

  isConnecting(): boolean {
    return this.#socket?.readyState === 0;
  }

  connect(): void {
    if (this.isConnected() || this.isConnecting()) return;
    if (typeof WebSocket === 'undefined') {
      this.ondisconnect(true, 0, 'this platform has no WebSocket');
      return;
    }
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.url, 'sip');
    } catch (error) {
      this.ondisconnect(true, 0, String(error));
      return;
    }
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    // What an abandoned WebSocket still has to say is nobody's.
    const isOurs = () => this.#socket === socket;
    socket.onopen = () => {
      if (isOurs()) this.onconnect();
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (isOurs()) this.ondata(data);
    };
    socket.onclose = ({ wasClean, code, reason }) => {
      if (!isOurs()) return;
      this.#socket = undefined;
      this.ondisconnect(!wasClean, code, reason);
    };
    // `close` follows with all there is to know; without a listener some platforms throw.
    socket.onerror = () => {};
  }

  /** Closes without a further event. */
  disconnect(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  send(data: string): boolean {
    if (!this.isConnected()) return false;
    this.#socket!.send(data);
    return true;
  }
}
