import { fileNameOf, folderOf, isWithin } from './paths.ts';

/** A folder with one of these is a package or module of its own. */
const packageFiles = new Set([
  'package.json',
  'deno.json',
  'deno.jsonc',
  'project.json',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'pyproject.toml',
  'setup.py',
  'requirements.txt',
  'go.mod',
  'Cargo.toml',
  'CMakeLists.txt',
  'composer.json',
  'Gemfile',
]);

export const isPackageFile = (path: string): boolean => packageFiles.has(fileNameOf(path));

/** Finds the nearest package above a path. The searched folder counts as one, whatever stands in it. */
export class Packages {
  readonly #folders: Set<string>;

  constructor(paths: readonly string[]) {
    this.#folders = new Set(['.', ...paths.filter(isPackageFile).map(folderOf)]);
  }

  /** The package of a folder. */
  of(folder: string): string {
    let current = folder;
    while (!this.#folders.has(current)) {
      current = folderOf(current);
    }
    return current;
  }

  contains(outer: string, inner: string): boolean {
    return outer !== inner && isWithin(inner, outer);
  }
}
