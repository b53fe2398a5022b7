// One AudioContext for all who measure: phones allow a page few of them.
import { UnsupportedError } from '../engine/errors.js';

let shared: AudioContext | undefined;
let users = 0;

/** To be given back with releaseAudio(). */
export function useAudio(): AudioContext {
  if (typeof AudioContext === 'undefined') {
    throw new UnsupportedError('This platform has no Web Audio.');
  }
  shared ??= new AudioContext();
  users += 1;
  return shared;
}

export function releaseAudio(): void {
  users -= 1;
  if (users > 0) return;
  shared?.close().catch(() => {});
  shared = undefined;
}

/** After a click, or after a phone call has interrupted it (iOS: state "interrupted"). Refused, it stays as it is. */
export function resumeAudio(): Promise<void> {
  if (!shared || shared.state === 'running') return Promise.resolve();
  return shared.resume().catch(() => {});
}
