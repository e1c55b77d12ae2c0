// A UDP service that counts what it is sent: "name" or "name:3", one datagram each.
//
//   node javascript/metrics-service.js        METRICS_PORT, default 8125
//
// For UDP Node sets no reuse option. For unicast that is right: with one, a second copy would start and
// take all the datagrams without an error anywhere.
import { createSocket } from 'node:dgram';

const port = Number(process.env.METRICS_PORT ?? 8125);
const counts = new Map();

const service = createSocket('udp4');

service.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
service.on('message', (datagram, sender) => {
  const [name, amount = '1'] = datagram.toString().split(':');
  const count = (counts.get(name) ?? 0) + Number(amount);
  counts.set(name, count);
  service.send(`${name}:${count}`, sender.port, sender.address);
});
service.bind(port, () => {
  console.log(`listening on udp port ${port}`);
});
