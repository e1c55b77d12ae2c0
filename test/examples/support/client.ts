import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A connection to a server on this host, established. */
export async function connected(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host });
  await once(socket, 'connect');
  return socket;
}

/** The first line a server sends; the client closes first unless the server already has. */
export async function firstLine(port: number, host = '127.0.0.1'): Promise<string> {
  const socket = await connected(port, host);
  const line = await nextLine(socket);
  await closed(socket);
  return line;
}

/** All a server sends until it closes; the server closes first. */
export async function everything(port: number, host = '127.0.0.1'): Promise<string> {
  const socket = await connected(port, host);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(socket, 'close');
  return text;
}

/** The next line on a connection that stays open; rejects when the connection ends before. */
export async function nextLine(socket: Socket): Promise<string> {
  const lines = createInterface(socket);
  try {
    const [line] = (await Promise.race([
      once(lines, 'line'),
      once(lines, 'close').then(() => Promise.reject(new Error('closed by the server without a line'))),
    ])) as [string];
    return line;
  } finally {
    lines.close();
  }
}

/** Closes the client's end in an orderly way and waits until both have. */
export async function closed(socket: Socket): Promise<void> {
  if (!socket.destroyed) {
    const close = once(socket, 'close');
    socket.resume().end();
    await close;
  }
}

/** Sends one datagram from a source port of its own and returns the answer. */
export async function answer(text: string, port: number, address = '127.0.0.1'): Promise<string> {
  const socket = createSocket('udp4');
  try {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    socket.setMulticastInterface('127.0.0.1');
    const message = once(socket, 'message', { signal: AbortSignal.timeout(10_000) });
    socket.send(text, port, address);
    const [datagram] = (await message) as [Buffer];
    return datagram.toString().trimEnd();
  } finally {
    socket.close();
  }
}

/** Sends datagrams to a multicast group on the loopback interface, in this order. */
export async function multicast(texts: readonly string[], port: number, group: string): Promise<void> {
  const socket = createSocket('udp4');
  try {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    socket.setMulticastInterface('127.0.0.1');
    for (const text of texts) {
      await new Promise<void>((resolve, reject) => {
        socket.send(text, port, group, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    }
  } finally {
    socket.close();
  }
}
