// The registration as applications look at it and add to it.
import type * as Contract from '../../types/jssip.js';
import type { Line } from './line.js';
import { quoteIfNeeded } from './parameters.js';
import { Opaque } from '../engine/opaque.js';

/** Called it gives itself: `ua.registrator().register()` now, `ua.registrator.register()` in older documents. */
export function callable(registrator: Registrator): Contract.CallableRegistrator {
  return new Proxy(() => registrator, {
    get(_, name) {
      const member: unknown = Reflect.get(registrator, name);
      return typeof member === 'function' ? (member.bind(registrator) as unknown) : member;
    },
  }) as unknown as Contract.CallableRegistrator;
}

export class Registrator extends Opaque implements Contract.Registrator {
  registered = false;
  readonly #line: Line;
  #headers: string[] = [];
  #contactParameters = '';

  constructor(line: Line) {
    super();
    this.#line = line;
  }

  setExtraHeaders(extraHeaders: string[]): void {
    this.#headers = Array.isArray(extraHeaders) ? [...extraHeaders] : [];
    this.#tell();
  }

  setExtraContactParams(extraContactParams: Contract.ExtraContactParams): void {
    this.#contactParameters = Object.entries(extraContactParams ?? {})
      .map(([name, value]) => `;${name}${value ? `=${quoteIfNeeded(String(value))}` : ''}`)
      .join('');
    this.#tell();
  }

  register(): void {
    this.#line.attempt({ type: 'register' });
  }

  unregister(options?: Contract.UnRegisterOptions | null): void {
    this.#line.attempt({ type: 'unregister', all: !!options?.all });
  }

  close(): void {
    if (this.registered) this.unregister();
  }

  #tell(): void {
    this.#line.order({
      type: 'setRegistrationHeaders',
      headers: this.#headers,
      contactParameters: this.#contactParameters,
    });
  }
}
