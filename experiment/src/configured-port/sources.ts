import { languageOfFile } from 'eslint-plugin-rebind/languages';
import type { Interpret } from './finding.ts';
import { fileNameOf } from './paths.ts';

/** One kind of file. The interpreter, and the parser it brings, is loaded when a folder has such a file. */
export interface Source {
  matches: (path: string) => boolean;
  load: () => Promise<Interpret>;
}

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

/** Configuration before code, so that a limit on the number of files costs code first. */
export const sources: readonly Source[] = [
  {
    matches: at(/(?:^|\/)\.vscode\/settings\.json$/),
    load: async () => (await import('./sources/settings.ts')).interpretSettings,
  },
  {
    matches: at(/(?:^|\/)\.vscode\/launch\.json$/),
    load: async () => (await import('./sources/launch.ts')).interpretLaunch,
  },
  {
    matches: named(/^package\.json$/),
    load: async () => (await import('./sources/scripts.ts')).interpretScripts,
  },
  {
    matches: named(/^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/),
    load: async () => (await import('./sources/compose.ts')).interpretCompose,
  },
  {
    matches: named(/^(?:(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?|[\w.-]+\.[Dd]ockerfile)$/),
    load: async () => (await import('./sources/dockerfile.ts')).interpretDockerfile,
  },
  {
    matches: named(/^\.?devcontainer\.json$/),
    load: async () => (await import('./sources/devcontainer.ts')).interpretDevcontainer,
  },
  {
    matches: named(/^(?:angular|workspace|project)\.json$/),
    load: async () => (await import('./sources/angular.ts')).interpretAngular,
  },
  {
    matches: named(/^(?:vite|nuxt|astro|vue|webpack|rspack|rsbuild|next)\.config(?:\.\w+)?\.[cm]?[jt]s$/),
    load: async () => (await import('./sources/framework.ts')).interpretFramework,
  },
  {
    matches: code(/(?:^|\/)application(?:-[\w-]+)?\.properties$/),
    load: async () => (await import('./sources/spring-properties.ts')).interpretSpringProperties,
  },
  {
    matches: code(/(?:^|\/)application(?:-[\w-]+)?\.ya?ml$/),
    load: async () => (await import('./sources/spring-yaml.ts')).interpretSpringYaml,
  },
  {
    matches: named(/^(?:pom\.xml|build\.gradle(?:\.kts)?)$/),
    load: async () => (await import('./sources/spring-build.ts')).interpretSpringBuild,
  },
  {
    matches: isSource,
    load: async () => (await import('./sources/listen.ts')).interpretSource,
  },
];
