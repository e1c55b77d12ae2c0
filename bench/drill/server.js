// A server that says how long it took to listen, in milliseconds since its process began, and stops cleanly.
import { createServer } from 'node:http';

const server = createServer((_, response) => response.end('hello'));
server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  console.log(`listening after ${performance.now()}`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
