import type { How } from './options.ts';
import { isAlive, type ProcessTree, signal } from './process-tree.ts';
import type { Server } from './server.ts';
import { tenths } from './statistics.ts';
import type { Watch } from './watch.ts';

/** A server that listens, about to be ended. */
export interface Running {
  readonly server: Server;
  /** Of its listeners on the port. */
  readonly inodes: ReadonlySet<number>;
}

export interface Ending {
  /** See RoundFacts. */
  readonly stopMs: number | null;
  readonly killed: boolean;
}

interface Means {
  readonly watch: Watch;
  readonly tree: ProcessTree;
  readonly graceMs: number;
}

/** SIGKILL cannot be refused, but a process in an uninterruptible wait takes its time. */
const KILLED_WITHIN_MS = 5000;

/**
 * Ends the server in the chosen way.
 * @returns what is to be waited for before the server is started again (nothing with `save`), and what comes in the end
 */
export async function endServer(
  how: How,
  means: Means,
  running: Running,
): Promise<{ readonly ending: Ending | undefined; readonly finish: () => Promise<Ending> }> {
  const finished = async (ending: Ending) =>
    Promise.resolve({ ending, finish: async () => Promise.resolve(ending) });
  switch (how) {
    case 'crash':
      return finished(await crash(means, running));
    case 'stop':
      return finished(await askToEnd(means, running, 'SIGTERM').finish());
    case 'interrupt':
      return finished(await askToEnd(means, running, 'SIGINT').finish());
    case 'save':
      return { ending: undefined, ...askToEnd(means, running, 'SIGTERM') };
  }
}

async function crash({ watch, tree }: Means, { server, inodes }: Running): Promise<Ending> {
  const holders = tree.holders(inodes).map(({ pid }) => pid);
  const { at } = watch.look(); // so that what the next look sees has happened since
  for (const pid of holders.length > 0 ? holders : [server.pid]) {
    signal(pid, 'SIGKILL');
  }
  const gone = await watch.until(
    (look) => (look.listeners.some(({ inode }) => inodes.has(inode)) ? undefined : look.at),
    KILLED_WITHIN_MS,
  );
  return { stopMs: gone === undefined ? null : tenths(gone - at), killed: false };
}

/** Sends the signal now; `finish` waits, and kills after the grace. */
export function askToEnd(
  { watch, tree, graceMs }: Means,
  { server, inodes }: Running,
  name: 'SIGTERM' | 'SIGINT',
): { readonly finish: () => Promise<Ending> } {
  // of a daemon the started process is gone: then the one that holds the listener is the server
  const processes = server.exit === undefined ? [server.pid] : topmost(tree, inodes);
  const addressees = name === 'SIGINT' ? groupsOf(tree, server, processes) : processes;
  const send = (which: NodeJS.Signals) => {
    for (const addressee of addressees) {
      signal(addressee, which);
    }
  };
  const ended = ({ at: now }: { at: number }) => {
    if (server.exit && processes.includes(server.pid)) {
      return server.exit.at;
    }
    return processes.some(isAlive) ? undefined : now;
  };
  const { at } = watch.look(); // so that what the next look sees has happened since
  send(name);
  return {
    finish: async () => {
      const gone = await watch.until(ended, Math.max(0, graceMs - (performance.now() - at)));
      if (gone !== undefined) {
        return { stopMs: tenths(gone - at), killed: false };
      }
      send('SIGKILL');
      const killed = await watch.until(ended, KILLED_WITHIN_MS);
      return { stopMs: killed === undefined ? null : tenths(killed - at), killed: true };
    },
  };
}

/** The holders of the listener whose parent does not hold it too. */
function topmost(tree: ProcessTree, inodes: ReadonlySet<number>): number[] {
  const holders = tree.holders(inodes);
  const pids = new Set(holders.map(({ pid }) => pid));
  return holders.filter(({ parent }) => !pids.has(parent)).map(({ pid }) => pid);
}

function groupsOf(tree: ProcessTree, server: Server, pids: readonly number[]): number[] {
  const groups = tree
    .living()
    .filter(({ pid }) => pids.includes(pid))
    .map(({ group }) => group);
  // every group of the tree is one the server made, for it was started in a session of its own
  return [...new Set(server.exit === undefined ? [server.pid] : groups)].map((group) => -group);
}
