// The samples of a graph as they are played, on the page's own thread.
import { UnsupportedError } from '../engine/errors.js';
import type { TwoSides } from './two_sides.js';

/** A moment's samples, a plane for each channel. */
export type TakeSamples = (planes: readonly Float32Array[]) => void;

/** Begins; resolves with what ends it, which resolves when the last sample was given. */
export function takeSamples(
  sides: TwoSides,
  take: TakeSamples,
  fail: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const { MediaStreamTrackProcessor: Processor } = globalThis as {
    MediaStreamTrackProcessor?: ProcessorClass;
  };
  if (!Processor) return work(sides, take, fail);
  return read(new Processor({ track: sides.track, maxBufferSize: kQueue }), take, fail);
}

// ── MediaStreamTrackProcessor: Chromium, whatever the page's policy ───────────────────────────────

type ProcessorClass = new (options: { track: MediaStreamTrack; maxBufferSize: number }) => {
  readonly readable: ReadableStream<AudioData>;
};

// Five seconds of 10 ms: a page that is busy for so long loses nothing.
const kQueue = 500;

async function read(
  processor: InstanceType<ProcessorClass>,
  take: TakeSamples,
  fail: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const reader = processor.readable.getReader();
  const done = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      take(planesOf(value));
      value.close();
    }
  })().catch(fail);
  return async () => {
    // What cannot be canceled has failed, which was told.
    await reader.cancel().catch(() => {});
    await done;
  };
}

function planesOf(data: AudioData): Float32Array[] {
  return Array.from({ length: data.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(data.numberOfFrames);
    data.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });
}

// ── AudioWorklet: all others, where the page's policy lets a script come from a blob ──────────────

// It runs in the worklet. A channel without a source is absent there; it is silence all the same.
const kWorklet = `registerProcessor('ringline-samples', class extends AudioWorkletProcessor {
  constructor(options) {
    super();
    this.planes = options.processorOptions.channels;
    this.port.onmessage = () => { this.flush(); this.port.postMessage(null); };
    this.begin();
  }
  begin() {
    this.length = 0;
    this.batch = Array.from({ length: this.planes }, () => new Float32Array(1024));
  }
  flush() {
    if (this.length) this.port.postMessage(this.batch.map((plane) => plane.slice(0, this.length)));
    this.begin();
  }
  process([input]) {
    this.batch.forEach((plane, i) => { if (input[i]) plane.set(input[i], this.length); });
    this.length += 128;
    if (this.length === 1024) this.flush();
    return true;
  }
});`;

// A context takes a name of a processor once.
const loaded = new WeakMap<BaseAudioContext, Promise<void>>();

function load(context: BaseAudioContext): Promise<void> {
  let loading = loaded.get(context);
  if (!loading) {
    loading = addModule(context);
    loaded.set(context, loading);
    loading.catch(() => loaded.delete(context));
  }
  return loading;
}

async function addModule({ audioWorklet }: BaseAudioContext): Promise<void> {
  if (!audioWorklet) throw new UnsupportedError('This page has no AudioWorklet.');
  const url = URL.createObjectURL(new Blob([kWorklet], { type: 'text/javascript' }));
  try {
    await audioWorklet.addModule(url);
  } catch (error) {
    throw new UnsupportedError(`In this browser WAV needs blob: in script-src (${String(error)})`);
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function work(
  { context, channels, output }: TwoSides,
  take: TakeSamples,
  fail: (error: unknown) => void,
): Promise<() => Promise<void>> {
  await load(context);
  const node = new AudioWorkletNode(context, 'ringline-samples', {
    ...{ channelCount: channels, channelCountMode: 'explicit' as const },
    processorOptions: { channels },
  });
  let ended = () => {};
  node.port.onmessage = ({ data }: MessageEvent<Float32Array[] | null>) =>
    data ? take(data) : ended();
  node.onprocessorerror = () => fail(new Error('The audio worklet failed.'));
  output.connect(node);
  // It says nothing there: a node that leads nowhere is not run.
  node.connect(context.destination);
  return () =>
    new Promise((resolve) => {
      ended = () => {
        node.port.close();
        node.disconnect();
        output.disconnect(node);
        resolve();
      };
      node.port.postMessage(null);
    });
}
