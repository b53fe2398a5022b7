// CRTC.Utils: devices, streams, levels.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  getCameras,
  getMicrophones,
  getNetworkQuality,
  getSpeakers,
  getStreams,
} from '../../../js/crtc/utils.js';
import { replace } from '../host/share_sources/fake_page.js';

test('devices of a kind, with names of our own where the browser tells none', async (t) => {
  const device = (kind: string, label: string, deviceId: string) => ({ kind, label, deviceId });
  const devices = [
    device('videoinput', '', 'a'),
    device('audioinput', 'Headset', 'b'),
    device('videoinput', 'Back', 'c'),
    device('audioinput', '', 'd'),
    device('audiooutput', '', ''),
  ];
  replace(t, 'navigator', { mediaDevices: { enumerateDevices: async () => devices } });
  assert.deepEqual(await getCameras(), [
    device('videoinput', 'camera 1', 'a'),
    device('videoinput', 'Back', 'c'),
  ]);
  assert.deepEqual(await getMicrophones(), [
    device('audioinput', 'Headset', 'b'),
    device('audioinput', 'microphone 2', 'd'),
  ]);
  assert.deepEqual(await getSpeakers(), [device('audiooutput', 'speaker 1', '')]);
});

test('a page that may see no devices has none', async (t) => {
  replace(t, 'navigator', {});
  assert.deepEqual(await getCameras(), []);
});

test('the live tracks of either side', (t) => {
  class Stream {
    constructor(readonly tracks: { id: string }[] = []) {}
  }
  replace(t, 'MediaStream', Stream);
  const end = (kind: string, id: string, readyState = 'live') => ({
    track: { kind, id, readyState },
  });
  const pc = {
    getSenders: () => [end('audio', 'a'), end('video', 'b', 'ended'), { track: null }],
    getReceivers: () => [end('audio', 'c'), end('video', 'd')],
  } as unknown as RTCPeerConnection;
  const seen = (side: 'local' | 'remote') => {
    const { audioStream, videoStream, mediaStream } = getStreams(pc, side);
    return [audioStream, videoStream, mediaStream].map((stream) =>
      (stream as unknown as Stream).tracks.map(({ id }) => id),
    );
  };
  assert.deepEqual(seen('local'), [['a'], [], ['a']]);
  assert.deepEqual(seen('remote'), [['c'], ['d'], ['c', 'd']]);
});

test('levels: the worse of loss and round trip counts', () => {
  for (const [loss, rtt, level] of [
    [0, 0, 1], // A LAN.
    [0, 49, 1],
    [0, 50, 2],
    [1, 0, 2],
    [10, 100, 2],
    [10.1, 0, 3],
    [0, 101, 3],
    [21, 20, 4],
    [0, 201, 4],
    [31, 20, 5],
    [0, 351, 5],
    [41, 20, 6],
    [0, 501, 6],
    [undefined, 60, 2],
    [15, undefined, 3],
    [undefined, undefined, 0],
  ] as const) {
    assert.equal(getNetworkQuality(loss, rtt), level, `${loss} %, ${rtt} ms`);
  }
});

test('levels by the bounds of a user agent; by bounds that no user agent would take, none', () => {
  assert.equal(getNetworkQuality(0, 90, { 1: { RTT: 90 } }), 1);
  assert.equal(getNetworkQuality(0, 90), 2);
  assert.throws(() => getNetworkQuality(0, 90, { 7: {} } as object), TypeError);
});
