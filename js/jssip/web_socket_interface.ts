// A SIP WebSocket as applications make it.
import type * as Contract from '../../types/jssip.js';
import { SipSocket } from '../host/socket.js';

export class WebSocketInterface extends SipSocket implements Contract.WebSocketInterface {
  constructor(url: string) {
    super(url);
    let transport = this.via_transport;
    Object.defineProperty(this, 'via_transport', {
      enumerable: true,
      get: () => transport,
      set: (value: string) => (transport = value.toUpperCase()),
    });
  }
}
