import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { preferCodecs, withoutOrphans } from '../../../js/host/codec_preferences.js';

const kKnown = ['opus', 'red', 'PCMU', 'G722', 'telephone-event', 'CN'].map((name) => ({
  mimeType: `audio/${name}`,
  clockRate: 8000,
}));

beforeEach(() => {
  Object.assign(globalThis, {
    RTCRtpReceiver: { getCapabilities: () => ({ codecs: kKnown, headerExtensions: [] }) },
  });
});
afterEach(() => {
  delete (globalThis as { RTCRtpReceiver?: unknown }).RTCRtpReceiver;
});

function preferred(wishes: Parameters<typeof preferCodecs>[1], direction = 'sendrecv') {
  let names: string[] | undefined;
  const transceiver = {
    direction,
    receiver: { track: { kind: 'audio' } },
    setCodecPreferences: (codecs: { mimeType: string }[]) =>
      (names = codecs.map(({ mimeType }) => mimeType.slice(6))),
  };
  preferCodecs({ getTransceivers: () => [transceiver] } as never, wishes);
  return names;
}

test('what is listed comes first, in any case of letters, and the rest follows', () => {
  assert.deepEqual(preferred({ audio: ['pcmu', 'OPUS'] }), [
    ...['PCMU', 'opus', 'red', 'G722', 'telephone-event', 'CN'],
  ]);
});

test('with only, the rest is left out but for what goes with any codec', () => {
  assert.deepEqual(preferred({ audio: ['PCMU'], only: true }), [
    ...['PCMU', 'red', 'telephone-event', 'CN'],
  ]);
});

test('a wish that nothing known fulfils changes nothing', () => {
  assert.equal(preferred({ audio: ['AMR'], only: true }), undefined);
});

test('no wish, or a transceiver that has stopped, is left alone', () => {
  assert.equal(preferred({ video: ['VP8'] }), undefined);
  assert.equal(preferred({ audio: ['PCMU'] }, 'stopped'), undefined);
});

test('feedback for a format that its section does not have is left out, as Firefox leaves it in', () => {
  const sections = (orphans: string[]) =>
    [
      'v=0',
      'a=group:BUNDLE 0 1',
      'm=audio 9 UDP/TLS/RTP/SAVPF 0 101',
      'a=rtcp-fb:0 transport-cc',
      'a=rtpmap:0 PCMU/8000',
      'm=video 9/2 UDP/TLS/RTP/SAVPF 121 12',
      'a=rtcp-fb:* nack',
      ...orphans,
      'a=rtcp-fb:121 nack pli',
      'a=rtpmap:121 VP9/90000',
      '',
    ].join('\r\n');
  const written = sections(['a=rtcp-fb:120 nack', 'a=rtcp-fb:1 ccm fir', 'a=rtcp-fb:0 nack']);
  assert.equal(withoutOrphans(written), sections([]));
  assert.equal(withoutOrphans(sections([])), sections([]));
});
