// Devices as a page shows them, out of what enumerateDevices() says, and the difference between two lists of them.

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

export interface Device {
  readonly kind: DeviceKind;
  /** `''` while the user has not allowed the kind: it stands for an unknown number of devices. */
  readonly deviceId: string;
  readonly label: string;
  readonly groupId: string;
  readonly isDefault: boolean;
}

export interface DeviceDifference {
  readonly added: readonly Device[];
  readonly removed: readonly Device[];
  readonly defaults: readonly Device[];
}

export const kDeviceKinds: readonly DeviceKind[] = ['microphone', 'camera', 'speaker'];

const kKindOf: { [kind in MediaDeviceKind]: DeviceKind } = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

// Chromium lists what the system uses a second time, under these ids.
const kAliases = ['default', 'communications'];

/** Of one kind, as the browser lists them; none where a page may not see any. */
export async function infosOf(kind: MediaDeviceKind): Promise<MediaDeviceInfo[]> {
  const infos = await globalThis.navigator?.mediaDevices?.enumerateDevices?.();
  return (infos ?? []).filter((info) => info.kind === kind);
}

/** Whether an entry names a device that has another one of its own. */
export const isAlias = ({ deviceId }: { deviceId: string }): boolean => kAliases.includes(deviceId);

/** `labels` remembers by id what Firefox tells only while a device is open. */
export function devicesOf(
  infos: readonly MediaDeviceInfo[],
  labels: Map<string, string> = new Map(),
): Device[] {
  return kDeviceKinds.flatMap((kind) =>
    devicesOfKind(
      kind,
      infos.filter((info) => kKindOf[info.kind] === kind),
      labels,
    ),
  );
}

function devicesOfKind(
  kind: DeviceKind,
  infos: MediaDeviceInfo[],
  labels: Map<string, string>,
): Device[] {
  const real = infos.filter((info) => !isAlias(info));
  const meant = new Map(
    infos
      .filter((info) => !real.includes(info))
      .map((alias) => [alias.deviceId, counterpartOf(alias, real)]),
  );
  const listed = infos.filter((info) => real.includes(info) || !meant.get(info.deviceId));
  // Without an alias the default stands first (Media Capture 9.2).
  const first = meant.get('default') ?? listed.find(({ deviceId }) => deviceId === 'default');
  const standard = first ?? listed[0];
  return listed.map((info, at) => {
    const { deviceId, groupId, label } = info;
    const key = `${kind} ${deviceId}`;
    if (deviceId && label) labels.set(key, label);
    return {
      kind,
      deviceId,
      groupId,
      label: label || labels.get(key) || `${kind} ${at + 1}`,
      isDefault: info === standard,
    };
  });
}

// The alias of a device has its group, and its label behind "Default - ". A group alone may hold two microphones.
function counterpartOf(
  alias: MediaDeviceInfo,
  real: readonly MediaDeviceInfo[],
): MediaDeviceInfo | undefined {
  const named = ({ label }: MediaDeviceInfo) => label !== '' && alias.label.endsWith(label);
  const grouped = ({ groupId }: MediaDeviceInfo) => groupId !== '' && alias.groupId === groupId;
  return (
    real.find((info) => named(info) && grouped(info)) ?? real.find(named) ?? real.find(grouped)
  );
}

export const ofKind = (devices: readonly Device[], kind: DeviceKind): Device[] =>
  devices.filter((device) => device.kind === kind);

/** Where a permission came or went in between, ids appear and vanish without anything being plugged. */
export function differenceOf(
  before: readonly Device[],
  after: readonly Device[],
): DeviceDifference {
  const kinds = kDeviceKinds.filter((kind) => {
    const isHidden = ({ deviceId }: Device) => deviceId === '';
    return !ofKind(before, kind).some(isHidden) && !ofKind(after, kind).some(isHidden);
  });
  const without = (list: readonly Device[], others: readonly Device[]) =>
    list.filter(
      ({ kind, deviceId }) =>
        kinds.includes(kind) &&
        !others.some((other) => other.kind === kind && other.deviceId === deviceId),
    );
  const defaults = kinds.flatMap((kind) => {
    const old = ofKind(before, kind).find(({ isDefault }) => isDefault);
    const next = ofKind(after, kind).find(({ isDefault }) => isDefault);
    return old && next && old.deviceId !== next.deviceId ? [next] : [];
  });
  return { added: without(after, before), removed: without(before, after), defaults };
}

export function isSameList(before: readonly Device[], after: readonly Device[]): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
