import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

type Command = readonly [string, ...string[]];

/** Where the editor, the browser and the servers of the tests open their sockets. */
export interface Network {
  /** The command that runs a command in this network. */
  within(command: Command): [string, ...string[]];
  close(): Promise<void>;
}

/** The network of this process: of the machine, or of the test file where it has one of its own. */
export const ownNetwork: Network = {
  within: (command) => [...command],
  close: () => Promise.resolve(),
};

/** Whether this user may make a network namespace: root, unless a sandbox forbids it. */
function allowed(): boolean {
  return process.getuid?.() === 0 && spawnSync('unshare', ['--net', 'true']).status === 0;
}

/** A network namespace with a loopback interface and nothing else, or the machine's own network where it is not allowed. */
export async function privateNetwork(): Promise<Network> {
  if (process.platform !== 'linux' || !allowed()) {
    return ownNetwork;
  }
  // lives while its standard input is open, so it ends with this process whatever happens to it
  const holder = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && echo up && exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await Promise.race([once(holder.stdout, 'data'), failed(holder)]);
  const { pid = 0 } = holder;
  return {
    within: (command) => ['nsenter', `--net=/proc/${pid}/ns/net`, ...command],
    async close() {
      const exit = once(holder, 'exit');
      holder.stdin.end();
      await exit;
    },
  };
}

async function failed(holder: ChildProcess): Promise<never> {
  await once(holder, 'exit');
  throw new Error('the network namespace of the tests ended before it was up');
}
