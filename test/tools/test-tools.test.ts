import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/test-tools.mjs', import.meta.url));

/** Runs the script on a machine without programs, package managers and caches. */
async function onBareMachine(environment: Record<string, string>) {
  const cache = await mkdtemp(join(tmpdir(), 'rebind-cache-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  const env = { PATH: cache, XDG_CACHE_HOME: cache, ...environment };
  const ended = await new Promise<{ status: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [SCRIPT], { env }, (error, _stdout, stderr) => {
      resolve({ status: error ? error.code : 0, stderr });
    });
  });
  return { ...ended, left: await readdir(join(cache, 'rebind')) };
}

describe.runIf(process.platform === 'linux')('what the tests need and cannot be installed', () => {
  it('is named with the way to get it, and its tests are skipped', async () => {
    const { status, stderr, left } = await onBareMachine({});
    expect(stderr).toMatch(
      /gcc, .*chromium.* \(as Debian names them\)\n {2}To install: sudo apt-get install gcc /,
    );
    expect(stderr).toMatch(/code-server [\d.]+: npm .*ENOENT\n {2}To install: npm test, with access/);
    expect(stderr).toContain('What needs them is skipped by name.');
    expect(status).toBe(0);
    expect(left).toEqual([]);
  });

  it('is a failure in continuous integration', async () => {
    expect(await onBareMachine({ CI: 'true' })).toMatchObject({ status: 1 });
  });
});
