import { setTimeout } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import type { HolderReport } from 'rebind';
import { commandLine, printable } from 'rebind/report';
import type { Ask } from '../experiment/ask.ts';
import type { Problem } from './problems.ts';

export interface StopOptions {
  readonly ask: Ask;
  readonly port: number;
  /** The process as it was shown to the user. */
  readonly holder: HolderReport;
  /** Asks the user in a modal dialog; the button's label is the answer that goes on. */
  readonly confirm: (message: string, detail: string, button: string) => Promise<boolean>;
  /** How long a process may take to end by itself. */
  readonly graceMs?: number;
}

const GRACE_MS = 5000;
const LOOK_EVERY_MS = 50;
/** Start times are computed from the boot time, which a clock that is set moves. */
const SAME_START_MS = 1500;

/**
 * Stops a process that holds a port, after the user has said so: SIGTERM, and SIGKILL only after another yes. Before
 * each signal the kernel is asked whether that process id is still the process that was shown, and still on the port.
 * @returns what went wrong; undefined when the process has let go of the port, or the user said no
 */
export async function stopProcess(options: StopOptions): Promise<Problem | undefined> {
  const { holder, port, confirm, graceMs = GRACE_MS } = options;
  const { pid } = holder;
  const who = `${commandLine(holder.command)}\n${l10n.t('pid {0}, user {1}, port {2}', String(pid), printable(holder.user), String(port))}`;
  if (!(await confirm(l10n.t('Stop process {0}?', String(pid)), who, l10n.t('Stop Process')))) {
    return undefined;
  }
  const asked = await signal(options, 'SIGTERM');
  if (asked) {
    return asked;
  }
  if (await letsGo(options, graceMs)) {
    return undefined;
  }
  const question = l10n.t('Process {0} did not stop. End it at once?', String(pid));
  const loss = `${who}\n${l10n.t('It gets no chance to save anything.')}`;
  if (!(await confirm(question, loss, l10n.t('End Process')))) {
    return { id: 'stillRunning', pid };
  }
  const killed = await signal(options, 'SIGKILL');
  if (killed) {
    return killed;
  }
  return (await letsGo(options, graceMs)) ? undefined : { id: 'stillRunning', pid };
}

async function signal(
  { ask, port, holder }: StopOptions,
  name: 'SIGTERM' | 'SIGKILL',
): Promise<Problem | undefined> {
  const { pid } = holder;
  if (!(await isSame(ask, port, holder))) {
    return { id: 'holderChanged', pid };
  }
  try {
    process.kill(pid, name);
    return undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    // gone in this very moment: what was wanted
    return code === 'ESRCH' ? undefined : { id: 'notAllowed', pid, detail: code };
  }
}

/** Whether the process id still is the process that was shown, with a socket on the port. */
async function isSame(ask: Ask, port: number, { pid, since }: HolderReport): Promise<boolean> {
  const { holders } = await ask({ command: 'why', port });
  const now = holders.find((holder) => holder.pid === pid);
  return now !== undefined && Math.abs(Date.parse(now.since) - Date.parse(since)) < SAME_START_MS;
}

/** A process that has ended but was not waited for still exists; its sockets do not. */
async function letsGo({ ask, port, holder }: StopOptions, graceMs: number): Promise<boolean> {
  const deadline = performance.now() + graceMs;
  while (exists(holder.pid) && performance.now() < deadline) {
    await setTimeout(LOOK_EVERY_MS);
  }
  return !(await isSame(ask, port, holder));
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
