import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { families } from '../../../../../eslint-plugin/src/sites/javascript/catalogue/index.ts';
import { frameworks, nodePackages, probeName } from './listeners.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(new URL('package.json', frameworks), 'utf8')) as Manifest;
const pinned = { ...manifest.dependencies, ...manifest.optionalDependencies };

/** Runtimes come as the packages of their platform, which need no install script. */
const PLATFORM_PACKAGES: Readonly<Record<string, string>> = {
  deno: '@deno/linux-x64-glibc',
  bun: '@oven/bun-linux-x64',
};

/** Families that bind and that no test here can run. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'uWebSockets.js': 'published on GitHub alone, not on the npm registry',
  'std/http/server.ts': 'published on deno.land alone, and Deno.serve() has replaced it',
};

describe('the catalogue', () => {
  it.each(families.filter(({ version }) => version !== undefined))(
    'pins $name $version',
    ({ name, version }) => {
      expect(pinned[PLATFORM_PACKAGES[name] ?? name]).toBe(version);
    },
  );

  it.each(families.filter(({ version, name }) => version === undefined && !name.startsWith('node:')))(
    'says why $name is not run',
    ({ name, note, calls, creates, types }) => {
      if (note === undefined) {
        expect(NOT_RUN).toHaveProperty([name]);
      } else {
        expect({ calls, creates, types }).toEqual({});
      }
    },
  );

  it('names each family and each module once', () => {
    const names = families.map(({ name }) => name);
    const modules = families.flatMap((family) => family.modules);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(modules).size).toBe(modules.length);
  });

  it('names a way out wherever an API drops the option', () => {
    const without = families
      .flatMap(({ calls = {}, types = {} }) => [
        ...Object.values(calls),
        ...Object.values(types).flatMap(({ listeners = {} }) => Object.values(listeners)),
      ])
      .filter(({ api: { forwards, instead } }) => forwards === 'no' && instead === undefined);
    expect(without).toEqual([]);
  });

  it('refers only to types that it describes', () => {
    const described = new Set(families.flatMap(({ types = {} }) => Object.keys(types)));
    const referred = families.flatMap(({ creates = {}, typeNames = {}, types = {} }) => [
      ...Object.values(creates),
      ...Object.values(typeNames),
      ...Object.values(types).flatMap((type) => [
        ...Object.values(type.properties ?? {}),
        ...Object.values(type.returns ?? {}),
        ...(type.extends === undefined ? [] : [type.extends]),
      ]),
    ]);
    expect(referred.filter((name) => !described.has(name))).toEqual([]);
  });
});

describe('the probes', () => {
  it('are those of the packages that Node runs', () => {
    const probes = readdirSync(new URL('probes/', frameworks)).map((file) => file.replace(/\.mjs$/, ''));
    expect(probes.sort()).toEqual(nodePackages.map(probeName).sort());
  });
});
