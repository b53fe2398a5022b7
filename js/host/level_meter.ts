// How loud a stream is, from 0 for silence to 1 for full scale, by decibels between the two.
import { releaseAudio, resumeAudio, useAudio } from './audio_context.js';

const kSilence = -60; // dBFS.
const kWindow = 2048; // Samples: 43 ms of sound at 48 kHz.

/** Returns what stops it. */
export function measureLevel(
  stream: MediaStream,
  interval: number,
  listener: (level: number) => void,
): () => void {
  const context = useAudio();
  const analyser = context.createAnalyser();
  analyser.fftSize = kWindow;
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const samples = new Float32Array(kWindow);
  const measure = () => {
    // While it is interrupted the analyser would give the last it heard.
    if (context.state !== 'running') {
      void resumeAudio();
      return listener(0);
    }
    analyser.getFloatTimeDomainData(samples);
    listener(levelOfSamples(samples));
  };
  void resumeAudio();
  const timer = setInterval(measure, interval);
  let isStopped = false;
  return () => {
    if (isStopped) return;
    isStopped = true;
    clearInterval(timer);
    source.disconnect();
    releaseAudio();
  };
}

export function levelOfSamples(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
  const decibels = 10 * Math.log10(power);
  return Math.min(Math.max(1 - decibels / kSilence, 0), 1);
}
