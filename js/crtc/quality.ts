// What the core measures of a call, in CRTC's shapes.
import type * as Contract from '../../types/crtc.js';
import type { OutputOf } from '../engine/vocabulary.js';

export type Measured = OutputOf<'qualityMeasured'>;

// In tenths, as a share of one is given.
const percent = (share: number | undefined) =>
  share === undefined ? undefined : Math.round(share * 1000) / 10;
const round = (time: number | undefined) => (time === undefined ? undefined : Math.round(time));

export function networkQuality(measured: Measured): Contract.NetworkQuality {
  const { uplink, downlink, roundTrip, uplinkLoss, downlinkLoss } = measured;
  return {
    RTT: round(roundTrip),
    uplinkNetworkQuality: uplink as Contract.QualityLevel,
    uplinkLoss: percent(uplinkLoss),
    downlinkNetworkQuality: downlink as Contract.QualityLevel,
    downlinkLoss: percent(downlinkLoss),
  };
}

export function statsReport(measured: Measured): Contract.StatsReport {
  const { audioSent, videoSent, audioReceived, videoReceived } = measured;
  return {
    RTT: round(measured.roundTrip),
    upFrameWidth: videoSent.width,
    upFrameHeight: videoSent.height,
    downFrameWidth: videoReceived.width,
    downFrameHeight: videoReceived.height,
    uplinkSpeed: speed(audioSent.bitrate, videoSent.bitrate),
    downlinkSpeed: speed(audioReceived.bitrate, videoReceived.bitrate),
    uplinkLoss: text(measured.uplinkLoss),
    downlinkLoss: text(measured.downlinkLoss),
  };
}

/** The one of the call that fares worst. */
export function worst(qualities: Iterable<Contract.NetworkQuality>): Contract.NetworkQuality {
  const level = ({
    uplinkNetworkQuality: up,
    downlinkNetworkQuality: down,
  }: Contract.NetworkQuality) => Math.max(up, down);
  return [...qualities].reduce((one, other) => (level(other) > level(one) ? other : one));
}

function speed(...bitrates: (number | undefined)[]): string {
  const known = bitrates.filter((bitrate) => bitrate !== undefined);
  if (known.length === 0) return '';
  const sum = known.reduce((total, bitrate) => total + bitrate, 0);
  return `${(sum / 1000).toFixed(1)}kbps`;
}

const text = (share: number | undefined) => (share === undefined ? '' : `${percent(share)}%`);
