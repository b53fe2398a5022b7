import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { SentMedia } from '../../../js/host/sent_media.js';

type Kind = 'audio' | 'video';

class Track {
  enabled = true;
  readyState = 'live';
  constructor(
    readonly kind: Kind,
    readonly deviceId = 'first',
  ) {}
  stop(): void {
    this.readyState = 'ended';
  }
  getSettings() {
    return { deviceId: this.deviceId };
  }
  getConstraints() {
    return { height: 480, deviceId: 'wished' };
  }
}
class Stream {
  constructor(readonly tracks: Track[] = []) {}
  getTracks = () => [...this.tracks];
  getVideoTracks = () => this.tracks.filter(({ kind }) => kind === 'video');
  addTrack = (track: Track) => void this.tracks.push(track);
  removeTrack = (track: Track) => void this.tracks.splice(this.tracks.indexOf(track), 1);
}
class Transceiver {
  readonly sender: { track: Track | null; replaceTrack(track: Track | null): Promise<void> };
  readonly receiver: { track: { kind: Kind } };
  currentDirection = 'sendrecv';
  constructor(
    kind: Kind,
    track: Track | null,
    public direction: string,
  ) {
    this.receiver = { track: { kind } };
    this.sender = {
      track,
      replaceTrack: (next) => Promise.resolve(void (this.sender.track = next)),
    };
  }
  stop(): void {
    this.direction = 'stopped';
    this.sender.track = null;
  }
}
class Connection {
  readonly transceivers: Transceiver[] = [];
  getTransceivers = () => this.transceivers;
  getSenders = () => this.transceivers.map(({ sender }) => sender);
  addTrack = (track: Track) => void this.addTransceiver(track, { direction: 'sendrecv' });
  addTransceiver(what: Track | Kind, { direction }: { direction: string }): Transceiver {
    const made =
      typeof what === 'string'
        ? new Transceiver(what, null, direction)
        : new Transceiver(what.kind, what, direction);
    this.transceivers.push(made);
    return made;
  }
}

// What the devices give, by id; what is not here cannot be had.
let devices: Set<string>;
let asked: unknown[];
let opened: Track[];

beforeEach(() => {
  devices = new Set(['first', 'second']);
  asked = [];
  opened = [];
  const getUserMedia = (constraints: Record<Kind, { deviceId?: { exact: string } } | true>) => {
    asked.push(constraints);
    const [[kind, wish]] = Object.entries(constraints) as [[Kind, typeof constraints.audio]];
    const id = (wish !== true && wish.deviceId?.exact) || 'first';
    if (!devices.has(id)) return Promise.reject(new DOMException('none', 'OverconstrainedError'));
    opened.push(new Track(kind, id));
    return Promise.resolve(new Stream(opened.slice(-1)));
  };
  Object.defineProperty(globalThis, 'navigator', {
    value: { mediaDevices: { getUserMedia } },
    configurable: true,
  });
  Object.assign(globalThis, { MediaStream: Stream });
});
afterEach(() => {
  delete (globalThis as { MediaStream?: unknown }).MediaStream;
});

function sending(...kinds: Kind[]) {
  const pc = new Connection();
  const streams: unknown[] = [];
  const sent = new SentMedia((stream) => streams.push(stream));
  const stream = new Stream(kinds.map((kind) => new Track(kind)));
  sent.begin(pc as never, stream as never, true);
  const tracks = () => stream.getTracks();
  return { pc, sent, stream, streams, tracks };
}

const picture = () => new Stream([new Track('video', 'picture')]) as never;

test('the sound has the first section, in whatever order the tracks came', () => {
  const { pc, stream } = sending('video', 'audio');
  assert.deepEqual(
    pc.transceivers.map(({ receiver }) => receiver.track.kind),
    ['audio', 'video'],
  );
  assert.equal(stream.getTracks()[0]!.kind, 'video');
});

test('another camera is sent, and the first given back before it is opened', async () => {
  const { pc, sent, tracks } = sending('audio', 'video');
  const [, first] = tracks();
  const switching = sent.switchDevice('video', { deviceId: { exact: 'second' } });
  await Promise.resolve();
  assert.equal(first!.readyState, 'ended');
  assert.equal((await switching) as unknown, tracks()[1]);
  assert.deepEqual(
    tracks().map(({ deviceId }) => deviceId),
    ['first', 'second'],
  );
  assert.equal(pc.transceivers[1]!.sender.track, tracks()[1]);
});

test('a microphone is heard until the next one is', async () => {
  const { sent, tracks } = sending('audio');
  const [first] = tracks();
  const switching = sent.switchDevice('audio', { deviceId: { exact: 'second' } });
  await Promise.resolve();
  assert.equal(first!.readyState, 'live');
  await switching;
  assert.equal(first!.readyState, 'ended');
});

test('a camera that cannot be had leaves the one before, opened again', async () => {
  const { pc, sent, tracks } = sending('video');
  await assert.rejects(sent.switchDevice('video', { deviceId: { exact: 'gone' } }), {
    name: 'OverconstrainedError',
  });
  assert.deepEqual(
    tracks().map(({ deviceId, readyState }) => [deviceId, readyState]),
    [['first', 'live']],
  );
  assert.equal(pc.transceivers[0]!.sender.track, tracks()[0]);
  assert.deepEqual(asked.at(-1), { video: { height: 480, deviceId: { exact: 'first' } } });
});

test('what is muted or held stays so with another device', async () => {
  const { sent, tracks } = sending('audio', 'video');
  sent.setMuted({ audio: true });
  await sent.switchDevice('audio', { deviceId: { exact: 'second' } });
  assert.deepEqual(Object.fromEntries(tracks().map(({ kind, enabled }) => [kind, enabled])), {
    audio: false,
    video: true,
  });
  sent.setHeld(true);
  await sent.switchDevice('video', { deviceId: { exact: 'second' } });
  assert.ok(tracks().every(({ enabled }) => !enabled));
  sent.setHeld(false);
  sent.setMuted({ audio: false });
  assert.ok(tracks().every(({ enabled }) => enabled));
});

test('a call without a camera has none to switch', async () => {
  const { sent } = sending('audio');
  await assert.rejects(sent.switchDevice('video', {}), { name: 'InvalidStateError' });
});

test('a call that ends while the device is opened gives it back', async () => {
  const { sent } = sending('audio');
  const switching = sent.switchDevice('audio', {});
  await Promise.resolve();
  sent.close();
  await assert.rejects(switching, { name: 'InvalidStateError' });
});

test('a picture takes the place of the camera without an offer, and makes way for it', async () => {
  const { pc, sent, tracks } = sending('video');
  assert.equal(await sent.share(picture(), false), false);
  assert.equal(pc.transceivers[0]!.sender.track?.deviceId, 'picture');
  // The camera under it is switched all the same.
  await sent.switchDevice('video', { deviceId: { exact: 'second' } });
  assert.equal(pc.transceivers[0]!.sender.track?.deviceId, 'picture');
  assert.equal(await sent.unshare(), false);
  assert.equal(pc.transceivers[0]!.sender.track, tracks()[0]);
  assert.equal(tracks()[0]!.deviceId, 'second');
});

test('beside the camera, or without one, a picture takes an offer and a section of its own', async () => {
  for (const kinds of [['audio', 'video'], ['audio']] as Kind[][]) {
    const { pc, sent } = sending(...kinds);
    assert.equal(await sent.share(picture(), true), true);
    const added = pc.transceivers.at(-1)!;
    assert.equal(added.direction, 'sendonly');
    assert.equal(sent.isSharing, true);
    assert.equal(await sent.unshare(), true);
    assert.equal(added.direction, 'stopped');
    assert.equal(sent.isSharing, false);
  }
});

test('where only their picture was received, a shared one is sent by the same section', async () => {
  const { pc, sent } = sending('audio');
  const theirs = pc.addTransceiver('video', { direction: 'recvonly' });
  assert.equal(await sent.share(picture(), false), true);
  assert.equal(theirs.direction, 'sendrecv');
  assert.equal(await sent.unshare(), true);
  assert.equal(theirs.direction, 'recvonly');
  assert.equal(theirs.sender.track, null);
});

test('a stream without a picture cannot be shared', async () => {
  await assert.rejects(sending('audio').sent.share(new Stream() as never, false), TypeError);
});

test('an upgrade sends the camera that was taken for it', async () => {
  const { pc, sent, tracks } = sending('audio');
  await sent.prepareVideo({});
  assert.deepEqual(asked, [{ video: true }]);
  await sent.setMode('video');
  assert.equal(pc.transceivers[1]!.direction, 'sendrecv');
  assert.equal(pc.transceivers[1]!.sender.track, tracks()[1]);
  // Said again, after a glare, it changes nothing.
  await sent.setMode('video');
  assert.equal(pc.transceivers.length, 2);
});

test('their offer of video is answered by the section they made', async () => {
  const { pc, sent } = sending('audio');
  const theirs = pc.addTransceiver('video', { direction: 'recvonly' });
  await sent.prepareVideo({});
  await sent.setMode('video');
  assert.equal(pc.transceivers.length, 2);
  assert.equal(theirs.direction, 'sendrecv');
  assert.equal(theirs.sender.track?.kind, 'video');
});

test('without a camera an upgrade asks for theirs', async () => {
  const { pc, sent } = sending('audio');
  await sent.prepareVideo({ constraints: false });
  await sent.setMode('video');
  assert.deepEqual(asked, []);
  assert.equal(pc.transceivers[1]!.direction, 'recvonly');
});

test('sound alone gives the camera back and every picture up', async () => {
  const { pc, sent, tracks } = sending('audio', 'video');
  const [, camera] = tracks();
  await sent.share(picture(), true);
  await sent.setMode('audio');
  assert.equal(camera!.readyState, 'ended');
  assert.deepEqual(
    pc.transceivers.map(({ direction }) => direction),
    ['sendrecv', 'stopped', 'stopped'],
  );
  assert.equal(sent.isSharing, false);
});

test('a camera taken for an upgrade that never came is given back', async () => {
  const { sent } = sending('audio');
  await sent.prepareVideo({});
  sent.close();
  assert.equal(opened[0]!.readyState, 'ended');
});

test('a camera is given back with the upgrade that it was taken for, and with no other', async () => {
  const { sent, tracks } = sending('audio');
  const taken = () => opened.at(-1)!.readyState;
  const [wish, other] = [{}, { isAnswer: true }];
  await sent.prepareVideo(wish);
  sent.giveBackVideo(other);
  sent.endAnswer();
  assert.equal(taken(), 'live');
  sent.giveBackVideo(wish);
  assert.equal(taken(), 'ended');
  // Their offer had no use for it.
  await sent.prepareVideo(other);
  sent.endAnswer();
  assert.equal(taken(), 'ended');
  // Once it is sent it is the call's.
  await sent.prepareVideo(other);
  await sent.setMode('video');
  sent.endAnswer();
  sent.giveBackVideo(other);
  assert.deepEqual([taken(), tracks()[1]], ['live', opened.at(-1)]);
});

test('the application’s own tracks are never stopped', async () => {
  const pc = new Connection();
  const sent = new SentMedia(() => {});
  const own = new Track('video');
  sent.begin(pc as never, new Stream([own]) as never, false);
  assert.equal(sent.owns(own as never), false);
  assert.equal(
    sent.owns(await sent.switchDevice('video', { deviceId: { exact: 'second' } })),
    true,
  );
  sent.close();
  assert.equal(own.readyState, 'live');
});

test('what is sent in place of the microphone is held, and not muted', async () => {
  const { pc, sent } = sending('audio');
  const mix = new Track('audio', 'mix');
  await pc.transceivers[0]!.sender.replaceTrack(mix);
  sent.setMuted({ audio: true });
  assert.equal(mix.enabled, true);
  sent.setHeld(true);
  assert.equal(mix.enabled, false);
});
