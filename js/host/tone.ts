// A tone to send where there is no microphone.
import { shareAudio } from './audio.js';

const kPitch = 440; // Hz.
const kLoudness = 0.1; // Of full scale.

export interface Tone {
  readonly stream: MediaStream;
  close(): void;
}

/** Throws as shareAudio(). */
export async function openTone(): Promise<Tone> {
  const { context, release } = await shareAudio();
  const source = new OscillatorNode(context, { frequency: kPitch });
  const end = context.createMediaStreamDestination();
  source.connect(new GainNode(context, { gain: kLoudness })).connect(end);
  source.start();
  const { stream } = end;
  const close = () => {
    source.stop();
    for (const track of stream.getTracks()) track.stop();
    release();
  };
  return { stream, close };
}
