// How much a peer connection may send: what the application wishes, and within it what the core allows when the network
// is congested. Both are written by RTCRtpSender.setParameters, and each may be taken back.

/** Of one kind. What is undefined stays as the browser has it; null takes a wish away. */
export interface SendingLimits {
  /** Bits a second. */
  maxBitrate?: number | null | undefined;
  maxFramerate?: number | null | undefined;
  scaleResolutionDownBy?: number | null | undefined;
}

/** Of all kinds, and what is given up first. */
export interface SendingWishes {
  audio?: SendingLimits | undefined;
  video?: SendingLimits | undefined;
  degradationPreference?: RTCDegradationPreference | undefined;
}

/** What the core allows of video; what is undefined is not limited. */
export interface Allowance {
  video: boolean;
  bitrate?: number | undefined;
  frameRate?: number | undefined;
}

type Limit = 'maxBitrate' | 'maxFramerate' | 'scaleResolutionDownBy';
type Encoding = Pick<RTCRtpEncodingParameters, 'active' | Limit>;

export class SendLimits {
  wishes: SendingWishes = {};
  allowance: Allowance | undefined;

  // What each sender had before we wrote to it.
  readonly #before = new WeakMap<RTCRtpSender, readonly Encoding[]>();

  /** Resolves when every sender has taken them, or would not: a browser that refuses sends what it would. */
  async apply(pc: RTCPeerConnection): Promise<void> {
    for (const sender of pc.getSenders()) {
      const kind = sender.track?.kind as 'audio' | 'video' | undefined;
      const isWished = kind && (this.wishes[kind] || this.#isDegraded(kind));
      const isLimited = kind === 'video' && this.allowance;
      if (isWished || isLimited || this.#before.has(sender)) {
        await this.#write(sender, kind ?? 'video').catch(() => {});
      }
    }
  }

  #isDegraded(kind: string): boolean {
    return kind === 'video' && this.wishes.degradationPreference !== undefined;
  }

  async #write(sender: RTCRtpSender, kind: 'audio' | 'video'): Promise<void> {
    const parameters = sender.getParameters();
    // Firefox before 110 has none to set, and others none before the first description.
    if (!parameters.encodings?.length) return;
    const before = this.#before.get(sender) ?? parameters.encodings.map((one) => ({ ...one }));
    this.#before.set(sender, before);
    const allowance = kind === 'video' ? this.allowance : undefined;
    parameters.encodings.forEach((encoding, index) => {
      const own = { ...before[index], ...this.wishes[kind] };
      if (allowance) encoding.active = allowance.video && own.active !== false;
      cap(encoding, 'maxBitrate', own.maxBitrate, allowance?.bitrate);
      cap(encoding, 'maxFramerate', own.maxFramerate, allowance?.frameRate);
      cap(encoding, 'scaleResolutionDownBy', own.scaleResolutionDownBy, undefined);
    });
    if (this.#isDegraded(kind))
      parameters.degradationPreference = this.wishes.degradationPreference!;
    await sender.setParameters(parameters);
  }
}

function cap(
  encoding: Encoding,
  name: Limit,
  own: number | null | undefined,
  limit: number | undefined,
): void {
  const most = Math.min(own ?? Infinity, limit ?? Infinity);
  if (most === Infinity) delete encoding[name];
  else encoding[name] = most;
}
