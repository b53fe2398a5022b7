import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { HostSocket } from '../../../js/host/host.js';
import { SipSocket } from '../../../js/host/socket.js';
import { Rig } from './rig.js';

class FakeWebSocket {
  static all: FakeWebSocket[] = [];
  readyState = 0;
  binaryType = '';
  sent: string[] = [];
  onopen!: () => void;
  onmessage!: (event: { data: unknown }) => void;
  onclose!: (event: { wasClean: boolean; code: number; reason: string }) => void;
  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    FakeWebSocket.all.push(this);
  }
  open(): void {
    this.readyState = 1;
    this.onopen();
  }
  send(data: string): void {
    this.sent.push(data);
  }
  close(): void {
    this.readyState = 2;
  }
  lose(code = 1006): void {
    this.readyState = 3;
    this.onclose({ wasClean: code === 1000, code, reason: 'r' });
  }
}

/** A socket of an application's own, which tells everything it hears, whenever. */
class OwnSocket implements HostSocket {
  via_transport = 'WSS';
  url = 'wss://own';
  sip_uri = 'sip:own';
  calls: string[] = [];
  answer: boolean | void | Promise<boolean | void> = true;
  onconnect = () => {};
  ondisconnect: HostSocket['ondisconnect'] = () => {};
  ondata: HostSocket['ondata'] = () => {};
  connect(): void {
    this.calls.push('connect');
  }
  disconnect(): void {
    this.calls.push('disconnect');
  }
  send(data: string): boolean | void | Promise<boolean | void> {
    this.calls.push(data);
    return this.answer;
  }
}

const platform = globalThis.WebSocket;
const setPlatform = (value: unknown) => Object.assign(globalThis, { WebSocket: value });
beforeEach(() => {
  FakeWebSocket.all = [];
  setPlatform(FakeWebSocket);
});
afterEach(() => setPlatform(platform));

test('a URL gives Via’s transport and the route', () => {
  const socket = new SipSocket('wss://a.example:8443/ws');
  assert.equal(socket.via_transport, 'WSS');
  assert.equal(socket.sip_uri, 'sip:a.example:8443;transport=ws');
  assert.equal(new SipSocket('ws://[::1]/').sip_uri, 'sip:[::1];transport=ws');
  for (const url of ['', 'http://a', 'a', 'wss:']) {
    assert.throws(() => new SipSocket(url), TypeError, url);
  }
});

test('a socket opens as SIP, carries text both ways and tells its end', () => {
  const rig = new Rig({ sockets: [new SipSocket('ws://a'), new SipSocket('ws://b')] });
  rig.say('openSocket', { socket: 1, server: 1 });
  const [ws] = FakeWebSocket.all;
  assert.equal(ws!.url, 'ws://b');
  assert.equal(ws!.protocol, 'sip');
  assert.equal(ws!.binaryType, 'arraybuffer');
  ws!.open();
  ws!.onmessage({ data: 'hello' });
  const bytes = new ArrayBuffer(2);
  ws!.onmessage({ data: bytes });
  rig.say('sendFrame', { socket: 1, data: 'out' });
  assert.deepEqual(ws!.sent, ['out']);
  ws!.lose(1001);
  assert.deepEqual(rig.take(), [
    { type: 'socketOpened', socket: 1 },
    { type: 'socketMessage', socket: 1, data: 'hello' },
    { type: 'socketMessage', socket: 1, data: bytes },
    { type: 'socketClosed', socket: 1, error: true, code: 1001, reason: 'r' },
  ]);
});

test('the late events of a closed WebSocket reach nobody', () => {
  const rig = new Rig({ sockets: [new SipSocket('ws://a')] });
  rig.say('openSocket', { socket: 1, server: 0 });
  FakeWebSocket.all[0]!.open();
  rig.say('closeSocket', { socket: 1 });
  rig.say('openSocket', { socket: 2, server: 0 });
  rig.take();
  const [old, young] = FakeWebSocket.all;
  old!.onmessage({ data: 'late' });
  old!.lose();
  old!.onopen();
  assert.deepEqual(rig.take(), []);
  rig.say('sendFrame', { socket: 1, data: 'too late' });
  assert.deepEqual(old!.sent, []);
  young!.open();
  assert.deepEqual(rig.take(), [{ type: 'socketOpened', socket: 2 }]);
});

test('a platform without WebSocket, and one that refuses the URL, fail as a closed socket', () => {
  setPlatform(undefined);
  const rig = new Rig({ sockets: [new SipSocket('ws://a')] });
  rig.say('openSocket', { socket: 1, server: 0 });
  const closed = (socket: number, reason: string) => [
    { type: 'socketClosed', socket, error: true, code: 0, reason },
  ];
  assert.deepEqual(rig.take(), closed(1, 'this platform has no WebSocket'));
  setPlatform(
    class {
      constructor() {
        throw new Error('mixed content');
      }
    },
  );
  rig.say('openSocket', { socket: 2, server: 0 });
  assert.deepEqual(rig.take(), closed(2, 'Error: mixed content'));
});

test('a frame that cannot be sent is the end of the connection, told once', async () => {
  const own = new OwnSocket();
  const rig = new Rig({ sockets: [own] });
  let socket = 0;
  const ends = async (answer: OwnSocket['answer'], reason: string) => {
    own.answer = answer;
    rig.say('openSocket', { socket: ++socket, server: 0 });
    own.onconnect();
    rig.take();
    rig.say('sendFrame', { socket, data: 'a' });
    rig.say('sendFrame', { socket, data: 'b' });
    assert.deepEqual(await rig.told(), [{ type: 'socketClosed', socket, error: true, reason }]);
    assert.equal(own.calls.at(-1), 'disconnect');
  };
  await ends(false, 'the socket does not send');
  await ends(Promise.resolve(false), 'the socket does not send');
  await ends(Promise.reject(new Error('gone')), 'Error: gone');

  for (const fine of [true, undefined, Promise.resolve(true), Promise.resolve()]) {
    own.answer = fine;
    rig.say('openSocket', { socket: ++socket, server: 0 });
    own.onconnect();
    rig.take();
    rig.say('sendFrame', { socket, data: 'a' });
    await fine;
    assert.deepEqual(rig.take(), []);
    rig.say('closeSocket', { socket });
  }
});

test('an application’s socket is reused, and what it tells of the connection before reaches nobody', () => {
  const own = new OwnSocket();
  const rig = new Rig({ sockets: [own] });
  rig.say('openSocket', { socket: 1, server: 0 });
  own.onconnect();
  rig.say('closeSocket', { socket: 1 });
  assert.deepEqual(own.calls, ['connect', 'disconnect']);
  rig.say('openSocket', { socket: 2, server: 0 });
  rig.take();
  own.ondata('late');
  own.ondisconnect(false, 1000, '');
  assert.deepEqual(rig.take(), []);
  own.onconnect();
  own.ondata('early');
  own.ondisconnect(true, 1006);
  assert.deepEqual(rig.take(), [
    { type: 'socketOpened', socket: 2 },
    { type: 'socketMessage', socket: 2, data: 'early' },
    { type: 'socketClosed', socket: 2, error: true, code: 1006, reason: '' },
  ]);
  own.ondisconnect(true, 1006);
  assert.deepEqual(rig.take(), []);
});

test('an application’s socket that throws is a socket that failed', () => {
  const own = new OwnSocket();
  const rig = new Rig({ sockets: [own] });
  own.connect = () => {
    throw new Error('no');
  };
  own.disconnect = own.connect;
  rig.say('openSocket', { socket: 1, server: 0 });
  assert.deepEqual(rig.take(), [
    { type: 'socketClosed', socket: 1, error: true, reason: 'Error: no' },
  ]);
});

test('dispose closes what is open, and nothing is told any more', () => {
  const rig = new Rig({ sockets: [new SipSocket('ws://a')] });
  rig.say('openSocket', { socket: 1, server: 0 });
  rig.say('openPeer', { session: 3 });
  FakeWebSocket.all[0]!.open();
  rig.take();
  rig.host.dispose();
  assert.equal(FakeWebSocket.all[0]!.readyState, 2);
  assert.deepEqual(rig.pc.calls, ['close']);
  FakeWebSocket.all[0]!.lose();
  assert.deepEqual(rig.take(), []);
});
