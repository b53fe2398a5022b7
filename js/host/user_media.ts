// The microphone and the camera, taken and given back.
import { UnsupportedError } from '../engine/errors.js';

export type Kind = 'audio' | 'video';

export async function getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  // Browsers hide mediaDevices from pages that are not served securely.
  if (!globalThis.navigator?.mediaDevices?.getUserMedia) {
    throw new UnsupportedError('This platform or page has no access to media devices.');
  }
  return navigator.mediaDevices.getUserMedia(constraints);
}

/** One track of that kind. */
export async function capture(
  kind: Kind,
  constraints: MediaTrackConstraints | boolean,
): Promise<MediaStreamTrack> {
  const [track] = (await getUserMedia({ [kind]: constraints })).getTracks();
  return track!;
}

export function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Names the device that a track has open, as far as it can be named. */
export function sameDevice({ deviceId }: { deviceId?: string | undefined }): MediaTrackConstraints {
  return deviceId ? { deviceId: { exact: deviceId } } : {};
}

/** What was asked of a track, but for which device it should be of. */
export function anyDevice(track: MediaStreamTrack | undefined): MediaTrackConstraints {
  const { deviceId: _, groupId: __, facingMode: ___, ...kept } = track?.getConstraints() ?? {};
  return kept;
}
