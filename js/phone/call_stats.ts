// RTCPeerConnection.getStats() (W3C webrtc-stats) read into a few figures. No judgement in it.
import type { CallStats, FlowStats } from '../../types/index.js';

// The members we read of any report; each kind of report has some of them.
interface Report {
  type: string;
  timestamp: number;
  kind?: string;
  codecId?: string;
  localId?: string;
  remoteId?: string;
  mimeType?: string;
  bytesSent?: number;
  bytesReceived?: number;
  packetsReceived?: number;
  packetsLost?: number;
  fractionLost?: number;
  jitter?: number;
  roundTripTime?: number;
  frameWidth?: number;
  frameHeight?: number;
  framesPerSecond?: number;
  selectedCandidatePairId?: string;
  localCandidateId?: string;
  currentRoundTripTime?: number;
  candidateType?: string;
}

type Reports = ReadonlyMap<string, Report>;

/** Reads one call again and again; rates are over the time since the reading before. */
export class StatsReader {
  #before: Reports = new Map();

  read(stats: RTCStatsReport): CallStats {
    const now: Reports = new Map(stats as unknown as Iterable<[string, Report]>);
    const all = [...now.values()];
    const transport = all.find((report) => report.selectedCandidatePairId);
    const pair = now.get(transport?.selectedCandidatePairId ?? '');
    const remote = all.find((report) => report.roundTripTime !== undefined);
    const flow = (type: string, kind: string): FlowStats => {
      // A renegotiation can leave a stream without traffic beside the one in use.
      const streams = all.filter((report) => report.type === type && report.kind === kind);
      return this.#flow(streams.sort((a, b) => bytes(b) - bytes(a))[0], now);
    };
    const both = (kind: string) => ({
      send: flow('outbound-rtp', kind),
      receive: flow('inbound-rtp', kind),
    });
    const result = {
      roundTripTime: milliseconds(pair?.currentRoundTripTime ?? remote?.roundTripTime),
      candidate: now.get(pair?.localCandidateId ?? '')?.candidateType,
      audio: both('audio'),
      video: both('video'),
    };
    this.#before = now;
    return result;
  }

  #flow(stream: Report | undefined, now: Reports): FlowStats {
    const before = [...this.#before].find(([id]) => stream && now.get(id) === stream)?.[1];
    const time = stream && before ? stream.timestamp - before.timestamp : 0;
    const far = now.get(stream?.remoteId ?? '');
    const lost = gain(stream, before, 'packetsLost');
    const arrived = gain(stream, before, 'packetsReceived');
    const expected = lost + arrived;
    return {
      bitrate:
        stream && before && time > 0 ? ((bytes(stream) - bytes(before)) * 8000) / time : undefined,
      loss: expected > 0 ? Math.max(0, lost / expected) : far?.fractionLost,
      jitter: milliseconds(stream?.jitter ?? far?.jitter),
      codec: now.get(stream?.codecId ?? '')?.mimeType?.replace(/^.*\//, ''),
      width: stream?.frameWidth,
      height: stream?.frameHeight,
      framesPerSecond: stream?.framesPerSecond,
    };
  }
}

function bytes(report: Report): number {
  return report.bytesSent ?? report.bytesReceived ?? 0;
}

function gain(
  now: Report | undefined,
  before: Report | undefined,
  field: 'packetsLost' | 'packetsReceived',
): number {
  return before ? (now?.[field] ?? 0) - (before[field] ?? 0) : 0;
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
