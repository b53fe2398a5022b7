// One session's RTCPeerConnection: a function for each operation the core asks for, one after another.
import { UnsupportedError, report } from '../engine/errors.js';
import type {
  CandidateKind,
  Input,
  InputOf,
  MediaStage,
  OutputOf,
  SdpKind,
} from '../engine/vocabulary.js';
import { Brightness } from './brightness.js';
import type { MediaOptions, PeerFactory } from './host.js';
import { getUserMedia, stop } from './user_media.js';
import { answerConstraints } from './offered_media.js';
import { preferCodecs, withoutOrphans } from './codec_preferences.js';
import { SendLimits, type SendingLimits } from './send_limits.js';
import { SentMedia } from './sent_media.js';
import { readStats } from './stats.js';

/** What a peer says to the host that owns it. */
export interface PeerEvents {
  handle(input: Input): void;
  onOpen(pc: RTCPeerConnection): void;
  onStream(stream: MediaStream): void;
  onCandidate(candidate: RTCIceCandidate): void;
  /** Keeps the exception behind a failed operation. */
  onError(op: number, error: unknown): void;
}

type Operation = (pc: RTCPeerConnection, at: (stage: MediaStage) => void) => Promise<void> | void;

export class Peer {
  media: MediaOptions = {};
  /** For one offer, in place of media.rtcOfferConstraints. */
  nextOffer: RTCOfferOptions | undefined;
  pc: RTCPeerConnection | undefined;
  readonly sent: SentMedia;

  readonly #session: number;
  readonly #events: PeerEvents;
  readonly #createPeer: PeerFactory;
  #openError: unknown;
  #isClosed = false;
  #isHeld = false; // By us.
  #hasServers = false;
  #early = ''; // What was applied before its time.
  #isGathering = false;
  // Operations wait for those before them.
  #last: Promise<void> = Promise.resolve();
  readonly #brightness = new Brightness();
  readonly #limits = new SendLimits();
  // What each transceiver did before we held.
  readonly #directions = new Map<RTCRtpTransceiver, RTCRtpTransceiverDirection>();

  constructor(session: number, createPeer: PeerFactory | undefined, events: PeerEvents) {
    this.#session = session;
    this.#events = events;
    this.#createPeer = createPeer ?? newPeerConnection;
    this.sent = new SentMedia((stream) => events.onStream(stream));
  }

  /** Again: a new connection in place of the first, with the same tracks. */
  open(): void {
    if (this.#isClosed) return;
    this.#limits.wishes = this.media.limits ?? {};
    this.pc?.close();
    this.#directions.clear();
    const session = this.#session;
    const events = this.#events;
    try {
      const pc = this.#createPeer(this.media.pcConfig ?? {}, this.media.rtcConstraints);
      this.pc = pc;
      const isCurrent = () => this.pc === pc && !this.#isClosed;
      pc.addEventListener('icecandidate', ({ candidate }) => {
        if (isCurrent()) this.#onCandidate(candidate);
      });
      pc.addEventListener('icegatheringstatechange', () => {
        if (pc.iceGatheringState === 'complete' && isCurrent()) this.#endGathering();
      });
      pc.addEventListener('iceconnectionstatechange', () => {
        const { iceConnectionState: state } = pc;
        if (isCurrent()) events.handle({ type: 'iceStateChanged', session, state });
      });
      events.onOpen(pc);
      // Only now: a listener may have given servers of its own.
      const { iceServers } = pc.getConfiguration?.() ?? this.media.pcConfig ?? {};
      this.#hasServers = (iceServers?.length ?? 0) > 0;
    } catch (error) {
      this.#openError = error;
    }
  }

  acquireMedia({ op }: OutputOf<'acquireMedia'>): void {
    this.#run(op, 'getUserMedia', async (pc) => {
      const { mediaStream, offer } = this.media;
      const mediaConstraints = offer
        ? answerConstraints(this.media, offer)
        : (this.media.mediaConstraints ?? { audio: true, video: true });
      const given = this.sent.stream ?? mediaStream;
      if (given || !(mediaConstraints.audio || mediaConstraints.video))
        return this.sent.begin(pc, given, false);
      const stream = await getUserMedia(mediaConstraints);
      if (this.#isClosed) return stop(stream);
      hint(stream, this.media.contentHint);
      this.sent.begin(pc, stream, true);
    });
  }

  setLocalDescription({ op, kind, iceRestart }: OutputOf<'setLocalDescription'>): void {
    this.#run(op, firstStageOf(kind), async (pc, at) => {
      const description = await this.#describe(pc, kind, iceRestart);
      at('setLocalDescription');
      if (this.#isClosed) return;
      this.#isGathering = true;
      await pc.setLocalDescription(description);
      if (kind !== 'answer') return;
      this.sent.endAnswer();
      await this.#limits.apply(pc);
    });
    if (kind === 'rollback') return;
    this.#enqueue(() => {
      if (this.pc && isGatheringNotNeeded(this.pc)) this.#tellGatheringEnded();
    });
  }

  readLocalDescription({ op }: OutputOf<'readLocalDescription'>): void {
    const sdp = this.pc?.localDescription?.sdp;
    if (sdp) this.#events.handle({ type: 'peerResult', op, sdp: withoutOrphans(sdp) });
    else this.#fail(op, 'setLocalDescription', new Error('there is no local description'));
  }

  setRemoteDescription({ op, kind, sdp }: OutputOf<'setRemoteDescription'>): void {
    this.#run(op, 'setRemoteDescription', async (pc) => {
      if (kind === 'offer' && isLostOn(pc, sdp)) pc = this.#replace(pc);
      if (kind === 'pranswer') await this.#applyEarly(pc, sdp);
      else if (kind === 'answer' && pc.signalingState === 'stable') await this.#applyLate(pc, sdp);
      else
        await pc.setRemoteDescription(kind === 'rollback' ? { type: kind } : { type: kind, sdp });
      if (kind === 'rollback') this.sent.endAnswer();
      // What they have just added is held like the rest.
      if (this.#isHeld) this.#direct(true);
      if (kind === 'answer') await this.#limits.apply(pc);
    });
  }

  /** Pictures belong to the next description, so they wait for the operations before it. */
  setMode({ mode }: OutputOf<'setMode'>): void {
    this.#enqueue(() => this.sent.setMode(mode).catch((error: unknown) => report(error)));
  }

  setHold({ local, remote }: OutputOf<'setHold'>): void {
    this.#isHeld = local;
    this.sent.setHeld(local || remote);
    // Directions belong to the next offer, so they wait for the operations before it.
    this.#enqueue(() => this.#direct(local));
  }

  /** From now on, and for what is sent later. */
  async limit(kind: 'audio' | 'video', limits: SendingLimits): Promise<void> {
    const { wishes } = this.#limits;
    this.#limits.wishes = { ...wishes, [kind]: { ...wishes[kind], ...limits } };
    if (this.pc) await this.#limits.apply(this.pc);
  }

  playTones({ op, tones, duration, gap }: OutputOf<'playTones'>): void {
    this.#run(op, 'setLocalDescription', (pc) => {
      const sender = pc.getSenders().find(({ track, dtmf }) => track?.kind === 'audio' && dtmf);
      if (!sender?.dtmf) throw new UnsupportedError('No audio sender can play tones.');
      // insertDTMF replaces what is still to be played.
      sender.dtmf.insertDTMF(sender.dtmf.toneBuffer + tones, duration, gap);
    });
  }

  /** Answered always: the core asks for no other reading before. */
  async readStats({ brightness }: OutputOf<'readStats'>): Promise<void> {
    const session = this.#session;
    let read: InputOf<'statsRead'> = { type: 'statsRead', session };
    try {
      if (this.pc) read = await readStats(this.pc, session);
      if (this.pc && brightness) {
        read.videoReceived = {
          ...read.videoReceived,
          brightness: this.#brightness.of(this.pc),
        };
      }
    } catch {
      // A browser that cannot tell: nothing of it is known.
    }
    if (!this.#isClosed) this.#events.handle(read);
  }

  limitSending({ video, bitrate, frameRate }: OutputOf<'limitSending'>): void {
    this.#limits.allowance = { video, bitrate, frameRate };
    // Between two descriptions, since both may write a sender's parameters.
    this.#enqueue(() => this.pc && this.#limits.apply(this.pc));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#brightness.close();
    this.pc?.close();
    this.sent.close();
  }

  async #describe(pc: RTCPeerConnection, kind: SdpKind, iceRestart: boolean) {
    if (kind === 'rollback') return { type: kind };
    if (this.media.codecs) preferCodecs(pc, this.media.codecs);
    if (kind === 'offer') {
      const options = this.nextOffer ?? this.media.rtcOfferConstraints;
      this.nextOffer = undefined;
      return pc.createOffer(iceRestart ? { ...options, iceRestart } : options);
    }
    const { sdp } = await pc.createAnswer(this.media.rtcAnswerConstraints);
    return { type: kind, sdp: sdp ?? '' };
  }

  /** By a new connection, which sends the same. */
  #replace(pc: RTCPeerConnection): RTCPeerConnection {
    this.open();
    if (!this.pc || this.pc === pc) throw this.#openError;
    this.sent.begin(this.pc, this.sent.stream, false);
    return this.pc;
  }

  /** Firefox has no provisional answers: there one is applied as if it were final. */
  async #applyEarly(pc: RTCPeerConnection, sdp: string): Promise<void> {
    try {
      await pc.setRemoteDescription({ type: 'pranswer', sdp });
    } catch {
      await pc.setRemoteDescription({ type: 'answer', sdp });
      this.#early = sdp;
    }
  }

  /** After that; another one answers an offer that the page makes for itself. */
  async #applyLate(pc: RTCPeerConnection, sdp: string): Promise<void> {
    if (sdp === this.#early) return;
    await pc.setLocalDescription(await pc.createOffer());
    await pc.setRemoteDescription({ type: 'answer', sdp });
  }

  #onCandidate(candidate: RTCIceCandidate | null): void {
    if (!candidate) return this.#endGathering();
    if (candidate.candidate === '') return; // The end of one generation; null follows the last.
    this.#events.onCandidate(candidate);
    this.#events.handle({
      type: 'candidateGathered',
      session: this.#session,
      kind: kindOf(candidate),
      hasServers: this.#hasServers,
    });
  }

  #endGathering(): void {
    // The null candidate and the state's change tell the same.
    if (this.#isGathering) this.#tellGatheringEnded();
  }

  #tellGatheringEnded(): void {
    this.#isGathering = false;
    this.#events.handle({ type: 'gatheringEnded', session: this.#session });
  }

  #direct(held: boolean): void {
    for (const transceiver of this.pc?.getTransceivers() ?? []) {
      const { direction } = transceiver;
      if (direction === 'stopped') continue;
      const before = this.#directions.get(transceiver);
      if (!held) {
        if (before) transceiver.direction = before;
      } else if (!before) {
        this.#directions.set(transceiver, direction);
        if (direction === 'sendrecv') transceiver.direction = 'sendonly';
        else if (direction === 'recvonly') transceiver.direction = 'inactive';
      }
    }
    if (!held) this.#directions.clear();
  }

  #enqueue(operation: () => Promise<void> | void): void {
    this.#last = this.#last.then(() => (this.#isClosed ? undefined : operation()));
  }

  // Runs an operation in its turn and answers its op; `stage` is where it is when it fails.
  #run(op: number, stage: MediaStage, operation: Operation): void {
    this.#enqueue(async () => {
      try {
        if (!this.pc) throw this.#openError ?? new Error('there is no peer connection');
        await operation(this.pc, (at) => (stage = at));
      } catch (error) {
        if (!this.#isClosed) this.#fail(op, stage, error);
        return;
      }
      if (!this.#isClosed) this.#events.handle({ type: 'peerResult', op });
    });
  }

  #fail(op: number, stage: MediaStage, error: unknown): void {
    this.#events.onError(op, error);
    this.sent.endAnswer();
    const message = error instanceof Error ? error.message : String(error);
    this.#events.handle({ type: 'peerResult', op, ok: false, stage, message });
  }
}

function firstStageOf(kind: SdpKind): MediaStage {
  if (kind === 'rollback') return 'setLocalDescription';
  return kind === 'offer' ? 'createOffer' : 'createAnswer';
}

// A connection of Firefox's is with one other for ever: it answers the offer of another, and then fails in DTLS.
function isLostOn({ localDescription, remoteDescription }: RTCPeerConnection, sdp: string) {
  const [before, after] = [remoteDescription?.sdp, sdp].map(
    (text) => text?.match(/^a=fingerprint:.*/m)?.[0],
  );
  return before && before !== after && localDescription?.sdp.includes('o=mozilla');
}

function newPeerConnection(config: RTCConfiguration, constraints?: unknown): RTCPeerConnection {
  if (typeof RTCPeerConnection === 'undefined') {
    throw new UnsupportedError('This platform has no WebRTC.');
  }
  type Legacy = new (config: RTCConfiguration, constraints?: unknown) => RTCPeerConnection;
  return new (RTCPeerConnection as Legacy)(config, constraints);
}

function hint(stream: MediaStream, contentHint: string | undefined): void {
  if (contentHint) for (const track of stream.getVideoTracks()) track.contentHint = contentHint;
}

// Firefox before 68 and some WebViews give a candidate's text alone.
function kindOf({ type, candidate }: RTCIceCandidate): CandidateKind {
  return (
    type ?? ((/ typ (host|srflx|prflx|relay)/.exec(candidate)?.[1] ?? 'host') as CandidateKind)
  );
}

// A description that changes no transport gathers nothing, so no event will tell the end. After an
// ICE restart the state may still say `complete` of the generation before: then the description has
// no candidate yet.
function isGatheringNotNeeded(pc: RTCPeerConnection): boolean {
  return (
    pc.iceGatheringState === 'complete' &&
    (pc.localDescription?.sdp.includes('\na=candidate:') ?? false)
  );
}
