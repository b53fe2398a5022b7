// Which device comes next when an application names none.
import { isAlias } from '../host/device.js';
import { anyDevice } from '../host/user_media.js';
import { getCameras, getMicrophones } from './utils.js';

const kTurned = { user: 'environment', environment: 'user' } as const;
type Facing = keyof typeof kTurned;
const isFacing = (text: string | undefined): text is Facing => !!text && text in kTurned;

/**
 * The constraints of the device that is asked for, with those of the track before but for what named its device; undefined
 * when there is no other.
 */
export async function nextDevice(
  kind: 'audio' | 'video',
  deviceId: string | undefined,
  track: MediaStreamTrack | undefined,
): Promise<MediaTrackConstraints | undefined> {
  const chosen = deviceId ? named(kind, deviceId) : await following(kind, track);
  return chosen && { ...anyDevice(track), ...chosen };
}

function named(kind: 'audio' | 'video', deviceId: string): MediaTrackConstraints {
  return kind === 'video' && isFacing(deviceId)
    ? { facingMode: { exact: deviceId } }
    : { deviceId: { exact: deviceId } };
}

async function following(
  kind: 'audio' | 'video',
  track: MediaStreamTrack | undefined,
): Promise<MediaTrackConstraints | undefined> {
  const list = kind === 'video' ? getCameras : getMicrophones;
  const devices = (await list()).filter((device) => !isAlias(device));
  if (devices.length < 2) return undefined;
  const { deviceId, facingMode } = track?.getSettings() ?? {};
  // Two cameras of a phone look at either side; those of a desk have no side.
  if (devices.length === 2 && isFacing(facingMode)) {
    return { facingMode: { exact: kTurned[facingMode] } };
  }
  const at = devices.findIndex((device) => device.deviceId === deviceId);
  return { deviceId: { exact: devices[(at + 1) % devices.length]!.deviceId } };
}
