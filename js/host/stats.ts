// RTCPeerConnection.getStats() (W3C webrtc-stats) read into the core's numbers. No judgement in it:
// what a browser does not tell stays undefined.
import type { InputOf, ReceivedFlow, SentFlow } from '../engine/vocabulary.js';

// The members we read of any report; each kind of report has some of them. Seconds, unless the
// member is a timestamp.
interface Report {
  id: string;
  type: string;
  timestamp: number;
  kind?: string;
  ssrc?: number;
  localId?: string;
  remoteId?: string;
  mediaSourceId?: string;
  bytesSent?: number;
  bytesReceived?: number;
  packetsSent?: number;
  packetsReceived?: number;
  packetsLost?: number;
  fractionLost?: number;
  jitter?: number;
  roundTripTime?: number;
  jitterBufferDelay?: number;
  jitterBufferEmittedCount?: number;
  framesEncoded?: number;
  framesDecoded?: number;
  frameWidth?: number;
  frameHeight?: number;
  totalAudioEnergy?: number;
  totalSamplesDuration?: number;
  selectedCandidatePairId?: string;
  selected?: boolean;
  nominated?: boolean;
  state?: string;
  currentRoundTripTime?: number;
  availableOutgoingBitrate?: number;
}

type Kind = 'audio' | 'video';
type Reports = ReadonlyMap<string, Report>;

/** One reading. A connection that cannot be read is one of which nothing is known. */
export async function readStats(
  pc: RTCPeerConnection,
  session: number,
): Promise<InputOf<'statsRead'>> {
  const reports: Reports = new Map((await pc.getStats()) as unknown as Iterable<[string, Report]>);
  const pair = pairOf(reports);
  const stream = busiest(reports, 'inbound-rtp') ?? busiest(reports, 'outbound-rtp');
  return {
    type: 'statsRead',
    session,
    taken: (stream ?? pair)?.timestamp,
    roundTrip: milliseconds(pair?.currentRoundTripTime),
    available: pair?.availableOutgoingBitrate,
    audioSent: sent(pc, reports, 'audio'),
    videoSent: sent(pc, reports, 'video'),
    audioReceived: received(pc, reports, 'audio'),
    videoReceived: received(pc, reports, 'video'),
  };
}

function sent(pc: RTCPeerConnection, reports: Reports, kind: Kind): SentFlow {
  const stream = busiest(reports, 'outbound-rtp', kind);
  const far = reports.get(stream?.remoteId ?? '') ?? reportAbout(reports, stream);
  const source =
    reports.get(stream?.mediaSourceId ?? '') ??
    [...reports.values()].find((report) => report.type === 'media-source' && report.kind === kind);
  const tracks = pc.getSenders().map(({ track }) => track);
  return {
    ssrc: stream?.ssrc,
    packets: stream?.packetsSent,
    bytes: stream?.bytesSent,
    frames: stream?.framesEncoded,
    width: stream?.frameWidth,
    height: stream?.frameHeight,
    energy: source?.totalAudioEnergy,
    listened: milliseconds(source?.totalSamplesDuration),
    silenced: !tracks.some((track) => track?.kind === kind && track.enabled),
    reported: far?.timestamp,
    farLost: far?.packetsLost,
    fractionLost: far?.fractionLost,
    jitter: milliseconds(far?.jitter),
    roundTrip: milliseconds(far?.roundTripTime),
  };
}

function received(pc: RTCPeerConnection, reports: Reports, kind: Kind): ReceivedFlow {
  const stream = busiest(reports, 'inbound-rtp', kind);
  return {
    expected: pc.getTransceivers().some(({ currentDirection, receiver }) => {
      return receiver.track.kind === kind && /recv/.test(currentDirection ?? '');
    }),
    ssrc: stream?.ssrc,
    packets: stream?.packetsReceived,
    bytes: stream?.bytesReceived,
    lost: stream?.packetsLost,
    jitter: milliseconds(stream?.jitter),
    buffered: milliseconds(stream?.jitterBufferDelay),
    emitted: stream?.jitterBufferEmittedCount,
    frames: stream?.framesDecoded,
    width: stream?.frameWidth,
    height: stream?.frameHeight,
  };
}

// A renegotiation can leave a stream without traffic beside the one in use.
function busiest(reports: Reports, type: string, kind?: Kind): Report | undefined {
  return [...reports.values()]
    .filter((report) => report.type === type && (!kind || report.kind === kind))
    .sort((a, b) => bytes(b) - bytes(a))[0];
}

function bytes({ bytesSent, bytesReceived }: Report): number {
  return bytesSent ?? bytesReceived ?? 0;
}

function reportAbout(reports: Reports, stream: Report | undefined): Report | undefined {
  return [...reports.values()].find(({ type, localId }) => {
    return type === 'remote-inbound-rtp' && stream !== undefined && localId === stream.id;
  });
}

// Firefox tells of the pair itself that it is the selected one.
function pairOf(reports: Reports): Report | undefined {
  const all = [...reports.values()];
  const transport = all.find(({ selectedCandidatePairId }) => selectedCandidatePairId);
  const pairs = all.filter(({ type }) => type === 'candidate-pair');
  return (
    reports.get(transport?.selectedCandidatePairId ?? '') ??
    pairs.find(({ selected }) => selected) ??
    pairs.find(({ nominated, state }) => nominated && state === 'succeeded')
  );
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
