// Starts one framework in the ways its probe lists and sends the parent process what reached net.Server.listen() and the kernel.
//
// A probe exports
//   listeners  id of the catalogue's listener → { start, instead }: functions that take { reusePort } or {} and start a server,
//              the first with the API itself, the second in the way the catalogue names where the API drops the option;
//              `withoutPort`, which starts one without saying which port; and `withoutBinding`, which calls the API where a
//              condition of the catalogue says that it does not bind
//   servers    member of the catalogue's types → function that gives the value found there
import net from 'node:net';
import { calls, listen, ports } from './record-listen.mjs';

/** Whether a second socket with SO_REUSEPORT can listen on the same address: only if the first one has the option too. */
async function sharesItsPort(server) {
  const { address, port } = server.address();
  const twin = net.createServer();
  const outcome = new Promise((resolve) => {
    twin.once('listening', () => resolve(true));
    twin.once('error', (error) => resolve(error.code === 'EADDRINUSE' ? false : error.code));
  });
  Reflect.apply(listen, twin, [{ host: address, port, reusePort: true }]);
  const shares = await outcome;
  twin.close();
  return shares;
}

async function observe(start, options) {
  calls.length = 0;
  let rejected;
  try {
    await start(options);
  } catch (error) {
    rejected = error.message;
  }
  await Promise.all(calls.map(({ settled }) => settled));
  const listening = calls.filter(
    ({ server }) => typeof server.address() === 'object' && server.address() !== null,
  );
  return {
    listening: listening.length > 0,
    reusePort: listening.some(({ reusePort }) => reusePort === true),
    shares: listening.length === 0 ? false : await sharesItsPort(listening[0].server),
    rejected,
  };
}

/** The port that an API asks for by itself, with the variable PORT set to `variable`. */
async function portByItself(start, variable) {
  calls.length = 0;
  ports.replaced = true;
  if (variable !== undefined) {
    process.env.PORT = variable;
  }
  await start();
  await Promise.all(calls.map(({ settled }) => settled));
  delete process.env.PORT;
  ports.replaced = false;
  return Number(calls[0]?.port);
}

delete process.env.PORT;
const probe = await import(`./probes/${process.argv[2]}.mjs`);
const listeners = {};
for (const [id, { start, instead, withoutPort, withoutBinding }] of Object.entries(probe.listeners ?? {})) {
  listeners[id] = {
    unset: await observe(start, {}),
    given: await observe(start, { reusePort: true }),
    instead: instead && (await observe(instead, { reusePort: true })),
    withoutBinding: withoutBinding && (await observe(withoutBinding, {})),
    defaultPort: withoutPort && (await portByItself(withoutPort)),
    portOfVariable: withoutPort && (await portByItself(withoutPort, '4321')),
  };
}
const servers = {};
for (const [member, value] of Object.entries(probe.servers ?? {})) {
  servers[member] = (await value()) instanceof net.Server;
}
process.send({ listeners, servers }, () => process.exit());
