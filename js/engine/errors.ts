// What can go wrong on our side of the border, as types an application can tell apart.

/** The configuration cannot work; nothing was made. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  constructor(
    readonly parameter: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** The core found a mistake of its own and stopped: this engine does nothing any more. */
export class EngineStopped extends Error {
  override name = 'EngineStopped';
}

/** The platform lacks something: WebRTC in a worker, synchronous compilation on some main threads. */
export class UnsupportedError extends Error {
  override name = 'UnsupportedError';
}

/** Tells the platform about an exception that nobody up the stack could handle, and returns. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else {
    queueMicrotask(() => {
      throw error;
    });
  }
}
