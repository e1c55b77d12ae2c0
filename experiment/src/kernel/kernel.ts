import {
  type ReuseOption,
  type Sockets,
  SystemCallError,
  UnsupportedSystemError,
} from '../sockets/sockets.ts';
import type { Holder } from '../process/process.ts';
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

type Opener = () => Kernel;

/** macOS and Windows are written from their documentation and have not been run there yet. */
const OPENERS: Partial<Record<NodeJS.Platform, () => Promise<Opener>>> = {
  linux: async () => (await import('./linux.ts')).openLinuxKernel,
  darwin: async () => (await import('./darwin.ts')).openDarwinKernel,
  win32: async () => (await import('./win32.ts')).openWin32Kernel,
};

/**
 * Loads the C library and opens the socket table.
 * @throws UnsupportedSystemError where the machine has no binary of koffi, or this system's socket table cannot be read
 */
export async function openKernel(): Promise<Kernel> {
  const load = OPENERS[process.platform];
  if (!load) {
    throw new UnsupportedSystemError(
      `rebind cannot read the socket table of ${process.platform}; it knows those of Linux, macOS and Windows`,
    );
  }
  const system = `${process.platform} ${process.arch}`;
  await import('../sockets/ffi.ts').catch((error: unknown) => {
    throw new UnsupportedSystemError(
      `the package koffi, which calls the C library, does not load on ${system}: ${messageOf(error)}`,
    );
  });
  const open = await load().catch((error: unknown) => {
    throw new UnsupportedSystemError(`a library of ${system} does not load: ${messageOf(error)}`);
  });
  try {
    return open();
  } catch (error) {
    if (error instanceof SystemCallError) {
      throw new UnsupportedSystemError(`the kernel does not show its socket table here (${error.message})`);
    }
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
