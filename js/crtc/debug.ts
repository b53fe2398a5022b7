// JsSIP's switchboard of loggers, where what is switched off can be named.
import type * as Contract from '../../types/crtc.js';
import { debug as jssip, matches } from '../jssip/debug.js';

export const debug: Contract.Debug = Object.assign(
  (namespace: string): Contract.Debugger => jssip(namespace),
  {
    enable: (namespaces: string): void => jssip.enable(namespaces),
    enabled: (namespace: string): boolean => jssip.enabled(namespace),
    disable(namespaces?: string): string {
      const before = jssip.disable();
      if (namespaces) jssip.enable(without(before, namespaces));
      return before;
    },
  } as Contract.Debug,
);
Object.defineProperty(debug, 'log', {
  get: () => jssip.log,
  set: (log: Contract.Debug['log']) => (jssip.log = log),
});

/** What is left of some patterns; where a wider one is left, the narrower is taken from it. */
function without(before: string, namespaces: string): string {
  const split = (patterns: string) => patterns.split(/[\s,]+/).filter(Boolean);
  const off = split(namespaces);
  const isOff = (pattern: string) => off.some((one) => matches(pattern.replace(/^-/, ''), one));
  const left = split(before).filter((pattern) => !isOff(pattern));
  const isWider = (one: string) => left.some((pattern) => matches(one, pattern));
  return [...left, ...off.filter(isWider).map((one) => `-${one}`)].join(',');
}
