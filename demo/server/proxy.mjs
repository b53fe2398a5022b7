// A forking proxy that keeps its transactions (RFC 3261 16): requests go to where somebody is, responses find back.
import {
  SipText,
  companionOf,
  parameter,
  responseTo,
  token,
  topVia,
  withRequestUri,
} from './sip_text.mjs';

const kInviteTimeout = 180_000; // Timer C.
const kRequestTimeout = 32_000; // Timer F.

export class Proxy {
  #ours = new Map(); // our branch → { transaction, leg }
  #theirs = new Map(); // their branch and sent-by → transaction

  /** `sentBy` stands in our Via. */
  constructor({ sentBy }) {
    this.sentBy = sentBy;
  }

  /** Sends a request on to each of `targets`: { connection, uri }. */
  forward(request, from, targets) {
    const transaction = {
      request,
      from,
      key: keyOf(request),
      legs: [],
      done: false,
      best: undefined,
    };
    const isInvite = request.method === 'INVITE';
    for (const { connection, uri } of targets) {
      const branch = `z9hG4bK${token()}`;
      const via = `SIP/2.0/WS ${this.sentBy};branch=${branch}`;
      const sent = withRequestUri(request, uri)
        .withHeader('Via', [via, ...request.values('Via')])
        .withHeader('Max-Forwards', String(Number(request.header('Max-Forwards') ?? 71) - 1));
      const leg = { branch, connection, sent, status: 0, cancelled: false };
      transaction.legs.push(leg);
      if (request.method !== 'ACK') this.#ours.set(branch, { transaction, leg });
    }
    if (request.method !== 'ACK') {
      this.#theirs.set(transaction.key, transaction);
      transaction.timer = setTimeout(
        () => this.#expire(transaction),
        isInvite ? kInviteTimeout : kRequestTimeout,
      );
      transaction.timer.unref();
    }
    if (isInvite) from.send(responseTo(request, 100, 'Trying'));
    for (const leg of transaction.legs) leg.connection.send(leg.sent.text);
  }

  /** Whether it belongs to a transaction we have: a CANCEL, the ACK of a refusal, a request sent twice. */
  absorb(request, from) {
    const transaction = this.#theirs.get(keyOf(request));
    if (request.method === 'CANCEL') {
      if (!transaction) from.send(responseTo(request, 481, 'No Such Transaction'));
      else {
        from.send(responseTo(request, 200, 'OK'));
        this.#cancel(transaction);
      }
      return true;
    }
    return transaction !== undefined;
  }

  /** A response from `connection`. One that answers nothing of ours is dropped. */
  answer(response) {
    const { transaction, leg } =
      this.#ours.get(parameter(topVia(response) ?? { parameters: [] }, 'branch')) ?? {};
    // A CANCEL of ours has the branch of its INVITE; its answer is for nobody else.
    if (transaction?.request.method !== response.method) return;
    const { statusCode: status } = response;
    if (status === 100) {
      this.#heard(leg, status);
      return;
    }
    const upstream = response.withHeader('Via', response.values('Via').slice(1));
    if (status < 200) {
      this.#heard(leg, status);
      if (!transaction.done) transaction.from.send(upstream.text);
      return;
    }
    const isInvite = transaction.request.method === 'INVITE';
    const isRefused = status >= 300;
    // RFC 3261 16.7: a 2xx goes up always, also the second one of a fork and one sent again.
    if (isInvite && isRefused)
      leg.connection.send(companionOf(leg.sent, 'ACK', response.header('To')));
    if (leg.status >= 200 && isRefused) return;
    leg.status = status;
    if (!isRefused) {
      transaction.from.send(upstream.text);
      this.#finish(transaction);
      this.#cancel(transaction);
    } else {
      if (isBetter(status, transaction.best?.statusCode)) transaction.best = upstream;
      if (status >= 600) this.#cancel(transaction);
      this.#decide(transaction);
    }
  }

  /** A connection is gone: nobody answers on it any more, nobody waits on it. */
  drop(connection) {
    for (const { transaction, leg } of [...this.#ours.values()]) {
      if (transaction.from === connection) this.#cancel(transaction);
      if (leg.connection === connection && leg.status < 200) {
        this.#refuse(transaction, leg, 480, 'Temporarily Unavailable');
      }
    }
  }

  #heard(leg, status) {
    const waited = leg.cancelled && leg.status === 0;
    leg.status = Math.max(leg.status, status);
    // RFC 3261 9.1: not before there was an answer.
    if (waited) leg.connection.send(companionOf(leg.sent, 'CANCEL'));
  }

  #cancel(transaction) {
    if (transaction.request.method !== 'INVITE') return;
    for (const leg of transaction.legs) {
      if (leg.cancelled || leg.status >= 200) continue;
      leg.cancelled = true;
      if (leg.status > 0) leg.connection.send(companionOf(leg.sent, 'CANCEL'));
    }
  }

  #expire(transaction) {
    for (const leg of transaction.legs) {
      if (leg.status >= 200) continue;
      if (leg.status > 0 && transaction.request.method === 'INVITE') {
        leg.connection.send(companionOf(leg.sent, 'CANCEL'));
      }
      this.#refuse(transaction, leg, 408, 'Request Timeout');
    }
  }

  #refuse(transaction, leg, status, reason) {
    leg.status = status;
    if (isBetter(status, transaction.best?.statusCode)) {
      transaction.best = new SipText(responseTo(transaction.request, status, reason));
    }
    this.#decide(transaction);
  }

  // RFC 3261 16.7 6: the best refusal, when every leg has one.
  #decide(transaction) {
    if (transaction.done || transaction.legs.some((leg) => leg.status < 200)) return;
    transaction.from.send(transaction.best.text);
    this.#finish(transaction);
  }

  #finish(transaction) {
    if (transaction.done) return;
    transaction.done = true;
    clearTimeout(transaction.timer);
    // Late answers and the ACK of a refusal still find it for a while.
    setTimeout(() => {
      this.#theirs.delete(transaction.key);
      for (const { branch } of transaction.legs) this.#ours.delete(branch);
    }, kRequestTimeout).unref();
  }
}

// RFC 3261 17.2.3. CANCEL and the ACK of a refusal have the branch of their INVITE.
function keyOf(request) {
  const via = topVia(request);
  return `${via?.host}:${via?.port} ${parameter(via ?? { parameters: [] }, 'branch')}`;
}

function isBetter(status, than) {
  if (than === undefined) return true;
  if (status >= 600 || than >= 600) return status >= 600;
  return Math.floor(status / 100) < Math.floor(than / 100);
}
