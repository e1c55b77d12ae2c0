// S6: the server of S5. It closes each connection after its client has closed.
//
//   node s6-server.ts [PORT]        default 9999
//
// The passive closer (CLOSE_WAIT, LAST_ACK) keeps no TIME_WAIT.
import { createServer } from 'node:net';

const port = Number(process.argv[2] ?? 9999);

const server = createServer((client) => {
  client.resume();
  client.on('error', (error) => {
    console.error(error.message);
  });
  client.on('close', () => {
    console.log('closed after the client');
  });
});
server.listen(port, '0.0.0.0', () => {
  console.log(`listening on 0.0.0.0:${port}`);
});
