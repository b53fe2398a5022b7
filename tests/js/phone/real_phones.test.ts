// Whole phones against each other: our own API on the real engine, through the demo's SIP server, with a peer connection
// that needs no browser.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { Engine } from '../../../js/engine/engine.js';
import { BrowserHost } from '../../../js/host/browser_host.js';
import { SipSocket } from '../../../js/host/socket.js';
import type { Call } from '../../../js/phone/call.js';
import { RinglineError } from '../../../js/phone/error.js';
import { Phone } from '../../../js/phone/phone.js';
import type { Seam } from '../../../js/phone/seam.js';
import type { CallOptions, PhoneOptions } from '../../../types/index.js';
import { FakePeerConnection, FakeStream } from '../host/fake_peer_connection.js';
import { journal } from './fake_engine.js';

const kDomain = 'ringline.test';

/** Gathers one candidate and connects, without being asked. */
class Peer extends FakePeerConnection {
  override async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await super.setLocalDescription(description);
    setImmediate(() => {
      if (this.signalingState === 'closed') return;
      this.gather({ candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', type: 'host' });
      this.gather(null);
      this.#meet();
    });
  }
  override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await super.setRemoteDescription(description);
    this.#meet();
  }
  #meet(): void {
    if (this.localDescription && this.remoteDescription && this.signalingState === 'stable')
      this.connect('connected');
  }
}

const seam: Seam = {
  socket: (url) => new SipSocket(url),
  host: (sockets) =>
    new BrowserHost({
      sockets,
      createPeer: (config) => new Peer(config) as unknown as RTCPeerConnection,
    }),
  engine: (config, host, listener) => new Engine(config, host, listener),
};

let http: Server;
let sip: { dropAll(): void; close(): void };
let url: string;
const phones: Phone[] = [];

before(async () => {
  Object.assign(globalThis, { WebSocket });
  const module = '../../../demo/server/sip_server.mjs';
  const { SipServer } = (await import(module)) as {
    SipServer: new (options: object) => typeof sip;
  };
  http = createServer();
  sip = new SipServer({ server: http, passwords: { mallory: 'another' } });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/sip`;
});

afterEach(async () => {
  const made = phones.splice(0);
  await Promise.all(made.map((phone) => phone.stop()));
  for (const phone of made) phone.dispose();
});

after(async () => {
  sip.close();
  await new Promise((resolve) => http.close(resolve));
});

function phone(user: string, options: Partial<PhoneOptions> = {}): Phone {
  const made = new Phone(
    { server: url, user: `${user}@${kDomain}`, password: 'ringline', ...options },
    seam,
  );
  phones.push(made);
  return made;
}

async function started(user: string, options?: Partial<PhoneOptions>): Promise<Phone> {
  const made = phone(user, options);
  await made.start();
  return made;
}

const media = (): CallOptions => ({ stream: new FakeStream() as unknown as MediaStream });

/** Two phones that talk. */
async function talking(): Promise<{ alice: Phone; bob: Phone; out: Call; in_: Call }> {
  const [alice, bob] = await Promise.all([
    started('alice', { displayName: 'Alice "A" Ålund' }),
    started('bob'),
  ]);
  const ringing = once<Call>(bob, 'incoming');
  const out = (await alice.call('bob', media())) as Call;
  const in_ = await ringing;
  await Promise.all([in_.answer(media()), out.answered]);
  return { alice, bob, out, in_ };
}

function once<T>(
  source: { once(name: never, listener: (event: T) => void): unknown },
  name: string,
): Promise<T> {
  return new Promise((resolve) => source.once(name as never, resolve));
}

const isError = (code: string) => (error: unknown) =>
  error instanceof RinglineError && error.code === code;

test('a call, with everything one does in it', async () => {
  const { alice, out, in_ } = await talking();
  assert.equal(in_.remote.displayName, 'Alice "A" Ålund');
  assert.equal(in_.remote.uri, `sip:alice@${kDomain}`);
  assert.equal(out.remote.uri, `sip:bob@${kDomain}`);
  assert.deepEqual([out.state, in_.state], ['answered', 'answered']);

  const held = once(in_, 'held');
  await out.hold();
  await held;
  assert.deepEqual([out.state, in_.state], ['held', 'held']);
  assert.deepEqual(
    [out.held, in_.held],
    [
      { local: true, remote: false },
      { local: false, remote: true },
    ],
  );
  const taken = once(in_, 'held');
  await out.unhold();
  await taken;
  assert.deepEqual([out.state, in_.state], ['answered', 'answered']);

  const heard = journal(in_, 'tone', 'info');
  await out.sendTones('1#', { duration: 70, gap: 50, transport: 'info' });
  await out.sendInfo('text/plain', 'hello');
  assert.deepEqual(
    heard.map(([name, event]) =>
      name === 'tone' ? (event as { tone: string }).tone : (event as { body: string }).body,
    ),
    ['1', '#', 'hello'],
  );
  const over = out.ended;
  await in_.hangup();
  assert.deepEqual(await over, {
    by: 'remote',
    code: 'hangup',
    error: undefined,
    reason: undefined,
  });
  assert.deepEqual(alice.calls, []);
});

test('both hold at once, and both take back', async () => {
  const { out, in_ } = await talking();
  await Promise.all([out.hold(), in_.hold()]);
  assert.deepEqual(out.held, { local: true, remote: true });
  await Promise.all([out.unhold(), in_.unhold()]);
  assert.deepEqual([out.state, in_.state], ['answered', 'answered']);
});

test('why a call did not come about', async () => {
  const [alice, bob] = await Promise.all([started('alice'), started('bob')]);
  const nobody = await alice.call('nobody', media());
  await assert.rejects(nobody.answered, isError('notFound'));
  const alone = await alice.call('bob', media());
  await assert.rejects(alone.answered, isError('unavailable'));
  bob.on('incoming', (call) => void call.hangup({ status: 486 }));
  const busy = await alice.call('bob', media());
  await assert.rejects(
    busy.answered,
    (error: RinglineError) => error.code === 'busy' && error.sipStatus === 486,
  );
  // No devices in this place.
  await assert.rejects(alice.call('bob'), isError('unsupported'));
  assert.equal(alice.calls.length, 0);
});

test('nothing from an application gets between the lines', async () => {
  const { alice, out } = await talking();
  const evil = 'x\r\nX-Evil: 1';
  for (const deed of [
    () => alice.call(`bob\r\nX-Evil: 1`, media()),
    () => alice.call('bob', { ...media(), headers: { 'X-A': evil } }),
    () => alice.call('bob', { ...media(), headers: { [evil]: 'x' } }),
    () => alice.message(evil, 'hello'),
    () => alice.message('bob', 'hello', { contentType: evil }),
    () => out.transfer(evil),
    () => out.sendInfo(evil),
    () => out.hangup({ reason: evil }),
    () => out.hangup({ headers: { 'X-A': evil } }),
  ]) {
    await assert.rejects(deed(), isError('invalidArgument'), deed.toString());
  }
  assert.throws(() => phone('alice', { displayName: evil }), isError('invalidArgument'));
  assert.throws(() => phone('alice', { headers: { 'X-A': evil } }), isError('invalidArgument'));
  assert.throws(() => phone('al ice'), isError('invalidArgument'));
  assert.equal(out.state, 'answered');
  assert.deepEqual(alice.calls, [out]);
});

test('a caller who gives up, and a phone that stops, are heard at the other end', async () => {
  const [alice, bob] = await Promise.all([started('alice'), started('bob')]);
  const ringing = once<Call>(bob, 'incoming');
  const out = (await alice.call('bob', media())) as Call;
  const in_ = await ringing;
  await out.hangup();
  assert.equal((await out.ended).code, 'canceled');
  assert.deepEqual([(await in_.ended).by, (await in_.ended).code], ['remote', 'canceled']);

  const again = once<Call>(bob, 'incoming');
  const second = (await alice.call('bob', media())) as Call;
  const answered = await again;
  await answered.answer(media());
  await second.answered;
  const holding = second.hold();
  const stopping = alice.stop();
  await assert.rejects(holding, isError('ended'));
  await stopping;
  assert.equal((await second.ended).by, 'local');
  assert.equal((await answered.ended).code, 'hangup');
  assert.equal(alice.state, 'stopped');
  await alice.start();
  assert.equal(alice.state, 'registered');
});

test('messages arrive, or it is said that they do not', async () => {
  const [alice, bob] = await Promise.all([started('alice'), started('bob')]);
  await assert.rejects(alice.message('bob', 'unheard'), isError('unavailable'));
  const heard = journal(bob, 'message');
  await alice.message('bob', 'Grüße, 你好\r\n', { contentType: 'text/html;charset=utf-8' });
  const { text, contentType, from } = heard[0]![1] as {
    text: string;
    contentType: string;
    from: { user: string };
  };
  assert.deepEqual(
    [text, contentType, from.user],
    ['Grüße, 你好\r\n', 'text/html;charset=utf-8', 'alice'],
  );
  await assert.rejects(alice.message('nobody', 'x'), isError('notFound'));
});

test('a blind transfer brings the other two together', async () => {
  const { out, in_, bob } = await talking();
  const carol = await started('carol');
  carol.on('incoming', (call) => void call.answer(media()));
  in_.on('transferRequest', (request) => void request.accept(media()));
  const progress = journal(out, 'transferProgress');
  await out.transfer('carol');
  assert.equal((await out.ended).by, 'local');
  assert.equal((await in_.ended).code, 'hangup');
  assert.equal((progress.at(-1)![1] as { sipStatus: number }).sipStatus, 200);
  const [next] = bob.calls;
  await next!.answered;
  assert.equal(next!.remote.user, 'carol');
  assert.equal(carol.calls[0]!.remote.user, 'bob');
});

test('a transfer that fails leaves the call standing', async () => {
  const { out, in_ } = await talking();
  await assert.rejects(out.transfer('carol'), isError('rejected'));
  in_.on('transferRequest', (request) => void request.accept(media()));
  await assert.rejects(out.transfer('nobody'), isError('notFound'));
  assert.deepEqual([out.state, in_.state], ['answered', 'answered']);
});

test('a transfer with a consultation makes one call of two', async () => {
  const { alice, bob, out, in_ } = await talking();
  const carol = await started('carol');
  carol.on('incoming', (call) => void call.answer(media()));
  in_.on('transferRequest', (request) => void request.accept(media()));
  await out.hold();
  const consulting = (await alice.call('carol', media())) as Call;
  await consulting.answered;
  const [asked] = carol.calls;
  const replaced = once<Call>(asked as Call, 'replaced');
  await out.transfer(consulting);
  const next = await replaced;
  await Promise.all([next.answered, consulting.ended, out.ended, in_.ended, asked!.ended]);
  assert.equal(next.remote.user, 'bob');
  assert.deepEqual(alice.calls, []);
  assert.deepEqual([bob.calls.length, carol.calls.length], [1, 1]);
  assert.equal(bob.calls[0]!.state, 'answered');
});

test('a call outlives its connection', async () => {
  const { alice, bob, out, in_ } = await talking();
  const back = [alice, bob].map((one) => once(one, 'registered'));
  sip.dropAll();
  await Promise.all(back);
  assert.deepEqual([out.state, in_.state], ['answered', 'answered']);
  await out.hangup();
  assert.equal((await in_.ended).code, 'hangup');
});

test('a phone that cannot start says why', async () => {
  await assert.rejects(phone('mallory').start(), isError('authentication'));
  await assert.rejects(
    phone('alice', { server: 'ws://127.0.0.1:9/' }).start(),
    isError('unreachable'),
  );
  const idle = phone('alice');
  await assert.rejects(idle.call('bob', media()), isError('invalidState'));
  await assert.rejects(idle.message('bob', 'x'), isError('invalidState'));
  idle.dispose();
});
