// The API of JsSIP as applications use it: messages, addresses, constants and tools, every member.
// Compiled, never run.
import JsSIP, {
  C,
  debug,
  Exceptions,
  Grammar,
  name,
  NameAddrHeader,
  UA,
  URI,
  Utils,
  version,
  WebSocketInterface,
  type causes,
  type IncomingRequest,
  type IncomingResponse,
  type Message,
  type Options,
  type Originator,
  type OutgoingRequest,
  type SendMessageOptions,
  type UAConfiguration,
} from 'ringline/jssip';

/** Fails to compile unless the two are the same type. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
function is<T extends true>(): T | undefined {
  return undefined;
}

const configuration: UAConfiguration = { sockets: new WebSocketInterface('wss://h'), uri: 'a@b' };
const ua: UA = new UA(configuration);

// ── messages ─────────────────────────────────────────────────────────────────────────────────────

const sending: SendMessageOptions = {
  contentType: 'text/plain',
  extraHeaders: [],
  fromUserName: 'a',
  fromDisplayName: 'A',
  eventHandlers: {
    succeeded: ({ originator, response }) => void [originator, response.status_code],
    failed: ({ originator, response, cause }) => void [originator, response, cause],
  },
};
const message: Message = ua.sendMessage('bob', 'hello', sending);
message.on('succeeded', ({ response }) => response.status_code);
message.on('failed', ({ response, cause }) => void [response?.status_code, cause]);
message.accept({ extraHeaders: [], body: 'x' });
message.reject({ status_code: 480, reason_phrase: 'x', extraHeaders: [], body: 'x' });
[message.direction, message.local_identity, message.remote_identity];
const options: Options = ua.sendOptions('bob', undefined, sending);

function incoming(request: IncomingRequest, response: IncomingResponse): unknown[] {
  request.setHeader('X', 'y');
  request.addHeader('X', 'y');
  request.reply(200, 'OK', ['X: y'], 'body');
  request.reply_sl(404);
  const parsed: { cause: number } = request.parseHeader('Reason', 0);
  return [
    request.method,
    request.ruri.user,
    request.data,
    request.headers['Via']?.[0]?.raw,
    request.via_branch,
    request.call_id,
    request.cseq,
    request.from.uri.user,
    request.from_tag,
    request.to.display_name,
    request.to_tag,
    request.body,
    request.event?.params['id'],
    request.refer_to?.uri,
    request.replaces?.call_id,
    request.session_expires,
    request.session_expires_refresher,
    request.ua.status,
    request.transport.url,
    request.getHeader('X'),
    request.getHeaders('X').length,
    request.hasHeader('X'),
    request.countHeader('X'),
    request.s('X'),
    request.toString(),
    response.status_code,
    response.reason_phrase,
    parsed.cause,
  ];
}

function outgoing(request: OutgoingRequest): unknown[] {
  return [
    request.method,
    request.ruri.host,
    request.cseq,
    request.call_id,
    request.from,
    request.to,
    request.body,
    request.headers['Via']?.[0],
    request.extraHeaders,
    request.ua,
    request.getHeader('X'),
    request.getHeaders('X'),
    request.hasHeader('X'),
    request.clone(),
    request.toString(),
  ];
}

// ── the rest ─────────────────────────────────────────────────────────────────────────────────────

const uri = new URI('sip', 'a', 'h', 5060, { a: 'b', c: null, d: 1 }, { X: ['y'], Z: 'z' });
uri.scheme = 'sips';
uri.user = 'b';
uri.host = 'g';
uri.port = 5061;
uri.setParam('a', 1);
const flag: string | null | undefined = uri.getParam('a');
const asked: string = uri.getParam<string>('a');
uri.hasParam('a') && uri.deleteParam('a');
uri.clearParams();
uri.setHeader('X', ['y']);
uri.getHeader('X').length;
uri.hasHeader('X') && uri.deleteHeader('X');
uri.clearHeaders();
const copies: URI[] = [uri.clone()];
[uri.toString(), uri.toAor(), uri.toAor(true), URI.parse('sip:a@h')?.user];

const header = new NameAddrHeader(uri, 'Alice', { tag: '1' });
header.display_name = 'Bob';
header.setParam('a', 'b');
header.hasParam('a') && header.deleteParam('a');
header.clearParams();
[header.uri.host, header.getParam('a'), header.clone().toString(), NameAddrHeader.parse('x')?.uri];

const { ConfigurationError, InvalidStateError, NotReadyError, NotSupportedError } = Exceptions;
try {
  new UA(configuration);
} catch (error) {
  if (error instanceof ConfigurationError) [error.parameter, error.value, error.code];
  if (error instanceof InvalidStateError) [error.status, error.code];
  if (error instanceof NotSupportedError || error instanceof NotReadyError) error.message;
}
const thrown: JsSIP.Exceptions.ConfigurationError = new JsSIP.Exceptions.ConfigurationError(
  'uri',
  5,
);

const cause: causes = C.causes.NO_ACK;
const ofNamespace: JsSIP.C.causes = cause;
is<Same<Originator, 'local' | 'remote' | 'system'>>();
is<Same<Originator.REMOTE, 'remote'>>();
const constants: (string | number)[] = [
  C.USER_AGENT,
  C.SIP,
  C.SIPS,
  C.ACK,
  C.BYE,
  C.CANCEL,
  C.INFO,
  C.INVITE,
  C.MESSAGE,
  C.NOTIFY,
  C.OPTIONS,
  C.REGISTER,
  C.REFER,
  C.UPDATE,
  C.SUBSCRIBE,
  C.DTMF_TRANSPORT.INFO,
  C.REASON_PHRASE[404] ?? '',
  C.ALLOWED_METHODS,
  C.ACCEPTED_BODY_TYPES,
  C.MAX_FORWARDS,
  C.SESSION_EXPIRES,
  C.MIN_SESSION_EXPIRES,
  C.CONNECTION_RECOVERY_MAX_INTERVAL,
  C.CONNECTION_RECOVERY_MIN_INTERVAL,
  C.SIP_ERROR_CAUSES.BUSY.length,
];
const utilities: unknown[] = [
  Utils.str_utf8_length('a'),
  Utils.isFunction(() => {}),
  Utils.isString(''),
  Utils.isDecimal(1),
  Utils.isEmpty(''),
  Utils.hasMethods({}, 'a'),
  Utils.createRandomToken(5, 16),
  Utils.newTag(),
  Utils.newUUID(),
  Utils.hostType('h'),
  Utils.escapeUser('a'),
  Utils.normalizeTarget('a', 'h')?.user,
  Utils.headerize('a'),
  Utils.sipErrorCause(486),
  Utils.getRandomTestNetIP(),
  Utils.calculateMD5('a'),
  Utils.closeMediaStream(),
  Utils.cloneArray([1])[0],
  Utils.cloneObject({ a: 1 }).a,
  Grammar.parse('sip:a@h', 'SIP_URI'),
  `${name} ${version}`,
];

debug.enable('JsSIP:*');
debug.log = (...args) => void args;
const before: string = debug.disable();
const logger = debug('app');
logger('%s', before, debug.enabled('app'));
logger.extend('part').enabled = true;
logger.log = console.log;

export const used = [
  options,
  incoming,
  outgoing,
  flag,
  asked,
  copies,
  thrown,
  ofNamespace,
  constants,
  utilities,
];
