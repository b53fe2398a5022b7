import assert from 'node:assert/strict';
import { test } from 'node:test';
import { support } from '../../../js/host/support.js';
import { putGlobal } from './fake_media_devices.js';

test('in Node no call is possible, and nothing is thrown', () => {
  const { calls, webrtc, getUserMedia, webAssembly, codecs } = support();
  assert.deepEqual(
    { calls, webrtc, getUserMedia, webAssembly, codecs },
    {
      calls: false,
      webrtc: false,
      getUserMedia: false,
      webAssembly: true,
      codecs: { audio: [], video: [] },
    },
  );
});

test('a browser with all of it can call, and codecs are named once', (t) => {
  const nothing = () => {};
  class Peer {
    addTransceiver = nothing;
  }
  Object.assign(Peer.prototype, { addTransceiver: nothing });
  putGlobal(t, 'isSecureContext', true);
  putGlobal(t, 'RTCPeerConnection', Peer);
  putGlobal(t, 'WebSocket', class {});
  putGlobal(t, 'navigator', { mediaDevices: { getUserMedia: nothing } });
  const names = ['opus', 'red', 'PCMU', 'CN', 'CN', 'opus', 'telephone-event'];
  putGlobal(t, 'RTCRtpSender', {
    getCapabilities: (kind: string) =>
      kind === 'audio' ? { codecs: names.map((name) => ({ mimeType: `audio/${name}` })) } : null,
  });
  const { calls, codecs, getDisplayMedia, selectAudioOutput } = support();
  assert.equal(calls, true);
  assert.deepEqual(codecs, { audio: ['opus', 'PCMU'], video: [] });
  assert.equal(getDisplayMedia, false);
  assert.equal(selectAudioOutput, false);
});
