import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ESLint, Linter } from 'eslint';
import type { WorkspaceEslint } from '../protocol.ts';
import type { Ruling } from './ruling.ts';

/** https://eslint.org/docs/latest/use/configure/configuration-files */
const CONFIG_FILES = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map(
  (extension) => `eslint.config.${extension}`,
);

/** Configurations load in tens of milliseconds, or in seconds on a busy machine; two squiggles are worse than a late one. */
const PATIENCE_MS = 5000;

/** Asks the workspace's own ESLint about its configuration. This runs code of the workspace: for trusted ones alone. */
export class WorkspaceEslints {
  readonly #known = new Map<string, Promise<ESLint | undefined>>();
  readonly #onLateAnswer: () => void;
  readonly #patienceMs: number;

  /** @param onLateAnswer called when ESLint turns out to rule a file of which `ruling` gave up waiting */
  constructor(onLateAnswer: () => void, patienceMs = PATIENCE_MS) {
    this.#onLateAnswer = onLateAnswer;
    this.#patienceMs = patienceMs;
  }

  /**
   * What a file's configuration says of the plugin's rules, be it `off`: its user has decided then. Undefined also
   * where ESLint is missing, does not lint the file, fails, or takes too long; its diagnostics tell in that case.
   * @param file absolute path
   */
  async ruling(
    file: string,
    { folder, nodePath }: Pick<WorkspaceEslint, 'folder' | 'nodePath'>,
  ): Promise<Ruling | undefined> {
    let isLate = false;
    const answer = this.#ask(file, folder, nodePath).catch(() => undefined);
    void answer.then((ruling) => {
      if (isLate && ruling) {
        this.#onLateAnswer();
      }
    });
    const gaveUp = timeout(this.#patienceMs).then(() => {
      isLate = true;
      return undefined;
    });
    return Promise.race([answer, gaveUp]);
  }

  /** Configurations are loaded anew from now on. */
  forget(): void {
    this.#known.clear();
  }

  async #ask(file: string, folder: string, nodePath: string | undefined): Promise<Ruling | undefined> {
    const cwd = configFolder(path.dirname(file));
    if (cwd === undefined) {
      return undefined;
    }
    let eslint = this.#known.get(cwd);
    if (!eslint) {
      eslint = load(cwd, [path.dirname(file), ...(nodePath === undefined ? [] : [nodePath]), folder]);
      this.#known.set(cwd, eslint);
    }
    const config = (await (await eslint)?.calculateConfigForFile(file)) as Linter.Config | undefined;
    return config && rulingOf(config);
  }
}

/** The nearest folder with a flat configuration, as ESLint looks for it. */
function configFolder(from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (CONFIG_FILES.some((name) => existsSync(path.join(folder, name)))) {
      return folder;
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}

async function load(cwd: string, from: readonly string[]): Promise<ESLint | undefined> {
  for (const folder of from) {
    try {
      const entry = createRequire(path.join(folder, 'noop.js')).resolve('eslint');
      const module = (await import(pathToFileURL(entry).href)) as { ESLint: typeof ESLint };
      return new module.ESLint({ cwd });
    } catch {
      // not there: the next place
    }
  }
  return undefined;
}

/** ESLint gives files with the same configuration the same object. */
const rulings = new WeakMap<Linter.Config, Ruling>();

/** Undefined where none of the plugin's rules is named. Users name plugins as they like; ours says who it is. */
function rulingOf(config: Linter.Config): Ruling | undefined {
  const { plugins = {}, rules = {}, settings = {} } = config;
  const prefixes = Object.entries(plugins)
    .filter(([, { meta }]) => meta?.namespace === 'rebind' || meta?.name === 'eslint-plugin-rebind')
    .map(([prefix]) => `${prefix}/`);
  const own = Object.entries(rules).flatMap(([id, entry]) => {
    const prefix = prefixes.find((one) => id.startsWith(one));
    // calculateConfigForFile() spells severities as numbers, and every entry as an array
    const [severity, ...options] = entry as [number, ...unknown[]];
    return prefix === undefined ? [] : [[id.slice(prefix.length), { severity, options }] as const];
  });
  if (own.length === 0) {
    return undefined;
  }
  const ruling = rulings.get(config) ?? { rules: Object.fromEntries(own), settings };
  rulings.set(config, ruling);
  return ruling;
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
