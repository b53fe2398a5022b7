import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StatsReader } from '../../../js/phone/call_stats.js';

function report(
  at: number,
  sent: number,
  received: number,
  arrived: number,
  lost: number,
): RTCStatsReport {
  const entries = [
    { id: 'T', type: 'transport', timestamp: at, selectedCandidatePairId: 'P' },
    {
      id: 'P',
      type: 'candidate-pair',
      timestamp: at,
      currentRoundTripTime: 0.05,
      localCandidateId: 'L',
    },
    { id: 'L', type: 'local-candidate', timestamp: at, candidateType: 'srflx' },
    { id: 'C', type: 'codec', timestamp: at, mimeType: 'audio/opus' },
    { id: 'V', type: 'codec', timestamp: at, mimeType: 'video/VP8' },
    {
      id: 'OA',
      type: 'outbound-rtp',
      kind: 'audio',
      timestamp: at,
      bytesSent: sent,
      codecId: 'C',
      remoteId: 'RA',
    },
    {
      id: 'RA',
      type: 'remote-inbound-rtp',
      kind: 'audio',
      timestamp: at,
      fractionLost: 0.25,
      jitter: 0.004,
    },
    {
      id: 'IA',
      type: 'inbound-rtp',
      kind: 'audio',
      timestamp: at,
      bytesReceived: received,
      packetsReceived: arrived,
      packetsLost: lost,
      jitter: 0.01,
      codecId: 'C',
    },
    { id: 'OV0', type: 'outbound-rtp', kind: 'video', timestamp: at, bytesSent: 0 },
    {
      id: 'OV',
      type: 'outbound-rtp',
      kind: 'video',
      timestamp: at,
      bytesSent: 9,
      frameWidth: 640,
      frameHeight: 480,
      framesPerSecond: 30,
      codecId: 'V',
    },
  ];
  return new Map(entries.map((entry) => [entry.id, entry])) as unknown as RTCStatsReport;
}

test('a first reading has no rates, the next ones have those since the one before', () => {
  const reader = new StatsReader();
  const first = reader.read(report(1000, 1000, 500, 10, 0));
  assert.equal(first.audio.send.bitrate, undefined);
  assert.equal(first.roundTripTime, 50);
  assert.equal(first.candidate, 'srflx');
  assert.deepEqual(first.audio.send.codec, 'opus');
  assert.equal(first.audio.receive.jitter, 10);

  const { audio } = reader.read(report(3000, 3000, 4500, 100, 10));
  assert.equal(audio.send.bitrate, 8000);
  assert.equal(audio.receive.bitrate, 16000);
  assert.equal(audio.receive.loss, 0.1);
  // What we send is lost at the other end, which reports it.
  assert.equal(audio.send.loss, 0.25);
  assert.equal(audio.send.jitter, 4);
});

test('of several streams of a kind the busy one counts', () => {
  const { video } = new StatsReader().read(report(0, 0, 0, 0, 0));
  assert.equal(video.send.codec, 'VP8');
  assert.deepEqual(
    [video.send.width, video.send.height, video.send.framesPerSecond],
    [640, 480, 30],
  );
  assert.equal(video.receive.codec, undefined);
});

test('an empty report gives an empty reading', () => {
  const { roundTripTime, candidate, audio } = new StatsReader().read(
    new Map() as unknown as RTCStatsReport,
  );
  assert.deepEqual(
    [roundTripTime, candidate, audio.send.bitrate, audio.receive.loss],
    [undefined, undefined, undefined, undefined],
  );
});
