// baresip, driven over its control socket (netstrings of JSON). It plays a WAV; what it
// decodes goes to a loudspeaker of ours.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { until } from '../../lab/condition.mjs';
import { domain, passwordOf } from '../../lab/kamailio.mjs';
import { address, freeTcpPort, freeUdpPort } from '../../lab/port.mjs';
import { Journal } from '../journal.mjs';
import { Speaker } from '../media/speaker.mjs';
import { silence, writeTone } from '../media/tone.mjs';
import { soundOnly } from './browser.mjs';

const modules = '/usr/lib/baresip/modules';

export class Baresip {
  name = 'baresip';
  journal = new Journal('baresip');
  #folder = mkdtempSync(join(tmpdir(), 'ringline-baresip-'));
  #log = [];
  #kill = () => this.child?.kill('SIGKILL');
  #token = 0;
  #received = Buffer.alloc(0);
  #commands = new Map();

  lacks = {
    ...soundOnly,
    early: { callee: 'baresip 1.0.0 answers 183 with SDP and sends no sound before 200' },
    info: { caller: 'baresip 1.0.0 sends DTMF by RFC 4733 only' },
    attended: {
      caller: 'baresip 1.0.0 has no attended transfer',
      callee: 'baresip 1.0.0 leaves Replaces in the Request-URI and makes no header of it',
    },
    message: { caller: 'baresip 1.0.0 has no command that sends one' },
  };

  constructor({ user, frequency }) {
    Object.assign(this, { user, frequency });
  }

  get uri() {
    return `sip:${this.user}@${domain}`;
  }

  get version() {
    const { stdout, stderr } = spawnSync('baresip', ['-h'], { encoding: 'utf8' });
    return /baresip v([\d.]+)/.exec(stdout + stderr)?.[1] ?? 'unknown';
  }

  async start(lab) {
    const control = await freeTcpPort();
    this.#configure({ control, sip: await freeUdpPort(), server: lab.kamailio.sipPort });
    this.speaker = new Speaker(this.#folder);
    // SIP messages are traced to its standard output.
    this.child = spawn('baresip', ['-f', this.#folder, '-s'], {
      cwd: this.#folder,
      env: { ...process.env, ...this.speaker.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    process.once('exit', this.#kill);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on('data', (data) => this.#remember(data));
    await until('baresip to be controlled', () => this.#connect(control));
    // It may have registered before anybody listened to its events.
    await until('baresip to be registered', async () =>
      (await this.command('reginfo')).includes('OK'),
    );
  }

  async stop() {
    this.socket?.destroy();
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await gone;
    }
    process.off('exit', this.#kill);
    this.speaker?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  begin() {
    this.#log = [];
    this.mark();
  }

  mark() {
    this.journal.mark();
  }

  /** Hangs up whatever a story, perhaps a failed one, left behind. */
  async tidy() {
    await until('baresip to be idle', async () => {
      if ((await this.command('listcalls')).includes('calls (0)')) return true;
      await this.command('hangup');
      return false;
    });
  }

  report() {
    return this.#log.join('').split('\n');
  }

  async call(target) {
    await this.command('dial', target);
    return new BaresipCall(this, 'outgoing', target);
  }

  async incoming() {
    const { peeruri } = await this.event('incoming', 'CALL_INCOMING');
    return new BaresipCall(this, 'incoming', peeruri);
  }

  /** The call it begins because somebody transferred it; it obeys without being told to. */
  async referred(target) {
    await this.event('outgoing', 'CALL_LOCAL_SDP');
    return new BaresipCall(this, 'outgoing', target);
  }

  /** It prints a MESSAGE and tells nobody: what came is read from its SIP trace. */
  async messaged() {
    const text = await until('MESSAGE at baresip', () =>
      /^MESSAGE [^]*?^From: [^]*?<sip:([^@]+)@[^]*?\r?\n\r?\n(.*)/m.exec(this.#log.join('')),
    );
    return { from: text[1], text: text[2].trim() };
  }

  event(direction, type, fits = () => true, ms) {
    return this.journal.wait(
      type,
      (entry) => entry.type === type && entry.direction === direction && fits(entry),
      ms,
    );
  }

  /** Resolves with what the command printed. */
  command(command, params = '') {
    this.#token += 1;
    const token = String(this.#token);
    const text = JSON.stringify({ command, params, token });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`baresip: no answer to ${command}`)), 5000);
      this.#commands.set(token, ({ ok, data }) => {
        clearTimeout(timer);
        if (ok) resolve(data);
        else reject(new Error(`baresip refused: ${command} ${params}: ${data}`));
      });
      this.socket.write(`${Buffer.byteLength(text)}:${text},`);
    });
  }

  #configure({ control, sip, server }) {
    const tone = join(this.#folder, 'tone.wav');
    writeTone(tone, { frequency: this.frequency, rate: 8000 });
    const config = [
      'poll_method epoll',
      `sip_listen ${address}:${sip}`,
      'call_max_calls 4',
      `audio_source aufile,${tone}`,
      // What the file has; it is resampled for the codec of the call.
      'ausrc_srate 8000',
      'ausrc_channels 1',
      `audio_player alsa,${Speaker.device}`,
      `auplay_srate ${Speaker.rate}`,
      `auplay_channels ${Speaker.channels}`,
      'audio_alert aubridge,alert',
      `net_interface ${address}`,
      `module_path ${modules}`,
      ...['opus', 'g711', 'aufile', 'aubridge', 'alsa'].map((name) => `module ${name}.so`),
      ...['account', 'menu', 'ctrl_tcp'].map((name) => `module_app ${name}.so`),
      `ctrl_tcp_listen ${address}:${control}`,
    ];
    writeFileSync(join(this.#folder, 'config'), `${config.join('\n')}\n`);
    writeFileSync(
      join(this.#folder, 'accounts'),
      `<${this.uri}>;auth_pass=${passwordOf(this.user)};regint=600;outbound="sip:${address}:${server}"\n`,
    );
    writeFileSync(join(this.#folder, 'contacts'), '');
  }

  #connect(port) {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null) throw new Error(`baresip ended: ${this.#log.join('')}`);
      const socket = connect(port, address);
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        this.socket = socket;
        socket.on('data', (data) => this.#take(data));
        resolve(true);
      });
    });
  }

  #take(data) {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      if (colon < 0) return;
      const end = colon + 1 + Number(this.#received.toString('latin1', 0, colon));
      if (this.#received.length <= end) return;
      const message = JSON.parse(this.#received.toString('utf8', colon + 1, end));
      this.#received = this.#received.subarray(end + 1);
      if (message.event) this.journal.add(message);
      else this.#commands.get(message.token)?.(message);
    }
  }

  #remember(data) {
    // Its trace is coloured.
    this.#log.push(data.toString().replace(/\x1b\[[\d;]*m/g, ''));
    if (this.#log.length > 2000) this.#log.shift();
  }
}

class BaresipCall {
  rejects = 486;

  constructor(peer, direction, target) {
    Object.assign(this, { peer, direction, target });
  }

  #event(type, fits, ms) {
    return this.peer.event(this.direction, type, fits, ms);
  }

  async ringing() {
    await this.#event('CALL_RINGING');
  }

  async answer() {
    await this.peer.command('accept');
  }

  async established() {
    await this.#event('CALL_ESTABLISHED');
  }

  async hangUp() {
    await this.peer.command('hangup');
  }

  async ended() {
    await this.#event('CALL_CLOSED');
  }

  cancel() {
    return this.hangUp();
  }

  canceled() {
    return this.ended();
  }

  /** It refuses with 486. */
  reject() {
    return this.hangUp();
  }

  async refused() {
    return Number.parseInt((await this.#event('CALL_CLOSED')).param, 10);
  }

  async hold() {
    await this.peer.command('hold');
  }

  async unhold() {
    await this.peer.command('resume');
  }

  /** It tells of no hold; it only stops to send, which the other end hears. */
  async held() {
    await this.peer.event(this.direction, 'CALL_REMOTE_SDP');
  }

  async unheld() {
    await this.held();
  }

  async sendTone(tone) {
    await this.peer.command('sndcode', tone);
  }

  async toned(tone) {
    await this.#event('CALL_DTMF_START', ({ param }) => param === tone);
  }

  async transfer(target) {
    await this.peer.command('transfer', target);
  }

  async transferred() {
    await this.ended();
  }

  async hears(frequency) {
    let last;
    await until(`${frequency} Hz at baresip`, async () => {
      last = await this.peer.speaker.listen(300, frequency);
      return last.share > 0.6;
    }).catch((error) => {
      throw new Error(`${error.message}; last ${JSON.stringify(last)}`);
    });
  }

  async hearsNothing() {
    await until(
      'silence at baresip',
      async () => (await this.peer.speaker.listen(500)).level < silence,
    );
  }
}
