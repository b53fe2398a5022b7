// Waiting that has an end: after so long, or when a signal says that nobody waits any more.

interface Patience {
  /** Milliseconds; for ever without. */
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the promise gives; a TimeoutError or an AbortError when that is sooner. */
export function within<T>(promise: Promise<T>, { limit, signal }: Patience): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (deed: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      deed();
    };
    const fail = (name: string) => settle(() => reject(new DOMException('', name)));
    const giveUp = () => fail('AbortError');
    const timer = limit === undefined ? undefined : setTimeout(() => fail('TimeoutError'), limit);
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted) return giveUp();
    promise.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error as Error)),
    );
  });
}

/** An AbortError when the signal is sooner. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  return within(over, { signal }).finally(() => clearTimeout(timer));
}

/** Returns what tells the milliseconds since. */
export function stopwatch(): () => number {
  const began = performance.now();
  return () => performance.now() - began;
}
