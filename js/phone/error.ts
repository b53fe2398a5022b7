// Every failure as one class: from a cause the engine names, from a browser's exception, from a wrong argument.
import type * as Contract from '../../types/index.js';
import type { Cause, MediaStage, OutputOf } from '../engine/vocabulary.js';
import { SipText } from '../engine/sip_text.js';

type ErrorCode = Contract.ErrorCode;

const kPermission =
  'Ask the user to allow microphone and camera for this page; a page needs https or localhost.';

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
  canceled: ['The call was given up before it was answered'],
  ended: ['The call is over'],
  mediaDenied: ['Microphone or camera was not allowed', kPermission],
  mediaMissing: ['There is no such microphone or camera', 'Connect one, or call without it.'],
  mediaBusy: ['The microphone or camera cannot be read', 'Close the program that uses it.'],
  mediaFailed: ['The browser could not set up sound and picture', 'The cause tells what it says.'],
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
    { cause, response, sipStatus = response?.statusCode }: Source = {},
  ) {
    const [words, hint = ''] = kWords[code];
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

// What getUserMedia throws (W3C Media Capture 10.2), by name: everything else is the browser's own business.
const kCodeOfException: { [name: string]: ErrorCode } = {
  NotAllowedError: 'mediaDenied',
  SecurityError: 'mediaDenied',
  NotFoundError: 'mediaMissing',
  OverconstrainedError: 'mediaMissing',
  NotReadableError: 'mediaBusy',
  AbortError: 'mediaBusy',
};

/** From what a media operation threw. */
export function errorOfException(stage: MediaStage, exception: unknown): RinglineError {
  const { name = '', message = stage } = (exception ?? {}) as { name?: string; message?: string };
  const isOurs = name === 'UnsupportedError';
  const code = isOurs
    ? 'unsupported'
    : stage === 'getUserMedia'
      ? kCodeOfException[name]
      : undefined;
  return new RinglineError(code ?? 'mediaFailed', message, { cause: exception });
}
