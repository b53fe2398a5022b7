// Microphone, camera and speaker of this page: one list of them, and one choice for all calls.
import {
  AudioOutput,
  type Call,
  type Device,
  DeviceFollower,
  type DeviceKind,
  Devices,
  RinglineError,
} from 'ringline';
import { note } from './sounds.js';

export interface EquipmentEvents {
  changed(): void;
  failed(device: string, error: unknown): void;
  /** A call was moved to another device, not by the user. */
  moved(device: string): void;
}

export class Equipment {
  readonly devices = new Devices();
  readonly output = new AudioOutput();
  readonly #follower = new DeviceFollower(this.devices);
  readonly #chosen: { microphone?: string; camera?: string } = {};

  constructor(private readonly events: EquipmentEvents) {
    const changed = () => events.changed();
    this.devices.on('change', changed);
    this.devices.on('permission', changed);
    this.output.on('blocked', changed);
    this.output.on('unblocked', changed);
    this.output.on('sink', changed);
    this.output.follow(this.devices);
    this.#follower.on('switched', ({ device, reason }) => {
      if (reason !== 'preferred') events.moved(device.label);
      changed();
    });
    this.#follower.on('failed', ({ device, error }) => events.failed(device.label, error));
    void this.refresh();
    // Phones let an element play later once a click has let it play (iOS).
    addEventListener('pointerdown', () => void this.output.unlock(), { once: true });
  }

  /** Where there are no devices at all, the lists stay empty. */
  async refresh(): Promise<void> {
    await this.devices.refresh().catch(() => []);
    this.events.changed();
  }

  attach(call: Call): void {
    this.#follower.follow(call);
    this.output.attach(call);
    // The first call is what reveals the names of the devices.
    call.on('localStream', () => void this.refresh());
    call.on('device', () => this.events.changed());
  }

  listed(kind: DeviceKind): Device[] {
    return this.devices.devices.filter((device) => device.kind === kind);
  }

  /** What is asked of the browser for the next call; `true` is its own choice. */
  wish(kind: 'microphone' | 'camera'): true | MediaTrackConstraints {
    const deviceId = this.#chosen[kind];
    return deviceId === undefined ? true : { deviceId };
  }

  /** The id of the device in use, else of the one that would be. */
  used(kind: DeviceKind, call: Call | undefined): string | undefined {
    const fallback = this.listed(kind).find(({ isDefault }) => isDefault)?.deviceId;
    if (kind === 'speaker') return this.output.sinkId || fallback;
    const tracks = call?.localStream?.getTracks() ?? [];
    const track = tracks.find((one) => one.kind === (kind === 'camera' ? 'video' : 'audio'));
    const sent = track?.getSettings().deviceId;
    const isListed = this.listed(kind).some(({ deviceId }) => deviceId === sent);
    return (isListed ? sent : undefined) ?? this.#chosen[kind] ?? fallback;
  }

  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    try {
      if (kind === 'speaker') await this.output.setSink(deviceId);
      else {
        await this.#follower.prefer(kind, deviceId);
        this.#chosen[kind] = deviceId;
      }
    } catch (error) {
      this.#failed(kind, deviceId, error);
    }
    this.events.changed();
  }

  /** Has the browser ask for both, or for what there is of them. */
  async allow(): Promise<void> {
    try {
      await this.devices.requestPermission(['microphone', 'camera']);
    } catch (error) {
      const isCameraMissing = error instanceof RinglineError && error.code === 'mediaMissing';
      const sound = isCameraMissing && this.devices.requestPermission(['microphone']);
      await (sound || Promise.reject(error as Error)).catch((why: unknown) =>
        this.events.failed('', why),
      );
    }
    await this.refresh();
  }

  /** A short tone from the speaker. */
  tryOut(): void {
    const stream = note(0.6);
    if (!stream) return;
    const playback = this.output.play(stream);
    setTimeout(() => playback.stop(), 800);
  }

  #failed(kind: DeviceKind, deviceId: string, error: unknown): void {
    const device = this.listed(kind).find((one) => one.deviceId === deviceId);
    this.events.failed(device?.label ?? kind, error);
  }
}
