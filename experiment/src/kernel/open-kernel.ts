import { SystemCallError, UnsupportedSystemError } from '../sockets/sockets.ts';
import type { Kernel } from './kernel.ts';

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
