// What one STUN or TURN server has for us, asked by gathering with it alone.
import { UnsupportedError } from '../engine/errors.js';

/** Without a candidate and without a failure the server told what we knew: our own address is the public one. */
export interface IceFinding {
  readonly candidate?: RTCIceCandidate | undefined;
  readonly failure?: IceFailure | undefined;
}

/** The newest of W3C RTCPeerConnectionIceErrorEvent: a STUN error code (RFC 8489 18.3), or 701 for no answer. */
export interface IceFailure {
  readonly code: number;
  readonly text: string;
}

export class IceProbe {
  /** Never rejects. A server that says nothing leaves it open for very long. */
  readonly finding: Promise<IceFinding>;
  readonly #pc: RTCPeerConnection;
  #failure: IceFailure | undefined;
  #hasOwn = false;

  /** Throws what RTCPeerConnection throws on a server that is none. */
  constructor(server: RTCIceServer, wanted: 'srflx' | 'relay') {
    if (typeof RTCPeerConnection === 'undefined')
      throw new UnsupportedError('This platform has no WebRTC.');
    this.#pc = new RTCPeerConnection({
      iceServers: [server],
      iceTransportPolicy: wanted === 'relay' ? 'relay' : 'all',
    });
    this.finding = new Promise((resolve) => {
      this.#pc.addEventListener('icecandidateerror', ({ errorCode: code, errorText: text }) => {
        this.#failure = { code, text };
      });
      this.#pc.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.type === wanted) resolve({ candidate });
        else if (candidate?.candidate) this.#hasOwn = true;
        // '' ends what belongs to one ufrag, and null all of it (W3C WebRTC 4.8.1.1).
        else if (!candidate) resolve({ failure: this.#ending(wanted) });
      });
      this.#gather().catch((error: unknown) =>
        resolve({ failure: { code: 0, text: String(error) } }),
      );
    });
  }

  close(): void {
    this.#pc.close();
  }

  async #gather(): Promise<void> {
    this.#pc.createDataChannel('');
    await this.#pc.setLocalDescription(await this.#pc.createOffer());
  }

  // A server-reflexive candidate that equals a host candidate is redundant, and not told (RFC 8445 5.1.3).
  #ending(wanted: 'srflx' | 'relay'): IceFailure | undefined {
    if (this.#failure) return this.#failure;
    if (wanted === 'srflx' && this.#hasOwn) return undefined;
    return { code: 0, text: 'the browser found no candidate' };
  }
}
