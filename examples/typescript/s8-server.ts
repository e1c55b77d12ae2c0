// S8: one of several servers on one port, each on an address of its own.
//
//   node s8-server.ts [ADDRESS [PORT]]        default 0.0.0.0 9527
//
// Specific addresses share a port. On Linux the wildcard shares it with none of them while one listens;
// on macOS it does, and on Windows too. Each client is told which address serves it.
import { createServer } from 'node:net';

const host = process.argv[2] ?? '0.0.0.0';
const port = Number(process.argv[3] ?? 9527);

const server = createServer((client) => {
  client.on('error', (error) => {
    console.error(error.message);
  });
  client.end(`served at ${host}\n`);
});
server.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
server.listen({ host, port }, () => {
  console.log(`listening on ${host}:${port}`);
});
