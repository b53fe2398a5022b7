// Parsing as the engine and our facade do it: the text crosses into the wasm memory and Message::Parse
// reads it there; what is asked for comes back as strings.
import {
  beginReading,
  beginWriting,
  readStrings,
  writeString,
  writeWord,
  written,
} from '../../../js/engine/codec.js';
import { loadModule } from '../../../js/engine/module.js';
import { SipText } from '../../../js/engine/sip_text.js';
import { IncomingRequest, IncomingResponse } from '../../../js/jssip/sip_message.js';
import type { UA } from '../../../types/jssip.js';

const kIdentity = 6; // core/sip/lookup.h

/** Into the wasm and parsed, with the six strings that tell what it belongs to. */
export function parse(text: string): number {
  const module = loadModule();
  beginWriting(module);
  writeWord(kIdentity);
  writeWord(0);
  writeString(text);
  beginReading(module, module.ask(written()));
  const [callId, fromTag, toTag, branch, cseq, method] = readStrings() as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return (
    callId.length +
    fromTag.length +
    toTag.length +
    branch.length +
    Number(cseq) +
    (method.length && 1)
  );
}

/** What an application commonly reads, as text. */
export function look(text: string): number {
  const it = new SipText(text);
  const start = it.isRequest ? it.method : String(it.statusCode);
  return (
    start.length +
    it.header('Call-ID')!.length +
    it.header('From')!.length +
    it.header('CSeq')!.length
  );
}

/** What it commonly reads of the facade's objects, From and To taken apart. */
export function message(text: string): number {
  const isResponse = text.startsWith('SIP/2.0');
  const it = isResponse
    ? new IncomingResponse(text)
    : new IncomingRequest(text, undefined as unknown as UA);
  const start = isResponse ? String((it as IncomingResponse).status_code) : it.method;
  return start.length + it.call_id.length + it.cseq + it.from.uri.user!.length + it.from_tag.length;
}

export function read(text: string) {
  const isResponse = text.startsWith('SIP/2.0');
  const it = isResponse
    ? new IncomingResponse(text)
    : new IncomingRequest(text, undefined as unknown as UA);
  return {
    start: isResponse ? String((it as IncomingResponse).status_code) : it.method,
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
