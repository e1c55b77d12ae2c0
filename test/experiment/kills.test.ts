import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { run } from './support.ts';

vi.setConfig({ testTimeout: 300_000 });

const KILLS = fileURLToPath(new URL('../../bench/kills.mjs', import.meta.url));

// five hundred of them are a matter of the bench
it.each(['7', '1789'])(
  'a command that is ended at a random moment leaves no process, no socket and no file: seed %s',
  async (seed) => {
    const ended = await run([process.execPath, KILLS, '--count', '24', '--seed', seed, '--at-once', '2']);
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toContain(`24 kills, seed ${seed}: 0 faults`);
    expect(ended.status).toBe(0);
  },
);
