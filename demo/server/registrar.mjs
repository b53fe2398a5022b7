// Who is where (RFC 3261 10.3), and whether they are who they say (RFC 3261 22, RFC 8760).
import { createHash } from 'node:crypto';
import { parameter, parseNameAddr, token, uriOf } from './sip_text.mjs';

const kShortest = 10;
const kLongest = 3600;
const kNonceLife = 300_000;
const kAlgorithms = { MD5: 'md5', 'SHA-256': 'sha256' };

export class Registrar {
  #bindings = new Map(); // user → Map(contact address → binding)
  #known = new Set();
  #nonces = new Map(); // nonce → when it was given

  /** `passwords` by user; whoever is not in it has `password`, or is unknown when that is undefined. */
  constructor({ domain, password, passwords = {}, onChange = () => {} }) {
    this.domain = domain;
    this.password = password;
    this.passwords = new Map(Object.entries(passwords));
    this.onChange = onChange;
  }

  /** Users that can be called, with the name they go by. */
  get users() {
    return [...this.#bindings].map(([user, bindings]) => ({
      user,
      name: [...bindings.values()].at(-1).name,
    }));
  }

  /** Where a user is; undefined for nobody we have heard of. */
  bindingsOf(user) {
    const bindings = this.#bindings.get(user);
    if (bindings) return [...bindings.values()];
    return this.#known.has(user) || this.passwords.has(user) ? [] : undefined;
  }

  /** Whether a registration as that user came over this connection. */
  isRegistered(user, connection) {
    return (this.bindingsOf(user) ?? []).some((binding) => binding.connection === connection);
  }

  /** Takes an authenticated REGISTER; gives the answer's status, reason and headers. */
  register(request, connection) {
    const to = parseNameAddr(request.header('To') ?? '');
    if (!to) return [400, 'Bad To'];
    const { user } = to.uri;
    const common = Number(request.header('Expires') ?? kLongest);
    const wanted = [];
    for (const value of request.values('Contact')) {
      if (value.trim() === '*') {
        if (common !== 0) return [400, 'Contact * needs Expires: 0'];
        for (const address of [...(this.#bindings.get(user)?.keys() ?? [])])
          this.#forget(user, address);
        continue;
      }
      const contact = parseNameAddr(value);
      if (!contact) return [400, 'Bad Contact'];
      const expires = Math.min(Number(parameter(contact, 'expires') ?? common), kLongest);
      if (expires > 0 && expires < kShortest) {
        return [423, 'Interval Too Brief', [`Min-Expires: ${kShortest}`]];
      }
      wanted.push({ contact, expires });
    }
    for (const { contact, expires } of wanted) {
      const address = addressOf(contact.uri);
      this.#forget(user, address);
      if (expires > 0)
        this.#remember(user, address, {
          contact,
          expires,
          connection,
          name: parseNameAddr(request.header('From') ?? '')?.displayName ?? '',
        });
    }
    this.onChange();
    return [200, 'OK', this.#contactsOf(user)];
  }

  /** Forgets what came over a connection. */
  drop(connection) {
    let changed = false;
    for (const [user, bindings] of [...this.#bindings]) {
      for (const [address, binding] of [...bindings]) {
        if (binding.connection !== connection) continue;
        this.#forget(user, address);
        changed = true;
      }
    }
    if (changed) this.onChange();
  }

  /** The challenges for `realm`: MD5 first for those who look at one only (RFC 8760 2.4). */
  challenges(header, stale) {
    const nonce = token();
    this.#nonces.set(nonce, Date.now());
    for (const [old, at] of this.#nonces)
      if (Date.now() - at > kNonceLife) this.#nonces.delete(old);
    return Object.keys(kAlgorithms).map(
      (algorithm) =>
        `${header}: Digest realm="${this.domain}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"` +
        (stale ? ', stale=true' : ''),
    );
  }

  /** 'yes', 'no', 'stale', or 'none' when there are no credentials for our realm. */
  verify(request, header) {
    for (const value of request.headers(header)) {
      const given = parametersOf(value);
      if (given.realm !== this.domain) continue;
      const sender = uriOf(request.header('From'))?.user;
      const password = this.passwords.get(given.username) ?? this.password;
      const hash = kAlgorithms[(given.algorithm ?? 'MD5').toUpperCase()];
      if (password === undefined || !hash || given.qop !== 'auth' || given.username !== sender)
        return 'no';
      const digest = (text) => createHash(hash).update(text).digest('hex');
      const own = digest(`${given.username}:${this.domain}:${password}`);
      const asked = digest(`${request.method}:${given.uri}`);
      const { nonce, nc, cnonce, qop } = given;
      if (digest([own, nonce, nc, cnonce, qop, asked].join(':')) !== given.response) return 'no';
      return this.#nonces.has(nonce) ? 'yes' : 'stale';
    }
    return 'none';
  }

  #remember(user, address, binding) {
    binding.timer = setTimeout(() => {
      this.#forget(user, address);
      this.onChange();
    }, binding.expires * 1000);
    binding.timer.unref();
    binding.until = Date.now() + binding.expires * 1000;
    if (!this.#bindings.has(user)) this.#bindings.set(user, new Map());
    this.#bindings.get(user).set(address, binding);
    this.#known.add(user);
  }

  #forget(user, address) {
    const bindings = this.#bindings.get(user);
    clearTimeout(bindings?.get(address)?.timer);
    bindings?.delete(address);
    if (bindings?.size === 0) this.#bindings.delete(user);
  }

  #contactsOf(user) {
    return (this.bindingsOf(user) ?? []).map(
      ({ contact, until }) =>
        `Contact: <${textOf(contact.uri)}>${instanceOf(contact)};expires=${Math.round((until - Date.now()) / 1000)}`,
    );
  }
}

/** What tells one contact from another: user and host. */
export const addressOf = ({ user, host }) => `${user}@${host}`.toLowerCase();

export function textOf({ scheme, user, host, port, parameters }) {
  const tail = parameters.map(([name, value]) => `;${name}${value === null ? '' : `=${value}`}`);
  return `${scheme}:${user && `${user}@`}${host}${port ? `:${port}` : ''}${tail.join('')}`;
}

// RFC 5626 4.1: the phone finds its own contact by it.
function instanceOf(contact) {
  const instance = parameter(contact, '+sip.instance');
  return instance === undefined ? '' : `;+sip.instance="${instance.replace(/^"|"$/g, '')}"`;
}

function parametersOf(credentials) {
  const found = {};
  for (const [, name, quoted, plain] of credentials.matchAll(
    /(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/g,
  )) {
    found[name.toLowerCase()] = quoted ?? plain;
  }
  return found;
}
