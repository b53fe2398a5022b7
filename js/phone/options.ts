// What an application gives, checked before the engine is touched. What SIP says of it is the core's to check.
import type * as Contract from '../../types/index.js';
import type { Config, Server } from '../engine/vocabulary.js';
import type { HostSocket, MediaOptions } from '../host/host.js';
import { RinglineError } from './error.js';

type Kind = 'string' | 'boolean' | 'number' | 'object' | 'function';

const kPhone: { [Option in keyof Contract.PhoneOptions]?: Kind } = {
  user: 'string',
  password: 'string',
  authorizationUser: 'string',
  displayName: 'string',
  register: 'boolean',
  registerExpires: 'number',
  noAnswerTimeout: 'number',
  iceServers: 'object',
  rtcConfiguration: 'object',
  reconnect: 'boolean',
  followRedirects: 'boolean',
  userAgent: 'string',
  headers: 'object',
};

export function refuse(detail: string): never {
  throw new RinglineError('invalidArgument', detail);
}

/** Undefined passes: it means the default. */
export function check(name: string, value: unknown, kind: Kind): void {
  if (value === undefined) return;
  const fits =
    kind === 'number' ? Number.isFinite(value) && (value as number) >= 0 : typeof value === kind;
  if (!fits || value === null) refuse(`${name} must be a ${kind}`);
}

const kMedia = [
  ...['audio', 'video', 'stream', 'codecs', 'limits', 'contentHint', 'degradationPreference'],
];
const kAnswer = [...kMedia, 'headers'];
const kCall = [...kAnswer, 'anonymous', 'delayedOffer', 'join', 'signal'];

// The options of each method that has some.
const kNames = {
  phone: ['server', 'reliableProvisionals', 'callWaiting', 'quality', ...Object.keys(kPhone)],
  call: kCall,
  consult: [...kCall, 'resume'],
  answer: kAnswer,
  media: kMedia,
  hangup: ['status', 'reason', 'headers'],
  tones: ['duration', 'gap', 'transport'],
  request: ['headers'],
  message: ['contentType', 'headers'],
  subscribe: ['accept', 'expires', 'headers'],
  publish: ['contentType', 'expires', 'headers'],
  share: ['beside'],
  upgrade: ['video', 'stream'],
  mute: ['audio', 'video'],
  codecs: ['audio', 'video', 'only'],
  quality: ['interval', 'levels', 'warnings', 'detectBlackVideo', 'limitSending'],
  server: ['url', 'weight'],
} as const;

/** Refuses a name that means nothing there: nobody would find out that it was misspelt. */
export function checkNames(where: string, options: unknown, names: readonly string[]): void {
  check(where, options, 'object');
  for (const [name, value] of Object.entries(options ?? {})) {
    if (value !== undefined && !names.includes(name)) refuse(`${where} has no ${name}`);
  }
}

/** The same of the options of a method; gives them back. */
export function known<Options extends object>(
  method: keyof typeof kNames,
  options: Options,
): Options {
  checkNames('options', options ?? null, kNames[method]);
  return options;
}

/** The same of what a page need not import, whose names stand where they are used. */
export function only<Options extends object>(
  options: Options,
  ...names: readonly (keyof Options & string)[]
): Options {
  checkNames('options', options ?? null, names);
  return options;
}

/** What of a call's options is of its media, and may be given to another call. */
export function mediaAlone(options: Contract.CallOptions): Contract.MediaOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => kMedia.includes(name)));
}

/** As lines of a message. Whether the names are tokens and the values have no line breaks is checked by the core. */
export function headerLines(headers: Record<string, string> | undefined): string[] {
  check('headers', headers, 'object');
  return Object.entries(headers ?? {}).map(([name, value]) => {
    check(`headers['${name}']`, value ?? null, 'string');
    return `${name}: ${value}`;
  });
}

export function text(name: string, value: unknown): string {
  check(name, value ?? null, 'string');
  return value === '' ? refuse(`${name} is empty`) : (value as string);
}

/** The options of a call as the host wants them. */
export function mediaOf(
  options: Contract.MediaOptions,
  phone: Contract.PhoneOptions,
): MediaOptions {
  const { audio = true, video = false, stream } = options;
  for (const [name, value] of Object.entries({ audio, video })) {
    if (typeof value !== 'boolean') check(name, value, 'object');
  }
  check('stream', stream, 'object');
  return {
    ...sendingOf(options),
    mediaConstraints: { audio, video },
    mediaStream: stream,
    pcConfig: {
      ...phone.rtcConfiguration,
      ...(phone.iceServers && { iceServers: phone.iceServers }),
    },
  };
}

const kHints = ['', 'motion', 'detail', 'text'] as const;
const kDegradations = ['balanced', 'maintain-framerate', 'maintain-resolution'] as const;

function sendingOf(options: Contract.SendOptions): Partial<MediaOptions> {
  const { codecs, limits, contentHint, degradationPreference } = options;
  checkNames('codecs', codecs, kNames.codecs);
  for (const kind of ['audio', 'video'] as const) {
    if (!(codecs?.[kind] ?? []).every?.((name) => typeof name === 'string'))
      refuse(`codecs.${kind} must be a list of names`);
  }
  oneOf(kHints, 'contentHint', contentHint);
  oneOf(kDegradations, 'degradationPreference', degradationPreference);
  const wishes = { ...limitsOf(limits), ...(degradationPreference && { degradationPreference }) };
  return {
    ...(codecs && { codecs }),
    ...(contentHint && { contentHint }),
    ...(Object.keys(wishes).length > 0 && { limits: wishes }),
  };
}

const kLimits = {
  audio: ['maxBitrate'],
  video: ['maxBitrate', 'maxFramerate', 'scaleResolutionDownBy'],
};

/** Throws on what is no limit. */
export function limitsOf(limits: Contract.SendOptions['limits']): Contract.SendOptions['limits'] {
  check('limits', limits, 'object');
  for (const [kind, values] of Object.entries(limits ?? {})) {
    if (kind !== 'audio' && kind !== 'video') refuse(`limits.${kind} is no kind of media`);
    checkNames(`limits.${kind}`, values, kLimits[kind]);
    for (const [name, value] of Object.entries(values ?? {}))
      check(`limits.${kind}.${name}`, value ?? undefined, 'number');
  }
  const scale = limits?.video?.scaleResolutionDownBy;
  if (typeof scale === 'number' && scale < 1) refuse('scaleResolutionDownBy is at least 1');
  return limits;
}

const reliability = ['supported', 'required', 'off'] as const;

/** The first word is the default. */
export function oneOf<Word>(words: readonly Word[], name: string, value: Word | undefined): Word {
  if (value === undefined) return words[0] as Word;
  return words.includes(value) ? value : refuse(`${name} is none of ${words.join(', ')}`);
}

/** One entry for each server: its socket, made by `make` where the application gave an address. */
export function serversOf(
  options: Contract.PhoneOptions,
  make: (url: string) => HostSocket,
): { sockets: HostSocket[]; servers: Server[] } {
  const given = [options.server].flat() as (
    string | Contract.ServerOptions | Contract.SocketLike
  )[];
  if (given.length === 0) refuse('server is empty');
  const sockets: HostSocket[] = [];
  const servers = given.map((entry): Server => {
    const isSocket = typeof entry === 'object' && entry !== null && 'connect' in entry;
    const isPlain = isSocket || typeof entry === 'string';
    if (!isPlain) checkNames('server', entry ?? null, kNames.server);
    const url = text('server', typeof entry === 'string' ? entry : entry.url);
    const weight = isPlain ? 0 : (entry.weight ?? 0);
    check('weight', weight, 'number');
    const socket = isSocket ? (entry as HostSocket) : makeSocket(make, url);
    sockets.push(socket);
    return { url, weight, sipUri: socket.sip_uri, viaTransport: socket.via_transport };
  });
  return { sockets, servers };
}

function makeSocket(make: (url: string) => HostSocket, url: string): HostSocket {
  try {
    return make(url);
  } catch (cause) {
    throw new RinglineError('invalidArgument', `server '${url}' is no ws:// or wss:// address`, {
      cause,
    });
  }
}

export function configOf(options: Contract.PhoneOptions, servers: Server[]): Partial<Config> {
  known('phone', options);
  for (const [name, kind] of Object.entries(kPhone)) {
    check(name, options[name as keyof Contract.PhoneOptions], kind);
  }
  const user = text('user', options.user);
  return {
    servers,
    uri: /^sips?:/i.test(user) ? user : `sip:${user}`,
    autoRegister: options.register ?? true,
    recovers: options.reconnect ?? true,
    mediaModes: true,
    reliableProvisionals: oneOf(reliability, 'reliableProvisionals', options.reliableProvisionals),
    extraHeaders: headerLines(options.headers),
    ...given('followRedirects', options.followRedirects),
    ...given('displayName', options.displayName),
    ...given('password', options.password),
    ...given('authorizationUser', options.authorizationUser),
    ...given('userAgent', options.userAgent),
    ...given('registerExpires', options.registerExpires && options.registerExpires * 1000),
    ...given('noAnswerTimeout', options.noAnswerTimeout && options.noAnswerTimeout * 1000),
  };
}

// The engine's own default holds where nothing is given.
function given<Name extends keyof Config>(
  name: Name,
  value: Config[Name] | undefined,
): Partial<Config> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Config>);
}
