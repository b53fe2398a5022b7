// The sounds of a telephone, made on the spot: ringing here, ringing there, keys.

let context: AudioContext | undefined;

// Row and column frequencies of the keys (ITU-T Q.23).
const kRows = [697, 770, 852, 941];
const kColumns = [1209, 1336, 1477];
const kKeys = '123456789*0#';

function audio(): AudioContext | undefined {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume().catch(() => {});
    return context;
  } catch {
    return undefined;
  }
}

function beep(frequencies: number[], seconds: number, volume: number, at = 0): void {
  const here = audio();
  // Before the first click a page may make no sound; it must not all come at once later.
  if (!here || here.state !== 'running') return;
  const start = here.currentTime + at;
  const gain = here.createGain();
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + 0.02);
  gain.gain.setValueAtTime(volume, start + seconds - 0.04);
  gain.gain.linearRampToValueAtTime(0, start + seconds);
  gain.connect(here.destination);
  for (const frequency of frequencies) {
    const tone = here.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start(start);
    tone.stop(start + seconds);
  }
}

export function press(key: string): void {
  const at = kKeys.indexOf(key);
  if (at >= 0) beep([kRows[Math.floor(at / 3)]!, kColumns[at % 3]!], 0.12, 0.05);
}

type Ring = 'here' | 'there' | undefined;
let ringing: Ring;
let timer: ReturnType<typeof setInterval> | undefined;

/** Rings, in the way of who is called or of who calls, until told otherwise. */
export function ring(how: Ring): void {
  if (how === ringing) return;
  ringing = how;
  clearInterval(timer);
  if (!how) return;
  const once = () => {
    if (how === 'there') beep([425], 1, 0.03);
    else for (const at of [0, 0.45, 0.9]) beep([660, 880], 0.3, 0.05, at);
  };
  once();
  timer = setInterval(once, how === 'there' ? 4000 : 2600);
}

/** A tone as a stream, for who wants to hear a speaker. */
export function note(seconds: number): MediaStream | undefined {
  const here = audio();
  if (!here) return undefined;
  const destination = here.createMediaStreamDestination();
  const gain = here.createGain();
  gain.gain.setValueAtTime(0.15, here.currentTime);
  gain.gain.linearRampToValueAtTime(0, here.currentTime + seconds);
  const tone = here.createOscillator();
  tone.frequency.value = 660;
  tone.connect(gain).connect(destination);
  tone.start();
  tone.stop(here.currentTime + seconds);
  return destination.stream;
}
