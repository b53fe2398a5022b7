/** The tracks that a connection sends, or receives, at this moment and that still live. */
export function liveTracks(pc: RTCPeerConnection, side: 'local' | 'remote'): MediaStreamTrack[] {
  const ends = side === 'local' ? pc.getSenders() : pc.getReceivers();
  return ends.flatMap(({ track }) => (track?.readyState === 'live' ? [track] : []));
}
