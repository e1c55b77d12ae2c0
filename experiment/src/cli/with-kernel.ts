import type { Kernel } from '../kernel/kernel.ts';

/** Calls `use` with this machine's kernel, for the commands that need no child process. */
export async function withKernel(use: (kernel: Kernel) => Promise<void>): Promise<void> {
  const { openKernel } = await import('../kernel/open-kernel.ts');
  const kernel = await openKernel();
  try {
    await use(kernel);
  } finally {
    kernel.close();
  }
}
