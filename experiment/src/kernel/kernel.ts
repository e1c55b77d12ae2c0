import { release } from 'node:os';
import {
  type ReuseOption,
  type Sockets,
  SystemCallError,
  UnsupportedSystemError,
} from '../sockets/sockets.ts';
import type { Holder } from './processes.ts';
import type { SocketTable } from './socket-table.ts';

/** This machine's kernel: what one can do to its sockets, and what it says about them. */
export interface Kernel {
  readonly sockets: Sockets;
  readonly table: SocketTable;
  /**
   * The reuse options a socket has set; undefined where this user may not know.
   * @param holders the processes that have it open
   */
  optionsOf(inode: number, holders: readonly Holder[]): readonly ReuseOption[] | undefined;
  /** Keeps other experiments off the port until called; undefined when one is running there. */
  lockPort(port: number): (() => void) | undefined;
  /**
   * Calls `use` in a network of its own, with nothing but a loopback interface and the kernel's default settings,
   * which are then its to change. Nothing of it remains. Undefined where one may not make one (it takes CAP_SYS_ADMIN).
   */
  inFreshNetwork<T>(use: (kernel: Kernel) => T): { readonly value: T } | undefined;
  close(): void;
}

/**
 * Loads the C library and opens the socket table.
 * @throws UnsupportedSystemError where the machine has no binary of koffi, or this system's socket table cannot be read
 */
export async function openKernel(): Promise<Kernel> {
  if (process.platform !== 'linux') {
    throw new UnsupportedSystemError(
      `rebind cannot read the socket table of ${process.platform} yet; it runs on Linux`,
    );
  }
  const modules = await Promise.all([
    import('../sockets/linux.ts'),
    import('./linux-socket-table.ts'),
    import('./linux-socket-options.ts'),
    import('./experiment-lock.ts'),
    import('./fresh-network.ts'),
  ]).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnsupportedSystemError(
      `the package koffi, which calls the C library, does not load on ${process.platform} ${process.arch}: ${reason}`,
    );
  });
  const [{ LinuxSockets }, { LinuxSocketTable }, { readSocketOptions }, { lockPort }, { inFreshNetwork }] =
    modules;
  try {
    const sockets = new LinuxSockets();
    const build = (): Kernel => {
      const table = new LinuxSocketTable(release());
      return {
        sockets,
        table,
        optionsOf: readSocketOptions,
        lockPort,
        inFreshNetwork: (use) =>
          inFreshNetwork(() => {
            const kernel = build();
            try {
              return use(kernel);
            } finally {
              kernel.close();
            }
          }),
        close: () => {
          table.close();
        },
      };
    };
    return build();
  } catch (error) {
    if (error instanceof SystemCallError) {
      throw new UnsupportedSystemError(`the kernel does not show its socket table here (${error.message})`);
    }
    throw error;
  }
}
