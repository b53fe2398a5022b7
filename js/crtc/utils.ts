// CRTC.Utils: JsSIP's, and what there is of devices, streams and quality.
import type * as Contract from '../../types/crtc.js';
import { throughCanvas } from '../host/canvas_stream.js';
import { infosOf } from '../host/device.js';
import { liveTracks } from '../host/live_tracks.js';

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

// What is worse than a bound is of its level; the scorer in C++ has the same bounds by default, and
// hysteresis, which one reading cannot have.
const kBeyond: readonly (readonly [level: Contract.QualityLevel, loss: number, rtt: number])[] = [
  [6, 40, 500],
  [5, 30, 350],
  [4, 20, 200],
  [3, 10, 100],
];

export function getNetworkQuality(
  loss: number | undefined,
  rtt: number | undefined,
): Contract.QualityLevel {
  const [lost, delay] = [loss ?? Number.NaN, rtt ?? Number.NaN];
  if (Number.isNaN(lost) && Number.isNaN(delay)) return 0;
  for (const [level, mostLoss, mostDelay] of kBeyond) {
    if (lost > mostLoss || delay > mostDelay) return level;
  }
  return lost > 0 || delay >= 50 ? 2 : 1;
}
