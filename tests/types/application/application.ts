// An application written against JsSIP's own declarations, deep imports and all. It compiles with JsSIP
// (jssip.json) and with ours in its place (ringline.json). Never run.
import * as JsSIP from 'jssip';
import * as Constants from 'jssip/lib/Constants';
import { causes, DTMF_TRANSPORT } from 'jssip/lib/Constants';
import { ConfigurationError, InvalidStateError } from 'jssip/lib/Exceptions';
import { parse } from 'jssip/lib/Grammar';
import { Message } from 'jssip/lib/Message';
import { NameAddrHeader } from 'jssip/lib/NameAddrHeader';
import { Notifier, NotifierTerminationReason } from 'jssip/lib/Notifier';
import { ExtraContactParams, Registrator } from 'jssip/lib/Registrator';
import {
  AnswerOptions,
  EndEvent,
  HoldOptions,
  IncomingDTMFEvent,
  IncomingEvent,
  IncomingInfoEvent,
  Originator,
  OutgoingDTMFEvent,
  OutgoingEvent,
  OutgoingInfoEvent,
  ReferOptions,
  RTCSession,
  RTCSessionEventMap,
  SessionDirection,
  TerminateOptions,
} from 'jssip/lib/RTCSession';
import { IncomingRequest, IncomingResponse, OutgoingRequest } from 'jssip/lib/SIPMessage';
import { Socket, WeightedSocket } from 'jssip/lib/Socket';
import { Subscriber, SubscriberTerminatedCode } from 'jssip/lib/Subscriber';
import { Transport } from 'jssip/lib/Transport';
import {
  CallOptions,
  ConnectedEvent,
  DisconnectEvent,
  IncomingMessageEvent,
  IncomingRTCSessionEvent,
  OutgoingRTCSessionEvent,
  RegisteredEvent,
  RTCSessionEvent,
  UA,
  UAConfiguration,
  UnRegisteredEvent,
} from 'jssip/lib/UA';
import { URI } from 'jssip/lib/URI';
import * as Utils from 'jssip/lib/Utils';
import { newUUID, normalizeTarget } from 'jssip/lib/Utils';
import { WebSocketInterface } from 'jssip/lib/WebSocketInterface';

interface Account {
  server: string;
  uri: string;
  password: string;
}

export class Softphone {
  private readonly ua: UA;
  private session?: RTCSession;
  private direction: SessionDirection | null = null;

  constructor({ server, uri, password }: Account) {
    JsSIP.debug.enable('JsSIP:*');
    const socket: Socket = new JsSIP.WebSocketInterface(server);
    const spare: WeightedSocket = { socket: new WebSocketInterface(server), weight: 1 };
    const configuration: UAConfiguration = {
      sockets: [spare, { socket, weight: 10 }],
      uri,
      password,
      display_name: 'Alice',
      register: true,
      register_expires: 300,
      session_timers: false,
      user_agent: 'application 1',
    };
    this.ua = new JsSIP.UA(configuration);
    this.ua.on('connected', (event: ConnectedEvent) => this.log(event.socket.url));
    this.ua.on('disconnected', (event: DisconnectEvent) => this.log(event.code, event.reason));
    this.ua.on('registered', (event: RegisteredEvent) => this.log(event.response.status_code));
    this.ua.on('unregistered', ({ cause }: UnRegisteredEvent) => this.log(cause));
    this.ua.on('registrationFailed', ({ cause }: UnRegisteredEvent) => this.log(cause));
    this.ua.on('newRTCSession', (event: RTCSessionEvent) => {
      if (event.originator === 'remote') this.ring(event as IncomingRTCSessionEvent);
      else this.dial(event as OutgoingRTCSessionEvent);
    });
    this.ua.on('newMessage', (event: IncomingMessageEvent) => this.read(event));
    this.ua.start();
  }

  call(target: string, mediaStream?: MediaStream): RTCSession {
    const eventHandlers: Partial<RTCSessionEventMap> = {
      progress: (event: IncomingEvent | OutgoingEvent) => this.log(event.originator),
      failed: (event: EndEvent) => this.log(event.cause),
      peerconnection: ({ peerconnection }) => peerconnection.addEventListener('track', () => {}),
    };
    const mediaConstraints: MediaStreamConstraints = { audio: true, video: false };
    const options: CallOptions = {
      eventHandlers,
      mediaConstraints,
      mediaStream,
      pcConfig: { iceServers: [{ urls: 'stun:stun.example.com' }] },
      extraHeaders: ['X-App: 1'],
      rtcOfferConstraints: { offerToReceiveAudio: true, offerToReceiveVideo: false },
    };
    return this.ua.call(target, options);
  }

  hangUp(code?: number): void {
    const options: TerminateOptions = { status_code: code, cause: JsSIP.C.causes.BUSY };
    if (this.session && !this.session.isEnded()) this.session.terminate(options);
    this.ua.terminateSessions();
  }

  hold(isWanted: boolean): void {
    const options: HoldOptions = { useUpdate: false };
    const { local } = this.session!.isOnHold();
    if (isWanted && !local) this.session!.hold(options, () => this.log('held'));
    else this.session!.unhold(options);
    this.session!.mute({ audio: true });
    if (this.session!.isMuted().audio) this.session!.unmute();
    this.session!.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
  }

  transfer(target: string, other?: RTCSession): void {
    const options: ReferOptions = { replaces: other, extraHeaders: [] };
    const to = other ? other.remote_identity.uri.toString() : target;
    this.session!.refer(to, options);
    this.session!.sendDTMF('12#', { duration: 160, interToneGap: 1200 });
    this.session!.sendInfo('text/plain', 'hello');
  }

  text(target: string, body: string): void {
    const message: Message = this.ua.sendMessage(target, body, {
      contentType: 'text/plain',
      eventHandlers: { failed: ({ cause }) => this.log(cause) },
    });
    this.log(message.direction);
  }

  stop(): void {
    this.ua.unregister({ all: true });
    this.ua.stop();
  }

  private ring({ session, request }: IncomingRTCSessionEvent): void {
    const theirs: IncomingRequest = request;
    const identity: NameAddrHeader = session.remote_identity;
    const uri: URI = identity.uri;
    this.log(identity.display_name || uri.user, theirs.getHeader('X-App'), theirs.body.length);
    this.follow(session);
    const answer: AnswerOptions = { mediaConstraints: { audio: true, video: true } };
    session.answer(answer);
  }

  private dial({ session, request }: OutgoingRTCSessionEvent): void {
    const ours: OutgoingRequest = request;
    this.log(ours.call_id, ours.hasHeader('X-App'));
    this.follow(session);
  }

  private follow(session: RTCSession): void {
    this.session = session;
    this.direction = session.direction;
    session.on('accepted', (event: IncomingEvent | OutgoingEvent) => this.from(event.originator));
    session.on('confirmed', () => this.log(session.start_time.getTime(), session.id));
    session.on('ended', ({ originator, cause }: EndEvent) => this.log(originator, cause));
    session.on('icecandidate', ({ candidate, ready }) => {
      if (candidate.type === 'srflx') ready();
    });
    session.on('sdp', (event) => {
      event.sdp = event.sdp.replace('a=sendrecv', 'a=recvonly');
    });
    session.on('newDTMF', (event: IncomingDTMFEvent | OutgoingDTMFEvent) =>
      this.log(event.originator, event.dtmf.tone),
    );
    session.on('newInfo', ({ info }: IncomingInfoEvent | OutgoingInfoEvent) =>
      this.log(info.contentType, info.body),
    );
    session.on('reinvite', ({ request, reject }) => {
      if (request.getHeader('X-App')) reject({ status_code: 488 });
    });
    session.on('refer', ({ accept }) => accept((next: RTCSession) => this.follow(next)));
    session.on('getusermediafailed', (error: Error) => this.log(error.message));
    session.on('muted', ({ audio, video }) => this.log(audio, video));
    if (session.connection) this.log(session.connection.connectionState);
    if (session.isInProgress()) this.log(session.local_identity.toString());
  }

  private read({ originator, message, request }: IncomingMessageEvent): void {
    if (originator !== 'remote') return;
    this.log(request.body, message.remote_identity.uri.toAor());
    message.accept({});
  }

  private from(originator: Originator): void {
    this.log(originator);
  }

  private log(...what: unknown[]): void {
    console.log(this.direction, ...what);
  }
}

/** Names the answer that a request got. */
export const named = (response: IncomingResponse): string =>
  `${response.status_code} ${JsSIP.version}`;

// What JsSIP's smaller files export, one by one and as a whole.
export const busy: string = causes.BUSY;
export const methods: string[] = [
  Constants.INVITE,
  Constants.ALLOWED_METHODS,
  Constants.causes.BYE,
];
export const tones = (session: RTCSession) =>
  session.sendDTMF('1', { transportType: DTMF_TRANSPORT.RFC2833 });
export const target: URI | undefined =
  normalizeTarget('bob', 'example.com') ?? Utils.normalizeTarget('bob');
export const id: string = newUUID() + Utils.newTag() + Utils.headerize('via');
export const event: unknown = parse('presence', 'Event');
export const isWrong = (error: unknown): boolean =>
  error instanceof ConfigurationError
    ? error.parameter === 'uri'
    : error instanceof InvalidStateError;
export function contact(registrator: Registrator, parameters: ExtraContactParams): void {
  registrator.setExtraContactParams(parameters);
}
export const where = (transport: Transport): string => transport.url;
export function talk(subscriber: Subscriber, notifier: Notifier): void {
  subscriber.subscribe('filter');
  notifier.notify('here');
}
export const over: [SubscriberTerminatedCode, NotifierTerminationReason] = [0, 6];
