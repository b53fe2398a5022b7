// Every name that an application of JsSIP can reach is there, and answers the same: both libraries are
// put into the same state, and looked at.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/jssip.js';
import type * as Contract from '../../../types/jssip.js';
import { outcome, peer } from './peer.js';
import { Bench, kContact, type Library } from './trace/bench.js';
import { sdp } from './trace/browser.js';

/** Public names that are not there, and where they would be. */
const absent: Record<string, string[]> = {
  // The workings of JsSIP's own transactions and dialogs, which are in the core here.
  ua: [
    ...['newTransaction', 'destroyTransaction', 'newDialog', 'destroyDialog'],
    ...['destroyMessage', 'receiveRequest'],
  ],
  session: [
    ...['receiveRequest', 'onTransportError', 'onRequestTimeout', 'onDialogError'],
    ...['newDTMF', 'newInfo'],
  ],
  registrator: ['onTransportClosed'],
  transport: [
    ...['recover_attempts', 'recovery_timer', 'close_requested', 'textDecoder'],
    ...['onconnecting', 'onconnect', 'ondisconnect', 'ondata'],
  ],
  subscriber: ['sendRefer', 'receiveNotify'],
  dtmf: ['eventHandlers', 'send', 'init_incoming'],
  info: ['send', 'init_incoming'],
  message: ['init_incoming'],
};

test('the names of JsSIP’s objects', async () => {
  const theirs = await objects(peer);
  const found = await objects(ours);
  for (const [what, object] of Object.entries(theirs)) {
    const names = namesOf(found[what]);
    const missing = [...namesOf(object)].filter((name) => !names.has(name));
    assert.deepEqual(missing.sort(), (absent[what] ?? []).sort(), what);
  }
});

/** One of each kind that an application is handed. */
async function objects(library: Library): Promise<Record<string, unknown>> {
  const bench = await new Bench(library).start();
  const { ua, server } = bench;
  const met: Record<string, unknown> = {
    exports: library,
    ...library,
    ua,
    contact: ua.contact,
    transport: ua.transport,
    registrator: ua.registrator(),
    uri: new library.URI('sip', 'a', 'h'),
    'name-addr': new library.NameAddrHeader(new library.URI('sip', 'a', 'h')),
    socket: new library.WebSocketInterface('ws://h'),
  };
  ua.on('newRTCSession', ({ session, request }) => {
    met[session.direction === 'incoming' ? 'incoming INVITE' : 'outgoing INVITE'] = request;
  });
  const session = (met['session'] = bench.call());
  session.on('accepted', ({ response }) => (met['response'] = response));
  session.on('newDTMF', ({ dtmf }) => (met['dtmf'] = dtmf));
  session.on('newInfo', ({ info }) => (met['info'] = info));
  server.respond(await server.next('INVITE'), '200 OK', kContact, sdp());
  await bench.seen('call confirmed');
  met['subscriber'] = session.refer('carol');
  session.sendDTMF('1');
  session.sendInfo('text/plain', 'x');
  met['request'] = session.sendRequest('OPTIONS');
  server.deliver(bench.request('INVITE', {}, sdp()));
  ua.on('newMessage', ({ message }) => (met['message'] = message));
  ua.sendMessage('bob', 'x');
  await server.next('MESSAGE');
  ua.stop();
  // Of npm's `debug` its functions are promised, and of the classes what EventEmitter does not bring.
  delete met['debug'];
  return met;
}

function namesOf(object: unknown): Set<string> {
  const names = new Set<string>();
  const isClass = typeof object === 'function';
  const roots = [Object.prototype, Function.prototype, null];
  for (let at = object; !roots.includes(at as null); at = Object.getPrototypeOf(at)) {
    // The statics of Node's EventEmitter are not those of the one in a page.
    if (isClass && at !== object) break;
    for (const name of Object.getOwnPropertyNames(at)) {
      if (!name.startsWith('_')) names.add(name);
    }
  }
  return names;
}

test('what methods give and throw, in each state of a call', async () => {
  const theirs = await answers(peer);
  const found = await answers(ours);
  assert.deepEqual(found, theirs);
});

async function answers(library: Library): Promise<string[]> {
  const said: string[] = [];
  const ask = (state: string, questions: Record<string, () => unknown>) => {
    for (const [name, question] of Object.entries(questions)) {
      said.push(`${state}, ${name}: ${outcome(question).replace(/\{.*\}/s, 'an object')}`);
    }
  };
  const bench = new Bench(library);
  const { server } = bench;
  // As an application without types may call it.
  const ua = bench.ua as any;
  ask('before start', {
    status: () => ua.status,
    call: () => ua.call(),
    'call nobody': () => ua.call('@'),
    'call null': () => ua.call(null),
    'message without a body': () => ua.sendMessage('bob'),
    'message to nobody': () => ua.sendMessage('@', 'x'),
    options: () => ua.sendOptions(),
    'options to nobody': () => ua.sendOptions('@'),
    anonymous: () => ua.contact.toString({ anonymous: true }),
    isRegistered: () => ua.isRegistered(),
    isConnected: () => ua.isConnected(),
    target: () => ua.normalizeTarget('bob'),
    'no target': () => ua.normalizeTarget(5),
  });
  for (const parameter of [
    ...['authorization_user', 'realm', 'ha1', 'authorization_jwt', 'password', 'display_name'],
    ...['uri', 'nothing'],
  ]) {
    ask(parameter, { get: () => ua.get(parameter), set: () => ua.set(parameter, 'v') });
  }
  ask('starting', { start: () => ua.start(), unregister: () => ua.unregister() });
  await bench.seen('ua connected');
  ask('connected', { status: () => ua.status, isConnected: () => ua.isConnected() });

  const session = bench.call() as any;
  ask('calling', questionsTo(session));
  const invite = await server.next('INVITE');
  const impossible = {
    hold: () => session.hold(),
    unhold: () => session.unhold(),
    renegotiate: () => session.renegotiate(),
    sendInfo: () => session.sendInfo('a/b', 'c'),
    refer: () => session.refer('x'),
    connect: () => session.connect('bob'),
  };
  ask('sent', { ...questionsTo(session), ...impossible });
  server.respond(invite, '180 Ringing', kContact);
  await bench.seen('call progress');
  ask('ringing', { ...questionsTo(session), ...impossible });
  server.respond(invite, '200 OK', kContact, sdp());
  await bench.seen('call confirmed');
  ask('confirmed', {
    ...questionsTo(session),
    'other tag': () => session._to_tag,
    remote: () => session._dialog.id.remote_tag,
    local: () => session._dialog.id.local_tag === session._from_tag,
    unhold: () => session.unhold(),
    sendInfo: () => session.sendInfo('a/b', 'c'),
    mute: () => session.mute(),
    unmute: () => session.unmute(),
    sendDTMF: () => session.sendDTMF('1'),
    terminate: () => session.terminate(),
  });
  ask('ended', {
    ...questionsTo(session),
    ...impossible,
    terminate: () => session.terminate(),
    sendDTMF: () => session.sendDTMF('1'),
    sendRequest: () => session.sendRequest('INFO'),
  });

  bench.onIncoming();
  server.deliver(bench.request('INVITE', {}, sdp()));
  await server.next('180 INVITE');
  const theirCall = bench.session as any;
  ask('their call', {
    id: () => theirCall.id,
    'from tag': () => theirCall._from_tag,
    'to tag': () => theirCall._to_tag,
    status: () => theirCall.status,
    direction: () => theirCall.direction,
    refer: () => theirCall.refer('x'),
    hold: () => theirCall.hold(),
    isMuted: () => theirCall.isMuted(),
    sendDTMF: () => theirCall.sendDTMF('1'),
    sendInfo: () => theirCall.sendInfo('a/b'),
    'reject with 200': () => theirCall.terminate({ status_code: 200 }),
    reject: () => theirCall.terminate({ status_code: 486 }),
    answer: () => theirCall.answer(),
  });

  bench.ua.on('newMessage', ({ originator, message }) => {
    if (originator === 'local') return;
    ask('their message', {
      'reject with 200': () => message.reject({ status_code: 200 }),
      accept: () => message.accept(),
      'accept again': () => message.accept(),
      'reject then': () => message.reject(),
      direction: () => message.direction,
      remote: () => String(message.remote_identity),
    });
  });
  server.deliver(bench.request('MESSAGE', { 'Call-ID': 'another' }, 'hi'));
  await server.next('200 MESSAGE');
  const message = ua.sendMessage('bob', 'x') as Contract.Message;
  ask('our message', {
    accept: () => message.accept(),
    reject: () => message.reject(),
    direction: () => message.direction,
  });
  ask('stopping', {
    stop: () => ua.stop(),
    status: () => ua.status,
    isConnected: () => ua.isConnected(),
  });
  return said;
}

const questionsTo = (session: any): Record<string, () => unknown> => ({
  status: () => session.status,
  isInProgress: () => session.isInProgress(),
  isEstablished: () => session.isEstablished(),
  isEnded: () => session.isEnded(),
  isReadyToReOffer: () => session.isReadyToReOffer(),
  isOnHold: () => session.isOnHold(),
  isMuted: () => session.isMuted(),
  direction: () => session.direction,
  data: () => session.data,
  'start time': () => typeof session.start_time,
  'end time': () => typeof session.end_time,
  'local stream': () => session._localMediaStream === null,
  canceled: () => session._is_canceled,
  'local identity': () => String(session.local_identity).replace(/tag=.*/, ''),
  'remote identity': () => String(session.remote_identity),
  id: () => session.id === session._request.call_id + session._from_tag,
  'to tag': () => session._to_tag,
  answer: () => session.answer(),
  'no tone': () => session.sendDTMF(),
  'a tone that is none': () => session.sendDTMF('x'),
  'a tone from an object': () => session.sendDTMF({}),
  'a tone by nothing known': () => session.sendDTMF('1', { transportType: 'Q' }),
  'a tone of no duration': () => session.sendDTMF('1', { duration: 'q' }),
  'a tone of no gap': () => session.sendDTMF('1', { interToneGap: 'q' }),
  'no content type': () => session.sendInfo(),
  'terminate with 99': () => session.terminate({ status_code: 99 }),
  'terminate with 700': () => session.terminate({ status_code: 700 }),
  'refer to nobody': () => session.refer('@'),
});
