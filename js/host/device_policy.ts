// Which device a call should use after something has happened: a function of what was there, what is there, what is used
// and what is preferred. Devices here are all of one kind.
import type { Device } from './device.js';

export interface Preferred {
  readonly deviceId: string;
  /** The id of a device is another one when a site's data was cleared. */
  readonly label: string;
}

export interface Situation {
  readonly before: readonly Device[];
  readonly after: readonly Device[];
  /** The id in the track's settings; `undefined` for a track that comes from no device. */
  readonly used: string | undefined;
  /** Whether the track has ended or stayed silent. */
  readonly isDead: boolean;
  readonly preferred?: Preferred | undefined;
  readonly followsDefault: boolean;
  /** Ids that were tried in vain. */
  readonly failed?: readonly string[];
}

export interface Decision {
  readonly device: Device;
  readonly reason: 'unplugged' | 'returned' | 'default' | 'dead';
}

/** `undefined`: the call stays as it is. */
export function decide(situation: Situation): Decision | undefined {
  const { before, after, used, isDead, preferred, followsDefault, failed = [] } = situation;
  if (!used) return undefined;
  const there = after.filter(({ deviceId }) => deviceId && !failed.includes(deviceId));
  const wanted = find(there, preferred);
  const standard = defaultOf(there);
  const fallback = wanted ?? standard ?? there[0];
  const old = resolve(before, used);
  const current = resolve(after, used, old);

  if (!current) return fallback && { device: fallback, reason: 'unplugged' };
  if (wanted && wanted.deviceId !== current.deviceId && !find(before, preferred)) {
    return { device: wanted, reason: 'returned' };
  }
  const isMoved = standard && standard.deviceId !== defaultOf(before)?.deviceId;
  // Where the preferred one is there it is used, or the call was told otherwise: either way the default does not matter.
  if (followsDefault && isMoved && old?.isDefault && !find(after, preferred)) {
    if (standard.deviceId !== current.deviceId) return { device: standard, reason: 'default' };
  }
  if (!isDead) return undefined;
  const again = failed.includes(current.deviceId) ? fallback : current;
  return again && { device: again, reason: 'dead' };
}

export function find(
  devices: readonly Device[],
  preferred: Preferred | undefined,
): Device | undefined {
  if (!preferred) return undefined;
  return (
    devices.find(({ deviceId }) => deviceId === preferred.deviceId) ??
    devices.find(({ label }) => label === preferred.label)
  );
}

export const defaultOf = (devices: readonly Device[]): Device | undefined =>
  devices.find(({ isDefault }) => isDefault);

// "default" was opened: the device that was it then, and is it still where another has become it since.
function resolve(
  devices: readonly Device[],
  used: string,
  opened: Device | undefined = defaultOf(devices),
): Device | undefined {
  const id = devices.some(({ deviceId }) => deviceId === used) ? used : undefined;
  const meant = id ?? (used === 'default' ? opened?.deviceId : used);
  return devices.find(({ deviceId }) => deviceId === meant);
}
