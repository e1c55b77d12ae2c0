import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { challenge, type Guard } from '../../../experiment/src/sockets/challenge.ts';
import { openKernel } from '../../../experiment/src/kernel/open-kernel.ts';
import { address } from '../../../experiment/src/sockets/address.ts';

const loopback = address('127.0.0.1');

/** A server that counts its connections, and a kernel to look at it. */
async function serverOnLoopback() {
  const kernel = await openKernel();
  const accepted: Socket[] = [];
  const server = createServer((socket) => {
    accepted.push(socket.on('error', () => undefined)); // a reset is how these end
  });
  server.listen(0, loopback.text);
  await once(server, 'listening');
  onTestFinished(() => {
    kernel.close();
    server.close();
  });
  const local = { address: loopback, port: (server.address() as AddressInfo).port };
  const free = kernel.sockets.open('tcp', 4);
  kernel.sockets.bind(free, { address: loopback, port: 0 });
  const remote = kernel.sockets.localEndpoint(free);
  kernel.sockets.close(free);
  return { kernel, accepted, local, remote };
}

test.each<Guard>(['drop', 'delay'])(
  'a server that started meanwhile sees nothing of a challenge guarded by %s',
  async (guard) => {
    const { kernel, accepted, local, remote } = await serverOnLoopback();
    for (let attempt = 0; attempt < 200; attempt += 1) {
      expect(challenge(kernel.sockets, local, remote, guard)).toBe('ok');
      expect(kernel.table.find('tcp', local, remote)?.state).not.toBe('ESTABLISHED');
    }
    // a real connection comes after all of them, so none of them can come any more
    const client = kernel.sockets.open('tcp', 4);
    onTestFinished(() => {
      kernel.sockets.close(client);
    });
    kernel.sockets.connect(client, local);
    await expect.poll(() => accepted.length).toBe(1);
    expect(accepted[0]?.remotePort).toBe(kernel.sockets.localEndpoint(client).port);
  },
);

test('without a guard it would see one, so the test above can fail', async () => {
  const { kernel, accepted, local, remote } = await serverOnLoopback();
  kernel.sockets.delayHandshake = () => false;
  challenge(kernel.sockets, local, remote, 'delay');
  await expect.poll(() => accepted.length).toBe(1);
});
