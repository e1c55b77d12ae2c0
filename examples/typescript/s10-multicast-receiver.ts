// S10: a receiver of a multicast group that says nothing about address reuse.
//
//   node s10-multicast-receiver.ts [PORT [INTERFACE]]        default 5004 on 127.0.0.1, group 239.255.43.10
//
// Two players of one stream on one host: the second fails with EADDRINUSE. For UDP Node sets no option of
// its own. It prints what it receives, a line a datagram.
import { createSocket } from 'node:dgram';

const group = '239.255.43.10';
const port = Number(process.argv[2] ?? 5004);
const networkInterface = process.argv[3] ?? '127.0.0.1';

const receiver = createSocket('udp4');
receiver.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
receiver.on('message', (datagram) => {
  console.log(`received ${datagram.toString()}`);
});
receiver.bind(port, () => {
  receiver.addMembership(group, networkInterface);
  console.log(`listening on ${group}:${port}`);
});
