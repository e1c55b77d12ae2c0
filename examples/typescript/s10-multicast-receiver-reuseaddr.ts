// S10: the receiver of a multicast group with reuseAddr: true.
//
//   node s10-multicast-receiver-reuseaddr.ts [PORT [INTERFACE]]
//                                            default 5004 on 127.0.0.1, group 239.255.43.10
//
// Any number of them run side by side on one host and each receives every datagram. The option belongs to
// createSocket; given to bind it is ignored.
import { createSocket } from 'node:dgram';

const group = '239.255.43.10';
const port = Number(process.argv[2] ?? 5004);
const networkInterface = process.argv[3] ?? '127.0.0.1';

const receiver = createSocket({ type: 'udp4', reuseAddr: true });
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
