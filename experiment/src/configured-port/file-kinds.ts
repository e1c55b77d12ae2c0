import { languageOfFile } from 'eslint-plugin-rebind/languages';
import { envFileName } from './environment.ts';
import { isPackageFile } from './packages.ts';
import { fileNameOf } from './paths.ts';

const named =
  (pattern: RegExp) =>
  (path: string): boolean =>
    pattern.test(fileNameOf(path));

const at =
  (pattern: RegExp) =>
  (path: string): boolean =>
    pattern.test(path);

/** Servers that tests start are not what the folder is for. */
const isTest = (path: string): boolean =>
  /(?:^|\/)(?:tests?|__tests__|__mocks__|e2e|fixtures|spec)\//i.test(path) ||
  /(?:[._-](?:test|spec|e2e)\.\w+|Tests?\.java|(?:^|\/)test_\w+\.py)$/.test(path);

const code =
  (pattern: RegExp) =>
  (path: string): boolean =>
    pattern.test(path) && !isTest(path);

/** Source code of a language that the linter reads; neither what was made of code, nor what declares or configures. */
const isSource = (path: string): boolean =>
  languageOfFile(path) !== undefined &&
  !/(?:\.d|\.min|\.config)\.\w+$|\.(?:h|hh|hpp|hxx|h\+\+|ipp|inl|pyi)$/.test(path) &&
  !isTest(path);

/** The kinds of files that name ports, with which files are of each. Configuration before code, so that a limit on the number of files costs code first. */
export const fileKinds = {
  settings: at(/(?:^|\/)\.vscode\/settings\.json$/),
  launch: at(/(?:^|\/)\.vscode\/launch\.json$/),
  scripts: named(/^package\.json$/),
  compose: named(/^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/),
  dockerfile: named(/^(?:(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?|[\w.-]+\.[Dd]ockerfile)$/),
  devcontainer: named(/^\.?devcontainer\.json$/),
  angular: named(/^(?:angular|workspace|project)\.json$/),
  framework: named(/^(?:vite|nuxt|astro|vue|webpack|rspack|rsbuild|next)\.config(?:\.\w+)?\.[cm]?[jt]s$/),
  'spring-properties': code(/(?:^|\/)application(?:-[\w-]+)?\.properties$/),
  'spring-yaml': code(/(?:^|\/)application(?:-[\w-]+)?\.ya?ml$/),
  'spring-build': named(/^(?:pom\.xml|build\.gradle(?:\.kts)?)$/),
  listen: isSource,
} as const;

export type FileKind = keyof typeof fileKinds;

/** Whether a file that is no source code may say which ports a folder has. A path is relative to the folder, with `/`. */
export const isConfiguration = (path: string): boolean =>
  isPackageFile(path) ||
  envFileName(path) !== undefined ||
  Object.entries(fileKinds).some(([kind, matches]) => kind !== 'listen' && matches(path));

/** Whether any file may. */
export const isOfInterest = (path: string): boolean => isConfiguration(path) || fileKinds.listen(path);
