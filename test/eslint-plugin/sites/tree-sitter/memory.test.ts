import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { ROOT } from '../../package/versions.ts';
import { LARGE_FILES } from './large-files.ts';

/**
 * Lints half a megabyte in each of the four languages and prints in megabytes what the process then is: resident, and in use. The
 * collection is the one that V8 makes when memory is short: after any other it keeps for itself the pages that it may need
 * again, as it does after plain objects. Node.js 20 gives them back from a thread of its own.
 */
const PROGRAM = `
  import { setTimeout } from 'node:timers/promises';
  import { Linter } from 'eslint';
  import rebind from ${JSON.stringify(pathToFileURL(path.join(ROOT, 'eslint-plugin/dist/index.js')).href)};
  // each keeps the file that it was given last, as an editor does
  const linters = [];
  for (const [filename, text] of ${JSON.stringify(Object.entries(LARGE_FILES).map(([name, { text }]) => [name, text]))}) {
    const linter = new Linter();
    linters.push(linter);
    const found = linter.verify(text, rebind.configs.all, { filename });
    if (found.length !== 1) throw new Error(filename + ': ' + JSON.stringify(found));
  }
  for (let rounds = 0; rounds < 10; rounds++) {
    gc();
    gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await setTimeout(100);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  if (linters.some((linter) => !linter.getSourceCode())) throw new Error('a file is gone');
  console.log(JSON.stringify({ resident: rss / 1e6, used: (heapUsed + external) / 1e6 }));
`;

it('is given back after large files in four languages', { timeout: 120_000 }, () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-'], {
    cwd: ROOT,
    encoding: 'utf8',
    input: PROGRAM,
  });
  expect(stderr).toBe('');
  const { resident, used } = JSON.parse(stdout) as Record<'resident' | 'used', number>;
  expect(resident).toBeLessThan(300);
  expect(used).toBeLessThan(100);
});
