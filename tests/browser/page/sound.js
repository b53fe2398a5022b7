// Sound as amplitudes of given frequencies: in a track that plays, and in a file.

let context;
const ears = new WeakMap();

/** The amplitude of each frequency in what a track plays at this moment. */
export function amplitudesIn(track, frequencies) {
  context ??= new AudioContext();
  if (!ears.has(track)) ears.set(track, openEar(track));
  const ear = ears.get(track);
  const samples = new Float32Array(ear.fftSize);
  ear.getFloatTimeDomainData(samples);
  return frequencies.map((frequency) => goertzel(samples, frequency, context.sampleRate));
}

/**
 * A recorded file as numbers: {duration, channels, parts}; a part has, for each channel, the
 * amplitude of each frequency. The parts are `seconds` long each.
 */
export async function soundOf(blob, frequencies, seconds = 0.25) {
  context ??= new AudioContext();
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  const { duration, numberOfChannels: channels, sampleRate } = sound;
  const step = Math.round(seconds * sampleRate);
  const parts = [];
  for (let from = 0; from + step <= sound.length; from += step) {
    parts.push(
      Array.from({ length: channels }, (_, channel) => {
        const samples = sound.getChannelData(channel).subarray(from, from + step);
        return frequencies.map((frequency) => goertzel(samples, frequency, sampleRate));
      }),
    );
  }
  return { duration, channels, parts };
}

// With a Hann window, so that a tone beside the frequency does not count as that frequency.
function goertzel(samples, frequency, sampleRate) {
  const { length } = samples;
  const turn = (2 * Math.PI * frequency) / sampleRate;
  const factor = 2 * Math.cos(turn);
  let [before, last] = [0, 0];
  for (let i = 0; i < length; ++i) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (length - 1));
    [before, last] = [last, samples[i] * window + factor * last - before];
  }
  const power = before ** 2 + last ** 2 - factor * before * last;
  return (4 * Math.sqrt(Math.max(power, 0))) / length;
}

function openEar(track) {
  const ear = context.createAnalyser();
  ear.fftSize = 8192;
  const stream = new MediaStream([track]);
  context.createMediaStreamSource(stream).connect(ear);
  // Chromium decodes a remote track only for something that plays it.
  const player = new Audio();
  player.srcObject = stream;
  player.muted = true;
  void player.play();
  return ear;
}
