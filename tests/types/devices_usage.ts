// Devices, sound and support, every member. Compiled, never run.
import {
  AudioOutput,
  type AudioOutputOptions,
  type Call,
  type Device,
  type DeviceChange,
  DeviceFollower,
  type DeviceFollowerOptions,
  type DeviceKind,
  type DevicePermissions,
  Devices,
  type FollowedCall,
  type Phone,
  type Playback,
  type RinglineError,
  type Support,
  type SwitchReason,
  levelOf,
  support,
} from 'ringline';

export async function list(): Promise<string[]> {
  const devices = new Devices();
  const off = devices.on('change', ({ added, removed, defaults, devices }: DeviceChange) => [
    added.length + removed.length + defaults.length + devices.length,
  ]);
  devices.once('permission', ({ microphone, camera }: DevicePermissions) => [microphone, camera]);
  await devices.refresh();
  await devices.requestPermission(['microphone', 'camera']);
  // @ts-expect-error nobody is asked for a speaker
  await devices.requestPermission(['speaker']);
  const all: Device[] = [
    ...(await devices.getMicrophones()),
    ...(await devices.getCameras()),
    ...(await devices.getSpeakers()),
    ...devices.devices,
  ];
  off();
  devices.dispose();
  void devices.permissions.camera;
  return all.map(({ kind, deviceId, label, groupId, isDefault }) => {
    const one: DeviceKind = kind;
    return `${one} ${deviceId} ${label} ${groupId} ${isDefault}`;
  });
}

export async function follow(devices: Devices, call: FollowedCall, real: Call): Promise<void> {
  const options: DeviceFollowerOptions = { followDefault: false };
  const follower = new DeviceFollower(devices, options);
  follower.on('switched', ({ call, device, reason, track }) => {
    const why: SwitchReason = reason;
    void [call.localStream, device.label, why, track.label];
  });
  follower.on('failed', ({ error }) => {
    const typed: RinglineError = error;
    void typed.code;
  });
  follower.follow(call)();
  follower.follow(real)();
  await follower.prefer('microphone', devices.devices[0]);
  await follower.prefer('camera');
  await follower.revive(call, 'microphone');
  follower.dispose();
}

export async function hear(phone: Phone, devices: Devices, stream: MediaStream): Promise<void> {
  const options: AudioOutputOptions = { element: '#sound', volume: 0.5 };
  const output = new AudioOutput(options);
  phone.on('call', (call) => output.attach(call));
  const playback: Playback = output.play(stream, { volume: 0.5 });
  playback.volume = 1;
  playback.stop();
  output.on('blocked', () => output.blocked);
  output.on('sink', (sink: string) => sink);
  output.follow(devices)();
  await output.playTone('ring.wav', { loop: true, volume: 1, sinkId: '' });
  output.stopTone();
  await output.setSink((await output.selectSink()).deviceId);
  if (await output.unlock()) output.volume = 1;
  levelOf(stream, (level: number) => level, { interval: 50 })();
  const { calls, codecs }: Support = support();
  void [calls, codecs.audio[0], output.sinkId];
  output.dispose();
}
