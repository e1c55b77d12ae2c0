import type { Kernel } from '../kernel/kernel.ts';
import type { SocketRow } from '../kernel/socket-table.ts';
import type { ReuseOption } from '../sockets/sockets.ts';
import { whyPort } from '../why/why.ts';
import { awaitStart, type Before, type StartOutcome } from './await-start.ts';
import { cleanUp } from './clean-up.ts';
import { Clients, loopbackTarget, type SourcePorts } from './clients.ts';
import { endServer, type Running } from './end-server.ts';
import type { RoundFacts, Start, StateCounts } from './facts.ts';
import type { Phase } from './model.ts';
import type { DrillOptions, How } from './options.ts';
import type { ProcessTree } from './process-tree.ts';
import { type Place, Server } from './server.ts';
import type { ServerLog } from './server-log.ts';
import { tenths } from './statistics.ts';
import type { Look, Watch } from './watch.ts';

/** What all rounds of a drill share. */
export interface Drill {
  readonly kernel: Kernel;
  readonly options: DrillOptions;
  readonly place: Place;
  readonly watch: Watch;
  readonly tree: ProcessTree;
  readonly log: ServerLog;
  readonly sourcePorts: SourcePorts;
  /** The port's rows before the drill, by identity. */
  readonly baseline: ReadonlySet<string>;
  /** Listeners that were there before the drill, on any port. */
  readonly foreign: ReadonlySet<number>;
  /** Starts of the server so far. */
  generation: number;
  /** Whether the server speaks HTTP; undefined until it was asked. */
  http: boolean | undefined;
  /** A restart that failed has been tried again on a released port, for this way. */
  readonly triedReleased: Map<How, Start>;
}

/** The kernel closes a process's sockets when it ends, and loopback delivers at once. */
const SETTLE_MS = 100;

/** From one accept to the next: a busy server takes a moment, and one that has enough clients never does. */
const ACCEPT_MS = 300;
const ACCEPT_ALL_MS = 5000;

/** One round: start on a clean port, connect, end, start again, clean up. What it leaves is for `cleanUp`. */
export async function runRound(
  drill: Drill,
  how: How,
  round: number,
  onPhase: (phase: Phase) => void,
): Promise<RoundFacts> {
  const { kernel, options, watch, tree } = drill;
  const { port, connections, graceMs } = options;
  onPhase('starting');
  const nothing: Before = { inodes: drill.foreign, pids: new Set(), earlier: undefined };
  const [server, first] = await start(drill, `${how}, round ${round}: start`, nothing);
  const facts = {
    how,
    round,
    coldStart: first.start,
    connected: 0,
    http: null,
    reuse: null,
    stopMs: null,
    killed: false,
    leftBehind: {},
    restart: null,
    oldListener: 'gone',
    awayMs: null,
    awayResolutionMs: null,
    afterRelease: null,
    why: null,
  } satisfies RoundFacts;
  if (first.start.kind !== 'listens') {
    return { ...facts, why: whyPort(kernel, { port }) };
  }

  onPhase('connecting');
  const clients = new Clients(kernel.sockets, drill.sourcePorts);
  const stopPumping = watch.onLook(() => {
    clients.pump();
  });
  let connected = 0;
  try {
    const target = loopbackTarget(ownListeners(drill).filter(({ local }) => local.port === port));
    if (target) {
      connected = await clients.connect(watch, target, connections);
      drill.http = connected > 0 ? await clients.request(watch, target, drill.http) : drill.http;
      await awaitAccepted(drill);
    }

    onPhase('ending');
    // looked at only now: workers may have begun to listen since
    const listeners = ownListeners(drill);
    const onPort = listeners.filter(({ local }) => local.port === port);
    const running: Running = { server, inodes: new Set(onPort.map(({ inode }) => inode)) };
    const before: Before = {
      inodes: new Set([...drill.foreign, ...listeners.map(({ inode }) => inode)]),
      pids: new Set(tree.living().map(({ pid }) => pid)),
      earlier: {
        ports: new Set(listeners.map(({ local }) => local.port)),
        afterMs: first.start.afterMs,
      },
    };
    const reuse = reuseOf(drill, onPort[0]);
    const away = watchAbsence(watch, running.inodes);
    const { ending, finish } = await endServer(how, { watch, tree, graceMs }, running);
    if (how !== 'save') {
      await watch.until(() => clients.ended || undefined, SETTLE_MS);
    }
    const leftBehind = countStates(kernel.table.rowsOf(port), port);

    onPhase('starting again');
    const [next, second] = await start(drill, `${how}, round ${round}: start again`, before);
    const wasThere = away.goneAt() === undefined || (away.goneAt() ?? 0) > next.startedAt;
    const absence = second.start.kind === 'listens' ? away.until(second.at, second.start.resolutionMs) : null;
    away.stop();
    const why = whyPort(kernel, { port });
    const ended = ending ?? (await finish());
    const listens = ({ inode }: SocketRow) => running.inodes.has(inode);
    const gone = await watch.until((look) => (look.listeners.some(listens) ? undefined : true), SETTLE_MS);
    const stays = gone === undefined;
    const failed = second.start.kind === 'ended' || second.start.kind === 'silent';
    clients.close();
    return {
      ...facts,
      connected,
      http: connected === 0 ? null : (drill.http ?? null),
      reuse,
      ...ended,
      leftBehind,
      restart: second.start,
      oldListener: stays ? 'stays' : wasThere ? 'was there' : 'gone',
      awayMs: absence?.ms ?? null,
      awayResolutionMs: absence?.resolutionMs ?? null,
      afterRelease: failed && !stays && hasAny(leftBehind) ? await tryReleased(drill, how) : null,
      why,
    };
  } finally {
    stopPumping();
    clients.close();
  }
}

async function start(drill: Drill, title: string, before: Before): Promise<[Server, StartOutcome]> {
  const { options, place, tree, log, watch } = drill;
  drill.generation += 1;
  log.begin(title);
  const server = await Server.start(options.server, drill.generation, tree, { ...place, log });
  return [
    server,
    await awaitStart({ watch, tree, log, port: options.port }, server, before, options.timeoutMs),
  ];
}

/** Whether the leftovers were it: the same command on the same port, once they are released. Once a way; null where they cannot be. */
async function tryReleased(drill: Drill, how: How): Promise<Start | null> {
  const known = drill.triedReleased.get(how);
  if (known) {
    return known;
  }
  const { rows } = await cleanUp(drill, drill.options.port, 0);
  if (rows.length > 0) {
    return null;
  }
  const nothing: Before = { inodes: drill.foreign, pids: new Set(), earlier: undefined };
  const [, { start: outcome }] = await start(drill, `${how}: start after the port was released`, nothing);
  drill.triedReleased.set(how, outcome);
  return outcome;
}

/** When none of these listeners is there any more. */
function watchAbsence(watch: Watch, inodes: ReadonlySet<number>) {
  let gone: Pick<Look, 'at' | 'gapMs'> | undefined;
  const stop = watch.onLook((look) => {
    gone = look.listeners.some(({ inode }) => inodes.has(inode)) ? undefined : (gone ?? look);
  });
  return {
    stop,
    goneAt: () => gone?.at,
    /** The time without a listener until then; 0 where the old one had not gone yet. */
    until: (at: number, resolutionMs: number) => ({
      ms: tenths(gone === undefined ? 0 : Math.max(0, at - gone.at)),
      resolutionMs: tenths(Math.max(gone?.gapMs ?? 0, resolutionMs)),
    }),
  };
}

/** The listeners that were not there before the drill, on any port; those of others that came since among them. */
function ownListeners({ watch, foreign }: Drill): readonly SocketRow[] {
  return watch.look().listeners.filter(({ inode }) => !foreign.has(inode));
}

/** Of a descendant's socket anybody may know: ptrace(2) allows it where Yama allows no more. */
function reuseOf({ kernel, tree }: Drill, row: SocketRow | undefined): readonly ReuseOption[] | null {
  const inodes = new Set(row ? [row.inode] : []);
  return (row && kernel.optionsOf(row, tree.holders(inodes))) ?? null;
}

/** A connection no process has accepted yet has no inode; ended now, it would be reset and leave nothing behind. */
async function awaitAccepted({ kernel, watch, options }: Drill): Promise<void> {
  let fewest = Infinity;
  let since = performance.now();
  await watch.until(({ at }) => {
    const waiting = kernel.table
      .rowsOf(options.port)
      .filter(
        ({ local, state, inode }) => local.port === options.port && state === 'ESTABLISHED' && inode === 0,
      );
    if (waiting.length < fewest) {
      fewest = waiting.length;
      since = at;
    }
    return waiting.length === 0 || at - since > ACCEPT_MS ? true : undefined;
  }, ACCEPT_ALL_MS);
}

/** Of the port's own sockets that do not listen. */
function countStates(rows: readonly SocketRow[], port: number): StateCounts {
  const states = rows
    .filter(({ protocol, local }) => protocol === 'tcp' && local.port === port)
    .map(({ state }) => state)
    .filter((state) => state !== 'LISTEN')
    .toSorted();
  return Object.fromEntries(
    [...new Set(states)].map((state) => [state, states.filter((other) => other === state).length]),
  );
}

const hasAny = (counts: StateCounts) => Object.keys(counts).length > 0;
