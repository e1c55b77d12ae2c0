import { holdersOf } from '../kernel/processes.ts';
import type { SocketRow } from '../kernel/socket-table.ts';
import { formatEndpoint } from '../sockets/address.ts';
import type { Start } from './model.ts';
import type { ProcessTree } from './process-tree.ts';
import type { Server } from './server.ts';
import type { ServerLog } from './server-log.ts';
import { tenths } from './statistics.ts';
import type { Look, Watch } from './watch.ts';

/** A server that listens elsewhere may still be about to listen where it should; on a first start nothing says how long that takes. */
const ELSEWHERE_FIRST_MS = 3000;
const ELSEWHERE_AGAIN_MS = 1000;
/** Between two looks for processes that outlive the started one. */
const DAEMON_LOOK_MS = 20;

/** What is known before a start. */
export interface Before {
  /** Listeners that are not this start's. */
  readonly inodes: ReadonlySet<number>;
  /** Processes that are not this start's. */
  readonly pids: ReadonlySet<number>;
  /** The ports the server listened on when it last did, and how long that took; undefined on the first start. */
  readonly earlier: { readonly ports: ReadonlySet<number>; readonly afterMs: number } | undefined;
}

export interface StartOutcome {
  readonly start: Start;
  /** Its listeners when the answer was there, on whatever port. */
  readonly listeners: readonly SocketRow[];
  /** When it was seen to listen, on the clock of `performance.now()`. */
  readonly at: number;
}

type Owner = 'ours' | 'stranger';

/** Waits until a start listens on the port, or it is clear that it does not. */
export async function awaitStart(
  { watch, tree, log, port }: { watch: Watch; tree: ProcessTree; log: ServerLog; port: number },
  server: Server,
  before: Before,
  timeoutMs: number,
): Promise<StartOutcome> {
  const owners = new Map<number, Owner>();
  const ownerOf = ({ inode }: SocketRow): Owner => {
    const owner = owners.get(inode) ?? findOwner(tree, inode);
    owners.set(inode, owner);
    return owner;
  };
  const elsewhereMs = before.earlier
    ? Math.max(ELSEWHERE_AGAIN_MS, before.earlier.afterMs)
    : ELSEWHERE_FIRST_MS;
  let elsewhereSince: number | undefined;
  let lookedForDaemon = -Infinity;

  const answer = ({ at, gapMs, listeners }: Look): StartOutcome | undefined => {
    const afterMs = tenths(at - server.startedAt);
    const fresh = listeners.filter(({ inode }) => !before.inodes.has(inode));
    const onPort = fresh.filter(({ local }) => local.port === port);
    const ours = onPort.filter((row) => ownerOf(row) === 'ours');
    if (ours.length > 0) {
      const start: Start = {
        kind: 'listens',
        afterMs,
        resolutionMs: tenths(gapMs),
        listeners: ours.map(({ local }) => formatEndpoint(local)),
      };
      return { start, at, listeners: fresh.filter((row) => ownerOf(row) === 'ours') };
    }
    if (onPort.length > 0) {
      const holders = holdersOf(new Set(onPort.map(({ inode }) => inode)));
      const names = holders.map(({ pid, command }) => `${command.join(' ')} (pid ${pid})`);
      return {
        start: { kind: 'stranger', afterMs, holders: names, output: log.tail() },
        at,
        listeners: [],
      };
    }
    const others = fresh.filter(
      (row) => before.earlier?.ports.has(row.local.port) !== true && ownerOf(row) === 'ours',
    );
    if (others.length > 0) {
      elsewhereSince ??= at;
      if (at - elsewhereSince >= elsewhereMs) {
        return elsewhere(others, at, afterMs);
      }
    }
    if (server.exit && at - lookedForDaemon >= DAEMON_LOOK_MS) {
      lookedForDaemon = at;
      if (!leftRunning(tree, server, before.pids)) {
        const { code, signal } = server.exit;
        return { start: { kind: 'ended', afterMs, code, signal, output: log.tail() }, at, listeners: [] };
      }
    }
    return undefined;
  };
  const elsewhere = (others: readonly SocketRow[], at: number, afterMs: number): StartOutcome => {
    const ports = [...new Set(others.map(({ local }) => local.port))];
    return { start: { kind: 'elsewhere', afterMs, ports, output: log.tail() }, at, listeners: others };
  };
  return (
    (await watch.until(answer, timeoutMs)) ?? {
      start: { kind: 'silent', afterMs: tenths(performance.now() - server.startedAt), output: log.tail() },
      at: performance.now(),
      listeners: [],
    }
  );
}

/** Whether any process of this start still runs, a daemon it has become among them. */
function leftRunning(tree: ProcessTree, { generation }: Server, before: ReadonlySet<number>): boolean {
  return tree
    .living()
    .some(({ pid }) => !before.has(pid) && (tree.generationOf(pid) ?? generation) === generation);
}

/** A listener nobody is seen to hold counts as ours: it is new, and processes of other users hide what they hold. */
function findOwner(tree: ProcessTree, inode: number): Owner {
  const inodes = new Set([inode]);
  if (tree.holders(inodes).length > 0) {
    return 'ours';
  }
  const holders = holdersOf(inodes);
  const own = new Set(tree.living().map(({ pid }) => pid)); // read after the holders: the holder may just have been forked
  return holders.length === 0 || holders.some(({ pid }) => own.has(pid)) ? 'ours' : 'stranger';
}
