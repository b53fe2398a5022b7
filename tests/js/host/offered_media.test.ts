import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerConstraints } from '../../../js/host/offered_media.js';

const offer = (...sections: [kind: string, direction?: string][]) =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    ...sections.flatMap(([kind, direction]) => [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF 96`,
      'c=IN IP4 0.0.0.0',
      ...(direction ? [`a=${direction}`] : []),
    ]),
    '',
  ].join('\r\n');

test('the application says nothing: what the peer both sends and receives', () => {
  assert.deepEqual(answerConstraints({}, offer(['audio'])), { audio: true, video: false });
  assert.deepEqual(answerConstraints({}, offer(['audio', 'sendrecv'], ['video', 'sendonly'])), {
    audio: true,
    video: false,
  });
  assert.deepEqual(answerConstraints({}, offer(['audio', 'inactive'], ['video'])), {
    audio: false,
    video: true,
  });
});

test('what is not offered is not acquired, unless we offer it later', () => {
  const mediaConstraints = { audio: true, video: { width: 640 } };
  assert.deepEqual(answerConstraints({ mediaConstraints }, offer(['audio'])), {
    audio: true,
    video: false,
  });
  assert.deepEqual(
    answerConstraints(
      { mediaConstraints, rtcOfferConstraints: { offerToReceiveVideo: true } },
      offer(['audio']),
    ),
    mediaConstraints,
  );
});

test('what the application says of an offered kind counts', () => {
  const media = { mediaConstraints: { audio: { echoCancellation: false }, video: false } };
  assert.deepEqual(answerConstraints(media, offer(['audio', 'recvonly'], ['video'])), {
    audio: { echoCancellation: false },
    video: false,
  });
  assert.deepEqual(media.mediaConstraints.video, false);
});
