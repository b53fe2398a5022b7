// Ports that nobody has at this moment. In a namespace of our own they stay free; on a shared host
// it is the best there is.

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

export const address = '127.0.0.1';

export function freeTcpPort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, address, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function freeUdpPort() {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, address, () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
