import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ours from '../../../js/jssip/jssip.js';
import { load } from '../../../js/jssip/configuration.js';
import type { UAConfiguration } from '../../../types/jssip.js';
import { phone, socket } from './fake_phone.js';
import { outcome, peer } from './peer.js';

type Given = Record<string, unknown>;
const least = { sockets: [socket()], uri: 'sip:alice@example.com' };

// What a parameter becomes, or the error; random values and objects as what they look like.
function value(library: typeof peer, parameter: string, given: Given): string {
  return outcome(() => {
    const ua =
      library === peer
        ? new peer.UA(given as never)
        : { configuration: load(given).configuration as never as Given };
    return ua.configuration[parameter];
  });
}

function same(parameter: string, values: unknown[], also: Given = {}): void {
  for (const each of values) {
    const given = { ...least, ...also, [parameter]: each };
    assert.equal(
      value(ours, parameter, given),
      value(peer, parameter, given),
      `${parameter}: ${String(each)}`,
    );
  }
}

const rows: Record<string, unknown[]> = {
  uri: [
    'sip:alice@example.com',
    'alice@example.com',
    'SIP:alice@example.com',
    'sip:alice@example.com:5070;transport=ws?x=y',
    'example.com',
    'sip:example.com',
    'a b',
    null,
    undefined,
    '',
    0,
  ],
  authorization_user: ['bob', 'b b', 5, 'a"b', '', null, undefined],
  authorization_jwt: ['Bearer x', 5, {}, ''],
  password: ['secret', 5, true, '', null],
  realm: ['r', 5, '', null],
  ha1: ['h', 5, '', null],
  display_name: ['Alice', 0, 5, 'a "b"', '', null],
  contact_uri: ['sip:a@h', 'sip:a@h;transport=wss', 5, 'nonsense'],
  instance_id: [
    '8f1fa16a-1165-4a96-8341-785b1ef24f12',
    'uuid:8f1fa16a-1165-4a96-8341-785b1ef24f12',
    'UUID:8f1fa16a-1165-4a96-8341-785b1ef24f12',
    'no uuid',
  ],
  user_agent: ['me/1', 5, '', undefined],
  use_preloaded_route: [true, false, 'true', 1],
  session_timers: [true, false, 'true', 0, 1],
  session_timers_refresh_method: ['INVITE', 'invite', 'UPDATE', 'Update', 'BYE', ''],
  session_timers_force_refresher: [true, false, 'x'],
  no_answer_timeout: [1, 30, '30', 0, -1, 'x', '', null, NaN],
  register: [true, false, 'x', 0],
  register_expires: [0, 60, '60', -1, 1.5, 'x', '', null],
  register_from_tag_trail: ['trail', () => 'made', 5, ''],
  registrar_server: [
    'sip:r.example.com',
    'r.example.com',
    'sip:u@r',
    'r.example.com:5070',
    'a b',
    '',
  ],
  connection_recovery_min_interval: [1, 5, '5', 0, -1, 1.5, 'x', ''],
  connection_recovery_max_interval: [1, 60, '60', 0, -1, 1.5, 'x', ''],
  extra_headers: [['X: y'], ['X: y', 5, null], [], 'X: y', {}, null],
};

for (const [parameter, values] of Object.entries(rows)) {
  test(`${parameter} is accepted, refused and written as JsSIP does`, () =>
    same(parameter, values));
}

test('sockets under the names they had before JsSIP 3, and as URLs there', () => {
  const { uri } = least;
  const urls = (given: Record<string, unknown>) =>
    load({ uri, ...given }).sockets.map(({ socket, weight }) => [socket.url, weight]);
  assert.deepEqual(urls({ ws_servers: 'wss://a' }), [['wss://a', 0]]);
  assert.deepEqual(
    urls({ ws_servers: ['wss://a', { ws_uri: 'wss://b', weight: 5 }, 'http://c'] }),
    [
      ['wss://a', 0],
      ['wss://b', 5],
    ],
  );
  assert.deepEqual(urls({ outbound_proxy_set: [socket('wss://d')] }), [['wss://d', 0]]);
  assert.throws(() => urls({ ws_servers: ['http://c'] }), { parameter: 'ws_servers' });
  assert.throws(() => urls({ sockets: 'wss://a', ws_servers: 'wss://b' }), {
    parameter: 'sockets',
  });
});

test('sockets: one, several, with weights; what is none is passed over', () => {
  const accepts = (sockets: unknown) => (library: typeof peer) =>
    outcome(() => {
      if (library === peer)
        return new peer.UA({ ...least, sockets } as never).transport.sockets.length;
      return load({ ...least, sockets }).sockets.length;
    });
  for (const sockets of [
    socket(),
    [socket()],
    [socket(), socket()],
    [{ socket: socket(), weight: 10 }, socket()],
    [{ socket: socket() }],
    [{ socket: socket(), weight: '5' }],
    [socket(), 'nonsense', {}],
  ]) {
    assert.equal(accepts(sockets)(ours), accepts(sockets)(peer));
  }
  for (const sockets of [
    [],
    {},
    null,
    undefined,
    'wss://x',
    [5],
    [{ socket: socket(), weight: 'x' }],
  ]) {
    assert.match(accepts(sockets)(ours), /^CONFIGURATION_ERROR: .*sockets/, String(sockets));
  }
  const { sockets } = load({
    ...least,
    sockets: [{ socket: socket(), weight: '7' }, socket('wss://b')],
  });
  assert.deepEqual(
    sockets.map(({ socket, weight }) => [socket.url, weight]),
    [
      ['wss://sip.example.com', 7],
      ['wss://b', 0],
    ],
  );
});

test('a socket must be able to do what the engine asks of it', () => {
  for (const method of ['connect', 'disconnect', 'send']) {
    assert.throws(() => load({ ...least, sockets: { ...socket(), [method]: undefined } }), {
      name: 'CONFIGURATION_ERROR',
    });
  }
  for (const part of ['url', 'sip_uri', 'via_transport']) {
    assert.throws(() => load({ ...least, sockets: { ...socket(), [part]: 5 } }), {
      name: 'CONFIGURATION_ERROR',
    });
  }
});

test('errors name the parameter and the value', () => {
  const error = (given: unknown) => {
    try {
      load(given as Given);
    } catch (thrown) {
      const { name, code, parameter, value, message } = thrown as Given;
      return { name, code, parameter, value, message };
    }
    return undefined;
  };
  assert.deepEqual(error({ sockets: socket() }), {
    name: 'CONFIGURATION_ERROR',
    code: 1,
    parameter: 'uri',
    value: undefined,
    message: 'Missing parameter: uri',
  });
  assert.equal(error({ uri: 'a@b' })?.['parameter'], 'sockets');
  assert.deepEqual(error({ ...least, register_expires: -5 }), {
    name: 'CONFIGURATION_ERROR',
    code: 1,
    parameter: 'register_expires',
    value: -5,
    message: 'Invalid value -5 for parameter "register_expires"',
  });
});

test('only what the object itself has counts, and what nobody knows is ignored', () => {
  const inherited = Object.create({ password: 'inherited' }) as Given;
  Object.assign(inherited, least, { unknown: 5 });
  const { configuration } = load(inherited);
  assert.equal(configuration.password, null);
  assert.equal('unknown' in configuration, false);
});

test('nothing given: JsSIP’s defaults under JsSIP’s names', () => {
  const { ua } = phone();
  const theirs = new peer.UA(least as never).configuration;
  assert.deepEqual(Object.keys(ua.configuration), Object.keys(theirs));
  for (const [name, value] of Object.entries(theirs)) {
    const random = /^(contact_uri|instance_id|via_host|jssip_id)$/.test(name);
    if (random) continue;
    assert.equal(String(ua.configuration[name]), String(value), name);
  }
  const { contact_uri, instance_id, via_host, jssip_id } = ua.configuration;
  assert.match(String(via_host), /^[0-9a-v]{12}\.invalid$/);
  assert.equal(
    String(contact_uri).replace(/:.*@/, ':x@'),
    `sip:x@${String(via_host)};transport=ws`,
  );
  assert.match(String(instance_id), /^[0-9a-f-]{36}$/);
  assert.match(String(jssip_id), /^[0-9a-v]{5}$/);
  assert.equal(phone().ua.configuration['via_host'], via_host);
});

test('contact_uri is the Contact, and its host the Via’s', () => {
  const { ua, engine } = phone({ contact_uri: 'sip:me@there.example;transport=wss' });
  assert.equal(ua.configuration['via_host'], 'there.example');
  assert.equal(engine.config.viaHost, 'there.example');
  assert.equal(String(ua.contact), '<sip:me@there.example;transport=wss>');
});

test('the engine is made from all of it', () => {
  const given: UAConfiguration = {
    sockets: [{ socket: socket(), weight: 3 }],
    uri: 'sip:alice@example.com',
    authorization_user: 'auth',
    password: 'secret',
    realm: 'realm',
    ha1: 'ha1',
    authorization_jwt: 'Bearer x',
    display_name: 'Alice',
    contact_uri: 'sip:c@h.invalid;transport=ws',
    instance_id: '8f1fa16a-1165-4a96-8341-785b1ef24f12',
    user_agent: 'me/1',
    use_preloaded_route: true,
    session_timers: false,
    session_timers_refresh_method: 'invite',
    session_timers_force_refresher: true,
    no_answer_timeout: 20,
    register: false,
    register_expires: 300,
    register_from_tag_trail: 'trail',
    registrar_server: 'r.example.com',
    connection_recovery_min_interval: 4,
    connection_recovery_max_interval: 40,
    extra_headers: ['X: y'],
  };
  assert.deepEqual(phone(given).engine.config, {
    servers: [
      {
        url: 'wss://sip.example.com',
        weight: 3,
        sipUri: 'sip:sip.example.com;transport=ws',
        viaTransport: 'WSS',
      },
    ],
    uri: 'sip:alice@example.com',
    contactUri: 'sip:c@h.invalid;transport=ws',
    registrar: 'sip:r.example.com',
    viaHost: 'h.invalid',
    instanceId: '8f1fa16a-1165-4a96-8341-785b1ef24f12',
    userAgent: 'me/1',
    registerFromTagTrail: 'trail',
    usePreloadedRoute: true,
    sessionTimers: false,
    sessionTimersForceRefresher: true,
    sessionTimersUseUpdate: false,
    registerExpires: 300_000,
    noAnswerTimeout: 20_000,
    recoveryMin: 4000,
    recoveryMax: 40_000,
    reviews: true,
    authorizationUser: 'auth',
    password: 'secret',
    realm: 'realm',
    ha1: 'ha1',
    authorizationJwt: 'Bearer x',
    displayName: 'Alice',
    extraHeaders: ['X: y'],
    autoRegister: false,
  });
});

test('compat: what shall be as in JsSIP, one by one or all of it', () => {
  const changed = (compat?: UAConfiguration['compat']) => {
    const { recovers, gatheringCap } = phone(compat && { compat }).engine.config;
    return { recovers, gatheringCap };
  };
  const none = { recovers: undefined, gatheringCap: undefined };
  assert.deepEqual(changed(), none);
  assert.deepEqual(changed([]), none);
  assert.deepEqual(changed(['recovery']), { ...none, recovers: false });
  assert.deepEqual(changed(['gathering']), { ...none, gatheringCap: Infinity });
  assert.deepEqual(changed(['recovery', 'gathering']), changed('jssip'));
  for (const odd of ['sipjs', ['constructor'], {}, 5]) {
    assert.throws(() => phone({ compat: odd as never }), { parameter: 'compat' });
  }
});

test('no configuration at all is a TypeError', () => {
  for (const library of [ours, peer]) {
    assert.throws(() => new (library.UA as unknown as new () => unknown)(), {
      name: 'TypeError',
      message: 'Not enough arguments',
    });
  }
});
