import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The Node this repository pins: it runs TypeScript as it is. */
export const node = join(root, 'node_modules/node/bin/node');

/** The TypeScript compiler of this repository, a script for Node. */
export const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** The path of a file under examples/. */
export function sample(path: string): string {
  return join(root, 'examples', path);
}

/**
 * Whether tests that need a program are left out: it is not installed, or this is not Linux, whose
 * behaviour the samples document. In continuous integration (CI=true) a missing program is not left
 * out, so that the tests fail.
 */
export function missing(command?: string, versionFlag = '--version'): boolean {
  if (process.platform !== 'linux') {
    return true;
  }
  return command !== undefined && process.env.CI !== 'true' && !installed(command, versionFlag);
}

function installed(command: string, versionFlag: string): boolean {
  return spawnSync(command, [versionFlag], { stdio: 'ignore' }).status === 0;
}

/** Whether this host lacks ::1, as many containers do. */
export function withoutIPv6(): boolean {
  return !Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
}

/** A temporary folder with compiled samples. */
export class Build {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(): Promise<Build> {
    const directory = await mkdtemp(join(tmpdir(), 'rebind-examples-'));
    await chmod(directory, 0o755); // one test runs a sample as another user
    return new Build(directory);
  }

  /** Compiles and links C or C++ sources, each a program of its own; a warning is an error. */
  async link(compiler: readonly [string, ...string[]], sources: readonly string[]): Promise<void> {
    const [command, ...flags] = compiler;
    for (const source of sources) {
      const output = this.path(basename(source, extname(source)));
      await run(command, [...flags, '-Wall', '-Wextra', '-Werror', '-o', output, sample(source)]);
    }
  }

  /** Compiles Java sources into this folder; a warning is an error. */
  async javac(sources: readonly string[]): Promise<void> {
    await run('javac', ['-Xlint:all', '-Werror', '-d', this.directory, ...sources.map(sample)]);
  }

  path(program: string): string {
    return join(this.directory, program);
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}
