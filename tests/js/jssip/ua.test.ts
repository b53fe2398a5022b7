import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { names, phone, record, response, socket, text } from './fake_phone.js';

const sockets = [socket('wss://a'), socket('wss://b')];
let { ua, engine } = phone({ sockets });
let events: [string, ...unknown[]][] = [];
beforeEach(() => {
  ({ ua, engine } = phone({ sockets }));
  events = record(ua);
});

const registered = response('200 OK', 'REGISTER');

test('start, stop, register and unregister are inputs', () => {
  ua.start();
  ua.register();
  ua.unregister();
  ua.unregister({ all: true });
  ua.stop();
  assert.deepEqual(engine.inputs, [
    { type: 'start' },
    { type: 'register' },
    { type: 'unregister', all: false },
    { type: 'unregister', all: true },
    { type: 'stop' },
  ]);
});

test('the connection: events with JsSIP’s fields, status and transport beside them', () => {
  const { C } = ua;
  assert.equal(ua.status, C.STATUS_INIT);
  engine.say({ type: 'connecting', server: 1, attempts: 2 });
  assert.deepEqual(events.pop(), ['connecting', { socket: sockets[1], attempts: 2 }]);
  assert.equal(ua.transport.isConnecting(), true);
  engine.say({ type: 'connected', server: 1 });
  assert.deepEqual(events.pop(), ['connected', { socket: ua.transport }]);
  assert.equal(ua.status, C.STATUS_READY);
  assert.equal(ua.isConnected(), true);
  assert.equal(ua.transport.url, 'wss://b');
  let during;
  ua.once('disconnected', () => (during = ua.status));
  engine.say({ type: 'disconnected', server: 1, error: true, code: 1006, reason: 'gone' });
  assert.deepEqual(events.pop(), [
    'disconnected',
    { socket: sockets[1], error: true, code: 1006, reason: 'gone' },
  ]);
  assert.equal(during, C.STATUS_READY);
  assert.equal(ua.status, C.STATUS_NOT_READY);
  assert.equal(ua.isConnected(), false);
});

test('after stop() the disconnection is ours: two fields', () => {
  engine.say({ type: 'connected', server: 0 });
  ua.stop();
  assert.equal(ua.status, ua.C.STATUS_USER_CLOSED);
  engine.say({ type: 'disconnected', server: 0, error: false, code: 0, reason: '' });
  assert.deepEqual(events.pop(), ['disconnected', { socket: sockets[0], error: false }]);
  assert.equal(ua.status, ua.C.STATUS_USER_CLOSED);
  ua.start();
  assert.equal(ua.status, ua.C.STATUS_INIT);
});

test('transport has JsSIP’s members', () => {
  const { transport } = ua;
  assert.deepEqual(transport.recovery_options, { max_interval: 30, min_interval: 2 });
  assert.deepEqual(transport.sockets, [
    { socket: sockets[0], weight: 0, status: 0 },
    { socket: sockets[1], weight: 0, status: 0 },
  ]);
  assert.equal(transport.via_transport, 'WSS');
  assert.equal(transport.sip_uri, 'sip:sip.example.com;transport=ws');
  assert.equal(transport.isConnected(), false);
  assert.equal(transport.send('text'), false);
});

test('registration: events with JsSIP’s fields, and isRegistered', () => {
  engine.say({ type: 'registered', response: registered });
  assert.equal(ua.isRegistered(), true);
  engine.say({ type: 'unregistered', response: registered, cause: 'none' });
  assert.equal(ua.isRegistered(), false);
  const refused = response('403 Forbidden', 'REGISTER');
  engine.say({ type: 'registrationFailed', response: refused, cause: 'rejected' });
  engine.say({ type: 'registrationFailed', response: '', cause: 'requestTimeout' });
  engine.say({ type: 'unregistered', response: '', cause: 'requestTimeout' });
  engine.say({ type: 'unregistered', response: '', cause: 'none' });
  assert.deepEqual(
    events.map(([name, event]) => {
      const { response, ...rest } = event as { response?: { status_code: number } | null };
      return [name, Object.keys(event as object), response && response.status_code, rest];
    }),
    [
      ['registered', ['response'], 200, {}],
      ['unregistered', ['response', 'cause'], 200, { cause: null }],
      ['registrationFailed', ['response', 'cause'], 403, { cause: 'Rejected' }],
      ['registrationFailed', ['response', 'cause'], null, { cause: 'Request Timeout' }],
      ['unregistered', ['response', 'cause'], null, { cause: 'Request Timeout' }],
      ['unregistered', [], undefined, {}],
    ],
  );
});

test('registrationExpiring: the engine renews, unless somebody listens', () => {
  engine.say({ type: 'registrationExpiring' });
  assert.equal(engine.told('register').length, 1);
  let heard = 0;
  ua.on('registrationExpiring', () => heard++);
  engine.say({ type: 'registrationExpiring' });
  assert.equal(heard, 1);
  assert.equal(engine.told('register').length, 1);
});

test('contact: our own URI, or the registrar’s', () => {
  const uri = String(ua.configuration['contact_uri']);
  assert.equal(String(ua.contact.uri), uri);
  assert.equal(ua.contact.toString(), `<${uri}>`);
  assert.equal(ua.contact.toString({ outbound: true }), `<${uri};ob>`);
  const anonymous = 'sip:anonymous@anonymous.invalid;transport=ws';
  assert.equal(ua.contact.toString({ anonymous: true }), `<${anonymous}>`);
  assert.equal(ua.contact.toString({ anonymous: true, outbound: true }), `<${anonymous};ob>`);
  assert.equal(ua.contact.pub_gruu, null);
  const contact =
    `<${uri}>;+sip.instance="<urn:uuid:${String(ua.configuration['instance_id'])}>"` +
    ';pub-gruu="sip:alice@example.com;gr=1";temp-gruu="sip:t@example.com;gr"';
  engine.say({
    type: 'registered',
    response: response('200 OK', 'REGISTER', { Contact: `<sip:other@h>, ${contact}` }),
  });
  assert.equal(ua.contact.toString({ outbound: true }), '<sip:alice@example.com;gr=1>');
  assert.equal(ua.contact.toString({ anonymous: true }), '<sip:t@example.com;gr>');
});

test('set and get: JsSIP’s parameters, and the engine is told', () => {
  assert.equal(ua.set('password', 'p'), true);
  assert.equal(ua.get('password'), undefined);
  assert.equal(ua.set('realm', 'r'), true);
  assert.equal(ua.get('realm'), 'r');
  assert.equal(ua.set('authorization_user', 5 as never), true);
  assert.equal(ua.get('authorization_user'), '5');
  assert.equal(ua.set('authorization_jwt', 'j'), true);
  assert.equal(ua.get('authorization_jwt'), 'j');
  assert.equal(ua.set('ha1', 'h'), true);
  assert.equal(ua.configuration['password'], null);
  assert.deepEqual(engine.last('setCredentials'), {
    authorizationUser: '5',
    password: '',
    realm: 'r',
    ha1: 'h',
    authorizationJwt: 'j',
  });
  assert.equal(ua.set('display_name', 'D'), true);
  assert.equal(ua.set('extra_headers', ['X: y']), true);
  assert.deepEqual(engine.last('setIdentity'), {
    displayName: 'D',
    extraHeaders: ['X: y'],
    autoRegister: true,
  });
  assert.equal(ua.get('display_name'), undefined);
  assert.equal(ua.get('uri'), undefined);
  assert.equal(ua.set('uri', 'sip:x@y'), false);
});

test('configuration is live: what may be written is told to the engine, the rest may not', () => {
  ua.configuration['register'] = false;
  assert.equal(engine.last('setIdentity')?.autoRegister, false);
  ua.configuration['password'] = 'q';
  assert.equal(engine.last('setCredentials')?.password, 'q');
  assert.throws(() => (ua.configuration['uri'] = 'sip:x@y'), TypeError);
});

test('a display name that the core refuses is refused', () => {
  engine.reactions.setIdentity = () => ({
    say: [{ type: 'rejected', input: 'setIdentity', reason: 'no' }],
  });
  assert.throws(() => ua.set('display_name', 'a\r\nb'), TypeError);
  assert.equal(ua.configuration['display_name'], null);
});

test('registrator: headers and Contact parameters, as text', () => {
  const registrator = ua.registrator();
  registrator.setExtraHeaders(['X: y']);
  registrator.setExtraContactParams({ a: 'b', flag: null, text: 'x y' });
  assert.deepEqual(engine.last('setRegistrationHeaders'), {
    headers: ['X: y'],
    contactParameters: ';a=b;flag;text="x y"',
  });
  registrator.register();
  registrator.unregister();
  registrator.close();
  assert.equal(registrator.registered, false);
  assert.deepEqual(
    engine.inputs.slice(-2).map(({ type }) => type),
    ['register', 'unregister'],
  );
  // As older documents have it.
  assert.equal(ua.registrator.registered, false);
  ua.registrator.setExtraHeaders(['X: z']);
  assert.deepEqual(engine.last('setRegistrationHeaders')?.headers, ['X: z']);
});

test('normalizeTarget adds the account’s domain', () => {
  assert.equal(String(ua.normalizeTarget('bob')), 'sip:bob@example.com');
  assert.equal(ua.normalizeTarget('@x'), undefined);
});

test('a NOTIFY that nobody subscribed to is sipEvent', () => {
  const request = text('NOTIFY sip:alice@example.com SIP/2.0', { Event: 'check-sync;reboot=true' });
  engine.say({ type: 'strayNotify', event: 'check-sync', request });
  const [name, event] = events[0] as [string, Record<string, unknown>];
  assert.equal(name, 'sipEvent');
  assert.deepEqual(Object.keys(event), ['event', 'request']);
  assert.deepEqual(event['event'], { event: 'check-sync', params: { reboot: 'true' } });
});

test('one user agent’s events are its own', () => {
  const other = phone();
  const heard = record(other.ua);
  engine.say({ type: 'connected', server: 0 });
  assert.deepEqual(names(heard), []);
});
