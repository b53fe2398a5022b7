// A wire between a page and a server that can be cut. It forwards TCP as it is; while cut, what was
// connected is reset and nobody new is let in.

import { connect, createServer } from 'node:net';

import { address } from './port.mjs';

export class Link {
  #server;
  #sockets = new Set();
  #mode = 'open';
  accepted = 0;

  static async to(port) {
    const link = new Link();
    link.#server = createServer((near) => link.#join(near, port));
    await new Promise((resolve, reject) => {
      link.#server.once('error', reject);
      link.#server.listen(0, address, resolve);
    });
    return link;
  }

  get url() {
    return `ws://${address}:${this.#server.address().port}`;
  }

  /** Resets every connection; new ones are reset at once. */
  cut() {
    this.#mode = 'cut';
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /**
   * Swallows everything in both directions while connections stay open: a network that is gone
   * without a word. Only new connections get through after mend(), as when an address has changed.
   */
  swallow() {
    this.#mode = 'swallow';
    for (const socket of this.#sockets) {
      socket.unpipe();
      socket.resume();
    }
  }

  mend() {
    this.#mode = 'open';
  }

  async close() {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near, port) {
    if (this.#mode === 'cut') {
      near.resetAndDestroy();
      return;
    }
    this.#keep(near);
    if (this.#mode === 'swallow') {
      near.resume();
      return;
    }
    this.accepted += 1;
    const far = connect(port, address);
    this.#keep(far);
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  }

  #keep(socket) {
    this.#sockets.add(socket);
    // A reset is what this wire is for; nobody has to hear of it.
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
