// S5: a client with a fixed local port that closes first and comes back.
//
//   node s5-client.ts [LOCAL_PORT [SERVER_PORT [SECONDS]]]        default 7777, 9999 (see s6-server.ts), 10
//
// The twin of cpp/s5_client_reuseaddr.cpp: Node sets SO_REUSEADDR on both sockets before their bind, so
// the failure of cpp/s5_client.cpp cannot be shown with Node.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const localPort = Number(process.argv[2] ?? 7777);
const serverPort = Number(process.argv[3] ?? 9999);
const seconds = Number(process.argv[4] ?? 10);

async function connectAndClose(): Promise<void> {
  const connection = connect({ host: '127.0.0.1', port: serverPort, localAddress: '127.0.0.1', localPort });
  await once(connection, 'connect');
  console.log(`connected from 127.0.0.1:${localPort} to 127.0.0.1:${serverPort}`);
  connection.resume().end();
  await once(connection, 'close');
}

await connectAndClose();
console.log(`closed first, waiting ${seconds} s`);
await delay(seconds * 1000);
await connectAndClose();
