// S14: a server on one of the two addresses that are called localhost.
//
//   node s14-localhost.ts [ADDRESS [PORT]]        default 127.0.0.1 8080
//
// Start one on 127.0.0.1 and one on ::1, same port: both listen, no error anywhere, and clients of
// localhost meet now one, now the other. listen(port, 'localhost') takes whichever address the resolver
// names first.
import { createServer } from 'node:http';

const host = process.argv[2] ?? '127.0.0.1';
const port = Number(process.argv[3] ?? 8080);

const server = createServer((_request, response) => {
  response.end(`served at ${host}\n`);
});
server.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
server.listen(port, host, () => {
  console.log(`listening on ${host} port ${port}`);
});
