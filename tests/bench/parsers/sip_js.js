// SIP.js's parser, a relative of JsSIP's: as eager as that.
import { Parser } from 'sip.js/lib/core/messages/parser.js';

const logger = { log() {}, warn() {}, error() {}, debug() {} };
const parsed = (text) => Parser.parseMessage(text, logger);

/** Reads what an application commonly does. */
export function parse(text) {
  const it = parsed(text);
  const start = it.statusCode ? String(it.statusCode) : it.method;
  return start.length + it.callId.length + it.cseq + it.from.uri.user.length + it.fromTag.length;
}

export function read(text) {
  const it = parsed(text);
  return {
    start: it.statusCode ? String(it.statusCode) : it.method,
    callId: it.callId,
    cseq: it.cseq,
    method: it.getHeader('CSeq').split(' ')[1],
    fromTag: it.fromTag,
    fromUser: it.from.uri.user,
    toTag: it.toTag ?? '',
    toUser: it.to.uri.user,
    branch: it.viaBranch,
    bodyLength: it.body.length,
  };
}
