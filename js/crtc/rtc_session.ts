// One call, as CRTC has it: JsSIP's, and devices, sharing and modes.
import type * as Contract from '../../types/crtc.js';
import { asShareError, ShareError, type ShareSource } from '../host/share_sources/share_source.js';
import type { VideoWish } from '../host/sent_media.js';
import { TrackKeeper } from '../host/track_keeper.js';
import { VideoTrackWatch } from '../host/video_track_watch.js';
import { InvalidStateError } from '../jssip/exceptions.js';
import type { OutputOf } from '../engine/vocabulary.js';
import type { Order } from '../jssip/line.js';
import { RTCSession as JsSipSession } from '../jssip/rtc_session.js';
import { kStatus } from '../jssip/session_status.js';
import { nextDevice } from './device_choice.js';
import { networkQuality, type Measured } from './quality.js';
import type { CallHost } from './seam.js';
import { openSource, type Target } from './share_kinds.js';
import { Sharing, type Share } from './sharing.js';
import { measures } from './stats_watch.js';
import type { UA } from './ua.js';

const kDevices: { readonly [type: string]: 'audio' | 'video' } = {
  camera: 'video',
  audio: 'audio',
  microphone: 'audio',
};

export class RTCSession
  extends JsSipSession<Contract.RTCSessionEventMap>
  implements Contract.RTCSession
{
  /** Who wants to hear what is measured of the call. */
  readonly _measures = new Set<(measured: Measured) => void>();

  readonly #agent: UA;
  #mode: Contract.Mode | undefined;
  #watch: VideoTrackWatch | undefined;
  readonly #keeper = new TrackKeeper({
    tracks: () => this.#ownTracks(),
    switchDevice: (kind, constraints) => this.#sent.switchDevice(kind, constraints),
    reopened: (kind) => this.#tellSent(kind),
    failed: (error) => this.emit('getusermediafailed', error),
  });
  readonly #sharing = new Sharing({
    send: (share) => this.#send(share),
    takeBack: () => this.#takeBack(),
    broken: (error) => this.emit('getdisplaymediafailed', error),
  });

  constructor(ua: UA) {
    super(ua);
    this.#agent = ua;
  }

  get mode(): Contract.Mode | undefined {
    return this.#mode;
  }

  // ── what JsSIP has, a little different ─────────────────────────────────────────────────────────

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

  // ── devices ────────────────────────────────────────────────────────────────────────────────────

  switchDevice(
    type: 'camera' | 'audio' | 'microphone',
    deviceId?: string,
  ): Promise<MediaStream | undefined>;
  switchDevice(type: string, deviceId?: string): Promise<MediaStream | undefined> | false;
  switchDevice(type: string, deviceId?: string): Promise<MediaStream | undefined> | false {
    const kind = Object.hasOwn(kDevices, type) ? kDevices[type] : undefined;
    return kind ? this.#switchDevice(kind, deviceId) : false;
  }

  async #switchDevice(
    kind: 'audio' | 'video',
    deviceId: string | undefined,
  ): Promise<MediaStream | undefined> {
    this.#requireMedia();
    const track = this._localMediaStream?.getTracks().find((one) => one.kind === kind);
    const constraints = await nextDevice(kind, deviceId, track);
    if (!constraints) {
      this._ua._loggers.warning(`there is no other device of ${kind}`);
      return undefined;
    }
    // Where it fails the device of before has another track.
    await this.#acquiring(() => this.#sent.switchDevice(kind, constraints)).finally(() =>
      this.#keeper.follow(),
    );
    return this.#tellSent(kind);
  }

  #tellSent(kind: 'audio' | 'video'): MediaStream {
    const stream = this._localMediaStream!;
    if (kind === 'video') this.emit('cameraChanged', { videoStream: stream });
    this.emit('localMediastreamUpdate', stream);
    return stream;
  }

  // What an application brought along is its own to look after.
  #ownTracks(): MediaStreamTrack[] {
    const sent = this.#host.sent(this._number);
    return (sent?.stream?.getTracks() ?? []).filter((track) => sent!.owns(track));
  }

  // ── sharing ────────────────────────────────────────────────────────────────────────────────────

  async share(
    type: Contract.ShareType,
    id?: Target,
    assembly?: Contract.Assembly | null,
    dual = false,
  ): Promise<MediaStream> {
    this.#requireMedia();
    let source: ShareSource;
    try {
      source = await openSource(type, id, assembly);
    } catch (exception) {
      if (exception instanceof TypeError) throw exception;
      const error = asShareError(exception);
      this.emit('getdisplaymediafailed', error);
      throw error;
    }
    // The call may have ended while the user was picking.
    if (this.isEnded()) source.close();
    this.#requireMedia();
    return this.#sharing.begin({ source, beside: dual });
  }

  unshare(): Promise<void> {
    return this.#sharing.end();
  }

  unShare(): Promise<void> {
    return this.unshare();
  }

  // ── audio and video ────────────────────────────────────────────────────────────────────────────

  demoteToAudio(
    { useUpdate = false, extraHeaders = [] }: Contract.DemoteOptions = {},
    done?: () => void,
  ): boolean {
    if (this.#mode !== 'video' || !this.isReadyToReOffer()) return false;
    const { _number: session } = this;
    const order: Order = { type: 'changeMode', session, mode: 'audio', useUpdate, extraHeaders };
    return this.#reoffer(order, done);
  }

  downgradeToAudio(options?: Contract.DemoteOptions, done?: () => void): boolean {
    return this.demoteToAudio(options, done);
  }

  async upgradeToVideo(options: Contract.UpgradeOptions = {}): Promise<boolean> {
    const { videoConstraints = true, videoStream, sendOnly, recvOnly, ...rest } = options;
    if (this.#mode === 'video' || !this.isReadyToReOffer()) return false;
    const direction = sendOnly ? 'sendonly' : recvOnly ? 'recvonly' : 'sendrecv';
    const wish: VideoWish = { constraints: videoConstraints, stream: videoStream, direction };
    const { _number: session } = this;
    return this._upgrade(wish, () =>
      this.#agreed({ ...rest, type: 'changeMode', session, mode: 'video', iceRestart: true }),
    );
  }

  /** Takes what is sent when the call gets video, and gives it back when that was in vain. */
  async _upgrade(wish: VideoWish, agree: () => boolean | Promise<boolean>): Promise<boolean> {
    const sent = this.#sent;
    await this.#acquiring(() => sent.prepareVideo(wish));
    const isAgreed = await agree();
    if (!isAgreed) sent.giveBackVideo(wish);
    return isAgreed;
  }

  // ── what the engine and the host tell ──────────────────────────────────────────────────────────

  override _peerOpened(connection: RTCPeerConnection): void {
    measures(this, connection);
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
    this.#keeper.follow();
    this.emit('localMediastreamUpdate', stream);
  }

  _enter(mode: Contract.Mode): void {
    // A call begins in some mode: that is no change.
    const isFirst = this.#mode === undefined;
    this.#mode = mode;
    // The picture that was shared went with the video.
    if (mode === 'audio') this.#sharing.close();
    this.#keeper.follow();
    if (!isFirst) this.emit('mode', { mode });
  }

  _measured(measured: Measured): void {
    const quality = networkQuality(measured);
    this.emit('network-quality', quality);
    this.#agent._measured(this, quality);
    for (const listener of [...this._measures]) listener(measured);
  }

  // One that claims to live and gives nothing, as after a telephone call on iOS.
  _warned({ warning, raised }: OutputOf<'warningChanged'>): void {
    if (raised && warning === 'silentMicrophone') this.#keeper.revive('audio');
  }

  override _close(): void {
    this.#watch?.stop();
    this.#keeper.stop();
    this.#sharing.close();
    this._measures.clear();
    this.#agent._forget(this);
    super._close();
    // Nobody answers these any more.
    for (const { failed } of this._renegotiations.values()) failed?.();
  }

  // ── inside ─────────────────────────────────────────────────────────────────────────────────────

  // The user agent of CRTC makes no other.
  get #host(): CallHost {
    return this._line.host as CallHost;
  }

  get #sent() {
    const sent = this.#host.sent(this._number);
    if (!sent) throw new InvalidStateError(this._status);
    return sent;
  }

  #requireMedia(): void {
    const { STATUS_1XX_RECEIVED, STATUS_WAITING_FOR_ACK, STATUS_CONFIRMED } = kStatus;
    const allowed: number[] = [STATUS_1XX_RECEIVED, STATUS_WAITING_FOR_ACK, STATUS_CONFIRMED];
    if (!allowed.includes(this._status)) throw new InvalidStateError(this._status);
  }

  // Always applied and always told, with what was asked for and nothing else.
  #mute(muted: boolean, { audio, video }: Contract.MediaStreamTypes): void {
    const kinds = { ...(audio && { audio }), ...(video && { video }) };
    this._setMuted(muted, kinds);
    this.emit(muted ? 'muted' : 'unmuted', kinds);
  }

  async #acquiring<T>(acquire: () => Promise<T>): Promise<T> {
    try {
      return await acquire();
    } catch (error) {
      this.emit('getusermediafailed', error);
      throw error;
    }
  }

  async #send({ source, beside }: Share): Promise<void> {
    const needsOffer = await this.#sent.share(source.stream, beside);
    if (!needsOffer) return;
    const isAgreed = await this.#agreed({ type: 'renegotiateCall', session: this._number });
    // They may agree to the call and refuse the picture.
    if (isAgreed && (this.#sent.isSharing || this._held.remote)) return;
    await this.#takeBack();
    throw new ShareError('failed', 'The peer takes no picture, or none more.');
  }

  async #takeBack(): Promise<void> {
    const needsOffer = await this.#host.sent(this._number)?.unshare();
    if (needsOffer) await this.#agreed({ type: 'renegotiateCall', session: this._number });
  }

  /** Whether the peer agreed. */
  #agreed(order: Order): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (agreed: boolean) => () => resolve(agreed);
      if (!this.#reoffer(order, settle(true), settle(false))) resolve(false);
    });
  }

  // Unlike a hold of JsSIP's that is refused, none of these ends the call.
  #reoffer(order: Order, done: (() => void) | undefined, failed = (): void => {}): boolean {
    return !!this._line.attempt(order, (request) =>
      this._renegotiations.set(request, { phrase: '', done, failed }),
    );
  }
}

function checkStream({ mediaStream }: { mediaStream?: MediaStream }): void {
  if (mediaStream && mediaStream.getTracks().length === 0) {
    throw new TypeError('Invalid mediaStream: it has neither audio nor video');
  }
}
