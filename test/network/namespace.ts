import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

type Command = [program: string, arguments_: string[]];

const OWN_NETWORK = fileURLToPath(new URL('own-network.sh', import.meta.url));

/** A command that starts another in a network namespace of its own, where every port is free: loopback alone, with multicast. */
export function inNamespace(...command: readonly string[]): Command {
  return [OWN_NETWORK, [...command]];
}

/** Whether this machine and user can make network namespaces. */
export const hasNamespaces =
  process.platform === 'linux' && spawnSync(...inNamespace('true'), { stdio: 'ignore' }).status === 0;

/** A command that starts another in the network of the process that started this worker, which reaches the registries. */
export function inMachineNetwork(program: string, ...arguments_: readonly string[]): Command {
  return hasNamespaces
    ? ['nsenter', [`--net=/proc/${process.ppid}/ns/net`, program, ...arguments_]]
    : [program, [...arguments_]];
}
