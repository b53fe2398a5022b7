// CRTC.Utils: JsSIP's, and what there is of devices, streams and quality.
import type * as Contract from '../../types/crtc.js';
import { throughCanvas } from '../host/canvas_stream.js';
import { infosOf } from '../host/device.js';
import { liveTracks } from '../host/live_tracks.js';
import { levelOf, levelsFrom } from './quality_levels.js';

export * from '../jssip/utils.js';

async function named(kind: MediaDeviceKind, word: string): Promise<Contract.Device[]> {
  const devices = await infosOf(kind);
  // Browsers keep the names to themselves until a device has been allowed.
  return devices.map(({ label, deviceId }, i) => ({
    kind,
    label: label || `${word} ${i + 1}`,
    deviceId,
  }));
}

export const getCameras = () => named('videoinput', 'camera');
export const getMicrophones = () => named('audioinput', 'microphone');
export const getSpeakers = () => named('audiooutput', 'speaker');

export function getStreams(
  pc: RTCPeerConnection,
  originator: 'local' | 'remote',
): Contract.Streams {
  const tracks = liveTracks(pc, originator);
  const of = (kind: string) => new MediaStream(tracks.filter((track) => track.kind === kind));
  return {
    audioStream: of('audio'),
    videoStream: of('video'),
    mediaStream: new MediaStream(tracks),
  };
}

export const getStreamThroughCanvas = (stream: MediaStream): MediaStream => throughCanvas(stream);

/** Steadiness is the event's: one reading has none. */
export function getNetworkQuality(
  loss: number | undefined,
  rtt: number | undefined,
  levels?: Contract.NetworkQualityLevels,
): Contract.QualityLevel {
  if (levels !== undefined && !levelsFrom(levels)) throw new TypeError('levels cannot be used');
  const known = (value: number | undefined) => (Number.isFinite(value) ? value : undefined);
  return levelOf({ loss: known(loss), RTT: known(rtt) }, levels);
}
