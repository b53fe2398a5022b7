// A picture that can be sent in place of the camera's: where its stream comes from, and how it ends.

export interface ShareSource {
  /** Has a video track, and an audio track where the source has sound. */
  readonly stream: MediaStream;
  /** Called once, when it ends by itself: the browser's bar, the end of a film; the error, if it was one. */
  onEnded: ((error?: ShareError) => void) | undefined;
  /** Stops every track and all work for them; onEnded is not called. */
  close(): void;
}

export type ShareErrorCode =
  /** This browser cannot. */
  | 'unsupported'
  /** The user said no, or closed the picker. */
  | 'denied'
  /** A screen is asked for in a click alone. */
  | 'gestureNeeded'
  /** There is no such element, or nothing in it to be seen. */
  | 'missing'
  /** It was loaded from elsewhere without CORS, so its pixels may not be read. */
  | 'crossOrigin'
  /** The browser, or the application's function, threw. */
  | 'failed';

export class ShareError extends Error {
  override name = 'ShareError';
  constructor(
    readonly code: ShareErrorCode,
    message: string,
    override readonly cause?: unknown,
  ) {
    super(message);
  }
}

const kCodeOfException: { [name: string]: ShareErrorCode } = {
  NotAllowedError: 'denied',
  AbortError: 'denied',
  NotFoundError: 'missing',
  NotSupportedError: 'unsupported',
  SecurityError: 'crossOrigin',
};

/** A browser's exception as one of ours. */
export function asShareError(exception: unknown): ShareError {
  if (exception instanceof ShareError) return exception;
  const { name = '', message = String(exception) } = (exception ?? {}) as Partial<Error>;
  return new ShareError(kCodeOfException[name] ?? 'failed', message, exception);
}
