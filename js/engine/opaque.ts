// What keeps something in private fields.

/**
 * Not a plain `[object Object]`, so that Vue makes no proxy of it where an application keeps it in its data: through a proxy
 * private fields are not seen.
 */
export abstract class Opaque {
  get [Symbol.toStringTag](): string {
    return 'Ringline';
  }
}
