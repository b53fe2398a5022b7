// What goes to JsSIP.debug: the engine's log, and every message on the wire but for its secrets.
import type * as Contract from '../../types/jssip.js';
import type { LogLevel, OutputOf } from '../engine/vocabulary.js';
import { name } from './constants.js';
import { debug } from './debug.js';
import type { MediaHost } from './seam.js';

export type Loggers = Record<LogLevel | 'transport', Contract.Debugger>;

export const loggersOf = (name: string): Loggers => ({
  error: debug(`${name}:ERROR:UA`),
  warning: debug(`${name}:WARN:UA`),
  info: debug(`${name}:UA`),
  debug: debug(`${name}:UA`),
  transport: debug(`${name}:Transport`),
});

/** Looks on as frames pass between the engine and the host. */
export function logFrames(host: MediaHost, { transport } = loggersOf(name)): void {
  const sendFrame = host.sendFrame.bind(host);
  host.sendFrame = (output: OutputOf<'sendFrame'>) => {
    log(transport, 'sending', output.data);
    sendFrame(output);
  };
  const attach = host.attach.bind(host);
  host.attach = (engine) =>
    attach({
      handle(input) {
        if (input.type === 'socketMessage') log(transport, 'received', input.data ?? '');
        return engine.handle(input);
      },
    });
}

function log(transport: Contract.Debugger, deed: string, data: unknown): void {
  if (!transport.enabled) return;
  const text = typeof data === 'string' ? data : new TextDecoder().decode(data as ArrayBuffer);
  if (!text.trim()) return;
  const masked = text.replace(/^((?:proxy-)?authorization:).*$/gim, '$1 ***');
  // One text and no more: a percent sign in it is no directive.
  transport(`${deed} message:\n\n${masked}\n`);
}
