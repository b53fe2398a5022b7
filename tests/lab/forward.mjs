// A port of another address that leads to one of ours, for a host at the far end of a wire.

import { connect, createServer } from 'node:net';

import { address } from './port.mjs';

/** Resolves with {port, close()}. */
export async function forward(from, to) {
  const sockets = new Set();
  const keep = (socket) => {
    sockets.add(socket);
    // Whoever ends first ends both; nobody has to hear how.
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(to, address);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      keep(one);
      one.pipe(other);
      one.once('close', () => other.destroy());
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, from, resolve);
  });
  return {
    port: server.address().port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
