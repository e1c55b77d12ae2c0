// What the drill measures and costs: its time away against strace's timestamps, what it adds to the server's own start, what a
// hundred rounds leave, and whether its own connections change the verdict. Needs strace.
// usage: node bench/drill.mjs [resolution] [start] [leaks] [connections]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { drillServer, openKernel } from 'rebind';

const SERVER = fileURLToPath(new URL('drill/server.js', import.meta.url));
const PORT = 9876;
/** @type {[string, ...string[]]} */
const server = [process.execPath, SERVER, String(PORT)];
const folder = mkdtempSync(join(tmpdir(), 'rebind-bench-'));
const kernel = await openKernel();

const sorted = (/** @type {readonly number[]} */ values) => values.toSorted((a, b) => a - b);
const percentile = (/** @type {readonly number[]} */ values, /** @type {number} */ percent) =>
  sorted(values)[Math.ceil((percent / 100) * values.length) - 1] ?? Number.NaN;
const spread = (/** @type {readonly number[]} */ values) => ({
  p50: percentile(values, 50).toFixed(2),
  p95: percentile(values, 95).toFixed(2),
  max: Math.max(...values).toFixed(2),
});

/** The time away by the drill, against the time between strace's "killed" and its next "listen". */
async function resolution() {
  const trace = join(folder, 'trace');
  const strace = ['-f', '-ttt', '-A', '-o', trace, '-e', 'trace=listen'];
  const report = await drillServer({
    server: ['strace', ...strace, ...server],
    port: PORT,
    hows: ['crash'],
    rounds: 40,
    log: join(folder, 'resolution.log'),
  });
  const events = readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, pid, time, what] = /^(\d+) +([\d.]+) (.*)$/.exec(line) ?? [];
      return what === undefined ? [] : [{ pid, at: Number(time) * 1000, what }];
    });
  const listens = events.filter(({ what }) => what.startsWith('listen('));
  // each round has two starts: the second of each pair follows the crash
  const rounds = (report.ways[0]?.rounds ?? []).flatMap(({ awayMs, awayResolutionMs }, index) => {
    const [first, second] = listens.slice(2 * index, 2 * index + 2);
    const killed = events.findLast(
      ({ pid, at, what }) => pid === first?.pid && at < (second?.at ?? 0) && what.startsWith('+++ killed'),
    );
    return awayMs === null || second === undefined || killed === undefined
      ? []
      : [{ difference: Math.abs(awayMs - (second.at - killed.at)), claimed: awayResolutionMs ?? 0 }];
  });
  const all = rounds.map(({ difference }) => difference);
  console.log(`time away, difference from strace, ms, ${all.length} rounds`, spread(all));
  console.log('resolution the drill claims, ms', spread(rounds.map(({ claimed }) => claimed)));
}

/** How long the server takes to listen by its own clock, on its own and in a drill, in turns. */
async function start() {
  /** @type {number[][]} */
  const [alone = [], drilled = [], again = []] = [[], [], []];
  for (let turn = 0; turn < 25; turn += 1) {
    alone.push(await startAlone(), await startAlone());
    const log = join(folder, `start-${turn}.log`);
    await drillServer({ server, port: PORT, hows: ['crash'], rounds: 1, log });
    drilled.push(...listeningTimes(readFileSync(log, 'utf8')));
    again.push(await startAlone(), await startAlone());
  }
  console.log('own start alone, ms', spread(alone));
  console.log('own start in a drill, ms', spread(drilled));
  const ratio = (/** @type {number[]} */ one, /** @type {number[]} */ other) =>
    (percentile(one, 50) / percentile(other, 50)).toFixed(3);
  console.log(
    'ratio of medians',
    ratio(drilled, [...alone, ...again]),
    'of alone to alone',
    ratio(again, alone),
  );
}

const listeningTimes = (/** @type {string} */ text) =>
  [...text.matchAll(/^listening after ([\d.]+)$/gm)].map(([, time]) => Number(time));

async function startAlone() {
  const [program, ...arguments_] = server;
  const child = spawn(program, arguments_, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const lines = /** @type {string[]} */ (await once(createInterface(child.stdout), 'line'));
  child.kill('SIGKILL');
  await once(child, 'exit');
  return listeningTimes(lines.join(''))[0] ?? Number.NaN;
}

/** Descriptors and memory of the drill's process after each of a hundred rounds, and what is there when it has ended. */
async function leaks() {
  let pid = 0;
  /** @type {{ descriptors: number, megabytes: number }[]} */
  const seen = [];
  const before = kernel.table.rowsOf(PORT).length;
  const report = await drillServer(
    { server, port: PORT, hows: ['crash', 'stop'], rounds: 50, log: join(folder, 'leaks.log') },
    {
      onSpawn: (child) => (pid = child),
      onStep: (step) => {
        if (step.kind === 'phase' && step.phase === 'starting') {
          seen.push({
            descriptors: readdirSync(`/proc/${pid}/fd`).length,
            megabytes: residentMegabytes(pid),
          });
        }
      },
    },
  );
  // pipes of the last server may still be closing when one looks, so halves are compared
  const most = (/** @type {typeof seen} */ half, /** @type {'descriptors' | 'megabytes'} */ what) =>
    Math.max(...half.map((one) => one[what]));
  const [first, second] = [seen.slice(0, seen.length / 2), seen.slice(seen.length / 2)];
  console.log(
    `${seen.length} rounds: at most ${most(first, 'descriptors')} descriptors in the first half, ${most(second, 'descriptors')} in the second`,
  );
  console.log(`resident memory ${most(first, 'megabytes')} and ${most(second, 'megabytes')} MB`);
  const left = kernel.table.rowsOf(PORT).length - before;
  const alive = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandOf(name).includes(SERVER));
  console.log(
    `left: ${left} sockets, ${alive.length} processes; verdict ${report.verdict.id}; as found ${report.leftAsFound}`,
  );
}

const residentMegabytes = (/** @type {number} */ pid) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);

/** @param {string} pid */
function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** The verdict in every way, without connections and with twenty. */
async function connections() {
  for (const how of /** @type {const} */ (['crash', 'stop', 'interrupt', 'save'])) {
    const verdicts = [];
    for (const count of [0, 20]) {
      const log = join(folder, `connections-${how}-${count}.log`);
      const report = await drillServer({
        server,
        port: PORT,
        hows: [how],
        rounds: 5,
        connections: count,
        log,
      });
      verdicts.push(report.verdict.id);
    }
    console.log(`${how}: ${verdicts.join(' with 0 connections, ')} with 20`);
  }
}

const parts = { resolution, start, leaks, connections };
const asked = process.argv.slice(2);
for (const [name, part] of Object.entries(parts)) {
  if (asked.length === 0 || asked.includes(name)) {
    await part();
  }
}
rmSync(folder, { recursive: true });
kernel.close();
