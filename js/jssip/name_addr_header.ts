// A display name, a URI and parameters: From, To, Contact and their like.
import type * as Contract from '../../types/jssip.js';
import { parseNameAddr, type NameAddrParts } from '../engine/sip_text.js';
import { Parameterized, quote, quoteIfNeeded } from './parameters.js';
import { URI } from './uri.js';

export class NameAddrHeader extends Parameterized implements Contract.NameAddrHeader {
  readonly uri: URI;
  #displayName: string | undefined;

  constructor(uri: URI, display_name?: string | number | null, parameters?: Contract.Parameters) {
    if (!(uri instanceof URI)) throw new TypeError('missing or invalid "uri" parameter');
    super(parameters);
    this.uri = uri;
    this.display_name = display_name as string;
  }

  static parse(name_addr_header: string): NameAddrHeader | undefined {
    const parts =
      typeof name_addr_header === 'string' ? parseNameAddr(name_addr_header) : undefined;
    return parts && NameAddrHeader.from(parts);
  }

  /** @internal */
  static from({ uri, displayName, parameters }: NameAddrParts): NameAddrHeader {
    const values = parameters.map(([name, value]) => [name, quoteIfNeeded(value)]);
    return new NameAddrHeader(
      URI.from(uri),
      displayName || undefined,
      Object.fromEntries(values) as Contract.Parameters,
    );
  }

  get display_name(): string {
    return this.#displayName as string;
  }
  set display_name(value: string) {
    this.#displayName = (value as unknown) === 0 ? '0' : value;
  }

  clone(): this {
    return new NameAddrHeader(this.uri.clone(), this.#displayName, this.parameters()) as this;
  }

  override toString(): string {
    const name = this.#displayName ? `${quote(this.#displayName)} ` : '';
    return `${name}<${this.uri}>${this.parametersText()}`;
  }
}
