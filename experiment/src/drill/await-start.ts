import { commandLine } from '../text/command-line.ts';
import { holdersOf } from '../process/linux.ts';
import type { SocketRow } from '../kernel/socket-table.ts';
import { formatEndpoint } from '../sockets/address.ts';
import type { Start } from './facts.ts';
import type { ProcessTree } from './process-tree.ts';
import type { Server } from './server.ts';
import type { ServerLog } from './server-log.ts';
import { tenths } from './statistics.ts';
import type { Look, Watch } from './watch.ts';

/** A server that listens elsewhere may still be about to listen where it should; on a first start nothing says how long that takes. */
const ELSEWHERE_FIRST_MS = 3000;
const ELSEWHERE_AGAIN_MS = 1000;
/** Some servers try a port with a listener that they close at once, before they listen for good: Vite does. */
const LASTING_MS = 50;
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
  /** When what it did was seen, on the clock of `performance.now()`. */
  readonly at: number;
}

/** Notes when each of the listeners was first seen, and forgets those that are gone. */
function note(
  seen: Map<number, Pick<Look, 'at' | 'gapMs'>>,
  listeners: readonly SocketRow[],
  { at, gapMs }: Look,
): void {
  const present = new Set(listeners.map(({ inode }) => inode));
  for (const inode of present) {
    if (!seen.has(inode)) {
      seen.set(inode, { at, gapMs });
    }
  }
  for (const inode of seen.keys()) {
    if (!present.has(inode)) {
      seen.delete(inode);
    }
  }
}

type Owner = 'ours' | 'stranger' | 'hidden';

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
  const seen = new Map<number, Pick<Look, 'at' | 'gapMs'>>();
  let lookedForDaemon = -Infinity;
  let deserted = false;

  const answer = (look: Look): StartOutcome | undefined => {
    const { at } = look;
    const fresh = look.listeners.filter(({ inode }) => !before.inodes.has(inode));
    note(seen, fresh, look);
    const lasting = (row: SocketRow, ms: number) => at - (seen.get(row.inode)?.at ?? at) >= ms;

    const [onPort] = fresh
      .filter((row) => row.local.port === port && lasting(row, LASTING_MS))
      .toSorted((one, other) => (seen.get(one.inode)?.at ?? 0) - (seen.get(other.inode)?.at ?? 0));
    if (onPort) {
      // nobody listened there before, so a holder who is hidden, as other users' processes are, is ours too
      return ownerOf(onPort) === 'stranger' ? taken(onPort) : listens(onPort);
    }
    const others = fresh.filter(
      (row) =>
        before.earlier?.ports.has(row.local.port) !== true &&
        row.local.port !== port &&
        lasting(row, elsewhereMs) &&
        ownerOf(row) === 'ours',
    );
    if (others.length > 0) {
      const ports = [...new Set(others.map(({ local }) => local.port))];
      return { start: { kind: 'elsewhere', afterMs: since(at), ports, output: log.tail() }, at };
    }
    if (server.exit && at - lookedForDaemon >= DAEMON_LOOK_MS) {
      lookedForDaemon = at;
      const wasDeserted = deserted;
      deserted = !leftRunning(tree, server, before.pids);
      // seen twice: one that forks and ends while /proc is read is missed, and so is its child
      if (deserted && wasDeserted) {
        const { code, signal } = server.exit;
        return {
          start: { kind: 'ended', afterMs: since(server.exit.at), code, signal, output: log.tail() },
          at,
        };
      }
    }
    return undefined;
  };
  const since = (at: number) => tenths(at - server.startedAt);
  const listens = ({ inode, local }: SocketRow): StartOutcome => {
    const { at, gapMs } = seen.get(inode) ?? { at: performance.now(), gapMs: 0 };
    const listener = formatEndpoint(local);
    return { start: { kind: 'listens', afterMs: since(at), resolutionMs: tenths(gapMs), listener }, at };
  };
  const taken = ({ inode }: SocketRow): StartOutcome => {
    const at = seen.get(inode)?.at ?? performance.now();
    const holders = holdersOf(new Set([inode])).map(
      ({ pid, command }) => `${commandLine(command)} (pid ${pid})`,
    );
    return { start: { kind: 'stranger', afterMs: since(at), holders, output: log.tail() }, at };
  };
  return (
    (await watch.until(answer, timeoutMs)) ?? {
      start: { kind: 'silent', afterMs: tenths(performance.now() - server.startedAt), output: log.tail() },
      at: performance.now(),
    }
  );
}

/** Whether any process of this start still runs, a daemon it has become among them. */
function leftRunning(tree: ProcessTree, { generation }: Server, before: ReadonlySet<number>): boolean {
  return tree
    .living()
    .some(({ pid }) => !before.has(pid) && (tree.generationOf(pid) ?? generation) === generation);
}

function findOwner(tree: ProcessTree, inode: number): Owner {
  const inodes = new Set([inode]);
  if (tree.holders(inodes).length > 0) {
    return 'ours';
  }
  const holders = holdersOf(inodes);
  const own = new Set(tree.living().map(({ pid }) => pid)); // read after the holders: the holder may just have been forked
  if (holders.length === 0) {
    return 'hidden';
  }
  return holders.some(({ pid }) => own.has(pid)) ? 'ours' : 'stranger';
}
