// Runs generated programs one after the other in this process, and notes what each does to the network.
// Arguments: a JSON file with [{ path, port }], and the file to write the outcomes to. Started in a network namespace of its own.
import dgram from 'node:dgram';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [, , input, output] = process.argv;
const DEADLINE = 3_000;

/** What the program at hand did, in order: `note()` of its own, errors, and the calls that reach libuv. */
let notes = [];
/** Its sockets, each with a promise for the end of the attempt to listen. */
let attempts = [];

const describe = (value) =>
  typeof value === 'string' || typeof value === 'number'
    ? value
    : String(value?.code ?? value?.name ?? value);

globalThis.note = (what) => {
  notes.push(describe(what));
};
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => notes.push(`${event} ${describe(error)}`));
}

/** The first of a socket's events that end an attempt to listen. */
async function ended(socket) {
  const waiting = new AbortController();
  const events = ['listening', 'error', 'close'];
  await Promise.any(events.map((event) => once(socket, event, { signal: waiting.signal })));
  waiting.abort();
}

/** Follows every socket on which a method of a prototype is called. */
function follow(prototype, method, isSynchronous = false) {
  const original = prototype[method];
  prototype[method] = function (...arguments_) {
    const attempt = { socket: this, settled: isSynchronous ? Promise.resolve() : ended(this) };
    this.on('error', (error) => notes.push(`error ${describe(error)}`));
    attempts.push(attempt);
    try {
      return Reflect.apply(original, this, arguments_);
    } catch (error) {
      attempt.settled = Promise.resolve();
      throw error;
    }
  };
}

/** Notes the calls of a handle's methods: what reaches libuv, after all of Node's own reading of arguments. */
function noteCalls(kind, handle, methods) {
  const prototype = Object.getPrototypeOf(handle);
  for (const method of methods) {
    const original = prototype[method];
    prototype[method] = function (...arguments_) {
      notes.push([kind, method, ...arguments_.map(describe)]);
      return Reflect.apply(original, this, arguments_);
    };
  }
}

async function listening(socket, start) {
  start();
  await once(socket, 'listening');
  return socket;
}

async function close(socket) {
  try {
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  } catch {
    // never opened, or closed already
  }
}

async function instrument() {
  const tcp = net.createServer();
  await listening(tcp, () => tcp.listen(0, '127.0.0.1'));
  noteCalls('tcp', tcp._handle, ['bind', 'bind6', 'listen']);
  await close(tcp);
  const pipe = net.createServer();
  await listening(pipe, () => pipe.listen(join(tmpdir(), `rebind-${process.pid}.sock`)));
  noteCalls('pipe', pipe._handle, ['bind', 'listen']);
  await close(pipe);
  const udp = dgram.createSocket('udp4');
  await listening(udp, () => udp.bind(0, '127.0.0.1'));
  const state = Object.getOwnPropertySymbols(udp)
    .map((symbol) => udp[symbol])
    .find((value) => value?.handle);
  noteCalls('udp', state.handle, ['bind', 'bind6']);
  await close(udp);
  follow(net.Server.prototype, 'listen');
  follow(dgram.Socket.prototype, 'bind');
  follow(dgram.Socket.prototype, 'bindSync', true);
}

function addressOf(socket) {
  try {
    const address = socket.address();
    const isAsked = notes.some((note) => Array.isArray(note) && String(note[3]) === String(address?.port));
    // a port that the kernel chose differs from run to run
    return typeof address === 'object' && address && !isAsked ? { ...address, port: 'any' } : address;
  } catch (error) {
    return describe(error);
  }
}

const require = createRequire(import.meta.url);
let runs = 0;

async function run({ path, port }) {
  notes = [];
  attempts = [];
  delete process.env.PORT;
  if (port !== null) {
    process.env.PORT = port;
  }
  delete require.cache[path];
  runs += 1;
  const expired = new AbortController();
  const deadline = sleep(DEADLINE, 'expired', { signal: expired.signal }).catch(() => 'in time');
  const loaded = import(`${pathToFileURL(path).href}?run=${runs}`).catch((error) => {
    notes.push(`threw ${describe(error)}`);
  });
  const work = (async () => {
    let isLoaded = false;
    void loaded.then(() => (isLoaded = true));
    // a program may wait for what never comes, such as the callback of a failed listen
    while (!isLoaded && attempts.length === 0) {
      await turn();
    }
    for (let known = -1, quiet = 0; quiet < 3; quiet += 1) {
      await Promise.all(attempts.map(({ settled }) => settled));
      await turn();
      if (attempts.length !== known) {
        known = attempts.length;
        quiet = 0;
      }
    }
  })();
  const ended = await Promise.race([work, deadline]);
  expired.abort();
  const outcome = {
    notes,
    sockets: attempts.map(({ socket }) => addressOf(socket)),
    ...(ended === 'expired' ? { expired: true } : {}),
  };
  for (const { socket } of attempts) {
    await close(socket);
  }
  await turn();
  return outcome;
}

await instrument();
const outcomes = [];
for (const program of JSON.parse(readFileSync(input, 'utf8'))) {
  outcomes.push(await run(program));
}
writeFileSync(output, JSON.stringify(outcomes));
process.exit(0);
