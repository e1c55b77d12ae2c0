import { randomUUID } from 'node:crypto';
import { commandLine } from '../text/command-line.ts';
import { lockOrThrow, PortUnusableError, requireLoopback } from '../conduct.ts';
import { cleanUp, type Remains } from './clean-up.ts';
import { SourcePorts } from './clients.ts';
import type { RoundFacts } from './facts.ts';
import type { DrillReport, DrillStep, RoundReport, WayReport } from './model.ts';
import type { DrillOptions, How } from './options.ts';
import { ProcessTree, requireProcesses } from './process-tree.ts';
import { type Drill, runRound } from './round.ts';
import type { Place } from './server.ts';
import { ServerLog } from './server-log.ts';
import { type Spread, spread } from './statistics.ts';
import { becomeSubreaper } from './subreaper.ts';
import { beyondColdStart, judgeRound, judgeWay, type Standard, worst } from './verdict.ts';
import { Watch } from './watch.ts';
import { type ConductOptions, systemReport } from '../experiment.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { identity } from '../kernel/socket-table.ts';
import { KEEPS_TIME_WAIT, keepsTimeWait } from '../kernel/sysctl.ts';
import { releasePort } from '../release/release.ts';
import { describeRow } from '../kernel/row-report.ts';
import { UnsupportedSystemError } from '../sockets/sockets.ts';
import { whyPort } from '../why/why.ts';

export interface DrillConduct extends ConductOptions {
  readonly place: Place;
  /** Names the drill in the environment of all it starts, so that they can be found when this process is gone. */
  readonly drill?: string;
  readonly onStep?: (step: DrillStep) => void;
}

/**
 * Starts a server, ends it in every chosen way, starts it again, and measures whether and when it is back. To be run in
 * a process of its own, which adopts whatever the server leaves running; `drillServer` gives it one.
 * @throws UnsupportedSystemError elsewhere than on Linux; PortUnusableError where somebody listens on the port; CommandError where the command cannot be run
 */
export async function runDrill(
  kernel: Kernel,
  options: DrillOptions,
  conduct: DrillConduct,
): Promise<DrillReport> {
  const { port } = options;
  const startedAt = performance.now();
  if (process.platform !== 'linux') {
    throw new UnsupportedSystemError(
      `rebind drill needs Linux, where a process can adopt what a server leaves running; this is ${process.platform}`,
    );
  }
  requireProcesses();
  requireLoopback();
  becomeSubreaper();
  const unlock = lockOrThrow(kernel, port);
  try {
    await refuseOccupied(kernel, port);
    const baseline = new Set(kernel.table.rowsOf(port).map(identity));
    conduct.onBaseline?.(port, baseline);
    const log = new ServerLog(options.log);
    if (log.path !== null) {
      conduct.onStep?.({ kind: 'log', path: log.path });
    }
    const drill: Drill = {
      kernel,
      options,
      place: conduct.place,
      watch: new Watch(kernel.table, conduct.signal),
      tree: new ProcessTree(conduct.drill ?? randomUUID()),
      log,
      sourcePorts: new SourcePorts(port),
      baseline,
      foreign: new Set(kernel.table.listeners().map(({ inode }) => inode)),
      generation: 0,
      http: undefined,
      triedReleased: new Map(),
    };
    let remains: Remains | undefined;
    try {
      const outcome = await runRounds(drill, conduct);
      remains = await cleanUp(drill, port, 0);
      return report(drill, outcome, remains, performance.now() - startedAt);
    } finally {
      remains ??= await cleanUp(drill, port, Math.min(options.graceMs, STOPPED_GRACE_MS));
      log.close();
    }
  } finally {
    unlock();
  }
}

/** Who stops a drill does not want to wait for a server's grace. */
const STOPPED_GRACE_MS = 1000;

/** A drill starts on a free port. What earlier runs left there is released first; whoever is there stays, and is named. */
async function refuseOccupied(kernel: Kernel, port: number): Promise<void> {
  const { leftovers } = await releasePort(kernel, { port });
  const { verdict, holders, sockets } = whyPort(kernel, { port });
  const tcp = sockets.filter(({ protocol }) => protocol === 'tcp');
  const [socket] = tcp;
  if (!socket) {
    return;
  }
  const names = holders.map(({ pid, command, user }) => `${commandLine(command)} (pid ${pid}, user ${user})`);
  const who = names.length > 0 ? names.join(', ') : 'a process that is not shown to you';
  if (verdict === 'remembered') {
    const reasons = [...new Set(leftovers.map(({ text }) => text).filter((text) => text !== null))];
    throw new PortUnusableError(
      'leftovers',
      port,
      `${tcp.length} earlier connections are remembered on port ${port} and could not be released: ${socket.state} ${socket.local}; ${reasons.join('; ')}`,
    );
  }
  const does = tcp.some(({ state }) => state === 'LISTEN') ? 'listens on' : 'has';
  throw new PortUnusableError('held', port, `${who} ${does} port ${port}; stop it, then drill`);
}

interface Outcome {
  readonly rounds: readonly RoundFacts[];
  readonly cutShort: string | null;
}

async function runRounds(
  drill: Drill,
  { onProgress, onStep }: Pick<DrillConduct, 'onProgress' | 'onStep'>,
): Promise<Outcome> {
  const { options } = drill;
  const rounds: RoundFacts[] = [];
  const total = options.hows.length * options.rounds;
  let cutShort: string | null = null;
  for (const [index, how] of options.hows.entries()) {
    for (let round = 1; round <= options.rounds; round += 1) {
      const done = index * options.rounds + round - 1;
      const facts = await runRound(drill, how, round, (phase) => {
        onProgress?.({ done, total, text: `${how} ${round}: ${phase}` });
        onStep?.({ kind: 'phase', how, round, phase });
      });
      rounds.push(facts);
      onStep?.({ kind: 'round', report: judged(facts, standardOf(options, rounds)) });
      onProgress?.({ done: done + 1, total, text: `${how} ${round}: cleaning up` });
      // SIGTERM first, except where the server was to crash anyway or has shown that it does not mind it
      const graceMs = how === 'crash' || facts.killed ? 0 : options.graceMs;
      const { rows, survivors } = await cleanUp(drill, options.port, graceMs);
      if (facts.restart === null) {
        return { rounds, cutShort: 'the server did not listen, so there was nothing to end' };
      }
      if (rows.length + survivors.length > 0) {
        const why = rows.length > 0 && keepsTimeWait() ? `: ${KEEPS_TIME_WAIT}` : '';
        return { rounds, cutShort: `the port could not be cleaned up after round ${round} of ${how}${why}` };
      }
      if (facts.restart.kind === 'silent' && round < options.rounds) {
        cutShort = `a server that does not come back in ${options.timeoutMs / 1000} s is not asked again`;
        break;
      }
    }
  }
  return { rounds, cutShort };
}

function standardOf({ port, maxAwayMs }: DrillOptions, rounds: readonly RoundFacts[]): Standard {
  return { port, maxAwayMs, coldStartMs: coldStarts(rounds)?.p50 ?? 0 };
}

function coldStarts(rounds: readonly RoundFacts[]): Spread | null {
  return spread(rounds.flatMap(({ coldStart }) => (coldStart.kind === 'listens' ? [coldStart.afterMs] : [])));
}

function judged(facts: RoundFacts, standard: Standard): RoundReport {
  return {
    ...facts,
    beyondColdStartMs: beyondColdStart(facts.awayMs, standard.coldStartMs),
    verdict: judgeRound(facts, standard),
  };
}

function wayReport(how: How, rounds: readonly RoundReport[]): WayReport {
  const numbers = (pick: (round: RoundReport) => number | null) =>
    spread(rounds.map(pick).filter((value) => value !== null));
  return {
    how,
    verdict: judgeWay(rounds.map(({ verdict }) => verdict)),
    stopMs: numbers(({ stopMs }) => stopMs),
    awayMs: numbers(({ awayMs }) => awayMs),
    beyondColdStartMs: numbers(({ beyondColdStartMs }) => beyondColdStartMs),
    rounds,
  };
}

function report(
  { options, log }: Drill,
  { rounds, cutShort }: Outcome,
  { rows, survivors }: Remains,
  elapsedMs: number,
): DrillReport {
  const standard = standardOf(options, rounds);
  const all = rounds.map((facts) => judged(facts, standard));
  const ways = options.hows.flatMap((how) => {
    const own = all.filter((round) => round.how === how);
    return own.length === 0 ? [] : [wayReport(how, own)];
  });
  const resolutions = rounds.flatMap(({ coldStart, awayResolutionMs }) => [
    ...(coldStart.kind === 'listens' ? [coldStart.resolutionMs] : []),
    ...(awayResolutionMs === null ? [] : [awayResolutionMs]),
  ]);
  return {
    schemaVersion: 1,
    command: 'drill',
    port: options.port,
    server: options.server,
    verdict: worst(ways.map(({ verdict }) => verdict)).verdict,
    ways,
    coldStartMs: coldStarts(rounds),
    maxAwayMs: options.maxAwayMs,
    connections: options.connections,
    resolutionMs: resolutions.length > 0 ? Math.max(...resolutions) : null,
    cutShort,
    findings: [],
    log: log.path,
    elapsedMs: Math.round(elapsedMs),
    leftAsFound: rows.length + survivors.length === 0,
    remains: rows.map(describeRow),
    survivors,
    system: systemReport(),
  };
}
