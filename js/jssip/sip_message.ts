// Messages as applications see them: a text, and what the C++ parser finds in it when it is asked.
import type * as Contract from '../../types/jssip.js';
import { parseUri, SipText } from '../engine/sip_text.js';
import { sdpObject } from '../host/sdp_object.js';
import { parsed } from './grammar.js';
import { headerize } from './headerize.js';
import { NameAddrHeader } from './name_addr_header.js';
import type { UA } from './ua.js';
import { URI } from './uri.js';
import { Opaque } from '../engine/opaque.js';

/** How a request of theirs is answered while it waits for an answer. */
export type Answer = (answer: {
  statusCode: number;
  reasonPhrase: string;
  extraHeaders: string[];
  body: string;
}) => void;

// Headers of which each value counts as one, however the sender put them into lines.
const kLists = /^(via|v|contact|m|route|record-route)$/i;

abstract class Message extends Opaque {
  protected text: SipText;
  // What was taken apart stays: an application may hold it, and write to it.
  readonly #found = new Map<string, unknown>();
  protected newBody: string | undefined;
  /** What parseSDP() made. */
  sdp: Contract.SessionDescription | null = null;

  constructor(text: string) {
    super();
    this.text = new SipText(text);
  }

  get method(): string {
    return this.text.method;
  }
  get call_id(): string {
    return this.getHeader('Call-ID');
  }
  get cseq(): number {
    return Number.parseInt(this.getHeader('CSeq'), 10);
  }
  get from(): NameAddrHeader {
    return this.find('From', (raw) => NameAddrHeader.parse(raw)) as NameAddrHeader;
  }
  get to(): NameAddrHeader {
    return this.find('To', (raw) => NameAddrHeader.parse(raw)) as NameAddrHeader;
  }
  get from_tag(): string {
    return this.from?.getParam<string>('tag');
  }
  get to_tag(): string {
    return this.to?.getParam<string>('tag');
  }

  get body(): string {
    return this.newBody ?? this.text.body;
  }
  set body(body: string) {
    this.newBody = body;
  }

  /** The body taken apart; once, unless it is to be done again. */
  parseSDP(force = false): Contract.SessionDescription {
    if (force) this.sdp = null;
    return (this.sdp ??= sdpObject(this.body) as Contract.SessionDescription);
  }

  getHeaders(name: string): string[] {
    return kLists.test(name) ? this.text.values(name) : this.text.headers(name);
  }

  getHeader(name: string): string {
    return this.getHeaders(name)[0] as string;
  }

  hasHeader(name: string): boolean {
    return this.text.header(name) !== undefined;
  }

  protected get requestUri(): URI {
    return this.find('', () => {
      const parts = parseUri(this.text.ruri);
      return parts && URI.from(parts);
    }) as URI;
  }

  protected names(): string[] {
    return [...new Set(this.text.names().map(headerize))];
  }

  protected find<T>(name: string, look: (raw: string) => T): T {
    if (!this.#found.has(name)) this.#found.set(name, look(this.text.header(name) ?? ''));
    return this.#found.get(name) as T;
  }

  protected edit(name: string, value: string | string[]): void {
    this.text = this.text.withHeader(name, value);
    this.#found.delete(headerize(name));
  }
}

export class IncomingMessage extends Message implements Contract.IncomingMessage {
  readonly data: string;

  constructor(text: string) {
    super(text);
    this.data = text;
  }

  get via(): unknown {
    return this.parseHeader('Via');
  }
  get via_branch(): string {
    return this.parseHeader<{ branch: string }>('Via')?.branch;
  }

  get headers(): Record<string, { raw: string; parsed?: unknown }[]> {
    const entries = this.names().map((name) => [
      name,
      this.getHeaders(name).map((raw) => ({ raw })),
    ]);
    return Object.fromEntries(entries) as Record<string, { raw: string }[]>;
  }

  countHeader(name: string): number {
    return this.getHeaders(name).length;
  }

  parseHeader<T = unknown>(name: string, idx = 0): T {
    const raw = this.getHeaders(name)[idx];
    const rule = headerize(name).replace(/-/g, '_');
    const value = parsed(raw, rule);
    // One value of a list is a list of one.
    return (Array.isArray(value) && kLists.test(name) ? value[0]?.parsed : value) as T;
  }

  s<T = unknown>(name: string, idx = 0): T {
    return this.parseHeader(name, idx);
  }

  addHeader(name: string, value: string): void {
    this.edit(name, [...this.text.headers(name), value]);
  }

  setHeader(name: string, value: string): void {
    this.edit(name, value);
  }

  override toString(): string {
    return this.data;
  }
}

export class IncomingRequest extends IncomingMessage implements Contract.IncomingRequest {
  readonly ua: Contract.UA;
  /** The engine's name for the call that this INVITE asks for. */
  readonly _session: number;
  readonly #answer: Answer | undefined;
  #transaction: Contract.Transaction | null | undefined;

  constructor(text: string, ua: Contract.UA, answer?: Answer, session = 0) {
    super(text);
    this.ua = ua;
    this._session = session;
    this.#answer = answer;
  }

  get ruri(): URI {
    return this.requestUri;
  }
  get transport(): Contract.Transport {
    return this.ua.transport;
  }
  /** Null of an ACK, which has none. */
  get server_transaction(): Contract.Transaction | null {
    if (this.method === 'ACK') return null;
    return (this.#transaction ??= (this.ua as UA)._transactionOf(this));
  }
  get event(): { event: string; params: Record<string, string | null> } | undefined {
    return this.parseHeader('Event');
  }
  get refer_to(): NameAddrHeader | undefined {
    return this.parseHeader('Refer-To');
  }
  get replaces(): Contract.IncomingRequest['replaces'] {
    return this.parseHeader('Replaces');
  }
  get session_expires(): number | undefined {
    return this.parseHeader<{ expires: number } | undefined>('Session-Expires')?.expires;
  }
  get session_expires_refresher(): string | undefined {
    return this.parseHeader<{ refresher?: string } | undefined>('Session-Expires')?.refresher;
  }

  reply(
    code: number,
    reason?: string | null,
    extraHeaders?: string[] | null,
    body?: string | null,
    onSuccess?: VoidFunction,
    onFailure?: VoidFunction,
  ): void {
    if (!(code >= 100 && code <= 699)) throw new TypeError(`Invalid status_code: ${code}`);
    if (reason && typeof reason !== 'string') {
      throw new TypeError(`Invalid reason_phrase: ${String(reason)}`);
    }
    this.#answer?.({
      statusCode: code,
      reasonPhrase: reason ?? '',
      extraHeaders: extraHeaders ?? [],
      body: body ?? '',
    });
    if (this.transport.isConnected()) onSuccess?.();
    else onFailure?.();
  }

  reply_sl(code: number, reason?: string): void {
    this.reply(code, reason);
  }
}

export class IncomingResponse extends IncomingMessage implements Contract.IncomingResponse {
  get status_code(): number {
    return this.text.statusCode;
  }
  get reason_phrase(): string {
    return this.text.reasonPhrase;
  }
}

/** Null for "": there was no response. */
export function responseOf(text: string): IncomingResponse | null {
  return text ? new IncomingResponse(text) : null;
}

export class OutgoingRequest extends Message implements Contract.OutgoingRequest {
  readonly ua: Contract.UA;
  extraHeaders: string[];
  #original: string;
  // What extraHeaders held when the text was made with it.
  #written: readonly string[];
  readonly #edits = new Map<string, string | string[]>();

  constructor(text: string, ua: Contract.UA, extraHeaders: readonly string[] = []) {
    super(text);
    this.ua = ua;
    this.#original = text;
    this.#written = extraHeaders;
    this.extraHeaders = [...extraHeaders];
  }

  get ruri(): URI {
    return this.requestUri;
  }
  get headers(): Record<string, string[]> {
    return Object.fromEntries(this.names().map((name) => [name, this.getHeaders(name)]));
  }

  setHeader(name: string, value: string | string[]): void {
    this.edit(name, value);
    this.#edits.set(name, value);
  }

  clone(): OutgoingRequest {
    return new OutgoingRequest(this.toString(), this.ua, this.extraHeaders);
  }

  /** @internal Whether the response is to a later one of the same: with credentials. Becomes that one. */
  isOlderThan(answer: IncomingResponse): boolean {
    const isOlder = !!answer && answer.cseq > this.cseq;
    if (isOlder) this.setHeader('CSeq', answer.getHeader('CSeq'));
    return isOlder;
  }

  override toString(): string {
    return this.#current().text;
  }

  /** @internal The text as the core has it by now; what the application changed stays changed. */
  _renew(text: string): void {
    this.#original = text;
    this.text = new SipText(text);
    for (const [name, value] of this.#edits) this.edit(name, value);
  }

  /** @internal The text with what the application changed, or "" when that is nothing. */
  _edited(): string {
    const { text } = this.#current();
    return text === this.#original ? '' : text;
  }

  #current(): SipText {
    let { text } = this;
    const isNotIn = (lines: readonly string[]) => (line: string) => !lines.includes(line);
    for (const line of this.extraHeaders.filter(isNotIn(this.#written))) {
      const [name, value] = split(line);
      text = text.withHeader(name, [...text.headers(name), value]);
    }
    for (const line of this.#written.filter(isNotIn(this.extraHeaders))) {
      const [name, value] = split(line);
      text = text.withHeader(
        name,
        text.headers(name).filter((other) => other !== value),
      );
    }
    return this.newBody === undefined ? text : text.withBody(this.newBody);
  }
}

function split(line: string): [name: string, value: string] {
  const [name, ...value] = String(line).split(':');
  return [name!.trim(), value.join(':').trim()];
}
