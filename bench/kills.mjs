// Ends the commands at random moments: the command itself, one of its processes, or its group, by SIGKILL, SIGTERM or SIGINT; and
// looks for what is left: processes, sockets of the port in any state, the name of the experiment, files. Nothing may be. Linux.
// usage: node bench/kills.mjs [--count 500] [--seed 1] [--at-once 2]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {{ name: string, words: (port: string) => string[], withinMs: number }} Command
 * @typedef {'command' | 'process' | 'group'} Target
 * @typedef {{ marker: string, port: string, folder: string }} Run
 */

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '2' },
  },
});
const at = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));
const REBIND = at('../experiment/bin/rebind.js');
const SERVER = at('kills/server.py');
/** For a server that has a grace to end in, and a kernel that still closes. */
const GONE_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** @type {(kind: string) => (port: string) => string[]} */
const drilled = (kind) => (port) => [
  ...['drill', '-p', port, '--rounds', '20', '--how', kind === 'plain' ? 'stop' : 'crash'],
  ...['--', 'python3', SERVER, port, kind],
];
/**
 * Each command, and within which time of its life it is ended.
 * @type {readonly [Command, ...Command[]]}
 */
const COMMANDS = [
  { name: 'why', words: (port) => ['why', port], withinMs: 400 },
  { name: 'release', words: (port) => ['release', port], withinMs: 400 },
  { name: 'matrix', words: (port) => ['matrix', port, ...addresses()], withinMs: 1500 },
  { name: 'claims', words: (port) => ['claims', port], withinMs: 1500 },
  { name: 'port', words: () => ['port', at('../examples')], withinMs: 800 },
  { name: 'drill', words: drilled('plain'), withinMs: 3000 },
  { name: 'drill of a server without SO_REUSEADDR', words: drilled('without_reuse'), withinMs: 3000 },
  { name: 'drill of a server that hides', words: drilled('hides'), withinMs: 3000 },
];
/** @type {readonly [Target, ...Target[]]} */
const TARGETS = ['command', 'process', 'process', 'group'];
/** @type {readonly [NodeJS.Signals, ...NodeJS.Signals[]]} */
const SIGNALS = ['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGINT'];

/** Long enough to be ended while it runs: 1,008 cells. */
function addresses() {
  return ['127.0.0.1', '0.0.0.0', '::'].flatMap((address) => ['--first', address, '--second', address]);
}

/**
 * mulberry32: the same numbers for the same seed.
 * @param {number} seed
 */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return String(port);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/**
 * Processes with the marker in their environment, or that are the server on this port.
 * @param {string} marker
 * @param {string} port
 */
function processes(marker, port) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const line = read(`/proc/${pid}/cmdline`).split('\0');
      const isServer = line.includes(SERVER) && line.includes(port);
      const isOurs = isServer || read(`/proc/${pid}/environ`).includes(`REBIND_KILLS=${marker}\0`);
      const isZombie = read(`/proc/${pid}/stat`).replace(/.*\)/, '').includes(' Z ');
      return isOurs && !isZombie ? [{ pid: Number(pid), line: line.join(' ').trim() }] : [];
    });
}

/** @param {string} port */
function sockets(port) {
  const hex = `:${Number(port).toString(16).toUpperCase().padStart(4, '0')} `;
  const rows = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    read(`/proc/net/${table}`)
      .split('\n')
      .filter((line) => line.includes(hex))
      .map((line) => `${table} ${line.trim().split(/\s+/).slice(1, 4).join(' ')}`),
  );
  const names = read('/proc/net/unix')
    .split('\n')
    .filter((line) => line.includes(`rebind experiment ${port}`));
  return [...rows, ...names];
}

/**
 * What is left of a run; empty when nothing is.
 * @param {Run} run
 */
function left({ marker, port, folder }) {
  return [
    ...processes(marker, port).map(({ pid, line }) => `process ${pid}: ${line.slice(0, 120)}`),
    ...sockets(port).map((row) => `socket ${row}`),
    ...readdirSync(folder, { recursive: true }).map((file) => `file ${String(file)}`),
  ];
}

/**
 * Plans are drawn before any is carried out, so that a seed means the same whatever the machine does.
 * @param {() => number} draw
 * @param {number} index
 */
function plan(draw, index) {
  /** @type {<T>(list: readonly [T, ...T[]]) => T} */
  const pick = (list) => list[Math.floor(draw() * list.length)] ?? list[0];
  const command = COMMANDS[index % COMMANDS.length] ?? COMMANDS[0];
  return {
    index,
    command,
    afterMs: draw() * command.withinMs,
    target: pick(TARGETS),
    signal: pick(SIGNALS),
    which: draw(),
  };
}

/** @param {ReturnType<typeof plan>} plan */
async function kill({ index, command, afterMs, target, signal, which }) {
  const port = await freePort();
  const marker = `${process.pid}.${index}`;
  const folder = mkdtempSync(path.join(tmpdir(), 'rebind-kills-'));
  const child = spawn(process.execPath, [REBIND, ...command.words(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    env: { ...process.env, REBIND_KILLS: marker, TMPDIR: folder, NODE_DISABLE_COMPILE_CACHE: '1' },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
    said += chunk;
  });
  const exited = once(child, 'close');
  await setTimeout(afterMs);
  const own = processes(marker, port).filter(({ line }) => !line.includes(SERVER) || line.includes('drill'));
  const { pid = 0 } = child;
  const chosen = own[Math.floor(which * own.length)]?.pid ?? pid;
  const ended = child.exitCode !== null || child.signalCode !== null;
  try {
    process.kill({ command: pid, process: chosen, group: -pid }[target], signal);
  } catch {
    // it has ended by itself
  }
  await exited;
  const deadline = performance.now() + GONE_WITHIN_MS;
  let remains = left({ marker, port, folder });
  while (remains.length > 0 && performance.now() < deadline) {
    await setTimeout(LOOK_EVERY_MS);
    remains = left({ marker, port, folder });
  }
  for (const { pid } of processes(marker, port)) {
    process.kill(pid, 'SIGKILL');
  }
  rmSync(folder, { recursive: true });
  const traced = / {4}at |node:internal/.test(said) ? [`a stack trace: ${said.slice(0, 300)}`] : [];
  return {
    index,
    command: command.name,
    afterMs: Math.round(afterMs),
    target,
    signal,
    ended,
    faults: [...remains, ...traced],
  };
}

const draw = random(Number(values.seed));
const plans = Array.from({ length: Number(values.count) }, (_, index) => plan(draw, index));
/** @type {Awaited<ReturnType<typeof kill>>[]} */
const results = [];
const start = performance.now();
await Promise.all(
  Array.from({ length: Number(values['at-once']) }, async () => {
    for (let next = plans.shift(); next; next = plans.shift()) {
      const result = await kill(next);
      results.push(result);
      if (result.faults.length > 0) {
        process.stderr.write(`${JSON.stringify(result)}\n`);
      }
    }
  }),
);
const table = COMMANDS.map(({ name }) => {
  const own = results.filter(({ command }) => command === name);
  return {
    command: name,
    kills: own.length,
    'while it ran': own.filter(({ ended }) => !ended).length,
    faults: own.filter(({ faults }) => faults.length > 0).length,
  };
});
console.table(table);
const faults = results.filter((result) => result.faults.length > 0).length;
console.log(
  `${results.length} kills, seed ${values.seed}: ${faults} faults, ${Math.round((performance.now() - start) / 1000)} s`,
);
process.exitCode = faults === 0 ? 0 : 1;
