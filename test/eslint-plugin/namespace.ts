import { spawnSync } from 'node:child_process';

/** A command that starts another in a network namespace of its own, where every port is free: loopback alone, with multicast. */
export function inNamespace(...command: readonly string[]): [program: string, arguments_: string[]] {
  const script = 'ip link set lo up multicast on && ip route add 224.0.0.0/4 dev lo && exec "$@"';
  return ['unshare', ['-n', 'sh', '-c', script, 'sh', ...command]];
}

/** Whether this machine and user can make network namespaces. */
export const hasNamespaces = spawnSync(...inNamespace('true')).status === 0;
