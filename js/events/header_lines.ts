// Lines of a name, a colon and a value: of a message summary, and of the parts of a body.
import { EventBodyError } from './event_body_error.js';

export type Header = [name: string, value: string];

/** One line for each header. RFC 3261 7.3.1: a line that begins with a blank goes on with the one before. */
export function headerLines(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  return lines.replace(/\n[ \t]+(?=\S)/g, ' ').split('\n');
}

export function headerOf(line: string): Header {
  const colon = line.indexOf(':');
  if (colon < 1) throw new EventBodyError('malformed', 'A line of a header has no name');
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
