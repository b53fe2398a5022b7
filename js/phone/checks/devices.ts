// What this machine has: the browser, a microphone that hears, a speaker.
import type * as Contract from '../../../types/index.js';
import { delay, within } from '../../host/patience.js';
import { support } from '../../host/support.js';
import { capture, stop } from '../../host/user_media.js';
import { Devices } from '../devices.js';
import { RinglineError, errorOfDevice } from '../error.js';
import { levelOf } from '../level.js';
import { deferred } from '../promise.js';
import type { Check, Ground } from './check.js';

const kListening = 1000; // Milliseconds.
const kPatience = 3000; // For the first sound: a headset or a busy browser may take its time to begin.
const kLook = 50;
const kNeeds = ['webAssembly', 'webSocket', 'webrtc', 'getUserMedia'] as const;

export const supportCheck: Check<'support'> = {
  name: 'support',
  omit: () => undefined,
  run: () => {
    const detail = support();
    return Promise.resolve({ detail, error: errorOfSupport(detail) });
  },
};

function errorOfSupport(can: Contract.Support): RinglineError | undefined {
  if (can.calls) return undefined;
  if (!can.secure) return new RinglineError('insecureContext');
  const lacking = kNeeds.filter((name) => !can[name]).join(', ');
  return new RinglineError('unsupported', lacking, { hint: 'Use another browser.' });
}

export const microphoneCheck: Check<'microphone'> = {
  name: 'microphone',
  omit: () => undefined,
  run: async (ground) => {
    const stream = (ground.microphone = await opened(ground));
    const level = await loudest(stream, ground.signal);
    return { detail: { label: stream.getAudioTracks()[0]?.label ?? '', level } };
  },
};

async function opened({ audio = {}, signal }: Ground): Promise<MediaStream> {
  const opening = capture('audio', audio).then((track) => new MediaStream([track]));
  // The user may say yes to a question that nobody asks any more.
  void opening.then(
    (stream) => signal.aborted && stop(stream),
    () => {},
  );
  try {
    return await within(opening, { signal });
  } catch (error) {
    throw signal.aborted ? error : errorOfDevice(error, 'microphone');
  }
}

/** Of a second, once there is anything to be heard. */
export async function loudest(stream: MediaStream, signal: AbortSignal): Promise<number> {
  let loudest = 0;
  const first = deferred();
  const listen = (level: number) => {
    loudest = Math.max(loudest, level);
    if (level > 0) first.resolve();
  };
  const end = levelOf(stream, listen, { interval: kLook });
  try {
    await within(first.promise, { limit: kPatience, signal });
    await delay(kListening, signal);
  } catch (error) {
    if (signal.aborted) throw error;
  } finally {
    end();
  }
  return loudest;
}

export const speakersCheck: Check<'speakers'> = {
  name: 'speakers',
  omit: () => undefined,
  run: async ({ signal }) => {
    const devices = new Devices();
    try {
      return { detail: { speakers: await within(devices.getSpeakers(), { signal }) } };
    } finally {
      devices.dispose();
    }
  },
};
