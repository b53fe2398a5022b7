import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutputOf } from '../../../js/engine/vocabulary.js';
import { SendingLimit } from '../../../js/host/sending_limit.js';

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

function limit(fields: Partial<OutputOf<'limitSending'>>): OutputOf<'limitSending'> {
  const none = { bitrate: undefined, frameRate: undefined };
  return { type: 'limitSending', session: 1, video: true, ...none, ...fields };
}

test('a limit is the video senders’, and goes as it came', async () => {
  const { pc, audio, video } = connection([{ active: true, rid: 'a' }]);
  const sending = new SendingLimit();
  await sending.apply(pc, limit({ bitrate: 400_000, frameRate: 15 }));
  assert.deepEqual(video.encodings, [
    { active: true, rid: 'a', maxBitrate: 400_000, maxFramerate: 15 },
  ]);
  assert.deepEqual(audio.encodings, [{ active: true }]);
  await sending.apply(pc, limit({ video: false }));
  assert.deepEqual(video.encodings, [{ active: false, rid: 'a' }]);
  await sending.apply(pc, limit({}));
  assert.deepEqual(video.encodings, [{ active: true, rid: 'a' }]);
});

test('what the application allows less of stays less, and what it switched off stays off', async () => {
  const { pc, video } = connection([
    { active: true, maxBitrate: 200_000 },
    { active: false, maxBitrate: 900_000 },
  ]);
  const sending = new SendingLimit();
  await sending.apply(pc, limit({ bitrate: 400_000 }));
  assert.deepEqual(video.encodings, [
    { active: true, maxBitrate: 200_000 },
    { active: false, maxBitrate: 400_000 },
  ]);
  await sending.apply(pc, limit({}));
  assert.deepEqual(video.encodings, [
    { active: true, maxBitrate: 200_000 },
    { active: false, maxBitrate: 900_000 },
  ]);
});

test('a sender without encodings is left alone', async () => {
  const { pc, video } = connection([]);
  await new SendingLimit().apply(pc, limit({ bitrate: 1 }));
  assert.deepEqual(video.encodings, []);
});
