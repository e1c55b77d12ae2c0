import { expect, it } from 'vitest';
import { isConfiguration, isOfInterest } from '../../../experiment/src/configured-port/file-kinds.ts';

it.each([
  '.env',
  'app/.env.local',
  'package.json',
  '.vscode/launch.json',
  'compose.production.yaml',
  'Containerfile',
  'web.dockerfile',
  '.devcontainer.json',
  'project.json',
  'vite.config.mts',
  'src/main/resources/application-dev.properties',
  'config/application.yml',
  'pom.xml',
  'build.gradle.kts',
  'go.mod',
])('%s may change the ports of a folder', (path) => {
  expect(isConfiguration(path)).toBe(true);
});

it.each(['server.js', 'src/Main.java', 'main.py', 'server.cc', 'a.tsx'])(
  '%s is code that may listen',
  (path) => {
    expect([isConfiguration(path), isOfInterest(path)]).toEqual([false, true]);
  },
);

it.each([
  'README.md',
  'server.h',
  'index.d.ts',
  'jquery.min.js',
  'test/server.js',
  'server.test.ts',
  'main.go',
])('%s says nothing of them', (path) => {
  expect(isOfInterest(path)).toBe(false);
});
