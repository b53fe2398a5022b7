// JsSIP itself, from the development dependencies: what ours is compared with.
import { createRequire } from 'node:module';
import type * as Contract from '../../../types/jssip.js';

const require = createRequire(import.meta.url);

export const peer = require('jssip') as typeof Contract;

/** What a function gives or throws, as text that two libraries can be compared by. */
export function outcome(deed: () => unknown): string {
  try {
    return describe(deed());
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

function describe(value: unknown): string {
  if (typeof value === 'function') return 'function';
  // Both have classes of their own for these; they are what they write.
  if (typeof value === 'object' && value !== null && 'clone' in value) return `<${String(value)}>`;
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${key}: ${describe(entry)}`).join(', ')}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
