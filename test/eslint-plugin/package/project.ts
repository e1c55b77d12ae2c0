import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packPlugin } from './packed.ts';
import { packageFolder } from './versions.ts';

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder outside the repository with files and packages of its own. */
export interface Project extends Disposable {
  readonly folder: string;
  readonly read: (file: string) => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** Runs a program of Node in the folder and waits for it, whatever its exit code. */
  readonly run: (script: string, options?: RunOptions) => Promise<Outcome>;
}

interface RunOptions {
  readonly arguments?: readonly string[];
  /** Variables beside those of the test. */
  readonly env?: Readonly<Record<string, string>>;
}

/** An empty project in a temporary folder, removed with the value. */
export function createProject(files: Readonly<Record<string, string>> = {}): Project {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'rebind-package-')));
  const write: Project['write'] = (contents) => {
    for (const [file, text] of Object.entries(contents)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
  };
  write(files);
  return {
    folder,
    write,
    read: (file) => readFileSync(path.join(folder, file), 'utf8'),
    run: (script, { arguments: arguments_ = [], env = {} } = {}) =>
      new Promise((resolve, reject) => {
        const options = { cwd: folder, maxBuffer: 2 ** 26, env: { ...process.env, ...env } };
        execFile(process.execPath, [script, ...arguments_], options, (error, stdout, stderr) => {
          if (error && typeof error.code !== 'number') {
            reject(new Error(`${script} did not run to its end`, { cause: error }));
          } else {
            resolve({ status: Number(error?.code ?? 0), stdout, stderr });
          }
        });
      }),
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A project in which the packed plugin is installed: a copy of the tarball's contents beside exactly the packages that it
 * declares, and those given (name → folder).
 */
export async function projectWithPlugin(
  packages: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
): Promise<Project> {
  const plugin = await packPlugin();
  const project = createProject(files);
  const modules = path.join(project.folder, 'node_modules');
  cpSync(plugin.folder, path.join(modules, 'eslint-plugin-rebind'), { recursive: true });
  const { dependencies } = JSON.parse(project.read('node_modules/eslint-plugin-rebind/package.json')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const needed = Object.keys(dependencies).map((name) => [name, packageFolder(name)] as const);
  for (const [name, folder] of [...needed, ...Object.entries(packages)]) {
    if (folder === undefined) {
      throw new Error(`${name} is not installed: run npm ci`);
    }
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(folder, path.join(modules, name), 'junction');
  }
  return project;
}
