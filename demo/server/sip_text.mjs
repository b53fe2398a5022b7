// The project's own parser (C++ in WebAssembly), and the few texts a server has to write.
import { register } from 'node:module';

register('../../scripts/ts_loader_hooks.mjs', import.meta.url);
export const { SipText, parseNameAddr, parseUri, parseVia } =
  await import('../../js/engine/sip_text.ts');

/** A parameter's value: '' for a flag, undefined when it is not there. */
export function parameter({ parameters }, name) {
  const found = parameters.find(([key]) => key.toLowerCase() === name);
  return found && (found[1] ?? '');
}

/** The topmost Via, taken apart. */
export const topVia = (message) => parseVia(message.values('Via')[0] ?? '');

/** The URI inside a From, To, Contact or Route value. */
export const uriOf = (value) => parseNameAddr(value ?? '')?.uri;

/** A response to `request` (RFC 3261 8.2.6), with further header lines. */
export function responseTo(request, status, reason, headers = []) {
  const to = request.header('To') ?? '';
  const needsTag =
    status > 100 && parameter(parseNameAddr(to) ?? { parameters: [] }, 'tag') === undefined;
  const lines = [
    `SIP/2.0 ${status} ${reason}`,
    ...request.headers('Via').map((via) => `Via: ${via}`),
    `From: ${request.header('From')}`,
    `To: ${to}${needsTag ? `;tag=${token()}` : ''}`,
    `Call-ID: ${request.header('Call-ID')}`,
    `CSeq: ${request.header('CSeq')}`,
    ...headers,
    'Server: Ringline demo',
    'Content-Length: 0',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** The same request under another Request-URI. */
export function withRequestUri(request, uri) {
  const rest = request.text.slice(request.text.indexOf('\n') + 1);
  return new SipText(`${request.method} ${uri} SIP/2.0\r\n${rest}`);
}

/** The ACK of a refusal, or the CANCEL, that belongs to an INVITE we sent (RFC 3261 9.1, 17.1.1.3). */
export function companionOf(invite, method, to = invite.header('To')) {
  const number = /^\d+/.exec(invite.header('CSeq') ?? '')?.[0];
  const lines = [
    `${method} ${invite.ruri} SIP/2.0`,
    `Via: ${invite.values('Via')[0]}`,
    'Max-Forwards: 70',
    ...invite.headers('Route').map((route) => `Route: ${route}`),
    `From: ${invite.header('From')}`,
    `To: ${to}`,
    `Call-ID: ${invite.header('Call-ID')}`,
    `CSeq: ${number} ${method}`,
    'Content-Length: 0',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Something nobody else has. */
export function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
