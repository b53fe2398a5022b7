// Bodies of several parts (RFC 2046 5.1): notifications about lists carry one document for each of their resources.
import type * as Contract from '../../types/events.js';
import { EventBodyError } from './event_body_error.js';
import { headerLines, headerOf } from './header_lines.js';

const kMaxLength = 1 << 20;
const kBoundary = /;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;

export const parseMultipart: typeof Contract.parseMultipart = (contentType, body) => {
  if (!/^\s*multipart\//i.test(contentType))
    throw new EventBodyError('unexpected', 'This is not a body of several parts');
  if (body.length > kMaxLength) throw new EventBodyError('tooLarge', 'The body is too large');
  const [, quoted, plain] = kBoundary.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (!boundary) throw new EventBodyError('incomplete', 'No boundary in the content type');
  // The line break before a boundary belongs to it; what stands before the first and behind the last is for nobody.
  const pieces = `\n${body}`.split(`\n--${boundary}`).slice(1);
  const last = pieces.findIndex((piece) => piece.startsWith('--'));
  if (last < 0) throw new EventBodyError('malformed', 'The last boundary is missing');
  return pieces.slice(0, last).map(partOf);
};

function partOf(piece: string): Contract.BodyPart {
  const end = /\n\r?\n/.exec(piece);
  if (!end || !/^[ \t]*\r?\n/.test(piece))
    throw new EventBodyError('malformed', 'A part has no end of its headers');
  const headers = headerLines(piece.slice(0, end.index))
    .filter((line) => line.trim())
    .map(headerOf);
  const valueOf = (wanted: string) =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1] || undefined;
  return {
    contentType: valueOf('content-type') ?? 'text/plain',
    contentId: valueOf('content-id')?.replace(/^<|>$/g, ''),
    body: piece.slice(end.index + end[0].length).replace(/\r$/, ''),
  };
}
