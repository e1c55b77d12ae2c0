/** A process that has a socket open. */
export interface Holder {
  readonly pid: number;
  /** 0 where it is not known. */
  readonly parent: number;
  /** Its arguments as they were given; its name in brackets where it shows none. */
  readonly command: readonly string[];
  readonly uid: number;
  /** The user's name; the uid where it has none here; empty where it is not known. */
  readonly user: string;
  readonly startedAt: Date;
  /** Of the asked sockets, those it has open. */
  readonly inodes: readonly number[];
}

/**
 * The process ids of a parent, its parent and so on; pid 1 and what is above it left out.
 * @param parentOf undefined where a process is gone or hidden
 */
export function walkAncestors(parent: number, parentOf: (pid: number) => number | undefined): number[] {
  const ancestors: number[] = [];
  for (let pid: number | undefined = parent; pid !== undefined && pid > 1; pid = parentOf(pid)) {
    // an id may have been given anew meanwhile
    if (ancestors.includes(pid)) {
      break;
    }
    ancestors.push(pid);
  }
  return ancestors;
}
