import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type Holder, walkAncestors } from './process.ts';

/** Linux counts a process's start in these, whatever the kernel's own tick (USER_HZ in proc(5)). */
const USER_HZ = 100;

/**
 * The processes that have these sockets open, from `/proc`. Other users' are seen by root only, so an empty answer
 * does not mean that nobody has them.
 */
export function holdersOf(inodes: ReadonlySet<number>): Holder[] {
  return inodes.size === 0 ? [] : holdersAmong(processIds(), inodes);
}

/** Those of these processes that have any of these sockets open. */
export function holdersAmong(pids: readonly number[], inodes: ReadonlySet<number>): Holder[] {
  return pids.flatMap((pid) => {
    const held = heldInodes(pid, inodes);
    const holder = held.length > 0 ? readProcess(pid) : undefined;
    return holder ? [{ ...holder, inodes: held }] : [];
  });
}

/** Every process this one sees: none without `/proc`. */
export function processIds(): number[] {
  return (attempt(() => readdirSync('/proc')) ?? []).flatMap((name) =>
    /^\d+$/.test(name) ? [Number(name)] : [],
  );
}

function heldInodes(pid: number, wanted: ReadonlySet<number>): number[] {
  const held = new Set<number>();
  for (const descriptor of attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []) {
    const target = attempt(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`));
    const inode = Number(/^socket:\[(\d+)\]$/.exec(target ?? '')?.[1]);
    if (wanted.has(inode)) {
      held.add(inode);
    }
  }
  return [...held];
}

/** One process by its id; undefined when it is gone. */
function readProcess(pid: number): Omit<Holder, 'inodes'> | undefined {
  return attempt(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name in parentheses may contain anything, parentheses and spaces among it
    const nameEnd = stat.lastIndexOf(')');
    const fields = stat.slice(nameEnd + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    const uid = statSync(`/proc/${pid}`).uid;
    return {
      pid,
      parent: Number(fields[1]),
      command: command.length > 0 ? command : [`[${stat.slice(stat.indexOf('(') + 1, nameEnd)}]`],
      uid,
      user: userName(uid),
      startedAt: new Date((bootTime() + Number(fields[19]) / USER_HZ) * 1000),
    };
  });
}

/** The process ids of the parents, nearest first; pid 1 and what is above it left out. */
export function ancestorsOf({ parent }: Pick<Holder, 'parent'>): number[] {
  return walkAncestors(parent, (pid) => readProcess(pid)?.parent);
}

/** Seconds since the epoch. */
function bootTime(): number {
  return Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? 0);
}

function userName(uid: number): string {
  const me = attempt(() => userInfo());
  if (me?.uid === uid) {
    return me.username;
  }
  const line = (attempt(() => readFileSync('/etc/passwd', 'utf8')) ?? '')
    .split('\n')
    .find((entry) => entry.split(':')[2] === String(uid));
  return line?.split(':')[0] ?? String(uid);
}

/** Processes end while one looks at them, and hide from other users. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
