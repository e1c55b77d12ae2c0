import type { TextFile, Variable } from './finding.ts';
import { fileNameOf, folderOf, upwards } from './paths.ts';

/** A variable of one `.env` file. */
export interface EnvVariable extends Variable {
  name: string;
  offset: number;
  /** Of `.env.<mode>` and `.env.<mode>.local`. */
  mode: string | undefined;
  inForce: boolean;
}

/** Templates that nothing loads; people copy them to `.env`. */
const templates = new Set(['example', 'sample', 'template', 'dist', 'defaults', 'schema']);

export interface EnvFileName {
  mode: string | undefined;
  local: boolean;
  template: boolean;
}

/** What the name of a `.env` file says; undefined when it is not one. */
export function envFileName(path: string): EnvFileName | undefined {
  const match = /^\.env(?:\.(.+))?$/.exec(fileNameOf(path));
  if (match === null) {
    return undefined;
  }
  const suffixes = match[1]?.split('.') ?? [];
  const template = suffixes.some((suffix) => templates.has(suffix));
  const local = suffixes.at(-1) === 'local';
  const mode = (local ? suffixes.slice(0, -1) : suffixes).join('.') || undefined;
  return { mode, local, template };
}

/**
 * Which of several files in one folder wins, the greatest number. Vite (https://vite.dev/guide/env-and-mode) and dotenv-flow let a
 * mode's file win over `.env.local`; Next.js (https://nextjs.org/docs/app/guides/environment-variables, "Environment Variable
 * Load Order") and Create React App do not. undefined: not loaded in this mode.
 */
export function precedence(name: EnvFileName, mode: string, localFirst: boolean): number | undefined {
  if (name.template || (name.mode !== undefined && name.mode !== mode)) {
    return undefined;
  }
  if (name.mode === undefined) {
    return name.local ? (localFirst ? 2 : 1) : 0;
  }
  return name.local ? 3 : localFirst ? 1 : 2;
}

/** The variables of a tree of `.env` files. */
export class Environments {
  readonly #inForce = new Map<string, Map<string, EnvVariable>>();
  readonly #plain = new Map<string, Map<string, EnvVariable>>();

  /** `files` in any order; `localFirst` tells for a folder whether it follows Next.js. */
  constructor(
    files: readonly { file: Pick<TextFile, 'path'>; variables: EnvVariable[] }[],
    mode: string,
    localFirst: (folder: string) => boolean,
  ) {
    const ranked = files.flatMap(({ file, variables }) => {
      const name = envFileName(file.path);
      const folder = folderOf(file.path);
      const rank = name && precedence(name, mode, localFirst(folder));
      return rank === undefined ? [] : [{ folder, rank, variables }];
    });
    ranked.sort((a, b) => a.rank - b.rank);
    for (const { folder, rank, variables } of ranked) {
      for (const variable of variables) {
        const winners = entry(this.#inForce, folder);
        const loser = winners.get(variable.name);
        if (loser) {
          loser.inForce = false;
        }
        variable.inForce = true;
        winners.set(variable.name, variable);
        if (rank === 0) {
          entry(this.#plain, folder).set(variable.name, variable);
        }
      }
    }
  }

  /** The variable as a program in `folder` of package `packageFolder` sees it, from the nearest folder that sets it. */
  lookup(folder: string, packageFolder: string, name: string): EnvVariable | undefined {
    for (const candidate of upwards(folder, packageFolder)) {
      const variable = this.#inForce.get(candidate)?.get(name);
      if (variable) {
        return variable;
      }
    }
    return undefined;
  }

  /** The variable in the file named `.env` of this folder, whatever overrides it: all that docker compose reads. */
  dotEnv(folder: string, name: string): EnvVariable | undefined {
    return this.#plain.get(folder)?.get(name);
  }
}

function entry(map: Map<string, Map<string, EnvVariable>>, folder: string): Map<string, EnvVariable> {
  const existing = map.get(folder);
  if (existing) {
    return existing;
  }
  const created = new Map<string, EnvVariable>();
  map.set(folder, created);
  return created;
}
