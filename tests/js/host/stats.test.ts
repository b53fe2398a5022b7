// The sampler before reports as browsers gave them (Chromium 156 and Firefox ESR 153, two peer connections in one
// page, sound and picture both ways), cut down to the members that are read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStats } from '../../../js/host/stats.js';

type Report = Record<string, unknown> & { id: string };

function connection(
  reports: Report[],
  {
    directions = ['sendrecv', 'sendrecv'],
    enabled = true,
  }: { directions?: string[]; enabled?: boolean } = {},
): RTCPeerConnection {
  const kinds = ['audio', 'video'];
  return {
    getStats: () => Promise.resolve(new Map(reports.map((report) => [report.id, report]))),
    getSenders: () => kinds.map((kind) => ({ track: { kind, enabled } })),
    getTransceivers: () =>
      directions.map((currentDirection, index) => ({
        currentDirection,
        receiver: { track: { kind: kinds[index] } },
      })),
  } as unknown as RTCPeerConnection;
}

const kChromiumTime = 1795294132612.522;
const kChromium: Report[] = [
  {
    id: 'CP1',
    type: 'candidate-pair',
    timestamp: kChromiumTime,
    currentRoundTripTime: 0.002,
    nominated: true,
    state: 'succeeded',
  },
  {
    id: 'CP2',
    type: 'candidate-pair',
    timestamp: kChromiumTime,
    currentRoundTripTime: 0.001,
    availableOutgoingBitrate: 1368000,
    nominated: true,
    state: 'succeeded',
  },
  {
    id: 'IT01A',
    type: 'inbound-rtp',
    kind: 'audio',
    timestamp: kChromiumTime,
    ssrc: 2332118071,
    packetsReceived: 400,
    packetsLost: 0,
    bytesReceived: 28114,
    jitter: 0.003,
    jitterBufferDelay: 19123.2,
    jitterBufferEmittedCount: 382080,
  },
  {
    id: 'IT01V',
    type: 'inbound-rtp',
    kind: 'video',
    timestamp: kChromiumTime,
    ssrc: 808148074,
    packetsReceived: 295,
    packetsLost: 2,
    bytesReceived: 201370,
    jitter: 0,
    jitterBufferDelay: 1.191293,
    jitterBufferEmittedCount: 158,
    framesDecoded: 158,
    frameWidth: 320,
    frameHeight: 240,
  },
  {
    id: 'OT01A',
    type: 'outbound-rtp',
    kind: 'audio',
    timestamp: kChromiumTime,
    ssrc: 723308245,
    packetsSent: 400,
    bytesSent: 27980,
    mediaSourceId: 'SA1',
    remoteId: 'RIA',
  },
  {
    id: 'OT01V',
    type: 'outbound-rtp',
    kind: 'video',
    timestamp: kChromiumTime,
    ssrc: 2286424568,
    packetsSent: 297,
    bytesSent: 202013,
    framesEncoded: 160,
    frameWidth: 320,
    frameHeight: 240,
    mediaSourceId: 'SV3',
    remoteId: 'RIV',
  },
  {
    id: 'RIA',
    type: 'remote-inbound-rtp',
    kind: 'audio',
    timestamp: 1795294131804.448,
    localId: 'OT01A',
    packetsLost: 3,
    fractionLost: 0.015625,
    jitter: 0.000312,
    roundTripTime: 0.001526,
  },
  {
    id: 'RIV',
    type: 'remote-inbound-rtp',
    kind: 'video',
    timestamp: 1795294132570.608,
    localId: 'OT01V',
    packetsLost: 0,
    fractionLost: 0,
    jitter: 0.001277,
    roundTripTime: 0.001282,
  },
  {
    id: 'SA1',
    type: 'media-source',
    kind: 'audio',
    timestamp: kChromiumTime,
    totalAudioEnergy: 1.9365,
    totalSamplesDuration: 8.04,
  },
  { id: 'T01', type: 'transport', timestamp: kChromiumTime, selectedCandidatePairId: 'CP2' },
];

const kFirefox: Report[] = [
  {
    id: '39770215',
    type: 'remote-inbound-rtp',
    kind: 'audio',
    timestamp: 1795294147908,
    localId: '553b8e99',
    packetsLost: 0,
    packetsReceived: 100,
    fractionLost: 0,
    jitter: 0.005104,
  },
  {
    id: 'e040097d',
    type: 'inbound-rtp',
    kind: 'audio',
    timestamp: 1795294153437,
    ssrc: 2618738150,
    packetsReceived: 377,
    packetsLost: 0,
    bytesReceived: 43355,
    jitter: 0.005,
    jitterBufferDelay: 12595.2,
    jitterBufferEmittedCount: 360960,
  },
  {
    id: '553b8e99',
    type: 'outbound-rtp',
    kind: 'audio',
    timestamp: 1795294153437,
    ssrc: 2092663244,
    packetsSent: 378,
    bytesSent: 43470,
    remoteId: '39770215',
  },
  // Its microphone tells nothing of its loudness.
  { id: 'mediasource_audio_0', type: 'media-source', kind: 'audio', timestamp: 1795294153437 },
  {
    id: '9d34fae2',
    type: 'candidate-pair',
    timestamp: 1795294153437,
    currentRoundTripTime: 0.05,
    nominated: true,
    selected: false,
    state: 'succeeded',
  },
  {
    id: '88fc8077',
    type: 'candidate-pair',
    timestamp: 1795294153437,
    currentRoundTripTime: 0,
    nominated: true,
    selected: true,
    state: 'succeeded',
  },
  { id: '67a2e841', type: 'transport', timestamp: 1795294153437 },
];

test('a reading of Chromium has both kinds in both directions, in milliseconds', async () => {
  assert.deepEqual(await readStats(connection(kChromium), 7), {
    type: 'statsRead',
    session: 7,
    taken: kChromiumTime,
    roundTrip: 1,
    available: 1368000,
    audioSent: {
      ssrc: 723308245,
      packets: 400,
      bytes: 27980,
      frames: undefined,
      width: undefined,
      height: undefined,
      energy: 1.9365,
      listened: 8.04 * 1000,
      silenced: false,
      reported: 1795294131804.448,
      farLost: 3,
      fractionLost: 0.015625,
      jitter: 0.000312 * 1000,
      roundTrip: 0.001526 * 1000,
    },
    videoSent: {
      ssrc: 2286424568,
      packets: 297,
      bytes: 202013,
      frames: 160,
      width: 320,
      height: 240,
      energy: undefined,
      listened: undefined,
      silenced: false,
      reported: 1795294132570.608,
      farLost: 0,
      fractionLost: 0,
      jitter: 0.001277 * 1000,
      roundTrip: 0.001282 * 1000,
    },
    audioReceived: {
      expected: true,
      ssrc: 2332118071,
      packets: 400,
      bytes: 28114,
      lost: 0,
      jitter: 3,
      buffered: 19123.2 * 1000,
      emitted: 382080,
      frames: undefined,
      width: undefined,
      height: undefined,
    },
    videoReceived: {
      expected: true,
      ssrc: 808148074,
      packets: 295,
      bytes: 201370,
      lost: 2,
      jitter: 0,
      buffered: 1.191293 * 1000,
      emitted: 158,
      frames: 158,
      width: 320,
      height: 240,
    },
  });
});

test('in Firefox the pair itself says that it is selected, and what is not told is undefined', async () => {
  const read = await readStats(connection(kFirefox, { directions: ['sendrecv'] }), 1);
  assert.equal(read.roundTrip, 0);
  assert.equal(read.available, undefined);
  assert.equal(read.audioSent?.reported, 1795294147908);
  assert.equal(read.audioSent?.roundTrip, undefined);
  assert.equal(read.audioSent?.energy, undefined);
  assert.equal(read.audioReceived?.buffered, 12595200);
  assert.equal(read.videoReceived?.expected, false);
  assert.equal(read.videoReceived?.packets, undefined);
});

test('a browser that tells next to nothing is read all the same', async () => {
  const read = await readStats(connection([]), 1);
  assert.equal(read.taken, undefined);
  assert.equal(read.roundTrip, undefined);
  assert.equal(read.audioSent?.packets, undefined);
});

test('a report that only names its stream is found by it, as Safari has it', async () => {
  const reports = kChromium.map(({ remoteId: _, ...report }) => report as Report);
  const read = await readStats(connection(reports), 1);
  assert.equal(read.audioSent?.farLost, 3);
  assert.equal(read.videoSent?.farLost, 0);
});

test('without a transport the pair that was nominated and works counts', async () => {
  const reports = kChromium.filter(({ type }) => type !== 'transport').slice(1);
  assert.equal((await readStats(connection(reports), 1)).roundTrip, 1);
});

test('a disabled track is meant to be silent, and a direction without receiving expects nothing', async () => {
  const read = await readStats(
    connection(kChromium, { directions: ['sendonly', 'recvonly'], enabled: false }),
    1,
  );
  assert.equal(read.audioSent?.silenced, true);
  assert.equal(read.audioReceived?.expected, false);
  assert.equal(read.videoReceived?.expected, true);
});

test('of two streams of one kind the one in use is read', async () => {
  const idle = { id: 'OT00V', type: 'outbound-rtp', kind: 'video', ssrc: 5, bytesSent: 0 };
  const read = await readStats(connection([idle, ...kChromium]), 1);
  assert.equal(read.videoSent?.ssrc, 2286424568);
});
