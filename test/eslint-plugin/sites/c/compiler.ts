import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a compiler says of a file. */
export interface Compiled {
  readonly ok: boolean;
  readonly said: string;
  readonly program: string;
}

/** A folder for files and programs, removed afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rebind-c-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compiles and links a file with all warnings as errors. */
export async function compile(
  folder: string,
  name: string,
  code: string,
  flags: readonly string[] = [],
): Promise<Compiled> {
  const file = join(folder, name);
  const program = `${file}.out`;
  await writeFile(file, code);
  return new Promise((resolve) => {
    const compiler = name.endsWith('.c') ? 'gcc' : 'g++';
    execFile(
      compiler,
      ['-Wall', '-Wextra', '-Werror', ...flags, '-o', program, file],
      (error, _stdout, said) => {
        resolve({ ok: error === null, said, program });
      },
    );
  });
}
