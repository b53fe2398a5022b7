// Sound as numbers: a microphone that plays one tone, and what of a call's sound is loudest.

/** A root mean square below this is silence: comfort noise, or a decoder that fades out. */
const silence = 0.005;

let context;
const ears = new WeakMap();

/** A stream with one audio track on which a sine of `frequency` sounds. */
export function toneStream(frequency) {
  context ??= new AudioContext();
  const oscillator = context.createOscillator();
  const level = context.createGain();
  const microphone = context.createMediaStreamDestination();
  oscillator.frequency.value = frequency;
  level.gain.value = 0.3;
  oscillator.connect(level).connect(microphone);
  oscillator.start();
  return microphone.stream;
}

/** What arrives on a connection's audio track right now: {frequency, level}. */
export function listen(connection) {
  const track = connection
    .getReceivers()
    .find((receiver) => receiver.track.kind === 'audio')?.track;
  if (!track) return { level: 0 };
  if (!ears.has(track)) ears.set(track, openEar(track));
  const ear = ears.get(track);
  const samples = new Float32Array(ear.fftSize);
  ear.getFloatTimeDomainData(samples);
  const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
  if (level < silence) return { level };
  const bins = new Float32Array(ear.frequencyBinCount);
  ear.getFloatFrequencyData(bins);
  const loudest = bins.reduce((best, value, i) => (value > bins[best] ? i : best), 0);
  return { level, frequency: (loudest * context.sampleRate) / ear.fftSize };
}

function openEar(track) {
  context ??= new AudioContext();
  const ear = context.createAnalyser();
  // 85 ms of sound; a bin is 12 Hz wide.
  ear.fftSize = 4096;
  ear.smoothingTimeConstant = 0;
  const stream = new MediaStream([track]);
  context.createMediaStreamSource(stream).connect(ear);
  // Chromium decodes a remote track only for something that plays it.
  const player = new Audio();
  player.srcObject = stream;
  player.muted = true;
  player.play();
  return ear;
}
