// A second host, and between us and it a wire whose delay and loss are given for each UDP flow and
// each direction (relay.py). What is made lives in the mount namespace of the lab and goes with it.

import { execFileSync, spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { namespace } from './namespace.mjs';

const relay = fileURLToPath(new URL('relay.py', import.meta.url));

/** Our address on the wire, and theirs. */
export const nearAddress = '10.78.0.1';
export const farAddress = '10.78.0.2';

export class FaultyLine {
  /** The namespace of the far host. */
  far = `far-${process.pid}`;
  #middle = `middle-${process.pid}`;
  #relay;
  #lines;

  /** Why there can be none here; undefined when there can. */
  static get obstacle() {
    if (namespace === undefined) return 'it needs network namespaces, which need root';
    try {
      execFileSync('python3', [
        '-c',
        'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)',
      ]);
      return undefined;
    } catch (error) {
      return `it needs python3 and AF_PACKET: ${String(error.stderr || error.message).trim()}`;
    }
  }

  static async open() {
    const line = new FaultyLine();
    try {
      line.#lay();
      await line.#join();
      return line;
    } catch (error) {
      line.close();
      throw error;
    }
  }

  /**
   * The flow that has this port on our side: `toFar` and `toNear` are {delay, loss}, milliseconds
   * and a ratio. Resolves when it holds.
   */
  async set(port, { toFar = {}, toNear = {} }) {
    const done = this.#lines.next();
    this.#relay.stdin.write(`${JSON.stringify({ port, toFar, toNear })}\n`);
    if ((await done).done) throw new Error('relay.py has ended');
  }

  close() {
    this.#relay?.stdin.end();
    for (const name of [this.far, this.#middle]) {
      try {
        ip('netns', 'del', name);
      } catch {
        // It was not made.
      }
    }
  }

  #lay() {
    ip('netns', 'add', this.far);
    ip('netns', 'add', this.#middle);
    for (const [end, inside] of [
      ['line0', 'relay0'],
      ['line1', 'relay1'],
    ])
      ip('link', 'add', end, 'type', 'veth', 'peer', 'name', inside);
    execFileSync('python3', [relay, 'prepare', 'line0', 'relay0', 'line1', 'relay1']);
    ip('link', 'set', 'relay0', 'netns', this.#middle);
    ip('link', 'set', 'relay1', 'netns', this.#middle);
    ip('link', 'set', 'line1', 'netns', this.far);
    for (const name of ['relay0', 'relay1']) up(this.#middle, name);
    ip('-n', this.far, 'addr', 'add', `${farAddress}/24`, 'dev', 'line1');
    for (const name of ['lo', 'line1']) up(this.far, name);
    ip('addr', 'add', `${nearAddress}/24`, 'dev', 'line0');
    ip('link', 'set', 'dev', 'line0', 'up');
  }

  async #join() {
    this.#relay = spawn(
      'ip',
      ['netns', 'exec', this.#middle, 'python3', relay, 'join', 'relay0', 'relay1'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    this.#lines = createInterface({ input: this.#relay.stdout })[Symbol.asyncIterator]();
    await this.set(0, {});
  }
}

function up(host, name) {
  ip('-n', host, 'link', 'set', 'dev', name, 'up');
}

function ip(...args) {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
