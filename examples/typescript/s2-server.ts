// S2: a TCP server that serves one client until that client closes, then exits.
//
//   node s2-server.ts [PORT]        default 9527
//
// The twin of c/s2_server_reuseaddr.c. S1 has none: on Linux and macOS Node sets SO_REUSEADDR on
// every TCP listener itself, so this server starts again at once whoever closed first.
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 9527);

const server = createServer((client) => {
  console.log('client connected');
  server.close();
  client.on('data', (chunk) => process.stdout.write(chunk));
  client.on('end', () => {
    console.log('client has closed');
  });
  client.on('error', (error) => {
    console.error(error.message);
  });
});
server.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
server.listen(port, '0.0.0.0', () => {
  console.log(`listening on 0.0.0.0:${port}`);
});
