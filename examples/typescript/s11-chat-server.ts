// S11: a chat server with a Stop and a Start button.
//
//   node s11-chat-server.ts [PORT]        default 9527
//
// The buttons are lines on its standard input: start, stop, quit. Stop closes the listener and every
// connection, so the server closes first; start binds the port again at once, as Node sets SO_REUSEADDR
// on each new listener. The failure is in python/s11_chat_server.py.
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2] ?? 9527);
const members = new Set<Socket>();

function join(member: Socket): void {
  members.add(member);
  member.write('welcome\n');
  member.on('error', (error) => {
    console.error(error.message);
  });
  member.on('close', () => members.delete(member));
  createInterface(member).on('line', (line) => {
    for (const other of members) {
      other.write(`${line}\n`);
    }
  });
}

function start(): Server {
  const server = createServer(join);
  server.on('error', (error) => {
    console.log(`cannot start: ${error.message}`);
  });
  server.listen(port, '0.0.0.0', () => {
    console.log(`listening on 0.0.0.0:${port}`);
  });
  return server;
}

function stop(server: Server): void {
  server.close(() => {
    console.log('stopped');
  });
  for (const member of members) {
    member.destroy();
  }
}

let server = start();
for await (const button of createInterface(process.stdin)) {
  if (button === 'stop' && server.listening) {
    stop(server);
  } else if (button === 'start' && !server.listening) {
    server = start();
  } else if (button === 'quit') {
    break;
  }
}
stop(server);
process.stdin.destroy();
