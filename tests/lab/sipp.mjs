// SIPp as the plain SIP end of a call. It carries no media: its SDP is one a browser accepts (DTLS
// fingerprint, ICE credentials), so that the signalling completes, and the call is over before ICE
// gives up.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { until } from './condition.mjs';
import { passwordOf } from './kamailio.mjs';
import { address, freeUdpPort } from './port.mjs';

const scenarioFile = (name) => fileURLToPath(new URL(`sipp_${name}.xml`, import.meta.url));
const authentication = ['-au', 'sipp', '-ap', passwordOf('sipp')];

/** Waits for one call to user "sipp", answers it, and ends when the other side hangs up. */
export async function startSippCallee(kamailio) {
  const file = scenarioFile('callee');
  const run = new SippRun({ file }, kamailio.sippPort, [`${address}:${kamailio.sipPort}`]);
  await run.listening();
  return run;
}

/**
 * Calls `user` at Kamailio, with digest authentication as "sipp", and hangs up `talk` ms after the
 * answer.
 */
export async function startSippCaller(kamailio, user, { talk = 300 } = {}) {
  return new SippRun({ file: scenarioFile('caller') }, await freeUdpPort(), [
    ...authentication,
    ...['-s', user, '-d', String(talk)],
    `${address}:${kamailio.sipPort}`,
  ]);
}

/** Plays a scenario of sipp_scenario.mjs towards `user`; one that is called is where user "sipp" is. */
export async function startSipp(kamailio, { xml, isCalled }, user) {
  const run = new SippRun({ xml }, isCalled ? kamailio.sippPort : await freeUdpPort(), [
    ...authentication,
    ...['-s', user, `${address}:${kamailio.sipPort}`],
  ]);
  if (isCalled) await run.listening();
  return run;
}

/** One call of a scenario at `port`: of `file`, or of `xml`. */
export class SippRun {
  #folder = mkdtempSync(join(tmpdir(), 'ringline-sipp-'));
  #port;
  #kill = () => this.child.kill('SIGKILL');
  #errors = '';

  constructor({ file = this.#file('scenario'), xml }, port, args) {
    this.#port = port;
    if (xml) writeFileSync(file, xml);
    this.child = spawn(
      'sipp',
      [
        ...['-sf', file, '-m', '1', '-nostdin', '-i', address, '-p', String(port)],
        ...['-timeout', '15', '-timeout_error'],
        ...[
          '-trace_msg',
          '-message_file',
          this.#file('messages'),
          '-trace_err',
          '-error_file',
          this.#file('errors'),
        ],
        ...args,
      ],
      // Without a terminal's size SIPp's status screen has nothing to draw on.
      {
        cwd: this.#folder,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, TERM: 'dumb' },
      },
    );
    this.child.stderr.on('data', (data) => (this.#errors += data));
    process.once('exit', this.#kill);
    this.exit = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(error.message));
      this.child.once('exit', (code, signal) => resolve(code ?? signal));
    });
  }

  listening() {
    const hex = this.#port.toString(16).toUpperCase().padStart(4, '0');
    return until('SIPp to listen', () => {
      if (this.child.exitCode !== null) throw new Error(`SIPp ended: ${this.#errors}`);
      return readFileSync('/proc/net/udp', 'utf8').includes(`:${hex} `);
    });
  }

  /**
   * Resolves when the scenario went through to its end; rejects with SIPp's own account of it
   * otherwise.
   */
  async finished() {
    const code = await this.exit;
    if (code !== 0) throw new Error(`SIPp's scenario failed (${code}): ${this.errors}`);
  }

  /** What it complained of. */
  get errors() {
    return this.#errors + this.#read('errors');
  }

  /** All messages it sent and received. */
  get messages() {
    return this.#read('messages');
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.exit;
    process.off('exit', this.#kill);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(name) {
    return join(this.#folder, `${name}.log`);
  }

  #read(name) {
    return existsSync(this.#file(name)) ? readFileSync(this.#file(name), 'utf8') : '';
  }
}
