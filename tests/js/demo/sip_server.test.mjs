// The demo's registrar and proxy, spoken to in plain SIP.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { SipServer, kDomain, kPassword } from '../../../demo/server/sip_server.mjs';
import { SipText } from '../../../demo/server/sip_text.mjs';

let http;
let server;
const phones = [];

before(async () => {
  http = createServer();
  server = new SipServer({ server: http, passwords: { carol: 'another' } });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
});

after(async () => {
  for (const phone of phones) phone.socket.terminate();
  server.close();
  await new Promise((resolve) => http.close(resolve));
});

/** One connection: what it gets is waited for, in order. */
class Line {
  #got = [];
  #waiting = [];
  #count = 0;

  static async open(user) {
    const line = new Line();
    line.user = user;
    line.host = `${user}${phones.length}.invalid`;
    line.socket = new WebSocket(`ws://127.0.0.1:${http.address().port}/sip`, 'sip');
    line.socket.on('message', (data) => {
      const waiting = line.#waiting.shift();
      if (waiting) waiting(data.toString());
      else line.#got.push(data.toString());
    });
    await new Promise((resolve, reject) => line.socket.once('open', resolve).once('error', reject));
    phones.push(line);
    return line;
  }

  get contact() {
    return `<sip:${this.user}@${this.host};transport=ws>`;
  }

  text() {
    if (this.#got.length > 0) return Promise.resolve(this.#got.shift());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async next() {
    return new SipText(await this.text());
  }

  /** The next message, which must be this request or this status. */
  async expect(what) {
    const message = await this.next();
    assert.equal(message.isRequest ? message.method : message.statusCode, what, message.text);
    return message;
  }

  send(method, target, headers = {}, body = '') {
    const lines = {
      Via: `SIP/2.0/WS ${this.host};branch=z9hG4bK${this.user}${++this.#count}`,
      'Max-Forwards': '70',
      From: `<sip:${this.user}@${kDomain}>;tag=${this.user}`,
      To: `<${target}>`,
      'Call-ID': `${this.host}-${this.#count}`,
      CSeq: `${this.#count} ${method}`,
      Contact: this.contact,
      ...headers,
      'Content-Length': String(body.length),
    };
    const text =
      `${method} ${target} SIP/2.0\r\n` +
      Object.entries(lines)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('') +
      `\r\n${body}`;
    this.socket.send(text);
    return new SipText(text);
  }

  answer(request, status, headers = {}) {
    const lines = ['Via', 'Record-Route', 'From', 'Call-ID', 'CSeq'].flatMap((name) =>
      request.headers(name).map((value) => `${name}: ${value}\r\n`),
    );
    const extra = Object.entries({ Contact: this.contact, ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const to = request.header('To');
    const tagged = to.includes('tag=') ? to : `${to};tag=${this.user}`;
    this.socket.send(
      `SIP/2.0 ${status} Words\r\n${lines.join('')}To: ${tagged}\r\n${extra.join('')}Content-Length: 0\r\n\r\n`,
    );
  }

  async register(headers = {}, password = kPassword) {
    const target = `sip:${kDomain}`;
    const to = { To: `<sip:${this.user}@${kDomain}>`, ...headers };
    this.send('REGISTER', target, to);
    const challenge = await this.expect(401);
    this.send('REGISTER', target, {
      ...to,
      Authorization: credentials(challenge, this.user, password, target),
    });
    return this.next();
  }
}

function credentials(challenge, user, password, uri, index = 0, method = 'REGISTER') {
  const value = challenge.headers('WWW-Authenticate')[index];
  const nonce = /nonce="([^"]*)"/.exec(value)[1];
  const algorithm = /algorithm=([\w-]+)/.exec(value)[1];
  const hash = (text) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const first = hash(`${user}:${kDomain}:${password}`);
  const response = hash(`${first}:${nonce}:00000001:c:auth:${hash(`${method}:${uri}`)}`);
  return (
    `Digest username="${user}", realm="${kDomain}", nonce="${nonce}", uri="${uri}", ` +
    `algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="c", response="${response}"`
  );
}

async function phone(user) {
  const line = await Line.open(user);
  assert.equal((await line.register()).statusCode, 200);
  return line;
}

test('REGISTER is challenged, and a good answer binds', async () => {
  const line = await Line.open('reg');
  const target = `sip:${kDomain}`;
  const to = { To: `<sip:reg@${kDomain}>` };
  line.send('REGISTER', target, to);
  const challenge = await line.expect(401);
  assert.deepEqual(
    challenge.headers('WWW-Authenticate').map((value) => /algorithm=([\w-]+)/.exec(value)[1]),
    ['MD5', 'SHA-256'],
  );
  line.send('REGISTER', target, {
    ...to,
    Contact: `${line.contact};expires=120;+sip.instance="<urn:uuid:1>"`,
    Authorization: credentials(challenge, 'reg', kPassword, target, 1),
  });
  const ok = await line.expect(200);
  assert.match(
    ok.header('Contact'),
    /^<sip:reg@reg\d+\.invalid;transport=ws>;\+sip\.instance="<urn:uuid:1>";expires=(120|119)$/,
  );
  assert.deepEqual(
    server.registrar.users.map(({ user }) => user),
    ['reg'],
  );
  // And it goes when asked, or with its connection.
  assert.equal((await line.register({ Contact: '*', Expires: '0' })).header('Contact'), undefined);
  assert.deepEqual(server.registrar.users, []);
});

test('a wrong password, an old nonce, a short time', async () => {
  const line = await Line.open('carol');
  assert.equal((await line.register()).statusCode, 401);
  assert.equal((await line.register({}, 'another')).statusCode, 200);
  const brief = await line.register({ Contact: `${line.contact};expires=3` }, 'another');
  assert.equal(brief.statusCode, 423);
  assert.equal(brief.header('Min-Expires'), '10');
  const target = `sip:${kDomain}`;
  const invented = new SipText(
    `SIP/2.0 401 X\r\nWWW-Authenticate: Digest realm="${kDomain}", nonce="old", algorithm=MD5, qop="auth"\r\n\r\n`,
  );
  line.send('REGISTER', target, {
    To: `<sip:carol@${kDomain}>`,
    Authorization: credentials(invented, 'carol', 'another', target),
  });
  assert.match((await line.expect(401)).header('WWW-Authenticate'), /stale=true/);
});

test('who has not registered is asked for a password', async () => {
  const line = await Line.open('stranger');
  line.send('MESSAGE', `sip:a@${kDomain}`, {}, 'hello');
  const challenge = await line.expect(407);
  assert.equal(challenge.headers('Proxy-Authenticate').length, 2);
});

test('nobody, somebody who is away, too many hops, another domain', async () => {
  const a = await phone('hops');
  const gone = await phone('gone');
  gone.socket.terminate();
  await new Promise((resolve) => gone.socket.once('close', resolve));
  a.send('OPTIONS', `sip:${kDomain}`);
  await a.expect(200);
  a.send('MESSAGE', `sip:nobody@${kDomain}`);
  await a.expect(404);
  a.send('MESSAGE', `sip:gone@${kDomain}`);
  await a.expect(480);
  a.send('MESSAGE', 'sip:gone@gone.invalid');
  await a.expect(480);
  a.send('MESSAGE', 'sip:somebody@elsewhere.example');
  await a.expect(404);
  a.send('MESSAGE', `sip:hops@${kDomain}`, { 'Max-Forwards': '0' });
  await a.expect(483);
});

test('a call goes there and back, and what is in it finds its way', async () => {
  const a = await phone('alice');
  const b = await phone('bob');
  a.send('INVITE', `sip:bob@${kDomain}`, {}, 'sdp');
  await a.expect(100);
  const invite = await b.expect('INVITE');
  assert.equal(invite.ruri, `sip:bob@${b.host};transport=ws`);
  assert.equal(invite.header('Max-Forwards'), '69');
  assert.equal(invite.values('Via').length, 2);
  assert.match(invite.header('Record-Route'), /;lr>$/);
  assert.equal(invite.body, 'sdp');
  b.answer(invite, 180);
  assert.equal((await a.expect(180)).values('Via').length, 1);
  b.answer(invite, 200);
  const ok = await a.expect(200);
  const route = ok.header('Record-Route');
  const there = `sip:bob@${b.host};transport=ws`;
  const dialog = { To: ok.header('To'), 'Call-ID': ok.header('Call-ID'), Route: route };
  a.send('ACK', there, { ...dialog, CSeq: '1 ACK' });
  assert.equal((await b.expect('ACK')).header('Route'), undefined);
  a.send('BYE', there, { ...dialog, CSeq: '2 BYE' });
  b.answer(await b.expect('BYE'), 200);
  await a.expect(200);
  // The other way round, without Route: the Contact is enough.
  b.send('INFO', `sip:alice@${a.host};transport=ws`, { To: `<sip:alice@${kDomain}>;tag=alice` });
  await a.expect('INFO');
});

test('a refusal is acknowledged hop by hop', async () => {
  const a = await phone('amy');
  const b = await phone('ben');
  const sent = a.send('INVITE', `sip:ben@${kDomain}`);
  await a.expect(100);
  const invite = await b.expect('INVITE');
  b.answer(invite, 486);
  const ack = await b.expect('ACK');
  assert.equal(ack.values('Via')[0], invite.values('Via')[0]);
  assert.match(ack.header('To'), /tag=ben/);
  const refusal = await a.expect(486);
  // Ours ends here.
  a.send('ACK', sent.ruri, { Via: sent.header('Via'), To: refusal.header('To'), CSeq: '1 ACK' });
  a.send('MESSAGE', `sip:ben@${kDomain}`);
  await b.expect('MESSAGE');
});

test('CANCEL reaches the phone that rings, and one that never answered', async () => {
  const a = await phone('ann');
  const b = await phone('bill');
  for (const rings of [true, false]) {
    const sent = a.send('INVITE', `sip:bill@${kDomain}`);
    await a.expect(100);
    const invite = await b.expect('INVITE');
    if (rings) {
      b.answer(invite, 180);
      await a.expect(180);
    }
    const number = sent.header('CSeq').split(' ')[0];
    a.send('CANCEL', sent.ruri, {
      Via: sent.header('Via'),
      'Call-ID': sent.header('Call-ID'),
      CSeq: `${number} CANCEL`,
    });
    await a.expect(200);
    // RFC 3261 9.1: it waits for a provisional response.
    if (!rings) b.answer(invite, 100);
    const cancel = await b.expect('CANCEL');
    assert.equal(cancel.values('Via')[0], invite.values('Via')[0]);
    b.answer(cancel, 200);
    b.answer(invite, 487);
    await b.expect('ACK');
    await a.expect(487);
  }
});

test('with two phones both ring; one answer stops the other, the best refusal wins', async () => {
  const a = await phone('anna');
  const one = await phone('twin');
  const two = await phone('twin');
  const ring = async () => {
    a.send('INVITE', `sip:twin@${kDomain}`);
    await a.expect(100);
    const invites = [await one.expect('INVITE'), await two.expect('INVITE')];
    one.answer(invites[0], 180);
    two.answer(invites[1], 180);
    await a.expect(180);
    await a.expect(180);
    return invites;
  };
  const [first, second] = await ring();
  one.answer(first, 200);
  await a.expect(200);
  await two.expect('CANCEL');
  two.answer(second, 487);
  await two.expect('ACK');

  const [third, fourth] = await ring();
  one.answer(third, 503);
  await one.expect('ACK');
  two.answer(fourth, 486);
  await two.expect('ACK');
  await a.expect(486);
});

test('a phone that goes away while it rings counts as unavailable', async () => {
  const a = await phone('adam');
  const b = await phone('eve');
  a.send('INVITE', `sip:eve@${kDomain}`);
  await a.expect(100);
  await b.expect('INVITE');
  b.socket.terminate();
  await a.expect(480);
});

test('a ping is answered, noise is not', async () => {
  const a = await phone('noise');
  a.socket.send('not SIP at all');
  a.socket.send('SIP/2.0 200 OK\r\n\r\n');
  a.socket.send('INVITE\r\n\r\n');
  a.socket.send('\r\n\r\n');
  assert.equal(await a.text(), '\r\n');
});
