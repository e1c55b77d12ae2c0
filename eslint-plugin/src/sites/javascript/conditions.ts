import { Guards, platformGuards } from '../flow/guards.ts';
import { truthByPlatform } from '../flow/truth.ts';
import { memoize } from '../memoize.ts';
import { PLATFORMS, type Platform } from '../site.ts';
import { unwrap, type Node } from './ast.ts';
import { BRANCHING } from './branching.ts';
import { resolve, truthOn } from './interpret/interpret.ts';
import { mentions, type File } from './file.ts';

/** Words without which a file has no such condition; plain ones, which are searched for fast. */
const PLATFORM = ['platform', 'Deno.build'];
const WORKERS = ['cluster', 'worker_threads'];
const THREAD_ONLY = ['parentPort', 'workerData'];
const MAIN_THREAD = ['isMainThread'];

/** The platforms on which a node is reached, as far as the conditions around it tell. */
export function platformsAt(file: File, node: Node): readonly Platform[] {
  if (!mentions(file, PLATFORM)) {
    return PLATFORMS;
  }
  return platformsIn(file).at(node);
}

const platformsIn = memoize((file: File) =>
  platformGuards(
    BRANCHING,
    memoize((test: Node) => truthByPlatform((platform) => truthOn(file, test, platform))),
  ),
);

/** What kind of worker a node runs in, where the file shows it. */
export function workerAt(file: File, node: Node): 'cluster' | 'thread' | undefined {
  if (!mentions(file, WORKERS)) {
    return undefined;
  }
  const worker = workersIn(file).at(node);
  if (worker) {
    return worker;
  }
  // parentPort and workerData are of use in a worker alone
  return mentions(file, THREAD_ONLY) && !mentions(file, MAIN_THREAD) ? 'thread' : undefined;
}

type Worker = 'cluster' | 'thread';

const workersIn = memoize(
  (file: File) =>
    new Guards<Node, Worker | undefined>(BRANCHING, {
      none: undefined,
      of: ({ test, holds }) => {
        const role = roleOf(file, test);
        return role?.isWorker === holds ? role.kind : undefined;
      },
      join: (outer, inner) => inner ?? outer,
    }),
);

/** What the truth of a condition says: that this is a worker, or that it is not. */
function roleOf(file: File, condition: Node): { kind: 'cluster' | 'thread'; isWorker: boolean } | undefined {
  const test = unwrap(condition);
  if (test.type === 'UnaryExpression' && test.operator === '!') {
    const role = roleOf(file, test.argument);
    return role && { ...role, isWorker: !role.isWorker };
  }
  for (const value of resolve(file, test)) {
    if (value.kind !== 'export') {
      continue;
    }
    const name = `${value.module.replace(/^node:/, '')}.${value.path.join('.')}`;
    switch (name) {
      case 'cluster.isWorker':
        return { kind: 'cluster', isWorker: true };
      case 'cluster.isPrimary':
      case 'cluster.isMaster':
        return { kind: 'cluster', isWorker: false };
      case 'worker_threads.isMainThread':
        return { kind: 'thread', isWorker: false };
      default:
    }
  }
  return undefined;
}
