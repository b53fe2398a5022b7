// npm's `debug` as far as applications of JsSIP use it: namespaces that are switched on by patterns,
// kept in localStorage.debug (or the environment's DEBUG).
import type * as Contract from '../../types/jssip.js';

const kKey = 'debug';

// Undefined until somebody asks: nothing is read when the library is imported.
let enabled: string | undefined;
// What was answered since the patterns changed: a message on the wire asks, and there are many.
const known = new Map<string, boolean>();

function makeDebugger(namespace: string): Contract.Debugger {
  let own: boolean | undefined;
  const print: Contract.Debugger = Object.assign(
    (formatter: unknown, ...args: unknown[]) => {
      if (!print.enabled) return;
      const log = Object.hasOwn(print, 'log') ? print.log : debug.log;
      // Formatting directives stay the first argument's.
      if (typeof formatter === 'string') log(`${namespace} ${formatter}`, ...args);
      else log(namespace, formatter, ...args);
    },
    {
      namespace,
      extend: (more: string, delimiter = ':') => makeDebugger(namespace + delimiter + more),
    } as Contract.Debugger,
  );
  return Object.defineProperty(print, 'enabled', {
    get: () => own ?? debug.enabled(namespace),
    set: (value: boolean) => (own = value),
  });
}

export const debug: Contract.Debug = Object.assign(makeDebugger, {
  enable(namespaces: string): void {
    change(namespaces);
  },
  disable(): string {
    const before = patterns().join(',');
    change('');
    return before;
  },
  enabled(namespace: string): boolean {
    const answer = known.get(namespace) ?? isEnabled(namespace);
    known.set(namespace, answer);
    return answer;
  },
  log: (...args: unknown[]): void => console.debug(...args),
});

function change(namespaces: string): void {
  enabled = namespaces;
  known.clear();
  store(namespaces);
}

// A pattern with a minus takes away, wherever it stands.
function isEnabled(namespace: string): boolean {
  const all = patterns();
  const has = (minus: boolean) =>
    all.some((pattern) => pattern.startsWith('-') === minus && matches(namespace, pattern));
  return has(false) && !has(true);
}

function patterns(): string[] {
  return (enabled ??= load()).split(/[\s,]+/).filter(Boolean);
}

/** Whether a pattern covers a name, or another pattern. */
export function matches(namespace: string, pattern: string): boolean {
  const parts = pattern
    .replace(/^-/, '')
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(namespace);
}

interface Surroundings {
  localStorage?: Storage;
  process?: { env?: { DEBUG?: string } };
}

// Storage throws where a page may keep nothing.
function load(): string {
  const { process } = globalThis as Surroundings;
  try {
    return (globalThis as Surroundings).localStorage?.getItem(kKey) || process?.env?.DEBUG || '';
  } catch {
    return '';
  }
}

function store(namespaces: string): void {
  try {
    const { localStorage: storage } = globalThis as Surroundings;
    if (namespaces) storage?.setItem(kKey, namespaces);
    else storage?.removeItem(kKey);
  } catch {
    // It is on or off for this page alone.
  }
}
