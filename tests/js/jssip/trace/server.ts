// A SIP server at the other end of an in-memory socket: what it receives, a test answers by hand.
import { setTimeout as pause } from 'node:timers/promises';

export interface Received {
  text: string;
  /** The method of a request; of a response, "200" and its method: "200 INVITE". */
  what: string;
  header(name: string): string;
  body: string;
}

const kPatience = 5000;

export class Server {
  readonly received: Received[] = [];
  #taken = 0;

  readonly socket = {
    via_transport: 'WS',
    url: 'ws://server.test',
    sip_uri: 'sip:server.test;transport=ws',
    isOpen: false,
    onconnect() {},
    ondisconnect(_error: boolean, _code?: number, _reason?: string) {},
    ondata(_data: string) {},
    connect() {
      queueMicrotask(() => {
        this.isOpen = true;
        this.onconnect();
      });
    },
    disconnect() {
      if (!this.isOpen) return;
      this.isOpen = false;
      queueMicrotask(() => this.ondisconnect(false, 1000, ''));
    },
    isConnected(): boolean {
      return this.isOpen;
    },
    isConnecting: () => false,
    send: (text: string): boolean => {
      if (text.trim()) this.received.push(read(text));
      return true;
    },
  };

  /** The next message of that kind among those not yet asked for. */
  async next(what: string): Promise<Received> {
    let found: Received | undefined;
    await until(
      () => {
        const at = this.received.findIndex((one, i) => i >= this.#taken && one.what === what);
        if (at < 0) return false;
        found = this.received[at];
        this.#taken = at + 1;
        return true;
      },
      `${what}; received: ${this.received.map(({ what }) => what).join(', ')}`,
    );
    return found!;
  }

  deliver(text: string): void {
    this.socket.ondata(text);
  }

  respond(
    request: Received,
    status: string,
    headers: Record<string, string> = {},
    body = '',
  ): void {
    const to = request.header('To');
    this.deliver(
      write(
        `SIP/2.0 ${status}`,
        {
          Via: request.header('Via'),
          From: request.header('From'),
          To: to.includes(';tag=') || status.startsWith('100') ? to : `${to};tag=server`,
          'Call-ID': request.header('Call-ID'),
          CSeq: request.header('CSeq'),
          ...headers,
        },
        body,
      ),
    );
  }

  /** The connection breaks. */
  breaks(): void {
    this.socket.isOpen = false;
    this.socket.ondisconnect(true, 1006, 'gone');
  }
}

export async function until(holds: () => boolean, what: string): Promise<void> {
  for (const since = Date.now(); !holds(); await pause(1)) {
    if (Date.now() - since > kPatience) throw new Error(`waited in vain for ${what}`);
  }
}

export function write(start: string, headers: Record<string, string>, body = ''): string {
  const type = body.startsWith('v=0') ? { 'Content-Type': 'application/sdp' } : {};
  const lines = Object.entries({ ...headers, ...type, 'Content-Length': String(body.length) });
  return [start, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
}

function read(text: string): Received {
  const [start = '', ...lines] = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
  const header = (name: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  const [first = '', second = ''] = start.split(' ');
  const what = first === 'SIP/2.0' ? `${second} ${header('CSeq').split(' ')[1]}` : first;
  return { text, what, header, body: text.slice(text.indexOf('\r\n\r\n') + 4) };
}
