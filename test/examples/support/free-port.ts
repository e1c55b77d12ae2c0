import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { usedPorts } from './socket-table.ts';

// Below the ephemeral range, so that no outgoing connection takes a port between the look and the bind.
// Each vitest worker has a slice of its own, so that two test files never look at the same port.
const first = 11_000;
const sliceSize = 500;
const slices = 16;
const handedOut = new Set<number>();

/**
 * A port without any socket, TCP or UDP, IPv4 or IPv6, leftovers in TIME_WAIT included; outside the
 * range of ephemeral ports. Never the same port twice in one test file.
 */
export async function freePort(): Promise<number> {
  const slice = (Number(process.env.VITEST_POOL_ID ?? 1) - 1) % slices;
  const used = usedPorts();
  const [low, high] = ephemeralRange();
  const start = Math.floor(Math.random() * sliceSize);
  for (let i = 0; i < sliceSize; i++) {
    const port = first + slice * sliceSize + ((start + i) % sliceSize);
    const taken = used.has(port) || handedOut.has(port) || (port >= low && port <= high);
    if (!taken && (await bindable(port))) {
      handedOut.add(port);
      return port;
    }
  }
  throw new Error(`no free port from ${first + slice * sliceSize} on, outside ${low} to ${high}`);
}

function ephemeralRange(): [low: number, high: number] {
  const text = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
  const [low = 0, high = 0] = text.trim().split(/\s+/).map(Number);
  return [low, high];
}

/** Finds sockets that are bound and do not listen, which procfs does not show. */
async function bindable(port: number): Promise<boolean> {
  const server = createServer();
  const socket = createSocket('udp4');
  try {
    server.listen(port);
    await once(server, 'listening');
    socket.bind(port);
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
    socket.close();
  }
}
