// linphone's console client, driven by what one types into it and by what it prints. It plays and
// records WAV files in place of a sound card.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { pause, until } from '../../lab/condition.mjs';
import { domain, passwordOf } from '../../lab/kamailio.mjs';
import { address, freeUdpPort } from '../../lab/port.mjs';
import { Journal } from '../journal.mjs';
import { GrowingWav, listenTo, silence, writeTone } from '../media/tone.mjs';
import { soundOnly } from './browser.mjs';

export class Linphone {
  name = 'linphone';
  journal = new Journal('linphone');
  lacks = soundOnly;
  #folder = mkdtempSync(join(tmpdir(), 'ringline-linphone-'));
  #line = '';
  #recordings = 0;
  #kill = () => this.child?.kill('SIGKILL');

  constructor({ user, frequency }) {
    Object.assign(this, { user, frequency });
  }

  get uri() {
    return `sip:${this.user}@${domain}`;
  }

  get version() {
    const { stdout, stderr } = spawnSync('linphonec', ['-v'], { encoding: 'utf8' });
    return /version: *([\d.]+)/i.exec(stdout + stderr)?.[1] ?? 'unknown';
  }

  async start(lab) {
    this.tone = join(this.#folder, 'tone.wav');
    writeTone(this.tone, { frequency: this.frequency });
    this.music = join(this.#folder, 'music.wav');
    writeTone(this.music, { frequency: 0 });
    // Without this folder it has no database, and without that no MESSAGE.
    mkdirSync(join(this.#folder, '.local/share/linphone'), { recursive: true });
    const server = `sip:${address}:${lab.kamailio.sipPort}`;
    const config = join(this.#folder, 'linphonerc');
    writeFileSync(
      config,
      [
        '[sip]',
        `sip_port=${await freeUdpPort()}`,
        'sip_tcp_port=0',
        'sip_tls_port=0',
        'use_ipv6=0',
        'use_info=0',
        'use_rfc2833=1',
        'default_proxy=0',
        '[rtp]',
        `audio_rtp_port=${await freeUdpPort()}`,
        '[auth_info_0]',
        `username=${this.user}`,
        `passwd=${passwordOf(this.user)}`,
        `realm=${domain}`,
        '[proxy_0]',
        `reg_identity=${this.uri}`,
        `reg_proxy=<${server}>`,
        `reg_route=<${server};lr>`,
        'reg_sendregister=1',
        'reg_expires=600',
        '',
      ].join('\n'),
    );
    // Every call is answered with 183 and sound before anybody answers it.
    const options = ['--real-early-media', '-c', config, '-d', '5', '-l', this.#log];
    this.child = spawn('linphonec', options, {
      cwd: this.#folder,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, HOME: this.#folder, TERM: 'dumb' },
    });
    process.once('exit', this.#kill);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.setEncoding('utf8').on('data', (data) => this.#take(data));
    this.type('soundcard use files');
    this.type(`play ${this.tone}`);
    await until(
      'linphone to be registered',
      () => {
        this.type('status register');
        return this.journal.find((line) => line.startsWith('registered, '));
      },
      { every: 200 },
    );
  }

  async stop() {
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await gone;
    }
    process.off('exit', this.#kill);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #log() {
    return join(this.#folder, 'log');
  }

  begin(row) {
    this.mark();
    this.#recordings += 1;
    this.recording = new GrowingWav(join(this.#folder, `heard${this.#recordings}.wav`));
    this.type(`record ${this.recording.file}`);
    this.type(`param sip use_info ${row === 'info' ? 1 : 0}`);
    this.type(`param sip use_rfc2833 ${row === 'info' ? 0 : 1}`);
    this.type(`play ${this.tone}`);
  }

  mark() {
    this.journal.mark();
  }

  async tidy() {
    await until('linphone to be idle', async () => {
      this.journal.mark();
      this.type('calls');
      await this.prints(/No active call|Call states/);
      if (this.journal.find((line) => line.includes('No active call'))) return true;
      this.type('terminate all');
      return false;
    });
  }

  report() {
    const log = existsSync(this.#log) ? readFileSync(this.#log, 'utf8').split('\n') : [];
    return [...this.journal.entries.slice(-60), '──── its log', ...log.slice(-1500)];
  }

  async call(target) {
    this.type(`play ${this.tone}`);
    this.type(`call ${target} --audio-only`);
    const [, id] = await this.prints(/Establishing call id to .*, assigned id (\d+)/);
    return new LinphoneCall(this, id, target);
  }

  async incoming() {
    const [, id] = await this.prints(/Receiving new incoming call from .*, assigned id (\d+)/);
    return new LinphoneCall(this, id);
  }

  /** The call that it begins because somebody transferred it; it obeys without being told to. */
  async referred(target) {
    const [, id] = await this.prints(new RegExp(`Call (\\d+) to .*${target}.* in progress`));
    return new LinphoneCall(this, id, target);
  }

  async message(target, text) {
    this.type(`chat ${target} ${text}`);
  }

  async messaged() {
    const [, from, text] = await this.prints(/Message received from .*sip:([^@]+)@[^ ]*: (.*)/);
    return { from, text };
  }

  /** The status of the response that came last. */
  get lastStatus() {
    const statuses = [...readFileSync(this.#log, 'utf8').matchAll(/^SIP\/2\.0 (\d+)/gm)];
    return Number(statuses.at(-1)?.[1]);
  }

  type(command) {
    this.journal.add(`linphonec> ${command}`);
    this.child.stdin.write(`${command}\n`);
  }

  /** Resolves with the match of the first line since mark() that fits. */
  async prints(pattern, ms) {
    const fits = (line) => !line.startsWith('linphonec> ') && pattern.test(line);
    return pattern.exec(await this.journal.wait(String(pattern), fits, ms));
  }

  #take(data) {
    const lines = (this.#line + data.replaceAll('linphonec> ', '\n')).split('\n');
    this.#line = lines.pop();
    for (const line of lines) if (line !== '') this.journal.add(line);
  }
}

class LinphoneCall {
  /** "Decline". */
  rejects = 603;

  constructor(peer, id, target) {
    Object.assign(this, { peer, id, target });
  }

  #prints(what, ms) {
    return this.peer.prints(new RegExp(what.replace('ID', this.id)), ms);
  }

  async ringing() {
    await this.#prints('Call ID to .* ringing');
  }

  answer() {
    this.peer.type(`answer ${this.id}`);
  }

  async established() {
    await this.#prints('Media streams established .* for call ID ');
  }

  hangUp() {
    this.peer.type(`terminate ${this.id}`);
  }

  async ended() {
    await this.#prints('Call ID with .* ended');
  }

  cancel() {
    this.hangUp();
  }

  canceled() {
    return this.ended();
  }

  reject() {
    this.hangUp();
  }

  /** It prints no status: that is read from its log. */
  async refused() {
    await this.#prints('Call ID with .* (ended|error)');
    return this.peer.lastStatus;
  }

  /** What it plays goes on as music for the held end; here that music is silence. */
  async hold() {
    this.peer.type(`play ${this.peer.music}`);
    this.peer.type('pause');
    await this.#prints('Call ID with .* is now paused');
  }

  async unhold() {
    this.peer.mark();
    this.peer.type(`resume ${this.id}`);
    this.peer.type(`play ${this.peer.tone}`);
    await this.established();
  }

  async held() {
    await this.#prints('Call ID .*paused by');
  }

  async unheld() {
    await this.established();
  }

  sendTone(key) {
    this.peer.type(key);
  }

  async toned(key) {
    await this.peer.prints(new RegExp(`Receiving tone ${key.replace(/[*#]/, '\\$&')} from`));
  }

  transfer(target) {
    this.peer.type(`transfer ${this.id} ${target}`);
  }

  transferTo(other) {
    this.peer.type(`transfer ${this.id} --to-call ${other.id}`);
  }

  /** It hangs up by itself when the new call stands. */
  async transferred() {
    await this.ended();
  }

  async hears(frequency) {
    let last;
    await until(`${frequency} Hz at linphone`, async () => {
      last = await this.#listen(300, frequency);
      return last.share > 0.6;
    }).catch((error) => {
      throw new Error(`${error.message}; last ${JSON.stringify(last)}`);
    });
  }

  async hearsNothing() {
    await until('silence at linphone', async () => (await this.#listen(500)).level < silence);
  }

  /** What is recorded within a window of `ms`. */
  async #listen(ms, ...frequencies) {
    this.peer.recording.skip();
    await pause(ms);
    const { rate, samples } = this.peer.recording.take();
    return listenTo(samples, { rate, frequencies });
  }
}
