// What goes to JsSIP.debug: the engine's log, and every message on the wire but for its secrets.
import type { LogLevel, OutputOf } from '../engine/vocabulary.js';
import { debug } from './debug.js';
import type { MediaHost } from './seam.js';

const transport = debug('JsSIP:Transport');

export const loggers: Record<LogLevel, (text: string) => void> = {
  error: debug('JsSIP:ERROR:UA'),
  warning: debug('JsSIP:WARN:UA'),
  info: debug('JsSIP:UA'),
  debug: debug('JsSIP:UA'),
};

/** Looks on as frames pass between the engine and the host. */
export function logFrames(host: MediaHost): void {
  const sendFrame = host.sendFrame.bind(host);
  host.sendFrame = (output: OutputOf<'sendFrame'>) => {
    if (transport.enabled) log('sending', output.data);
    sendFrame(output);
  };
  const attach = host.attach.bind(host);
  host.attach = (engine) =>
    attach({
      handle(input) {
        if (transport.enabled && input.type === 'socketMessage') log('received', input.data ?? '');
        return engine.handle(input);
      },
    });
}

function log(deed: string, data: unknown): void {
  const text = typeof data === 'string' ? data : new TextDecoder().decode(data as ArrayBuffer);
  if (!text.trim()) return;
  const masked = text.replace(/^((?:proxy-)?authorization:).*$/gim, '$1 ***');
  // One text and no more: a percent sign in it is no directive.
  transport(`${deed} message:\n\n${masked}\n`);
}
