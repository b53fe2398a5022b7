// One AudioContext for whatever of a page mixes or records: browsers allow a page only a few.
import { UnsupportedError } from '../engine/errors.js';

const kPatience = 3000; // Milliseconds that a context may take to begin.
const kLook = 1000; // Milliseconds between two looks at what no event tells of.

/** A share in the page's AudioContext, which is closed when nobody has one. */
export interface AudioShare {
  readonly context: AudioContext;
  release(): void;
}

let shared: { readonly context: AudioContext; shares: number } | undefined;

/**
 * Resolves when the context runs. Throws UnsupportedError where there is no Web Audio, and a NotAllowedError where the
 * browser lets a page make no sound before the user has touched it.
 */
export async function shareAudio(): Promise<AudioShare> {
  if (typeof AudioContext === 'undefined') {
    throw new UnsupportedError('This platform has no Web Audio.');
  }
  const own = (shared ??= { context: openContext(), shares: 0 });
  ++own.shares;
  let isHeld = true;
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    if (--own.shares > 0) return;
    if (shared === own) shared = undefined;
    own.context.close().catch(() => {});
  };
  try {
    await running(own.context);
  } catch (error) {
    release();
    throw error;
  }
  return { context: own.context, release };
}

/** Calls `look` once a second until the function it returns is called. */
export function everySecond(look: () => void): () => void {
  const timer = setInterval(look, kLook);
  return () => clearInterval(timer);
}

function openContext(): AudioContext {
  const context = new AudioContext();
  // iOS interrupts it for a telephone call, and some browsers suspend it when the output device goes away.
  context.addEventListener('statechange', () => {
    if (context.state !== 'running' && context.state !== 'closed') wake(context);
  });
  return context;
}

function wake(context: AudioContext): void {
  context.resume().catch(() => {});
}

async function running(context: AudioContext): Promise<void> {
  if (context.state === 'running') return;
  wake(context);
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (context.state !== 'running') return;
      clearTimeout(timer);
      context.removeEventListener('statechange', look);
      resolve();
    };
    const timer = setTimeout(() => {
      context.removeEventListener('statechange', look);
      const why = 'The browser makes no sound before the user has touched the page.';
      reject(new DOMException(why, 'NotAllowedError'));
    }, kPatience);
    context.addEventListener('statechange', look);
    look();
  });
}
