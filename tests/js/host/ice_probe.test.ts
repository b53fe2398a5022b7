import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { IceProbe } from '../../../js/host/ice_probe.js';

const kServer: RTCIceServer = { urls: 'turn:turn.example.com' };

class GatheringPeer extends EventTarget {
  static made: GatheringPeer[] = [];
  static refuses = false;
  isClosed = false;
  constructor(readonly config: RTCConfiguration) {
    super();
    GatheringPeer.made.push(this);
  }
  createDataChannel(): void {}
  createOffer(): Promise<object> {
    return GatheringPeer.refuses ? Promise.reject(new Error('no offer')) : Promise.resolve({});
  }
  setLocalDescription = () => Promise.resolve();
  close = () => void (this.isClosed = true);

  gather(type: string | null, candidate = 'candidate:1'): void {
    const found = type === null ? null : { type, candidate };
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: found }));
  }
  fail(errorCode: number, errorText: string): void {
    this.dispatchEvent(Object.assign(new Event('icecandidateerror'), { errorCode, errorText }));
  }
}

beforeEach(() => {
  GatheringPeer.made = [];
  GatheringPeer.refuses = false;
  Object.assign(globalThis, { RTCPeerConnection: GatheringPeer });
});
afterEach(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));

function probe(wanted: 'srflx' | 'relay') {
  const made = new IceProbe(kServer, wanted);
  return { made, peer: GatheringPeer.made[0]! };
}

test('a server is asked alone, a TURN server to relay', () => {
  assert.deepEqual(probe('relay').peer.config, {
    iceServers: [kServer],
    iceTransportPolicy: 'relay',
  });
  GatheringPeer.made = [];
  assert.equal(probe('srflx').peer.config.iceTransportPolicy, 'all');
});

test('the candidate that was wanted is what was found', async () => {
  const { made, peer } = probe('relay');
  peer.fail(701, 'of another interface');
  peer.gather('relay');
  const { candidate, failure } = await made.finding;
  assert.deepEqual([candidate?.type, failure], ['relay', undefined]);
  made.close();
  assert.ok(peer.isClosed);
});

test('at the end of gathering the newest error is the reason', async () => {
  const { made, peer } = probe('relay');
  peer.fail(701, 'timed out');
  peer.fail(401, 'Unauthorized');
  peer.gather('', '');
  peer.gather(null);
  assert.deepEqual(await made.finding, { failure: { code: 401, text: 'Unauthorized' } });
});

test('no candidate and no error is a failure of a TURN server', async () => {
  const { made, peer } = probe('relay');
  peer.gather(null);
  assert.match((await made.finding).failure!.text, /no candidate/);
});

test('a STUN server that tells our own address has answered', async () => {
  const { made, peer } = probe('srflx');
  peer.gather('host');
  peer.gather(null);
  assert.deepEqual(await made.finding, { failure: undefined });
});

test('without an address of our own no STUN server has answered', async () => {
  const { made, peer } = probe('srflx');
  peer.gather(null);
  assert.match((await made.finding).failure!.text, /no candidate/);
});

test('a browser that makes no offer is told', async () => {
  GatheringPeer.refuses = true;
  assert.match((await probe('srflx').made.finding).failure!.text, /no offer/);
});

test('a platform without WebRTC is told at once', () => {
  Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
  assert.throws(() => new IceProbe(kServer, 'srflx'), { name: 'UnsupportedError' });
});
