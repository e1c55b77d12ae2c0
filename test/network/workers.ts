import { fileURLToPath } from 'node:url';
import { ForksPoolWorker, type PoolOptions, type PoolRunnerInitializer } from 'vitest/node';
import { hasNamespaces } from './namespace.ts';

/** The Node that runs the tests: another than the one that runs vitest where REBIND_NODE names it. */
process.env.REBIND_NODE ??= process.execPath;

const program = hasNamespaces
  ? fileURLToPath(new URL('own-network-node.sh', import.meta.url))
  : process.env.REBIND_NODE;

/** A process for one test file, in a network namespace of its own where the user may make one: no other program takes its ports. */
class Worker extends ForksPoolWorker {
  override start(): Promise<void> {
    const { execPath } = process;
    // vitest forks before it first awaits, and what fork() starts cannot be given in another way
    process.execPath = program;
    try {
      return super.start();
    } finally {
      process.execPath = execPath;
    }
  }
}

export const workers: PoolRunnerInitializer = {
  name: 'own-network',
  createPoolWorker: (options: PoolOptions) => new Worker(options),
};
