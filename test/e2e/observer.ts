import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const OBSERVE = path('../experiment/observers/observe.py');
const MEASURE = path('../experiment/observers/measure.py');
const RESTART = path('./observers/restart.py');

export interface Observed {
  /** Lines of the kernel's socket tables that name the port: table, local and remote address, state. */
  readonly rows: readonly string[];
  /** What binds without an option give: TCP and UDP on IPv4, then on IPv6. */
  readonly binds: readonly string[];
}

/** A port without any socket, its own leftovers included. */
export const FREE: Observed = { rows: [], binds: ['ok', 'ok', 'ok', 'ok'] };

/** What a program that is not Rebind sees of a port. */
export async function observe(port: number): Promise<Observed> {
  return (await json(OBSERVE, String(port))) as Observed;
}

interface Restarted {
  readonly comesBack: boolean;
  /** The last line of what the second start wrote to standard error. */
  readonly says: string;
}

/** What a program that is not Rebind sees when it kills a Python server with a client connected, and starts it again on another port. */
export async function restarted(file: string, port: number, otherPort: number): Promise<Restarted> {
  return (await json(RESTART, file, String(port), String(otherPort))) as Restarted;
}

interface Measured {
  readonly state: string;
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly bind: string | null;
  readonly listen: string | null;
}

/** What a program that is not Rebind measures for each cell, in the words of the panel. */
export async function measuredSentences(): Promise<string[]> {
  const cells = (await json(MEASURE, '127.0.0.1', '127.0.0.1', 'tcp', '10000')) as Measured[];
  return cells.map(
    ({ state, first, second, bind, listen }) =>
      `${state} left by a server with ${names(first)}, then a server with ${names(second)}: ${outcome(bind, listen)}.`,
  );
}

function names(options: readonly string[]): string {
  return options.length === 0 ? 'no option' : options.join(' + ');
}

function outcome(bind: string | null, listen: string | null): string {
  const refused = bind === 'ok' && listen !== null && listen !== 'ok';
  return refused ? `bind ok, listen ${listen}` : String(bind);
}

async function json(program: string, ...given: string[]): Promise<unknown> {
  const { stdout } = await run('python3', [program, ...given]);
  return JSON.parse(stdout);
}
