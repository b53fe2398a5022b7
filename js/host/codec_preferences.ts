// Which codecs a peer connection prefers, asked of the browser (W3C setCodecPreferences), never by editing SDP.

/** Names as in `a=rtpmap`, in any case ("opus", "VP8"). */
export interface CodecWishes {
  audio?: readonly string[] | undefined;
  video?: readonly string[] | undefined;
  /** Nothing but what is listed; what carries no sound or picture of its own (rtx, tones) stays. */
  only?: boolean | undefined;
}

// Repair, silence, tones: they go with any codec.
const kCompanions = /\/(rtx|red|ulpfec|flexfec-03|telephone-event|CN)$/i;

/** Puts what is wished first, for the next description. */
export function preferCodecs(pc: RTCPeerConnection, wishes: CodecWishes): void {
  for (const transceiver of pc.getTransceivers()) {
    if (transceiver.direction === 'stopped') continue;
    const kind = transceiver.receiver.track.kind as 'audio' | 'video';
    const wished = wishes[kind];
    if (!wished?.length || !transceiver.setCodecPreferences) continue;
    const ordered = order(RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [], wished, wishes.only);
    // Where none of them is known, what there is has to do.
    if (ordered.some(({ mimeType }) => !kCompanions.test(mimeType)))
      transceiver.setCodecPreferences(ordered);
  }
}

function order(codecs: RTCRtpCodec[], wished: readonly string[], only = false): RTCRtpCodec[] {
  const names = wished.map((name) => name.toLowerCase());
  const rank = ({ mimeType }: RTCRtpCodec): number => {
    const at = names.indexOf(mimeType.toLowerCase().replace(/^.*\//, ''));
    if (at >= 0) return at;
    return only && !kCompanions.test(mimeType) ? -1 : names.length;
  };
  return codecs.filter((codec) => rank(codec) >= 0).sort((a, b) => rank(a) - rank(b));
}

/**
 * A description without feedback for formats that it does not have. Firefox 153 goes on naming those that
 * setCodecPreferences has left out, and Chromium refuses the whole description for it.
 */
export function withoutOrphans(sdp: string): string {
  const inSection = (section: string) =>
    section.replace(/^a=rtcp-fb:(\d+) .*\r?\n/gm, (line, format: string) =>
      new RegExp(`^m=\\S+ \\S+ \\S+.* ${format}\\b`).test(section) ? line : '',
    );
  return sdp
    .split(/^(?=m=)/m)
    .map(inSection)
    .join('');
}
