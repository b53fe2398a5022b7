// One MESSAGE or OPTIONS outside a call, sent or received.
import type * as Contract from '../../types/jssip.js';
import type { Cause } from '../engine/vocabulary.js';
import { causeOf } from './causes.js';
import { NotSupportedError } from './exceptions.js';
import { attach, FollowedRequest } from './follower.js';
import type { NameAddrHeader } from './name_addr_header.js';
import { IncomingRequest, OutgoingRequest } from './sip_message.js';
import type { UA } from './ua.js';

type Request = IncomingRequest | OutgoingRequest;

abstract class Page extends FollowedRequest<Contract.MessageEventMap> implements Contract.Message {
  protected abstract readonly kind: 'Message' | 'Options';
  protected abstract readonly contentType: string;
  readonly #ua: UA;
  #request: Request | undefined;
  #extraHeaders: string[] = [];
  #isReplied = false;

  constructor(ua: UA) {
    super();
    this.#ua = ua;
  }

  get direction(): Contract.SessionDirection {
    return this.#request instanceof IncomingRequest ? 'incoming' : 'outgoing';
  }
  get local_identity(): NameAddrHeader {
    return this.#identity('outgoing');
  }
  get remote_identity(): NameAddrHeader {
    return this.#identity('incoming');
  }

  send(target: unknown, body: string | undefined, options: Contract.SendMessageOptions = {}): void {
    const uri = this.#ua.normalizeTarget(target as string);
    if (!uri) throw new TypeError(`Invalid target: ${String(target)}`);
    attach(this, options.eventHandlers);
    this.#extraHeaders = [...(options.extraHeaders ?? [])];
    this.#ua._line.order(
      {
        type: 'sendPage',
        method: this.kind.toUpperCase(),
        target: String(uri),
        extraHeaders: this.#extraHeaders,
        contentType: options.contentType ?? this.contentType,
        // JsSIP's applications give numbers too.
        body: String(body ?? ''),
        fromUserName: options.fromUserName ?? '',
        fromDisplayName: options.fromDisplayName ?? '',
      },
      (request) => this.#ua._line.follow(request, this),
    );
  }

  accept({ extraHeaders, body }: Contract.AcceptOptions = {}): void {
    this.#reply('accept', 200, { extraHeaders, body });
  }

  reject(options: Contract.TerminateOptions = {}): void {
    this.#reply('reject', options.status_code ?? 480, options);
  }

  protected override why(cause: Cause): object {
    return { cause: causeOf(cause) };
  }

  sent(text: string): void {
    this.#request = new OutgoingRequest(text, this.#ua, this.#extraHeaders);
    this.#tell('local');
  }

  /** Whatever the listeners throw, the request is answered when they are done. */
  _receive(request: IncomingRequest): void {
    this.#request = request;
    try {
      this.#tell('remote');
    } finally {
      if (!this.#isReplied) this.accept();
    }
  }

  #tell(originator: Contract.Originator): void {
    this.#ua[`new${this.kind}`](this, { originator, message: this, request: this.#request });
  }

  #identity(own: Contract.SessionDirection): NameAddrHeader {
    return (this.direction === own ? this.#request?.from : this.#request?.to) as NameAddrHeader;
  }

  #reply(deed: string, code: number, options: Contract.TerminateOptions): void {
    if (!(this.#request instanceof IncomingRequest)) {
      throw new NotSupportedError(`"${deed}" not supported for outgoing ${this.kind}`);
    }
    if (this.#isReplied) throw new Error(`incoming ${this.kind} already replied`);
    if (deed === 'reject' && !(code >= 300 && code < 700)) {
      throw new TypeError(`Invalid status_code: ${code}`);
    }
    this.#request.reply(code, options.reason_phrase, options.extraHeaders, options.body);
    this.#isReplied = true;
  }
}

export class Message extends Page {
  protected readonly kind = 'Message';
  protected readonly contentType = 'text/plain';

  override send(target: unknown, body: string, options?: Contract.SendMessageOptions): void {
    if (target === undefined || body === undefined) throw new TypeError('Not enough arguments');
    super.send(target, body, options);
  }
}

export class Options extends Page {
  protected readonly kind = 'Options';
  protected readonly contentType = 'application/sdp';

  override send(target: unknown, body?: string, options?: Contract.SendMessageOptions): void {
    if (target === undefined) throw new TypeError('A target is required for OPTIONS');
    super.send(target, body, options);
  }
}
