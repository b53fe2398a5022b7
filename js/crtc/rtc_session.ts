// One call, as CRTC has it: JsSIP's, and what CRTC tells of besides.
import type * as Contract from '../../types/crtc.js';
import { VideoTrackWatch } from '../host/video_track_watch.js';
import { RTCSession as JsSipSession } from '../jssip/rtc_session.js';
import type { UA } from './ua.js';

export class RTCSession
  extends JsSipSession<Contract.RTCSessionEventMap>
  implements Contract.RTCSession
{
  #watch: VideoTrackWatch | undefined;

  constructor(ua: UA) {
    super(ua);
  }

  override connect(
    target: unknown,
    options: Contract.CallOptions = {},
    initCallback?: (session: JsSipSession) => void,
  ): void {
    checkStream(options);
    super.connect(target, options as object, initCallback);
  }

  override answer(options: Contract.AnswerOptions = {}): void {
    checkStream(options);
    super.answer(options);
  }

  override mute(options: Contract.MediaStreamTypes = { audio: true, video: false }): void {
    this.#mute(true, options);
  }

  override unmute(options: Contract.MediaStreamTypes = { audio: true, video: true }): void {
    this.#mute(false, options);
  }

  // CRTC's documentation has another spelling than its library.
  override emit(type: string | symbol, ...args: unknown[]): boolean {
    const isHeard = super.emit(type, ...args);
    if (type !== 'getusermediafailed') return isHeard;
    return super.emit('getUsermediafailed', ...args) || isHeard;
  }

  // ── what the engine and the host tell ──

  override _peerOpened(connection: RTCPeerConnection): void {
    connection.addEventListener('iceconnectionstatechange', () =>
      this.emit('peerconnection:iceConnectionState', connection.iceConnectionState),
    );
    super._peerOpened(connection);
  }

  override _streamOpened(stream: MediaStream): void {
    super._streamOpened(stream);
    this.#watch?.stop();
    this.#watch = new VideoTrackWatch(stream, (track, property, value) =>
      this.emit('videoTrackState', { track, property, properties: property, value }),
    );
    this.emit('localMediastreamUpdate', stream);
  }

  override _close(): void {
    this.#watch?.stop();
    super._close();
  }

  // ── inside ──

  // Always applied and always told, with what was asked for and nothing else.
  #mute(muted: boolean, { audio, video }: Contract.MediaStreamTypes): void {
    const kinds = { ...(audio && { audio }), ...(video && { video }) };
    this._setMuted(muted, kinds);
    this.emit(muted ? 'muted' : 'unmuted', kinds);
  }
}

function checkStream({ mediaStream }: { mediaStream?: MediaStream }): void {
  if (mediaStream && mediaStream.getTracks().length === 0) {
    throw new TypeError('Invalid mediaStream: it has neither audio nor video');
  }
}
