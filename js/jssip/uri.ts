// A SIP URI as applications hold it: written here, read by the C++ parser.
import type * as Contract from '../../types/jssip.js';
import { parseUri, type UriParts } from '../engine/sip_text.js';
import { headerize } from './headerize.js';
import { Parameterized } from './parameters.js';

export class URI extends Parameterized implements Contract.URI {
  user: string;
  #scheme = 'sip';
  #host = '';
  #port: number | null | undefined;
  // Of a URI that is neither sip nor sips: all of it.
  #whole: string | undefined;
  // Values stand as they go on the wire, escaped (RFC 3261 19.1.1).
  readonly #headers = new Map<string, string[]>();

  constructor(
    scheme: string | null | undefined,
    user: string | null | undefined,
    host: string,
    port?: number | null,
    parameters?: Contract.Parameters,
    headers?: Contract.Headers,
  ) {
    if (!host) throw new TypeError('missing or invalid "host" parameter');
    super(parameters);
    this.#scheme = scheme || 'sip';
    this.user = user as string;
    this.#host = host;
    this.#port = port;
    for (const [name, value] of Object.entries(headers ?? {})) this.setHeader(name, value);
  }

  static parse(uri: string): URI | undefined {
    const parts = typeof uri === 'string' ? parseUri(uri) : undefined;
    return parts?.scheme.startsWith('sip') ? URI.from(parts) : undefined;
  }

  /** @internal Of any scheme, since From and Refer-To may hold any. */
  static from(parts: UriParts): URI {
    const { scheme, user, password, host, port, opaque } = parts;
    const uri = new URI(
      scheme,
      (password ? `${user}:${password}` : user) || undefined,
      host || '-',
      port || undefined,
      Object.fromEntries(parts.parameters),
    );
    for (const [name, value] of parts.headers) {
      uri.setHeader(name, [...(uri.getHeader(name) ?? []), escapeHeader(value)]);
    }
    if (!host) {
      uri.#host = '';
      uri.#whole = `${scheme}:${opaque || user}${uri.parametersText()}`;
    }
    return uri;
  }

  get scheme(): string {
    return this.#scheme;
  }
  set scheme(value: string) {
    this.#scheme = value.toLowerCase();
  }

  get host(): string {
    return this.#host;
  }
  set host(value: string) {
    this.#host = value.toLowerCase();
  }

  get port(): number {
    return this.#port as number;
  }
  set port(value: number | null) {
    this.#port = Number(value) === 0 ? value : Number.parseInt(String(value), 10) || null;
  }

  setHeader(name: string, value: string | string[]): void {
    this.#headers.set(headerize(name), Array.isArray(value) ? [...value] : [value]);
  }

  getHeader(name: string): string[] {
    return this.#headers.get(headerize(String(name))) as string[];
  }

  hasHeader(name: string): boolean {
    return this.#headers.has(headerize(String(name)));
  }

  deleteHeader(name: string): string[] | undefined {
    const value = this.getHeader(name);
    this.#headers.delete(headerize(String(name)));
    return value;
  }

  clearHeaders(): void {
    this.#headers.clear();
  }

  clone(): this {
    const { scheme, user, port } = this;
    const headers = Object.fromEntries(this.#headers);
    const copy = new URI(scheme, user, this.#host || '-', port, this.parameters(), headers);
    copy.#host = this.#host;
    copy.#whole = this.#whole;
    return copy as this;
  }

  override toString(): string {
    if (this.#whole !== undefined) return this.#whole;
    const headers = [...this.#headers].flatMap(([name, values]) =>
      values.map((value) => `${name}=${value}`),
    );
    return (
      this.toAor(true) + this.parametersText() + (headers.length ? `?${headers.join('&')}` : '')
    );
  }

  toAor(show_port?: boolean): string {
    if (this.#whole !== undefined) return this.#whole;
    const user = this.user ? `${escapeUser(this.user)}@` : '';
    const port = show_port && (this.#port || this.#port === 0) ? `:${this.#port}` : '';
    return `${this.#scheme}:${user}${this.#host}${port}`;
  }
}

/** A user part as it may stand in a URI; what is escaped already stays so. */
export function escapeUser(user: string): string {
  let plain = user;
  try {
    plain = decodeURIComponent(user);
  } catch {
    // A percent sign that escapes nothing.
  }
  return encodeURIComponent(plain).replace(/%(3A|2B|3F|2F)/g, decodeURIComponent);
}

function escapeHeader(value: string): string {
  return encodeURIComponent(value).replace(/%(5B|5D|2F|3F|3A|2B|24)/g, decodeURIComponent);
}
