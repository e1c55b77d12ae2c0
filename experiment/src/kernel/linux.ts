import { release } from 'node:os';
import { LinuxSockets } from '../sockets/linux.ts';
import { lockPort } from './experiment-lock.ts';
import { inFreshNetwork } from './fresh-network.ts';
import type { Kernel } from './kernel.ts';
import { readSocketOptions } from './linux-socket-options.ts';
import { LinuxSocketTable } from './linux-socket-table.ts';
import { ancestorsOf, holdersOf } from '../process/linux.ts';

/** @throws SystemCallError where the kernel refuses netlink, as some sandboxes do */
export function openLinuxKernel(): Kernel {
  const sockets = new LinuxSockets();
  const build = (): Kernel => {
    const table = new LinuxSocketTable(release());
    return {
      sockets,
      table,
      holdersOf,
      ancestorsOf,
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
}
