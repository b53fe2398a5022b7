// A transaction (RFC 3261 17) as JsSIP's applications look at one. It is the core's, which is asked when
// somebody looks.
import type * as Contract from '../../types/jssip.js';
import type { OutputOf } from '../engine/vocabulary.js';
import { C as constants } from './constants.js';
import { IncomingRequest, OutgoingRequest } from './sip_message.js';
import type { UA } from './ua.js';
import { Opaque } from '../engine/opaque.js';

const C = {
  STATUS_TRYING: 1,
  STATUS_PROCEEDING: 2,
  STATUS_CALLING: 3,
  STATUS_ACCEPTED: 4,
  STATUS_COMPLETED: 5,
  STATUS_TERMINATED: 6,
  STATUS_CONFIRMED: 7,
  NON_INVITE_CLIENT: 'nict',
  NON_INVITE_SERVER: 'nist',
  INVITE_CLIENT: 'ict',
  INVITE_SERVER: 'ist',
} as const;

export class Transaction extends Opaque implements Contract.Transaction {
  readonly ua: UA;
  readonly request: IncomingRequest | OutgoingRequest;
  readonly type: Contract.TransactionType;
  readonly #number: string;

  /** `number` is the core's; "0" of one that is over. */
  constructor(ua: UA, number: string, request: IncomingRequest | OutgoingRequest) {
    super();
    this.ua = ua;
    this.request = request;
    this.#number = number;
    const kind = request.method === constants.INVITE ? 'i' : 'ni';
    this.type = request instanceof IncomingRequest ? `${kind}st` : `${kind}ct`;
  }

  get C(): typeof C {
    return C;
  }
  get id(): string {
    return /;branch=([^;, ]*)/i.exec(this.request.getHeader('Via'))?.[1] ?? '';
  }
  get state(): number {
    const list = this.ua._line.transactions();
    const at = list.indexOf(this.#number);
    if (at < 0) return C.STATUS_TERMINATED;
    return C[`STATUS_${list[at + 2]!.toUpperCase()}` as 'STATUS_TRYING'];
  }
}

/** All of a user agent. */
export class Transactions {
  readonly #ua: UA;
  // Those that listeners were told of, until they are over.
  readonly #told = new Map<string, Transaction>();

  constructor(ua: UA) {
    this.#ua = ua;
  }

  /** By type and id. */
  get all(): Contract.Transactions {
    const all: Record<string, Record<string, Transaction>> = {
      nist: {},
      nict: {},
      ist: {},
      ict: {},
    };
    const list = this.#ua._line.transactions();
    for (let at = 0; at < list.length; at += 4) {
      const one = this.#of(list[at]!, list[at + 1] !== '', list[at + 3]!);
      all[one.type]![one.id] = one;
    }
    return all as unknown as Contract.Transactions;
  }

  changed({ id, server, request }: OutputOf<'transactionChanged'>): void {
    const number = String(id);
    const changed = this.#of(number, server, request);
    if (request) this.#told.set(number, changed);
    else this.#told.delete(number);
    this.#ua.emit(request ? 'newTransaction' : 'transactionDestroyed', { transaction: changed });
  }

  #of(number: string, isServer: boolean, text: string): Transaction {
    const make = (): Transaction =>
      new Transaction(
        this.#ua,
        number,
        new (isServer ? IncomingRequest : OutgoingRequest)(text, this.#ua),
      );
    return this.#told.get(number) ?? make();
  }
}
