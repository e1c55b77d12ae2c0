import type { Holder } from '../process/process.ts';
import type { ReuseOption, Sockets } from '../sockets/sockets.ts';
import type { SocketRow, SocketTable } from './socket-table.ts';

/** This machine's kernel: what one can do to its sockets, and what it says about them. */
export interface Kernel {
  readonly sockets: Sockets;
  readonly table: SocketTable;
  /**
   * The processes that have these sockets open, by the rows' `inode`. Other users' may be hidden, so an empty answer does
   * not mean that nobody has them.
   */
  holdersOf(inodes: ReadonlySet<number>): Holder[];
  /** The process ids of its parent, its parent's parent and so on, as far as this system tells; without pid 1. */
  ancestorsOf(holder: Pick<Holder, 'parent'>): number[];
  /**
   * The reuse options a socket has set; undefined where this user may not know.
   * @param holders the processes that have it open
   */
  optionsOf(row: SocketRow, holders: readonly Holder[]): readonly ReuseOption[] | undefined;
  /** Keeps other experiments off the port until called; undefined when one is running there. */
  lockPort(port: number): (() => void) | undefined;
  /**
   * Calls `use` in a network of its own, with nothing but a loopback interface and the kernel's default settings,
   * which are then its to change. Nothing of it remains. Undefined where one may not make one (it takes CAP_SYS_ADMIN).
   */
  inFreshNetwork<T>(use: (kernel: Kernel) => T): { readonly value: T } | undefined;
  close(): void;
}
