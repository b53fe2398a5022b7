// How much video a peer connection may send: RTCRtpSender.setParameters within what the application
// allows.
import type { OutputOf } from '../engine/vocabulary.js';

type Limit = OutputOf<'limitSending'>;
type Encoding = Pick<RTCRtpEncodingParameters, 'active' | 'maxBitrate' | 'maxFramerate'>;

export class SendingLimit {
  // What the application had set before we did.
  readonly #before = new WeakMap<RTCRtpSender, Encoding[]>();

  /** Resolves when every sender has taken it, or would not. */
  async apply(pc: RTCPeerConnection, limit: Limit): Promise<void> {
    for (const sender of pc.getSenders()) {
      if (sender.track?.kind !== 'video') continue;
      const parameters = sender.getParameters();
      // Firefox before 110 has none to set.
      if (!parameters.encodings?.length) continue;
      const before = this.#before.get(sender) ?? parameters.encodings.map((one) => ({ ...one }));
      this.#before.set(sender, before);
      parameters.encodings.forEach((encoding, index) => {
        const own = before[index];
        encoding.active = limit.video && own?.active !== false;
        cap(encoding, 'maxBitrate', own?.maxBitrate, limit.bitrate);
        cap(encoding, 'maxFramerate', own?.maxFramerate, limit.frameRate);
      });
      await sender.setParameters(parameters);
    }
  }
}

function cap(
  encoding: Encoding,
  name: 'maxBitrate' | 'maxFramerate',
  own: number | undefined,
  limit: number | undefined,
): void {
  const most = Math.min(own ?? Infinity, limit ?? Infinity);
  if (most === Infinity) delete encoding[name];
  else encoding[name] = most;
}
