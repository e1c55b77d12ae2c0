import { randomUUID } from 'node:crypto';
import { runInChild } from 'rebind';
import { describe, expect, it } from 'vitest';
import type { ServerCommand } from '../../../extension/src/drill/commands.ts';
import { withDrill } from '../../../extension/src/panel/drills.ts';
import { presentDrill } from '../../../extension/src/panel/present/drill.ts';
import type { At, DrillRecord } from '../../../extension/src/panel/state.ts';
import { freePort } from '../../experiment/support.ts';
import { AROUND, listenCall, NOW } from './states.ts';

/** A server that says nothing of reuse, until its environment says so. */
const SERVER = `import os, socket, sys
s = socket.socket()
if os.environ.get("REUSE"):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen()
held = []
while True:
    held.append(s.accept()[0])
`;

async function drill(port: number, command: ServerCommand, reuse: boolean): Promise<At<DrillRecord>> {
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
  return { at: NOW, value: { command, report } };
}

const FIXABLE = listenCall({
  reuse: { reuseAddr: false, reusePort: false },
  finding: { ruleId: 'rebind/require-reuse', message: '', severity: 2, fixable: true },
});

describe('a drill of the own server', () => {
  it('is offered where there is a kernel for it, and trust', () => {
    const shown = presentDrill({ drills: [], calls: [] }, AROUND);
    expect(shown?.buttons.map(({ action }) => action)).toEqual([{ kind: 'drill', again: false }]);
    expect(presentDrill({ drills: [], calls: [] }, { ...AROUND, trusted: false })).toBeUndefined();
    expect(presentDrill({ drills: [], calls: [] }, { ...AROUND, platform: 'darwin' })).toBeUndefined();
    expect(presentDrill({ drills: [], calls: [] }, { ...AROUND, virtual: true })).toBeUndefined();
  });

  it('shows red before and green after, side by side, and offers the fix until then', async () => {
    const port = await freePort();
    const command: ServerCommand = {
      server: ['python3', '-c', SERVER, String(port)],
      cwd: process.cwd(),
      from: 'test',
    };
    const before = withDrill([], await drill(port, command, false));
    const red = presentDrill({ drills: before, calls: [FIXABLE] }, AROUND);
    expect(red?.drills.map(({ tone, text }) => [tone, text])).toEqual([['bad', 'Does not come back']]);
    expect(red?.drills[0]?.cause).toContain('TIME_WAIT');
    expect(red?.buttons.map(({ action }) => action.kind)).toEqual(['fixCall', 'drill', 'drill']);

    const after = withDrill(before, await drill(port, command, true));
    const green = presentDrill({ drills: after, calls: [FIXABLE] }, AROUND);
    expect(green?.drills.map(({ caption, tone, text }) => [caption, tone, text])).toEqual([
      ['Before', 'bad', 'Does not come back'],
      ['After', 'good', 'Comes back at once'],
    ]);
    expect(green?.buttons.map(({ action }) => action.kind)).toEqual(['drill', 'drill']);
  });

  it('of another command begins anew', async () => {
    const port = await freePort();
    const command: ServerCommand = {
      server: ['python3', '-c', SERVER, String(port)],
      cwd: '/',
      from: 'test',
    };
    const one = await drill(port, command, true);
    const other = { ...one, value: { ...one.value, command: { ...command, cwd: '/tmp' } } };
    expect(withDrill([one], other)).toEqual([other]);
    expect(withDrill([one], one)).toEqual([one]);
  });
});
