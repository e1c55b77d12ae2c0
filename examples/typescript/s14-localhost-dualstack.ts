// S14: one dual-stack listener for every address that is called localhost.
//
//   node s14-localhost-dualstack.ts [PORT]        default 8080
//
// Without a host Node listens on ::, for IPv6 and IPv4. A second server on either address of localhost
// fails with EADDRINUSE instead of taking half of the clients (on Linux; macOS and Windows allow it).
import { createServer } from 'node:http';

const port = Number(process.argv[2] ?? 8080);

const server = createServer((request, response) => {
  response.end(`served at ::, you are ${request.socket.remoteAddress}\n`);
});
server.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
server.listen(port, () => {
  console.log(`listening on :: port ${port}, dual-stack`);
});
