import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Network } from './editor/network.ts';

const run = promisify(execFile);
const OBSERVE = fileURLToPath(new URL('../experiment/observers/observe.py', import.meta.url));

export interface Observed {
  /** Lines of the kernel's socket tables that name the port: table, local and remote address, state. */
  readonly rows: readonly string[];
  /** What binds without an option give: TCP and UDP on IPv4, then on IPv6. */
  readonly binds: readonly string[];
}

/** What a program that is not Rebind sees of a port in this network. */
export async function observe(network: Network, port: number): Promise<Observed> {
  const [command, ...arguments_] = network.within(['python3', OBSERVE, String(port)]);
  const { stdout } = await run(command, arguments_);
  return JSON.parse(stdout) as Observed;
}
