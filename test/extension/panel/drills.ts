import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { runInChild } from 'rebind';
import type { ServerCommand } from '../../../extension/src/drill/commands.ts';
import type { At, DrillRecord } from '../../../extension/src/panel/state.ts';

/** A server that comes back where it is told to set SO_REUSEADDR. */
export function drilledServer(port: number): ServerCommand {
  return {
    server: ['python3', 'drilled.py', String(port)],
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    from: 'test',
  };
}

/** What one round of a drill finds. */
export async function drill(
  command: ServerCommand,
  port: number,
  reuse: boolean,
  at: number,
): Promise<At<DrillRecord>> {
  const report = await runInChild({
    command: 'drill',
    port,
    server: command.server,
    hows: ['crash'],
    rounds: 1,
    connections: 4,
    graceMs: 2000,
    timeoutMs: 10_000,
    maxAwayMs: 2000,
    drill: randomUUID(),
    cwd: command.cwd,
    env: { REUSE: reuse ? '1' : null },
  });
  return { at, value: { command, report } };
}
