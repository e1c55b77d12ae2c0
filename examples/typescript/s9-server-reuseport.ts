// S9: one of several processes that share a port, each with reusePort: true.
//
//   node s9-server-reuseport.ts [PORT]        default 9527, Node 22.12 or newer
//
// Every one of them must set it, as one user; the kernel spreads the connections. macOS and Windows have
// no SO_REUSEPORT that balances, and Node answers ENOTSUP there.
import { createServer } from 'node:http';

const port = Number(process.argv[2] ?? 9527);

const server = createServer((_request, response) => {
  response.setHeader('connection', 'close');
  response.end(`served by ${process.pid}\n`);
});
server.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
server.listen({ port, host: '0.0.0.0', reusePort: true }, () => {
  console.log(`listening on 0.0.0.0:${port}, pid ${process.pid}`);
});
