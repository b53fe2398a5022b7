// JsSIP's parser, which takes From, To, Via, CSeq and Contact apart whether or not anybody asks.
import Parser from 'jssip/lib/Parser.js';

const parsed = (text) => Parser.parseMessage(text, undefined);

/** Reads what an application commonly does. */
export function parse(text) {
  const it = parsed(text);
  const start = it.status_code ? String(it.status_code) : it.method;
  return start.length + it.call_id.length + it.cseq + it.from.uri.user.length + it.from_tag.length;
}

export function read(text) {
  const it = parsed(text);
  return {
    start: it.status_code ? String(it.status_code) : it.method,
    callId: it.call_id,
    cseq: it.cseq,
    method: it.getHeader('CSeq').split(' ')[1],
    fromTag: it.from_tag,
    fromUser: it.from.uri.user,
    toTag: it.to_tag ?? '',
    toUser: it.to.uri.user,
    branch: it.via_branch,
    bodyLength: it.body.length,
  };
}
