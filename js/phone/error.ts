// Every failure as one class: from a cause the engine names, from a browser's exception, from a wrong argument.
import type * as Contract from '../../types/index.js';
import type { Cause, MediaStage, OutputOf } from '../engine/vocabulary.js';
import { SipText } from '../engine/sip_text.js';
import { type Feature, isForbidden, isInsecure } from '../host/page_policy.js';

type ErrorCode = Contract.ErrorCode;

// A sentence for each code, and what to do about it where there is something to be done.
const kWords: { [Code in ErrorCode]: readonly [message: string, hint?: string] } = {
  invalidArgument: ['An argument cannot be used'],
  invalidState: ['This is not possible now'],
  unreachable: [
    'The server cannot be reached',
    'Check the wss:// address, its certificate, and the network.',
  ],
  timeout: ['No answer came in time'],
  authentication: [
    'The server refused user or password',
    'Check user, authorizationUser and password.',
  ],
  notFound: ['There is nobody of that name', 'They must be registered at the server.'],
  unavailable: ['They cannot be reached at the moment'],
  busy: ['They are busy'],
  rejected: ['They declined'],
  redirected: ['They are to be found elsewhere', 'The response names the place in Contact.'],
  noAnswer: ['Nobody answered'],
  canceled: ['It was given up before it was answered or done'],
  ended: ['The call is over'],
  mediaDenied: [
    'Access to the device was not allowed',
    'Ask the user to allow it in the site settings of the address bar.',
  ],
  mediaDeniedBySystem: [
    'The operating system does not let the browser have the device',
    'The privacy settings of the system have a switch for it.',
  ],
  mediaForbidden: [
    'The policy of the page forbids the device',
    'An iframe needs allow="microphone; camera", and Permissions-Policy must not exclude them.',
  ],
  mediaMissing: ['There is no such device', 'Connect one, or call without it.'],
  mediaBusy: ['The device cannot be read', 'Close the program that uses it.'],
  mediaOverconstrained: ['No device can do what was asked', 'Ask with ideal in place of exact.'],
  mediaAborted: ['The browser gave up opening the device', 'Try again, or plug it in again.'],
  mediaFailed: ['The browser could not set up sound and picture', 'The cause tells what it says.'],
  gestureNeeded: ['Only after a click', 'Call it inside a click or key handler.'],
  insecureContext: [
    'Browsers give no devices to insecure pages',
    'Serve the page by https, or from localhost.',
  ],
  incompatibleMedia: ['The two ends have no way of sound or picture in common'],
  connectionLost: ['Sound and picture broke down', 'A TURN server in iceServers may be needed.'],
  stopped: ['The phone was stopped'],
  unsupported: [
    'This browser or page cannot do it',
    'A Content-Security-Policy needs wasm-unsafe-eval.',
  ],
  failed: ['The request was refused'],
  internal: ['This is a fault in Ringline', 'Please report it.'],
};

interface Source {
  /** In place of the usual one. */
  hint?: string | undefined;
  cause?: unknown;
  response?: SipText | undefined;
  sipStatus?: number;
}

export class RinglineError extends Error implements Contract.RinglineError {
  override readonly name = 'RinglineError';
  override readonly cause: unknown;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly sipStatus: number | undefined;
  readonly response: SipText | undefined;

  constructor(
    code: ErrorCode,
    detail = '',
    {
      cause,
      response,
      sipStatus = response?.statusCode,
      hint = kWords[code][1] ?? '',
    }: Source = {},
  ) {
    const [words] = kWords[code];
    super(detail ? `${words}: ${detail}` : words);
    this.code = code;
    this.hint = hint;
    this.cause = cause;
    this.response = response;
    this.sipStatus = sipStatus;
  }
}

const kCodeOfCause: { [C in Cause]: ErrorCode } = {
  none: 'failed',
  connectionError: 'unreachable',
  requestTimeout: 'timeout',
  sipFailureCode: 'failed',
  internalError: 'internal',
  busy: 'busy',
  rejected: 'rejected',
  redirected: 'redirected',
  unavailable: 'unavailable',
  notFound: 'notFound',
  addressIncomplete: 'notFound',
  incompatibleSdp: 'incompatibleMedia',
  missingSdp: 'incompatibleMedia',
  authenticationError: 'authentication',
  bye: 'ended',
  webrtcError: 'mediaFailed',
  canceled: 'canceled',
  noAnswer: 'noAnswer',
  expires: 'noAnswer',
  noAck: 'timeout',
  dialogError: 'ended',
  userDeniedMediaAccess: 'mediaDenied',
  badMediaDescription: 'incompatibleMedia',
  rtpTimeout: 'connectionLost',
};

/** From a cause and the response behind it, `''` when none came. */
export function errorOfCause(cause: Cause, message = '', detail = ''): RinglineError {
  const text = message ? new SipText(message) : undefined;
  const response = text?.isRequest ? undefined : text;
  const said = response ? `${response.statusCode} ${response.reasonPhrase}`.trim() : detail;
  return new RinglineError(kCodeOfCause[cause], said, { response });
}

/** From the answer to a request of ours that was not what it should be. */
export function errorOfAnswer(
  answer: OutputOf<'requestAnswered' | 'renegotiationEnded'>,
): RinglineError {
  return errorOfCause(answer.cause, answer.response);
}

/** From the last word on a transfer: the status line of the call that it made. */
export function errorOfProgress({
  cause,
  statusCode,
  reasonPhrase,
}: OutputOf<'referProgress'>): RinglineError {
  return new RinglineError(kCodeOfCause[cause], `${statusCode} ${reasonPhrase}`.trim(), {
    sipStatus: statusCode,
  });
}

// What opening a device throws (W3C Media Capture 10.2, Screen Capture 5.1, Audio Output Devices 2.1), by name:
// everything else is the browser's own business.
const kCodeOfException: { [name: string]: ErrorCode } = {
  NotAllowedError: 'mediaDenied',
  SecurityError: 'mediaForbidden',
  NotFoundError: 'mediaMissing',
  OverconstrainedError: 'mediaOverconstrained',
  NotReadableError: 'mediaBusy',
  AbortError: 'mediaAborted',
  // Neither sound nor picture was asked for.
  TypeError: 'invalidArgument',
  UnsupportedError: 'unsupported',
};

interface Thrown {
  name?: string;
  message?: string;
  constraint?: string;
}

/** From what was thrown when one of those was to be opened. */
export function errorOfDevice(exception: unknown, ...asked: readonly Feature[]): RinglineError {
  if (exception instanceof RinglineError) return exception;
  const { name = '', message = '', constraint = '' } = (exception ?? {}) as Thrown;
  // Where devices are hidden that is what is missing.
  if (isInsecure() && /^(Unsupported|Type)Error$/.test(name)) {
    return new RinglineError('insecureContext', '', { cause: exception });
  }
  const isClickMissing = name === 'InvalidStateError' && asked.some(wantsClick);
  const code = isClickMissing ? 'gestureNeeded' : (kCodeOfException[name] ?? 'mediaFailed');
  if (code === 'mediaDenied') return errorOfRefusal(exception, message, asked);
  // An id that nobody has is a device that is not there.
  const isGone = code === 'mediaOverconstrained' && /^(device|group)Id$/.test(constraint);
  const hint = code === 'unsupported' ? 'Ask support() first.' : undefined;
  return new RinglineError(isGone ? 'mediaMissing' : code, constraint || message, {
    cause: exception,
    hint,
  });
}

const wantsClick = (feature: Feature): boolean =>
  feature === 'display-capture' || feature === 'speaker-selection';

// NotAllowedError is said by the page, the system and the user alike. Of the page we can ask its policy; of the others
// Chromium's words tell.
function errorOfRefusal(cause: unknown, message: string, asked: readonly Feature[]): RinglineError {
  if (asked.some(isForbidden)) return new RinglineError('mediaForbidden', message, { cause });
  if (/by system/i.test(message)) {
    return new RinglineError('mediaDeniedBySystem', message, { cause });
  }
  const hint = /dismissed/i.test(message)
    ? 'The question was closed unanswered: ask again.'
    : undefined;
  return new RinglineError('mediaDenied', message, { cause, hint });
}

export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is RinglineError {
  return error instanceof RinglineError && codes.includes(error.code);
}

/** From what a media operation threw. */
export function errorOfException(stage: MediaStage, exception: unknown): RinglineError {
  // Every call wants the microphone; whether this one wants a camera too is not known here.
  if (stage === 'getUserMedia') return errorOfDevice(exception, 'microphone');
  const { name = '', message = stage } = (exception ?? {}) as Thrown;
  const code = name === 'UnsupportedError' ? 'unsupported' : 'mediaFailed';
  return new RinglineError(code, message, { cause: exception });
}

/** From what ended a wait: time is over, or what was waited for failed. */
export function errorOfWait(
  error: unknown,
  { detail = '', hint }: { detail?: string; hint?: string } = {},
): unknown {
  if ((error as Thrown | undefined)?.name !== 'TimeoutError') return error;
  return new RinglineError('timeout', detail, { cause: error, hint });
}
