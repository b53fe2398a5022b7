// Ringline's own API, every member of it, as the documentation says it is used. Compiled, never run.
import {
  Call,
  Phone,
  RinglineError,
  confer,
  partiesOf,
  version,
  type AnswerOptions,
  type CallEnd,
  type CallEvents,
  type CallOptions,
  type CallState,
  type CallStats,
  type DialogId,
  type EndReason,
  type ErrorCode,
  type FlowStats,
  type HangupOptions,
  type JoinRequest,
  type MediaOptions,
  type Message,
  type MessageOptions,
  type Muted,
  type Party,
  type PhoneEvents,
  type PhoneOptions,
  type PhoneState,
  type ServerOptions,
  type SipMessage,
  type SocketLike,
  type ToneOptions,
  type Trace,
  type TransferRequest,
  type Unsubscribe,
} from 'ringline';

declare const stream: MediaStream;
declare const socket: SocketLike;
declare const signal: AbortSignal;

/** Fails to compile unless it is of that type. */
const same = <T>(value: T): T => value;

const server: ServerOptions = { url: 'wss://sip.example.com', weight: 2 };
const least: PhoneOptions = { server: 'wss://sip.example.com', user: 'sip:alice@example.com' };
const all: PhoneOptions = {
  server: [server, 'wss://other.example.com', socket],
  user: 'alice@example.com',
  password: 'secret',
  authorizationUser: 'alice',
  displayName: 'Alice',
  register: true,
  registerExpires: 600,
  noAnswerTimeout: 60,
  iceServers: [{ urls: 'stun:stun.example.com' }],
  rtcConfiguration: { iceTransportPolicy: 'relay' },
  reconnect: true,
  userAgent: 'Example/1',
  headers: { 'X-Tenant': '7' },
};
// @ts-expect-error a server is needed
const noServer: PhoneOptions = { user: 'sip:alice@example.com' };
// @ts-expect-error headers are texts
const badHeaders: PhoneOptions = { ...least, headers: { 'X-Tenant': 7 } };

export async function phone(): Promise<void> {
  const phone = new Phone(all);
  const text: string = version;
  const state: PhoneState = phone.state;
  const calls: readonly Call[] = phone.calls;
  // @ts-expect-error it is read, not set
  phone.state = 'registered';

  const off: Unsubscribe = phone.on('incoming', (call: Call) => void call.answer());
  off();
  phone.once('registered', (response: SipMessage) => response.header('Contact'));
  phone.on('state', (next: PhoneState) => same<PhoneEvents['state']>(next));
  phone.on('connected', ({ server }) => server.length);
  phone.on('disconnected', ({ server, error, code, reason }) => [server, error, code, reason]);
  phone.on('reconnecting', ({ server, attempts }) => server.repeat(attempts));
  phone.on('unregistered', ({ error }) => error?.code);
  phone.on('registrationFailed', (error: RinglineError) => error.sipStatus);
  phone.on('call', (call) => call.direction);
  phone.on('message', ({ from, text, contentType, request }: Message) => [
    from,
    text,
    contentType,
    request,
  ]);
  phone.on('trace', ({ direction, server, text, message }: Trace) => [
    direction,
    server,
    text,
    message,
  ]);
  phone.on('log', ({ level, text }) => [level, text]);
  const listener = (state: PhoneState) => void state;
  phone.off('state', listener);
  // @ts-expect-error there is no such event
  phone.on('newRTCSession', () => {});

  await phone.start();
  const options: CallOptions = {
    audio: true,
    video: { width: 640 },
    headers: {},
    anonymous: true,
    signal,
  };
  const call: Call = await phone.call('bob', options);
  await phone.call('bob', { stream });
  await phone.call('bob', { join: call });
  const dialog: DialogId = call.dialog ?? { callId: 'a', localTag: 'b', remoteTag: 'c' };
  await phone.call('bob', { join: dialog, headers: { Require: 'join' } });
  // @ts-expect-error a dialog has the tags of both ends
  await phone.call('bob', { join: { callId: 'a' } });
  await phone.message('bob', 'hello');
  const how: MessageOptions = { contentType: 'text/html', headers: { Subject: 'x' } };
  await phone.message('bob', '<b>hello</b>', how);
  await use(call);
  await phone.stop();
  phone.dispose();
  void [text, state, calls, noServer, badHeaders];
}

async function use(call: Call): Promise<void> {
  const media: MediaOptions = { audio: true, video: true };
  const answer: AnswerOptions = { ...media, headers: { 'X-A': 'b' } };
  await call.answer();
  await call.answer(answer);
  const id: number = call.id;
  const state: CallState = call.state;
  const remote: Party = call.remote;
  const diverted: Party[] = partiesOf(call.request, 'Diversion');
  void diverted;
  const invite: SipMessage = call.request;
  const since: Date | undefined = call.answeredAt;
  const held: { local: boolean; remote: boolean } = call.held;
  const muted: Muted = call.muted;
  const streams: (MediaStream | undefined)[] = [call.localStream, call.remoteStream];
  const peer: RTCPeerConnection | undefined = call.peerConnection;

  await call.answered;
  await call.hold();
  await call.unhold();
  call.mute();
  call.mute({ video: true });
  call.unmute({ audio: true });
  const tones: ToneOptions = { duration: 100, gap: 70, transport: 'rtp' };
  await call.sendTones('12#', tones);
  // @ts-expect-error the transports are auto, rtp and info
  await call.sendTones('1', { transport: 'sip' });
  await call.sendInfo('text/plain', 'hello', { headers: {} });
  await call.transfer('carol');
  await call.transfer(call, { headers: {} });
  const stats: CallStats = await call.stats();
  const flow: FlowStats = stats.video.receive;
  const how: HangupOptions = { status: 486, reason: 'Busy', headers: {} };
  await call.hangup(how);
  const end: CallEnd = await call.ended;
  const code: 'hangup' | ErrorCode = end.code;
  const why: EndReason | undefined = end.reason;
  void [why?.protocol, why?.cause, why?.text];
  // @ts-expect-error calls are made by phones
  new Call();

  call.on('state', (next) => same<CallEvents['state']>(next));
  call.on('progress', (response) => response.statusCode);
  call.once('answered', () => {});
  call.on('ended', ({ by, code, error }) => [by, code, error?.response]);
  call.on('held', ({ by, held }) => [by, held]);
  call.on('localStream', (stream) => stream.getTracks());
  call.on('remoteStream', (stream) => stream.getTracks());
  call.on('tone', ({ tone, duration }) => tone.repeat(duration));
  call.on('info', ({ contentType, body, request }) => [contentType, body, request.text]);
  call.on('transferRequest', (request: TransferRequest) => {
    if (request.target) void request.accept({ video: true });
    else request.reject();
  });
  call.on('transferProgress', ({ sipStatus, reason, final }) => [sipStatus, reason, final]);
  call.on('replaced', (other: Call) => other.remote);
  call.on('joinRequest', (request: JoinRequest) => {
    if (request.call.remote.user) void request.accept({ confer, video: true });
    else request.reject();
  });
  call.on('upgrade', ({ withdrawn }) => withdrawn.addEventListener('abort', () => {}));
  void [id, state, remote, invite, since, held, muted, streams, peer, flow, code];
}

export function tell(error: unknown): string {
  if (!(error instanceof RinglineError)) return String(error);
  const { code, hint, message, name, sipStatus, response, cause } = error;
  void [same<'RinglineError'>(name), sipStatus, response?.reasonPhrase, cause];
  switch (code) {
    case 'mediaDenied':
    case 'busy':
      return message;
    // @ts-expect-error there is no such code
    case 'Busy':
      return '';
    default:
      return hint;
  }
}
