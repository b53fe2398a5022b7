// The ;name=value parameters that a URI and a name-addr have alike. Names are lower case.
import type * as Contract from '../../types/jssip.js';
import { Opaque } from '../engine/opaque.js';

export class Parameterized extends Opaque {
  // A map, since the names come from the wire.
  readonly #parameters = new Map<string, string | null>();

  constructor(parameters: Contract.Parameters | undefined) {
    super();
    for (const [key, value] of Object.entries(parameters ?? {})) this.setParam(key, value);
  }

  setParam(key: string, value?: string | number | null): void {
    if (key) this.#parameters.set(key.toLowerCase(), value == null ? null : String(value));
  }

  getParam<T = string | null | undefined>(key: string): T {
    return this.#parameters.get(String(key).toLowerCase()) as T;
  }

  hasParam(key: string): boolean {
    return this.#parameters.has(String(key).toLowerCase());
  }

  deleteParam(key: string): string | null | undefined {
    const value = this.getParam(key);
    this.#parameters.delete(String(key).toLowerCase());
    return value;
  }

  clearParams(): void {
    this.#parameters.clear();
  }

  protected parameters(): Contract.Parameters {
    return Object.fromEntries(this.#parameters);
  }

  protected parametersText(): string {
    let text = '';
    for (const [name, value] of this.#parameters) {
      text += value === null ? `;${name}` : `;${name}=${value}`;
    }
    return text;
  }
}

/** A value as it has to stand in a message: the parser gives it without its quotes. */
export function quoteIfNeeded(value: string | null): string | null {
  // RFC 3261 25.1: token, or a host, which may have brackets and colons.
  return value === null || /^[\w.!%*+`'~:[\]-]+$/.test(value) ? value : quote(value);
}

export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
