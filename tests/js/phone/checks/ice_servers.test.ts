import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { Ground } from '../../../../js/phone/checks/check.js';
import { iceServerChecks } from '../../../../js/phone/checks/ice_servers.js';
import type { IceServerCheck, RinglineError } from '../../../../types/index.js';

type Answer = 'candidate' | 'nothing' | readonly [code: number, text: string];

// What each URL answers; others are refused as the browser refuses them.
let answers: { [url: string]: Answer } = {};
let made: Peer[] = [];

class Peer extends EventTarget {
  isClosed = false;
  readonly #answer: Answer;
  readonly #type: string;

  constructor({ iceServers, iceTransportPolicy }: RTCConfiguration) {
    super();
    const url = String(iceServers![0]!.urls);
    if (!(url in answers)) throw new SyntaxError(`'${url}' is not a valid URL`);
    this.#answer = answers[url]!;
    this.#type = iceTransportPolicy === 'relay' ? 'relay' : 'srflx';
    made.push(this);
  }
  createDataChannel(): void {}
  createOffer = () => Promise.resolve({});
  close = () => void (this.isClosed = true);
  setLocalDescription(): Promise<void> {
    if (this.#answer === 'nothing') return Promise.resolve();
    if (this.#answer === 'candidate') {
      this.#say('icecandidate', { candidate: { type: this.#type, candidate: 'candidate:1' } });
    } else {
      const [errorCode, errorText] = this.#answer;
      this.#say('icecandidateerror', { errorCode, errorText });
    }
    this.#say('icecandidate', { candidate: null });
    return Promise.resolve();
  }
  #say(name: string, values: object): void {
    this.dispatchEvent(Object.assign(new Event(name), values));
  }
}

beforeEach(() => {
  made = [];
  Object.assign(globalThis, { RTCPeerConnection: Peer });
  mock.timers.enable({ apis: ['setTimeout'] });
});
afterEach(() => {
  mock.timers.reset();
  Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
});

function ground(iceServers: RTCIceServer[] | undefined, more: Partial<Ground> = {}): Ground {
  return {
    phone: { server: 'wss://sip.example.com', user: 'alice@example.com', iceServers },
    ...{ echo: undefined, audio: undefined, duration: 1000, limit: 1000 },
    ...{ signal: new AbortController().signal, steps: {}, microphone: undefined },
    ...more,
  };
}

const checkOf = (name: string) => iceServerChecks().find((check) => check.name === name)!;

interface Asked {
  readonly servers: readonly IceServerCheck[];
  readonly error: RinglineError | undefined;
}

async function ask(name: string, its: Ground): Promise<Asked> {
  const { detail, error } = await checkOf(name).run(its);
  return { servers: (detail as { servers: readonly IceServerCheck[] }).servers, error };
}

test('each URL belongs to one step', async () => {
  const urls = {
    stun: ['stun:a', 'STUN:b:3478'],
    turnUdp: ['turn:a', 'turn:a?transport=udp'],
    turnTcp: ['turn:a?transport=tcp'],
    turnTls: ['turns:a', 'turns:a?transport=tcp'],
  };
  answers = Object.fromEntries(
    Object.values(urls).flatMap((all) => all.map((url) => [url, 'candidate'])),
  );
  const its = ground([{ urls: Object.values(urls).flat() }]);
  for (const [name, wanted] of Object.entries(urls)) {
    const { servers, error } = await ask(name, its);
    assert.deepEqual([servers.map(({ url }) => url), error], [wanted, undefined]);
    assert.ok(servers.every(({ ok, candidate }) => ok && candidate));
  }
  assert.ok(made.every(({ isClosed }) => isClosed));
});

test('without such a server there is nothing to ask', () => {
  for (const { name, omit } of iceServerChecks()) {
    assert.equal(omit(ground(undefined)), 'notConfigured');
    const isStun = name === 'stun';
    assert.equal(omit(ground([{ urls: isStun ? 'turn:a' : 'stun:a' }])), 'notConfigured');
  }
});

test('servers of rtcConfiguration are asked where there are no others', () => {
  const its = ground(undefined);
  const configured = { ...its.phone, rtcConfiguration: { iceServers: [{ urls: 'stun:a' }] } };
  assert.equal(checkOf('stun').omit({ ...its, phone: configured }), undefined);
});

test('what a server answers is a typed error', async () => {
  answers = {
    'turn:a': [401, 'Unauthorized'],
    'turn:b': [701, 'TURN host lookup received error.'],
  };
  const { servers, error } = await ask(
    'turnUdp',
    ground([{ urls: ['turn:a', 'turn:b', 'turn:'] }]),
  );
  assert.deepEqual(
    servers.map(({ ok, error }) => [ok, error?.code]),
    [
      [false, 'authentication'],
      [false, 'unreachable'],
      [false, 'invalidArgument'],
    ],
  );
  assert.match(servers[1]!.error!.message, /turn:b 701 TURN host/);
  assert.equal(error, servers[0]!.error);
});

test('one that is well is enough', async () => {
  answers = { 'turn:a': [701, ''], 'turn:b': 'candidate' };
  const { servers, error } = await ask('turnUdp', ground([{ urls: ['turn:a', 'turn:b'] }]));
  assert.deepEqual([servers.map(({ ok }) => ok), error], [[false, true], undefined]);
});

test('a server that says nothing is waited for so long, and closed', async () => {
  answers = { 'stun:a': 'nothing' };
  const asked = ask('stun', ground([{ urls: 'stun:a' }]));
  mock.timers.tick(1000);
  const { error } = await asked;
  assert.equal(error?.code, 'timeout');
  assert.match(error.message, /stun:a/);
  assert.ok(made[0]!.isClosed);
});

test('given up, it rejects when all is closed', async () => {
  answers = { 'stun:a': 'nothing', 'stun:b': 'nothing' };
  const giving = new AbortController();
  const asked = ask('stun', ground([{ urls: ['stun:a', 'stun:b'] }], { signal: giving.signal }));
  giving.abort();
  await assert.rejects(asked);
  assert.deepEqual(
    made.map(({ isClosed }) => isClosed),
    [true, true],
  );
});
