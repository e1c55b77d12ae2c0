// S9: one of several processes meant to share a port, without the option this takes.
//
//   node s9-server.ts [PORT]        default 9527
//
// The first one listens, every other one fails with EADDRINUSE: the SO_REUSEADDR that Node sets does not
// allow a second listener.
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
server.listen(port, '0.0.0.0', () => {
  console.log(`listening on 0.0.0.0:${port}, pid ${process.pid}`);
});
