import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { presentCalls } from '../../../extension/src/panel/present/calls.ts';
import { addressOf, measureKey } from '../../../extension/src/panel/calls.ts';
import { Program } from '../../examples/support/program.ts';
import { missing } from '../../examples/support/toolchain.ts';
import { runInChild } from 'rebind';
import { freePort } from '../../experiment/support.ts';
import { Editor } from '../lint/editor.ts';
import { AROUND } from './states.ts';
import { EMPTY } from '../../../extension/src/panel/state.ts';

let editor: Editor;
let folder: string;
const programs: Program[] = [];
beforeEach(async () => {
  editor = await Editor.start();
  folder = await mkdtemp(path.join(os.tmpdir(), 'rebind-calls-'));
});
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.kill('SIGKILL')));
  await editor[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** What the panel says of the one listen call of a file, measured here. */
async function sentenceOf(name: string, languageId: string, text: string): Promise<string | undefined> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  const uri = pathToFileURL(file).href;
  await editor.open(uri, languageId, text);
  const calls = await editor.listenCalls(uri);
  const [call] = calls;
  if (!call) {
    throw new Error('no listen call');
  }
  const address = addressOf(call) ?? '';
  const report = await runInChild({
    command: 'matrix',
    port: 0,
    protocols: [call.protocol],
    first: [address],
    second: [address],
  });
  const { rows } = presentCalls(
    { ...EMPTY, calls, measured: { [measureKey(call) ?? '']: { report } } },
    AROUND,
  );
  return rows[0]?.sentence;
}

function start(...[program, ...args]: [string, ...string[]]): Program {
  const started = new Program(program, args, { cwd: folder });
  programs.push(started);
  return started;
}

describe('of a socket that sets options itself, the panel says what programs meet:', () => {
  it.skipIf(missing('python3'))("Python's HTTPServer refuses a second copy, and comes back", async () => {
    const port = await freePort();
    const text = `from http.server import HTTPServer, SimpleHTTPRequestHandler
server = HTTPServer(("127.0.0.1", ${port}), SimpleHTTPRequestHandler)
print("listening", flush=True)
server.serve_forever()
`;
    expect(await sentenceOf('web.py', 'python', text)).toBe(
      'After a crash it starts again at once; a second copy is refused.',
    );
    const first = start('python3', 'web.py');
    await first.line(/^listening/);
    expect((await start('python3', 'web.py').ending()).stderr).toContain('Address already in use');
    const client = start(
      ...(['python3', '-c'] as const),
      `import socket; c = socket.create_connection(("127.0.0.1", ${port})); c.sendall(b"GET / HTTP/1.1\\r\\n\\r\\n"); c.recv(9999); print("answered", flush=True); input()`,
    );
    await client.line(/^answered/);
    await first.kill('SIGKILL'); // its connection is in FIN_WAIT2 now
    await start('python3', 'web.py').line(/^listening/);
  });

  it.skipIf(missing('javac'))(
    'each of two Java MulticastSockets gets what is sent to their group',
    async () => {
      const port = await freePort();
      const text = `import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.MulticastSocket;

class Receiver {
  public static void main(String[] args) throws Exception {
    MulticastSocket socket = new MulticastSocket(${port});
    socket.joinGroup(InetAddress.getByName("239.255.42.99"));
    System.out.println("listening");
    DatagramPacket packet = new DatagramPacket(new byte[16], 16);
    socket.receive(packet);
    System.out.println("received " + new String(packet.getData(), 0, packet.getLength()));
  }
}
`;
      expect(await sentenceOf('Receiver.java', 'java', text)).toBe(
        'After a crash it starts again at once; a second copy starts too, and both get each datagram to the group.',
      );
      const receivers = [start('java', 'Receiver.java'), start('java', 'Receiver.java')];
      await Promise.all(receivers.map((receiver) => receiver.line(/^listening/)));
      start(
        ...(['python3', '-c'] as const),
        `import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b"hello", ("239.255.42.99", ${port}))`,
      );
      await Promise.all(receivers.map((receiver) => receiver.line(/^received hello/)));
    },
  );
});
