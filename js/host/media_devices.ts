// The devices that the browser lists, and what a peer connection sends and receives at this moment.

/** Of one kind, in the browser's order; none where a page may not see any. */
export async function listDevices(kind: MediaDeviceKind): Promise<MediaDeviceInfo[]> {
  const devices = await globalThis.navigator?.mediaDevices?.enumerateDevices?.();
  return (devices ?? []).filter((device) => device.kind === kind);
}

/** The tracks that a connection sends, or receives, and that still live. */
export function liveTracks(pc: RTCPeerConnection, side: 'local' | 'remote'): MediaStreamTrack[] {
  const ends = side === 'local' ? pc.getSenders() : pc.getReceivers();
  return ends.flatMap(({ track }) => (track?.readyState === 'live' ? [track] : []));
}
