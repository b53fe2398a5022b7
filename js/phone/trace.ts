// Every frame that passes a socket, for whoever watches.
import type { HostSocket } from '../host/host.js';

/** What may be seen of a message by people: no digest, no token, no key (RFC 3261 22, RFC 8225, RFC 8445, RFC 4568). */
export function masked(text: string): string {
  return (
    text
      // A header value goes on in the lines that begin with a space; the scheme may stay.
      .replace(
        /^((?:Proxy-)?Authorization[ \t]*:[ \t]*[\w-]*)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim,
        '$1 ***',
      )
      .replace(/^(a=(?:ice-pwd|crypto):)[^\r\n]*/gim, '$1***')
      .replace(/(\bsips?:[^\s:@<>;"]*:)[^\s@<>;"]*@/gi, '$1***@')
  );
}

/** A socket that tells of what passes through another one; keep-alives excepted. */
export class TracedSocket implements HostSocket {
  onconnect = (): void => {};
  ondisconnect: HostSocket['ondisconnect'] = () => {};
  ondata: HostSocket['ondata'] = () => {};

  constructor(
    readonly inner: HostSocket,
    private readonly tell: (direction: 'in' | 'out', data: string | ArrayBuffer) => void,
  ) {
    inner.onconnect = () => this.onconnect();
    inner.ondisconnect = (...why) => this.ondisconnect(...why);
    inner.ondata = (data) => {
      this.tell('in', data);
      this.ondata(data);
    };
  }

  get url(): string {
    return this.inner.url;
  }
  get sip_uri(): string {
    return this.inner.sip_uri;
  }
  get via_transport(): string {
    return this.inner.via_transport;
  }
  connect(): void {
    this.inner.connect();
  }
  disconnect(): void {
    this.inner.disconnect();
  }
  send(data: string): ReturnType<HostSocket['send']> {
    this.tell('out', data);
    return this.inner.send(data);
  }
}
