import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { which } from './debian-packages.ts';

function isScript(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(2);
    readSync(descriptor, start);
    return start.toString('latin1') === '#!';
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The PATH, with the folder of Python itself before that of a version manager's shim: the shim is a shell script that takes longer than
 * most of the programs that the tests start, which are some thousands.
 */
export function pathToPython(): string {
  const { PATH = '' } = process.env;
  const shim = which('python3');
  if (shim === undefined || !isScript(shim)) {
    return PATH;
  }
  const { stdout, status } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  });
  return status === 0 ? `${dirname(stdout.trim())}${delimiter}${PATH}` : PATH;
}
