import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Allowance, SendLimits, type SendingWishes } from '../../../js/host/send_limits.js';

type Encodings = Record<string, unknown>[];

// Two senders; the second is the camera's, with the encodings given.
function connection(encodings: Encodings) {
  const sender = (kind: string, current: { encodings: Encodings }) => ({
    track: { kind },
    getParameters: () => structuredClone(current),
    setParameters: (parameters: { encodings: Encodings }) => {
      current.encodings = structuredClone(parameters.encodings);
      return Promise.resolve();
    },
  });
  const audio = { encodings: [{ active: true }] as Encodings };
  const video = { encodings };
  const senders = [sender('audio', audio), sender('video', video)];
  const pc = { getSenders: () => senders } as unknown as RTCPeerConnection;
  return { pc, audio, video };
}

// What we apply one after another.
function applied(pc: RTCPeerConnection) {
  const limits = new SendLimits();
  return {
    allow: (fields: Partial<Allowance>) => {
      limits.allowance = { video: true, ...fields };
      return limits.apply(pc);
    },
    wish: (wishes: SendingWishes) => {
      limits.wishes = wishes;
      return limits.apply(pc);
    },
  };
}

test('a limit is the video senders’, and goes as it came', async () => {
  const { pc, audio, video } = connection([{ active: true, rid: 'a' }]);
  const { allow } = applied(pc);
  await allow({ bitrate: 400_000, frameRate: 15 });
  assert.deepEqual(video.encodings, [
    { active: true, rid: 'a', maxBitrate: 400_000, maxFramerate: 15 },
  ]);
  assert.deepEqual(audio.encodings, [{ active: true }]);
  await allow({ video: false });
  assert.deepEqual(video.encodings, [{ active: false, rid: 'a' }]);
  await allow({});
  assert.deepEqual(video.encodings, [{ active: true, rid: 'a' }]);
});

test('what the application allows less of stays less, and what it switched off stays off', async () => {
  const { pc, video } = connection([
    { active: true, maxBitrate: 200_000 },
    { active: false, maxBitrate: 900_000 },
  ]);
  const { allow } = applied(pc);
  await allow({ bitrate: 400_000 });
  assert.deepEqual(video.encodings, [
    { active: true, maxBitrate: 200_000 },
    { active: false, maxBitrate: 400_000 },
  ]);
  await allow({});
  assert.deepEqual(video.encodings, [
    { active: true, maxBitrate: 200_000 },
    { active: false, maxBitrate: 900_000 },
  ]);
});

test('a sender without encodings is left alone', async () => {
  const { pc, video } = connection([]);
  await applied(pc).allow({ bitrate: 1 });
  assert.deepEqual(video.encodings, []);
});

test('what is wished is set, and taken back by null', async () => {
  const { pc, audio, video } = connection([{ active: true, maxFramerate: 30 }]);
  const { wish } = applied(pc);
  await wish({ audio: { maxBitrate: 20_000 }, video: { maxBitrate: 7, scaleResolutionDownBy: 2 } });
  assert.deepEqual(audio.encodings, [{ active: true, maxBitrate: 20_000 }]);
  assert.deepEqual(video.encodings, [
    { active: true, maxBitrate: 7, maxFramerate: 30, scaleResolutionDownBy: 2 },
  ]);
  await wish({ video: { maxBitrate: null } });
  assert.deepEqual(audio.encodings, [{ active: true }]);
  assert.deepEqual(video.encodings, [{ active: true, maxFramerate: 30 }]);
});

test('the lesser of a wish and an allowance counts, and lifting one leaves the other', async () => {
  const { pc, video } = connection([{ active: true }]);
  const { allow, wish } = applied(pc);
  await allow({ bitrate: 100 });
  await wish({ video: { maxBitrate: 300 } });
  assert.deepEqual(video.encodings, [{ active: true, maxBitrate: 100 }]);
  await allow({});
  assert.deepEqual(video.encodings, [{ active: true, maxBitrate: 300 }]);
});

test('without a wish and without an allowance no sender is written to', async () => {
  const { pc } = connection([{ active: true }]);
  for (const sender of pc.getSenders()) sender.setParameters = () => assert.fail('written to');
  await applied(pc).wish({});
});
