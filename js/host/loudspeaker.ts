// All that a page lets be heard: streams, a tone, where and how loud.
import { UnsupportedError } from '../engine/errors.js';
import { resumeAudio } from './audio_context.js';
import { Player } from './player.js';

export interface LoudspeakerEvents {
  onBlocked(isBlocked: boolean): void;
}

export interface ToneSettings {
  loop?: boolean | undefined;
  volume?: number | undefined;
  sinkId?: string | undefined;
}

/** An element that can be asked for another sink; Safari's cannot. */
type Sinkable = HTMLMediaElement & { setSinkId?(deviceId: string): Promise<void> };

interface Tone {
  readonly player: Player;
  readonly settings: ToneSettings;
  stopped(): void;
}

/** One stream that is heard, by however many asked for it. */
export interface Voice {
  readonly player: Player;
  stream: MediaStream;
  volume: number;
  users: number;
}

export class Loudspeaker {
  sinkId = '';
  isBlocked = false;

  readonly #events: LoudspeakerEvents;
  readonly #findElement: () => HTMLMediaElement | undefined;
  readonly #voices = new Set<Voice>();
  // Elements that play nothing now. One that has played may play again without a click.
  readonly #idle: Player[] = [];
  // In the element that the page gave, if it gave one: taken before all others.
  #first: Player | undefined;
  #tone: Tone | undefined;
  #tonePlayer: Player | undefined;
  #volume = 1;

  /** `findElement` gives the page's own element, asked for once; `undefined`: one of ours. */
  constructor(findElement: () => HTMLMediaElement | undefined, events: LoudspeakerEvents) {
    this.#findElement = findElement;
    this.#events = events;
    globalThis.document?.addEventListener('visibilitychange', this.#onVisible);
    globalThis.addEventListener?.('pageshow', this.#onVisible);
  }

  get volume(): number {
    return this.#volume;
  }

  set volume(volume: number) {
    this.#volume = volume;
    for (const voice of this.#voices) this.#setVolume(voice);
    if (this.#tone) this.#setVolume({ player: this.#tone.player, ...this.#tone.settings });
  }

  // ── streams ───────────────────────────────────────────────────────────────────────────────────

  play(stream: MediaStream, volume: number): Voice {
    const heard = [...this.#voices].find((voice) => isHeardIn(stream, voice.stream));
    if (heard) {
      heard.users += 1;
      return heard;
    }
    const voice = { player: this.#take(), stream, volume, users: 1 };
    this.#voices.add(voice);
    this.#setVolume(voice);
    this.#begin(voice);
    return voice;
  }

  setVoiceVolume(voice: Voice, volume: number): void {
    voice.volume = volume;
    if (this.#voices.has(voice)) this.#setVolume(voice);
  }

  stop(voice: Voice): void {
    voice.users -= 1;
    if (voice.users > 0 || !this.#voices.delete(voice)) return;
    voice.player.stop();
    this.#release(voice.player);
  }

  /** Another stream in place of a voice's; the element goes on, as a fresh one might have to wait for a click. */
  replace(voice: Voice, stream: MediaStream): Voice {
    const isHeard = [...this.#voices].some((other) => isHeardIn(stream, other.stream));
    if (isHeard || voice.users > 1) {
      this.stop(voice);
      return this.play(stream, voice.volume);
    }
    voice.stream = stream;
    this.#begin(voice);
    return voice;
  }

  // ── a tone ────────────────────────────────────────────────────────────────────────────────────

  /** Resolves when it sounds or was stopped; rejects when it cannot be played. */
  playTone(url: string, settings: ToneSettings): Promise<void> {
    this.stopTone();
    const player = (this.#tonePlayer ??= this.#newPlayer(ownElement()));
    const { element } = player;
    element.loop = settings.loop ?? false;
    this.#setVolume({ player, ...settings });
    return new Promise((resolve, reject) => {
      const settle = (error?: unknown) => {
        element.removeEventListener('playing', sounds);
        element.removeEventListener('error', fails);
        if (error === undefined) return resolve();
        reject(error as Error);
        if (this.#tone === tone) this.stopTone();
      };
      const sounds = () => settle();
      const fails = () => settle(element.error ?? new Error(url));
      const tone: Tone = { player, settings, stopped: settle };
      this.#tone = tone;
      element.addEventListener('playing', sounds);
      element.addEventListener('error', fails);
      setSinkOf(element, settings.sinkId ?? this.sinkId)
        .then(() => (this.#tone === tone ? player.play(url) : undefined))
        .catch(settle);
    });
  }

  stopTone(): void {
    const tone = this.#tone;
    this.#tone = undefined;
    tone?.player.stop();
    tone?.stopped();
  }

  // ── where ─────────────────────────────────────────────────────────────────────────────────────

  async setSink(sinkId: string): Promise<void> {
    const before = this.sinkId;
    if (sinkId === before) return;
    // A tone that has a place of its own stays there; one to come is put in its place when it comes.
    const isElsewhere = !this.#tone || this.#tone.settings.sinkId !== undefined;
    const players = [...this.#players()].filter(
      (player) => player !== this.#tonePlayer || !isElsewhere,
    );
    // Also where nothing plays yet, so that an id that is none is refused.
    if (players.length === 0) players.push(this.#spare());
    const all = (id: string) => Promise.all(players.map(({ element }) => setSinkOf(element, id)));
    this.sinkId = sinkId;
    try {
      await all(sinkId);
    } catch (error) {
      this.sinkId = before;
      await all(before).catch(() => {});
      throw error;
    }
  }

  // ── autoplay ──────────────────────────────────────────────────────────────────────────────────

  /** Inside a click. Resolves with whether everything sounds. */
  async unlock(): Promise<boolean> {
    this.#tonePlayer ??= this.#newPlayer(ownElement());
    if (!this.#first) this.#spare();
    // All of this before the first await: afterwards the click is over.
    const resumed = [...this.#players()].map((player) => {
      player.bless();
      return player.resume().catch(() => {});
    });
    await Promise.all([...resumed, resumeAudio()]);
    return !this.isBlocked;
  }

  dispose(): void {
    globalThis.document?.removeEventListener('visibilitychange', this.#onVisible);
    globalThis.removeEventListener?.('pageshow', this.#onVisible);
    this.stopTone();
    for (const player of this.#players()) player.dispose();
    this.#voices.clear();
    this.#idle.length = 0;
  }

  readonly #onVisible = () => {
    if (globalThis.document?.visibilityState === 'hidden') return;
    for (const player of this.#players()) player.resume().catch(() => {});
    void resumeAudio();
  };

  #begin({ player, stream }: Voice): void {
    const { element } = player;
    const play = () => void player.play(stream).catch(() => {});
    if (!this.sinkId || (element as { sinkId?: string }).sinkId === this.sinkId) return play();
    // Silent until it is known where: a voice must not come out of the wrong speaker. Where the sink is gone, the
    // default one is better than nothing.
    const isWanted = () => [...this.#voices].some((voice) => voice.player === player);
    setSinkOf(element, this.sinkId)
      .catch(() => {})
      .then(() => isWanted() && play())
      .catch(() => {});
  }

  #take(): Player {
    return this.#idle.shift() ?? this.#makeFirst() ?? this.#newPlayer(ownElement());
  }

  // An element that waits for what it may play.
  #spare(): Player {
    const player = this.#take();
    this.#release(player);
    return player;
  }

  #release(player: Player): void {
    if (player === this.#first) this.#idle.unshift(player);
    else this.#idle.push(player);
  }

  #makeFirst(): Player | undefined {
    if (this.#first) return undefined;
    return (this.#first = this.#newPlayer(this.#findElement() ?? ownElement()));
  }

  #newPlayer(element: HTMLMediaElement): Player {
    return new Player(element, { onBlocked: () => this.#checkBlocked() });
  }

  *#players(): Iterable<Player> {
    for (const { player } of this.#voices) yield player;
    yield* this.#idle;
    if (this.#tonePlayer) yield this.#tonePlayer;
  }

  #setVolume({ player, volume = 1 }: { player: Player; volume?: number | undefined }): void {
    player.element.volume = this.#volume * volume;
  }

  #checkBlocked(): void {
    const isBlocked = [...this.#players()].some((player) => player.isBlocked);
    if (isBlocked === this.isBlocked) return;
    this.isBlocked = isBlocked;
    this.#events.onBlocked(isBlocked);
  }
}

/** Whether everything that sounds in the first stream sounds in the second. */
function isHeardIn(stream: MediaStream, other: MediaStream): boolean {
  if (stream === other) return true;
  const heard = other.getAudioTracks();
  const tracks = stream.getAudioTracks();
  return tracks.length > 0 && tracks.every((track) => heard.includes(track));
}

function ownElement(): HTMLMediaElement {
  if (typeof Audio === 'undefined') {
    throw new UnsupportedError('This platform has no media elements.');
  }
  return new Audio();
}

async function setSinkOf(element: Sinkable, sinkId: string): Promise<void> {
  if ((element as { sinkId?: string }).sinkId === sinkId) return;
  if (!element.setSinkId) {
    if (sinkId === '') return;
    throw new UnsupportedError('This browser has no setSinkId().');
  }
  await element.setSinkId(sinkId);
}

/** The browser's own list of speakers. */
export async function askForSpeaker(): Promise<MediaDeviceInfo> {
  const media = globalThis.navigator?.mediaDevices as
    (MediaDevices & { selectAudioOutput?(): Promise<MediaDeviceInfo> }) | undefined;
  if (!media?.selectAudioOutput) {
    throw new UnsupportedError('This browser has no selectAudioOutput().');
  }
  return media.selectAudioOutput();
}
