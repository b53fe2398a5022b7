// SIPp: it follows the scripts of sipp_scenario.mjs, and media/rtp.mjs is its loudspeaker and
// microphone. What it has seen is read from its trace.

import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from '../../lab/condition.mjs';
import { domain, passwordOf } from '../../lab/kamailio.mjs';
import { address, freeUdpPort } from '../../lab/port.mjs';
import { SippRun } from '../../lab/sipp.mjs';
import { RtpEnd } from '../media/rtp.mjs';
import { silence } from '../media/tone.mjs';
import { eventTypes, scenario } from './sipp_scenario.mjs';
import { soundOnly } from './browser.mjs';

export class Sipp {
  name = 'sipp';
  user = 'sipp';
  uri = `sip:sipp@${domain}`;
  lacks = soundOnly;
  #folder = mkdtempSync(join(tmpdir(), 'ringline-sipp-peer-'));
  #calls = [];
  #row;

  constructor({ frequency }) {
    this.frequency = frequency;
  }

  get version() {
    const { stdout, stderr } = spawnSync('sipp', ['-v'], { encoding: 'utf8' });
    return /SIPp v([\d.]+)/.exec(stdout + stderr)?.[1] ?? 'unknown';
  }

  async start(lab) {
    this.kamailio = lab.kamailio;
  }

  async stop() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async begin(row, role) {
    this.#row = row;
    if (role === 'callee') await this.#open('callee', row, { port: this.kamailio.sippPort });
  }

  mark() {
    for (const call of this.#calls) call.mark();
  }

  async tidy() {
    for (const call of this.#calls) await call.close();
    this.#calls = [];
  }

  report() {
    return this.#calls.flatMap(({ run }) => run.messages.split('\n'));
  }

  async call(target) {
    const story = this.#calls.length === 0 ? this.#row : 'consulting';
    return this.#open('caller', story, { target });
  }

  async incoming() {
    const [call] = this.#calls;
    await call.sees('INVITE', ({ sent, text }) => !sent && text.startsWith('INVITE '));
    if (this.#row === 'early') call.play();
    return call;
  }

  /** One run of SIPp has one call; what a REFER asks for is another run. */
  async referred() {
    const [first] = this.#calls;
    const refer = await first.sees('REFER', ({ sent, text }) => !sent && text.startsWith('REFER '));
    const [, target, headers] = /^Refer-To:.*<([^?>]+)\??([^>]*)>/im.exec(refer.text);
    const replaces = new URLSearchParams(headers).get('Replaces');
    const call = await this.#open('caller', 'referred', { target, replaces });
    call.onEstablished = () => first.go();
    return call;
  }

  async message(target, text) {
    const call = await this.#open('caller', 'message', { target, text });
    await call.run.finished();
  }

  async messaged() {
    const [{ run }] = this.#calls;
    await run.finished();
    const { text } = parse(run.messages).find(({ text }) => text.startsWith('MESSAGE '));
    return { from: /^From:.*sip:([^@]+)@/m.exec(text)[1], text: text.split('\n\n')[1].trim() };
  }

  async #open(role, story, { port, ...call }) {
    const rtp = await RtpEnd.open({ frequency: this.frequency, eventType: eventTypes[role] });
    const file = join(this.#folder, `${story}_${role}_${this.#calls.length}.xml`);
    writeFileSync(file, scenario(story, role, { ...call, port: rtp.port }));
    const ownPort = port ?? (await freeUdpPort());
    const run = new SippRun({ file }, ownPort, [
      ...['-au', 'sipp', '-ap', passwordOf('sipp'), '-s', 'sipp'],
      `${address}:${this.kamailio.sipPort}`,
    ]);
    await run.listening();
    const opened = new SippCall({ peer: this, run, rtp, port: ownPort, role, target: call.target });
    this.#calls.push(opened);
    return opened;
  }
}

class SippCall {
  rejects = 486;
  #from = 0;

  constructor(parts) {
    Object.assign(this, parts);
  }

  mark() {
    this.#from = parse(this.run.messages).length;
  }

  async close() {
    this.rtp.close();
    await this.run.stop();
  }

  /** Resolves with the first message since mark() that `fits`. */
  sees(what, fits) {
    return until(`${what} at SIPp`, () => parse(this.run.messages).slice(this.#from).find(fits));
  }

  #receives(start, fits = () => true) {
    return this.sees(start, ({ sent, text }) => !sent && text.startsWith(start) && fits(text));
  }

  /** Lets the script go on: an OPTIONS of its call, straight to its port. */
  async go(headers = {}) {
    const callId = await until(
      'a call of SIPp',
      () => /^Call-ID: *(.*?)\s*$/im.exec(this.run.messages)?.[1],
    );
    const socket = createSocket('udp4');
    const lines = [
      `OPTIONS sip:sipp@${address}:${this.port} SIP/2.0`,
      `Via: SIP/2.0/UDP ${address}:9;branch=z9hG4bKgo${performance.now()}`,
      `From: <sip:go@${domain}>;tag=go`,
      `To: <sip:sipp@${domain}>`,
      `Call-ID: ${callId}`,
      'CSeq: 1 OPTIONS',
      ...Object.entries({ 'Refer-To': '-', ...headers }).map(
        ([name, value]) => `${name}: ${value}`,
      ),
      'Content-Length: 0',
    ];
    await new Promise((resolve) =>
      socket.send(`${lines.join('\r\n')}\r\n\r\n`, this.port, address, resolve),
    );
    socket.close();
  }

  async ringing() {
    await this.#receives('SIP/2.0 18');
  }

  async answer() {
    await this.go();
  }

  async established() {
    if (this.role === 'caller') await this.#receives('SIP/2.0 200', isOf('INVITE'));
    else await this.#receives('ACK ');
    this.play();
    await this.onEstablished?.();
  }

  /** Sound goes where the last description of the other end says. */
  play() {
    const port = parse(this.run.messages)
      .filter(({ sent }) => !sent)
      .map(({ text }) => /^m=audio (\d+)/m.exec(text)?.[1])
      .findLast(Boolean);
    this.rtp.play(Number(port));
  }

  async hangUp() {
    await this.go();
  }

  async ended() {
    await this.run.finished();
  }

  cancel() {
    return this.go();
  }

  canceled() {
    return this.ended();
  }

  reject() {
    return this.go();
  }

  async refused() {
    await this.run.finished();
    const last = parse(this.run.messages).findLast(
      ({ sent, text }) => !sent && text.startsWith('SIP/2.0'),
    );
    return Number(last.text.split(' ')[1]);
  }

  async hold() {
    await this.#reinvite();
    this.rtp.sending = false;
  }

  async unhold() {
    await this.#reinvite();
    this.rtp.sending = true;
  }

  async #reinvite() {
    this.mark();
    await this.go();
    await this.#receives('SIP/2.0 200', isOf('INVITE'));
  }

  async held() {
    await this.#receives('INVITE ', (text) => /^a=(sendonly|inactive)$/m.test(text));
    this.rtp.sending = false;
  }

  async unheld() {
    await this.#receives('INVITE ', (text) => /^a=sendrecv$/m.test(text));
    this.rtp.sending = true;
  }

  async sendTone(key, way) {
    if (way === 'info') await this.go();
    else await this.rtp.sendKey(key);
  }

  async toned(key, way) {
    if (way === 'info')
      await this.#receives('INFO ', (text) => new RegExp(`^Signal= ?${key}$`, 'm').test(text));
    else await until(`${key} at SIPp's RTP`, () => this.rtp.keys.includes(key));
  }

  async transfer(target) {
    await this.go({ 'Refer-To': `<${target}>` });
  }

  async transferTo(other) {
    const answer = parse(other.run.messages).find(
      ({ sent, text }) => !sent && text.startsWith('SIP/2.0 200') && isOf('INVITE')(text),
    );
    const tagOf = (header) => new RegExp(`^${header}:.*;tag=([^;\\s]+)`, 'm').exec(answer.text)[1];
    const callId = /^Call-ID: *(.*?)$/m.exec(answer.text)[1];
    const replaces = `${callId};to-tag=${tagOf('To')};from-tag=${tagOf('From')}`;
    await this.go({ 'Refer-To': `<${other.target}?Replaces=${encodeURIComponent(replaces)}>` });
  }

  async transferred() {
    await this.#receives('NOTIFY ', (text) => text.includes('SIP/2.0 200'));
    await this.hangUp();
    await this.ended();
  }

  async hears(frequency) {
    let last;
    await until(`${frequency} Hz at SIPp's RTP`, async () => {
      last = await this.rtp.listen(300, frequency);
      return last.share > 0.6;
    }).catch((error) => {
      throw new Error(`${error.message}; last ${JSON.stringify(last)}`);
    });
  }

  async hearsNothing() {
    await until("silence at SIPp's RTP", async () => (await this.rtp.listen(500)).level < silence);
  }
}

const isOf = (method) => (text) => new RegExp(`^CSeq: *\\d+ ${method}$`, 'm').test(text);

/** The messages of a trace, {sent, text}, with \n at the ends of lines. */
function parse(trace) {
  return trace
    .replaceAll('\r\n', '\n')
    .split(/^-{20,} .*$/m)
    .map((part) => /^\n?\w+ message (sent|received) .*:\n\n([^]*)$/.exec(part))
    .filter(Boolean)
    .map(([, way, text]) => ({ sent: way === 'sent', text }));
}
