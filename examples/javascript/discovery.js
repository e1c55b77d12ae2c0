// Answers to who looks for it on the local network: a multicast receiver like those of SSDP and mDNS.
//
//   node javascript/discovery.js        DISCOVERY_PORT, default 1900; DISCOVERY_INTERFACE, default 127.0.0.1
//
// A multicast port belongs to every program of the group, but without reuseAddr the second receiver on
// this host fails with EADDRINUSE.
import { createSocket } from 'node:dgram';
import { hostname } from 'node:os';

const GROUP = '239.255.255.250';
const port = Number(process.env.DISCOVERY_PORT ?? 1900);
const networkInterface = process.env.DISCOVERY_INTERFACE ?? '127.0.0.1';

const socket = createSocket('udp4', (datagram, sender) => {
  if (datagram.toString() === 'who is there?') {
    socket.send(`${hostname()} pid ${process.pid}`, sender.port, sender.address);
  }
});

socket.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
socket.bind(port, () => {
  socket.addMembership(GROUP, networkInterface);
  console.log(`listening on ${GROUP}:${port}`);
});
