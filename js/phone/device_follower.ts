// Calls that follow what is plugged in: what host/device_policy.ts decides, done to each of them.
import type * as Contract from '../../types/index.js';
import { Emitter } from '../engine/emitter.js';
import { type Device, ofKind } from '../host/device.js';
import { type Preferred, decide, defaultOf } from '../host/device_policy.js';
import { within } from '../host/patience.js';
import { TrackWatch, comesAlive, isDead } from '../host/track_watch.js';
import { RinglineError, errorOfDevice, hasCode } from './error.js';
import { check, only } from './options.js';
import { quiet } from './promise.js';

type Kind = 'microphone' | 'camera';
type Events = {
  [Name in keyof Contract.DeviceFollowerEvents]: [event: Contract.DeviceFollowerEvents[Name]];
};

/** A call, and what of it is watched. */
interface Followed {
  readonly call: Contract.FollowedCall;
  readonly watches: Map<Kind, TrackWatch>;
  /** Takes the listeners back. */
  readonly release: (() => void)[];
  /** Switches of one call, one after the other. */
  last: Promise<unknown>;
}

const kKinds: readonly Kind[] = ['microphone', 'camera'];
const kReading = 1000; // Milliseconds that a new list of devices is waited for.

// Where one device fails like this another one may do.
const kOfTheDevice = [
  'mediaMissing',
  'mediaBusy',
  'mediaOverconstrained',
  'mediaAborted',
  'mediaFailed',
] as const;

export class DeviceFollower extends Emitter<Events> implements Contract.DeviceFollower {
  readonly #devices: Contract.Devices;
  readonly #followsDefault: boolean;
  readonly #followed = new Map<Contract.FollowedCall, Followed>();
  readonly #preferred = new Map<Kind, Preferred>();
  readonly #unsubscribe: () => void;
  #before: readonly Device[];

  constructor(devices: Contract.Devices, options: Contract.DeviceFollowerOptions = {}) {
    super();
    const { followDefault = true } = only(options, 'followDefault');
    check('followDefault', followDefault, 'boolean');
    this.#devices = devices;
    this.#followsDefault = followDefault;
    this.#before = devices.devices;
    this.#unsubscribe = devices.on('change', ({ devices: after }) => {
      const before = this.#before;
      this.#before = after;
      for (const followed of this.#followed.values()) {
        for (const kind of kKinds) void this.#adapt(followed, kind, before);
      }
    });
  }

  follow(call: Contract.FollowedCall): Contract.Unsubscribe {
    if (!this.#followed.has(call)) {
      const followed: Followed = { call, watches: new Map(), release: [], last: Promise.resolve() };
      this.#followed.set(call, followed);
      this.#watch(followed);
      const off = call.on?.('localStream', () => this.#watch(followed));
      if (off) followed.release.push(off);
      call.ended?.then(
        () => this.#forget(call),
        () => this.#forget(call),
      );
    }
    return () => this.#forget(call);
  }

  prefer(kind: Kind, device?: Device | string): Promise<void> {
    return quiet(this.#prefer(kind, device));
  }

  async revive(call: Contract.FollowedCall, kind: Kind): Promise<void> {
    const followed = this.#followed.get(call);
    if (followed) await this.#adapt(followed, kind, this.#devices.devices, true);
  }

  dispose(): void {
    this.#unsubscribe();
    for (const call of [...this.#followed.keys()]) this.#forget(call);
  }

  async #prefer(kind: Kind, device: Device | string | undefined): Promise<void> {
    const listed = ofKind(this.#devices.devices, kind);
    const id = typeof device === 'string' ? device : device?.deviceId;
    const chosen = listed.find(({ deviceId }) => deviceId === id);
    if (id !== undefined && !chosen) throw new RinglineError('mediaMissing', `${kind} ${id}`);
    if (chosen) this.#preferred.set(kind, chosen);
    else this.#preferred.delete(kind);
    const next = chosen ?? defaultOf(listed);
    if (!next) return;
    const calls = [...this.#followed.values()];
    await Promise.all(calls.map((followed) => this.#choose(followed, next)));
  }

  #choose(followed: Followed, device: Device): Promise<void> {
    return enqueue(followed, async () => {
      this.#watch(followed);
      const { track, deviceId: used } = followed.watches.get(device.kind as Kind) ?? {};
      if (track && used && (used !== device.deviceId || isDead(track))) {
        await this.#switch(followed, device, 'preferred');
      }
    });
  }

  /** Does what the policy decides, until it decides for nothing. */
  #adapt(followed: Followed, kind: Kind, before: readonly Device[], isSilent = false) {
    return enqueue(followed, async () => {
      const failed: string[] = [];
      let mustRevive = isSilent;
      for (;;) {
        const track = trackOf(followed.call, kind);
        if (!track || !this.#followed.has(followed.call)) return;
        this.#watch(followed);
        const decision = decide({
          before: ofKind(before, kind),
          after: ofKind(this.#devices.devices, kind),
          used: followed.watches.get(kind)?.deviceId,
          isDead: mustRevive || isDead(track),
          preferred: this.#preferred.get(kind),
          followsDefault: this.#followsDefault && kind === 'microphone',
          failed,
        });
        if (!decision) return;
        const { deviceId } = decision.device;
        const isAgain = deviceId === followed.watches.get(kind)?.deviceId;
        const outcome = await this.#switch(followed, decision.device, decision.reason);
        // Muted by a switch of its own or the system's: who pressed that wants no other one.
        const opened = trackOf(followed.call, kind);
        const isMuted = isAgain && opened !== track && opened?.readyState === 'live';
        if (outcome !== 'next' || isMuted) return;
        failed.push(deviceId);
        mustRevive ||= decision.reason === 'dead';
      }
    });
  }

  async #switch(
    followed: Followed,
    device: Device,
    reason: Contract.SwitchReason,
  ): Promise<'done' | 'next' | 'refused'> {
    const { call } = followed;
    try {
      const track = await call.switchDevice(device.kind as Kind, device.deviceId);
      this.#watch(followed);
      if (!(await comesAlive(track))) {
        throw new RinglineError('mediaFailed', `${device.label} gives nothing`);
      }
      this.emit('switched', { call, device, reason, track });
      return 'done';
    } catch (thrown) {
      const error = errorOfDevice(thrown, device.kind as Kind);
      this.emit('failed', { call, device, reason, error });
      return hasCode(error, ...kOfTheDevice) ? 'next' : 'refused';
    }
  }

  #watch({ call, watches }: Followed): void {
    for (const kind of kKinds) {
      const track = trackOf(call, kind);
      const watch = watches.get(kind);
      if (watch?.track === track) continue;
      watch?.stop();
      watches.delete(kind);
      if (track) watches.set(kind, new TrackWatch(track, () => void this.#onDead(call, kind)));
    }
  }

  // Read anew first: a track ends before the browser tells that its device is gone. Firefox tells nothing of devices
  // while another window is in front; then what was known before has to do.
  async #onDead(call: Contract.FollowedCall, kind: Kind): Promise<void> {
    await within(this.#devices.refresh(), { limit: kReading }).catch(() => {});
    const followed = this.#followed.get(call);
    if (followed) await this.#adapt(followed, kind, this.#devices.devices);
  }

  #forget(call: Contract.FollowedCall): void {
    const followed = this.#followed.get(call);
    this.#followed.delete(call);
    for (const release of followed?.release ?? []) release();
    for (const watch of followed?.watches.values() ?? []) watch.stop();
  }
}

function enqueue(followed: Followed, job: () => Promise<void>): Promise<void> {
  const done = followed.last.then(job);
  followed.last = done.catch(() => {});
  return quiet(done);
}

function trackOf({ localStream }: Contract.FollowedCall, kind: Kind): MediaStreamTrack | undefined {
  return kind === 'microphone'
    ? localStream?.getAudioTracks()[0]
    : localStream?.getVideoTracks()[0];
}
