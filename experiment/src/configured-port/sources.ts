import { type FileKind, fileKinds } from './file-kinds.ts';
import type { Interpret } from './finding.ts';

/** One kind of file. The interpreter, and the parser it brings, is loaded when a folder has such a file. */
export interface Source {
  matches: (path: string) => boolean;
  load: () => Promise<Interpret>;
}

const loaders: Readonly<Record<FileKind, Source['load']>> = {
  settings: async () => (await import('./sources/settings.ts')).interpretSettings,
  launch: async () => (await import('./sources/launch.ts')).interpretLaunch,
  scripts: async () => (await import('./sources/scripts.ts')).interpretScripts,
  compose: async () => (await import('./sources/compose.ts')).interpretCompose,
  dockerfile: async () => (await import('./sources/dockerfile.ts')).interpretDockerfile,
  devcontainer: async () => (await import('./sources/devcontainer.ts')).interpretDevcontainer,
  angular: async () => (await import('./sources/angular.ts')).interpretAngular,
  framework: async () => (await import('./sources/framework.ts')).interpretFramework,
  'spring-properties': async () => (await import('./sources/spring-properties.ts')).interpretSpringProperties,
  'spring-yaml': async () => (await import('./sources/spring-yaml.ts')).interpretSpringYaml,
  'spring-build': async () => (await import('./sources/spring-build.ts')).interpretSpringBuild,
  listen: async () => (await import('./sources/listen.ts')).interpretSource,
};

/** In the order of `fileKinds`. */
export const sources: readonly Source[] = (Object.keys(fileKinds) as FileKind[]).map((kind) => ({
  matches: fileKinds[kind],
  load: loaders[kind],
}));
