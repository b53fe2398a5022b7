// The API of JsSIP as applications use it: the user agent and its calls, every member and event.
// Compiled, never run.
import JsSIP, {
  C,
  NameAddrHeader,
  RTCSession,
  UA,
  URI,
  WebSocketInterface,
  type AnswerOptions,
  type CallListener,
  type CallOptions,
  type ConfirmedListener,
  type ConnectingListener,
  type DTMF,
  type DTMFListener,
  type DTMFOptions,
  type EndEvent,
  type EndListener,
  type EventEmitter,
  type GenericErrorListener,
  type HoldListener,
  type IceCandidateListener,
  type IncomingMessageEvent,
  type IncomingRequest,
  type IncomingRTCSessionEvent,
  type Info,
  type InfoListener,
  type MessageListener,
  type MuteListener,
  type OptionsListener,
  type OutgoingRequest,
  type OutgoingRTCSessionEvent,
  type PeerConnectionListener,
  type ReferListener,
  type ReferSubscriber,
  type Registrator,
  type RegistrationFailedListener,
  type ReInviteListener,
  type RTCPeerConnectionDeprecated,
  type RTCSessionEvent,
  type RTCSessionEventMap,
  type RTCSessionListener,
  type SDPListener,
  type SendingListener,
  type SessionDirection,
  type SipEventListener,
  type Socket,
  type TerminateOptions,
  type Transport,
  type UAConfiguration,
  type UAConnectingListener,
  type UAContact,
  type UnRegisteredListener,
  type WeightedSocket,
} from 'ringline/jssip';

/** Fails to compile unless the two are the same type. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
function is<T extends true>(): T | undefined {
  return undefined;
}

// ── configuration ────────────────────────────────────────────────────────────────────────────────

const socket: WebSocketInterface = new WebSocketInterface('wss://sip.example.com');
socket.via_transport = 'WSS';
is<Same<typeof socket.url, string>>();
is<Same<typeof socket.sip_uri, string>>();
socket.connect();
socket.disconnect();
socket.isConnected() || socket.isConnecting();
const sent: boolean = socket.send('text');
socket.onconnect = () => {};
socket.ondisconnect = (error: boolean, code?: number, reason?: string) =>
  void [error, code, reason];
socket.ondata = (data: string) => void data;
// @ts-expect-error it needs a URL
new WebSocketInterface();

const own: Socket = {
  via_transport: 'WS',
  url: 'ws://h',
  sip_uri: 'sip:h;transport=ws',
  connect() {},
  disconnect() {},
  send: () => true,
};
const weighted: WeightedSocket = { socket: own, weight: 10 };

const configuration: UAConfiguration = {
  sockets: [weighted, { socket }],
  uri: 'sip:alice@example.com',
  authorization_jwt: 'Bearer x',
  authorization_user: 'alice',
  connection_recovery_max_interval: 30,
  connection_recovery_min_interval: 2,
  contact_uri: 'sip:a@h',
  display_name: 'Alice',
  instance_id: 'uuid:8f1fa16a-1165-4a96-8341-785b1ef24f12',
  no_answer_timeout: 60,
  session_timers: true,
  session_timers_refresh_method: 'UPDATE',
  session_timers_force_refresher: false,
  password: 'secret',
  realm: 'example.com',
  ha1: '0',
  register: true,
  register_expires: 600,
  register_from_tag_trail: () => 'trail',
  registrar_server: 'sip:example.com',
  use_preloaded_route: false,
  user_agent: 'app',
  extra_headers: ['X: y'],
  compat: 'jssip',
};
new UA({ sockets: socket, uri: 'a@b' });
new UA({ sockets: socket, uri: 'a@b', compat: ['recovery', 'gathering'] });
// @ts-expect-error there is no such thing
new UA({ sockets: socket, uri: 'a@b', compat: ['everything'] });
new UA({ sockets: [socket, own], uri: 'a@b' });
// @ts-expect-error the address is missing
new UA({ sockets: socket });

// ── the user agent ───────────────────────────────────────────────────────────────────────────────

const ua: JsSIP.UA = new JsSIP.UA(configuration);
const statuses: number[] = [ua.status, UA.C.STATUS_READY, ua.C.NETWORK_ERROR];
const contact: UAContact = ua.contact;
contact.toString({ anonymous: true, outbound: true });
const gruu: string | null = contact.pub_gruu ?? contact.temp_gruu;
is<Same<typeof contact.uri, URI>>();
const password: unknown = ua.configuration['password'];
const transport: Transport = ua.transport;
transport.connect();
transport.disconnect();
transport.send('text');
transport.isConnected() ||
  transport.isConnecting() ||
  transport.status === transport.C.STATUS_CONNECTED;
[transport.via_transport, transport.url, transport.sip_uri, transport.socket.url];
[transport.recovery_options.min_interval, transport.sockets[0]?.weight];
ua.start();
ua.stop();
ua.register();
ua.unregister();
ua.unregister({ all: true });
ua.terminateSessions();
ua.terminateSessions({ status_code: 480 });
const known: boolean = ua.isRegistered() || ua.isConnected();
const display: string | undefined = ua.get('display_name');
const changed: boolean = ua.set('extra_headers', ['X: y']);
// @ts-expect-error no such parameter
ua.get('nonsense');
const normalized: URI | undefined =
  ua.normalizeTarget('bob') ?? ua.normalizeTarget(new URI('sip', 'a', 'h'));
const registrator: Registrator = ua.registrator();
registrator.setExtraHeaders(['X: y']);
registrator.setExtraContactParams({ a: 'b', c: 1, d: true, e: null });
registrator.register();
registrator.unregister({ all: true });
registrator.close();
const isRegistered: boolean = registrator.registered;

ua.on('connecting', ({ socket, attempts }) => void [socket.url, attempts + 1]);
ua.on('connected', ({ socket }) => socket.url);
ua.on('disconnected', ({ socket, error, code, reason }) => void [socket, !error, code, reason]);
ua.on('registered', ({ response }) => response.status_code);
ua.on('unregistered', ({ response, cause }) => void [response, cause]);
ua.on('registrationFailed', ({ response, cause }) => void [response, cause]);
ua.on('registrationExpiring', () => ua.register());
ua.on('newRTCSession', (event) => {
  // One look at the originator tells which of the two it is.
  if (event.originator === 'remote') is<Same<typeof event.request, IncomingRequest>>();
  else is<Same<typeof event.request, OutgoingRequest>>();
  event.session.on('ended', () => {});
});
ua.on('newMessage', (event) => {
  if (event.originator === 'remote') event.message.accept();
});
ua.on('newOptions', ({ message, request }) => void [message.direction, request.body]);
ua.on('sipEvent', ({ event, request }) => void [event.event, request.method]);
// @ts-expect-error no such event
ua.on('nonsense', () => {});

// A listener may be written for one kind of an event alone.
const onIncoming = ({ session, request }: IncomingRTCSessionEvent) => void [session, request.from];
const onOutgoing = ({ session, request }: OutgoingRTCSessionEvent) => void [session, request.cseq];
const onEither = (event: RTCSessionEvent) => void event.originator;
ua.on('newRTCSession', onIncoming).on('newRTCSession', onOutgoing).once('newRTCSession', onEither);
ua.off('newRTCSession', onIncoming).removeListener('newRTCSession', onOutgoing);
ua.on('newMessage', ({ message, request }: IncomingMessageEvent) => void [message, request.data]);
const listeners: [
  UAConnectingListener,
  RTCSessionListener,
  MessageListener,
  OptionsListener,
  SipEventListener,
  UnRegisteredListener,
  RegistrationFailedListener,
] = [() => {}, onEither, () => {}, () => {}, () => {}, () => {}, () => {}];

const emitter: EventEmitter = new UA(configuration) as never;
emitter.addListener('x', (a, b) => void [a, b]);
emitter.prependListener('x', () => {}).prependOnceListener('x', () => {});
emitter.emit('x', 1, 2) && emitter.listenerCount('x') + emitter.getMaxListeners();
[emitter.listeners('x'), emitter.rawListeners('x'), emitter.eventNames()];
emitter.setMaxListeners(20).removeAllListeners('x').removeAllListeners();

class Application extends JsSIP.UA {
  override stop(): void {
    super.stop();
  }
}
new Application(configuration).stop();

// ── calls ────────────────────────────────────────────────────────────────────────────────────────

const eventHandlers: Partial<RTCSessionEventMap> = {
  peerconnection: ({ peerconnection }) => peerconnection.getReceivers(),
  ended: ({ originator, message, cause }) => void [originator, message, cause],
};
const answerOptions: AnswerOptions = {
  extraHeaders: ['X: y'],
  mediaConstraints: { audio: true, video: { width: 640 } },
  mediaStream: new MediaStream(),
  pcConfig: { iceServers: [{ urls: 'stun:h' }] },
  rtcConstraints: { optional: [] },
  rtcAnswerConstraints: {},
  rtcOfferConstraints: { iceRestart: true },
  sessionTimersExpires: 90,
  data: 'mine',
};
const callOptions: CallOptions = {
  ...answerOptions,
  eventHandlers,
  anonymous: true,
  fromUserName: 'a',
  fromDisplayName: 'A',
};
const session: RTCSession = ua.call('bob', callOptions);
ua.call(new URI('sip', 'bob', 'h'));
// @ts-expect-error a target is needed
ua.call();

const numbers: number[] = [session.status, RTCSession.C.STATUS_CONFIRMED, session.C.STATUS_NULL];
const busy: 'Busy' = session.causes.BUSY;
const id: string = session.id;
session.data = { mine: session.data as unknown };
const connection: RTCPeerConnectionDeprecated = session.connection;
const text: string = session.contact;
const direction: SessionDirection = session.direction;
const identities: NameAddrHeader[] = [session.local_identity, session.remote_identity];
const times: Date[] = [session.start_time, session.end_time];
const states: boolean[] = [
  session.isInProgress(),
  session.isEstablished(),
  session.isEnded(),
  session.isReadyToReOffer(),
  session.isOnHold().local,
  session.isMuted().audio,
];
session.answer();
session.answer(answerOptions);
const ending: TerminateOptions = {
  status_code: 486,
  reason_phrase: 'Busy',
  extraHeaders: [],
  body: '',
  cause: 'of my own',
};
session.terminate();
session.terminate(ending);
session.terminate({ cause: C.causes.BUSY });
const tones: DTMFOptions = {
  duration: 100,
  interToneGap: 500,
  transportType: C.DTMF_TRANSPORT.RFC2833,
  extraHeaders: [],
};
session.sendDTMF('1#', tones);
session.sendDTMF(5);
session.sendInfo('text/plain');
session.sendInfo('text/plain', 'body', { extraHeaders: ['X: y'] });
const done = () => {};
const began: boolean[] = [
  session.hold(),
  session.hold({ useUpdate: true, extraHeaders: [] }, done),
  session.unhold({}, done),
  session.renegotiate({ rtcOfferConstraints: { iceRestart: true }, useUpdate: true }, done),
];
session.mute();
session.mute({ audio: true });
session.unmute({ video: true });
const subscriber: ReferSubscriber | false = session.refer('carol', {
  extraHeaders: [],
  replaces: session,
  eventHandlers: { accepted: ({ status_line }) => status_line.status_code },
});
if (subscriber) {
  const cseq: number | undefined = subscriber.id;
  subscriber.on('requestSucceeded', ({ response }) => response.status_code);
  subscriber.on('requestFailed', ({ response, cause }) => void [response?.status_code, cause]);
  subscriber.on('trying', ({ request }) => request.body);
  subscriber.on('progress', ({ status_line }) => status_line.reason_phrase);
  subscriber.on('accepted', () => cseq);
  subscriber.on('authenticated', () => cseq);
  subscriber.on('failed', ({ status_line }) => status_line.status_code);
}
const request: OutgoingRequest = session.sendRequest('INFO', {
  extraHeaders: [],
  body: 'x',
  eventHandlers: {
    onSuccessResponse: (response) => response.status_code,
    onErrorResponse: (response) => response.reason_phrase,
    onTransportError: () => {},
    onRequestTimeout: () => {},
    onDialogError: (response) => response?.status_code,
    onAuthenticated: ({ cseq }) => cseq,
  },
});
request.cancel?.('SIP ;cause=200');
const lines: number[] | undefined = request.sdp?.media.map(({ port }) => port);
const isVideo: boolean = request.parseSDP(true).media.some(({ type }) => type === 'video');

session.on('peerconnection', ({ peerconnection }) => peerconnection.getRemoteStreams());
session.on('connecting', ({ request }) => request.method);
session.on('sending', ({ request }) => {
  request.body = request.body.replace('a', 'b');
  request.extraHeaders.push('X: y');
  request.setHeader('X', ['y']);
});
session.on('progress', (event) => {
  if (event.originator === 'remote') event.response.status_code;
});
session.on('accepted', ({ originator, response }) => void [originator, response?.body]);
session.on('confirmed', (event) => {
  if (event.originator === 'remote') event.ack.method;
});
session.on('ended', ({ originator, message, cause }) => void [originator, message, cause]);
session.on('failed', ({ cause }: EndEvent) => cause === C.causes.BUSY);
session.on('newDTMF', (event) => {
  if (event.originator === 'remote') event.request.method;
  const dtmf: DTMF = event.dtmf;
  dtmf.on('succeeded', ({ response }) => response.status_code);
  dtmf.on('failed', ({ originator, response }) => void [originator, response?.status_code]);
  [dtmf.tone, dtmf.duration];
});
session.on('newInfo', (event) => {
  const info: Info = event.info;
  [info.contentType, info.body];
  info.once('succeeded', () => {});
});
session.on('hold', ({ originator }) => originator === 'local');
session.on('unhold', ({ originator }) => originator === 'remote');
session.on('muted', ({ audio, video }) => audio || video);
session.on('unmuted', ({ audio, video }) => audio || video);
session.on('reinvite', (event) => {
  event.callback = () => {};
  event.reject({ status_code: 488, reason_phrase: 'No', extraHeaders: [] });
});
session.on('update', ({ request, reject }) => void [request.body, reject()]);
session.on('refer', ({ request, accept, reject }) => {
  if (!request.refer_to) return reject();
  accept((session) => session.id, { mediaConstraints: { audio: true } });
});
session.on('replaces', ({ accept }) => accept());
session.on('sdp', (event) => {
  event.sdp += event.type === 'offer' ? 'a=x\r\n' : '';
});
session.on('icecandidate', ({ candidate, ready }) => void (candidate.type === 'srflx' && ready()));
session.on('getusermediafailed', (error) => (error as Error).name);
session.on('peerconnection:createofferfailed', () => {});
session.on('peerconnection:createanswerfailed', () => {});
session.on('peerconnection:setlocaldescriptionfailed', () => {});
session.on('peerconnection:setremotedescriptionfailed', () => {});
session.on('reconnecting', () => {});
session.on('reconnected', () => {});
session.once('confirmed', ({ ack }) => ack);
// @ts-expect-error the event has no such field
session.on('ended', ({ nonsense }) => nonsense);
const sessionListeners: [
  PeerConnectionListener,
  ConnectingListener,
  SendingListener,
  CallListener,
  ConfirmedListener,
  EndListener,
  DTMFListener,
  InfoListener,
  HoldListener,
  MuteListener,
  ReInviteListener,
  ReferListener,
  SDPListener,
  IceCandidateListener,
  GenericErrorListener,
] = [
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
  () => {},
];

export const used = [
  sent,
  statuses,
  gruu,
  password,
  known,
  display,
  changed,
  normalized,
  isRegistered,
  listeners,
  numbers,
  busy,
  id,
  connection,
  text,
  direction,
  identities,
  times,
  states,
  began,
  request,
  lines,
  isVideo,
  sessionListeners,
];

/** Into the workings, as JsSIP's applications look. */
export function lookInto(ua: JsSIP.UA, request: JsSIP.IncomingRequest): void {
  ua.on('newTransaction', ({ transaction }) => {
    const type: 'ict' | 'ist' | 'nict' | 'nist' = transaction.type;
    const method: string = transaction.request.method;
    const isOver: boolean = transaction.state === transaction.C.STATUS_TERMINATED;
    console.log(type, transaction.id, method, isOver, transaction.ua === ua);
  });
  ua.once('transactionDestroyed', (event: { transaction: JsSIP.Transaction }) => event);
  const { server_transaction: transaction } = request;
  console.log(transaction?.state);
  // @ts-expect-error: it may be none.
  console.log(transaction.state);
  // @ts-expect-error: the core's, not ours.
  transaction!.state = 6;
}
