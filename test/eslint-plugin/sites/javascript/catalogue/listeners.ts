import type { Family, Listener } from '../../../../../eslint-plugin/src/sites/javascript/catalogue/family.ts';
import { families } from '../../../../../eslint-plugin/src/sites/javascript/catalogue/index.ts';

/** The workspace that pins the frameworks, absolute. */
export const frameworks = new URL('../../../../frameworks/', import.meta.url);

/** A listener with the name that the probes know it by: `koa.Application.listen`, `serve`, or `default` for the module itself. */
export interface NamedListener {
  readonly id: string;
  readonly listener: Listener;
}

export function listenersOf(family: Family): readonly NamedListener[] {
  const calls = Object.entries(family.calls ?? {}).map(([path, listener]) => ({
    id: path === '' ? 'default' : path,
    listener,
  }));
  const methods = Object.entries(family.types ?? {}).flatMap(([type, { listeners = {} }]) =>
    Object.entries(listeners).map(([method, listener]) => ({ id: `${type}.${method}`, listener })),
  );
  return [...calls, ...methods];
}

const BUILT_IN = new Set(
  families.filter(({ name }) => name.startsWith('node:')).flatMap(({ types = {} }) => Object.keys(types)),
);

/** Where the catalogue says that a family's values hold or give a server of Node: `fastify.Instance.server`, `createServer()`. */
export function serverMembersOf(family: Family): readonly string[] {
  const builtIn = (entries: Readonly<Record<string, string>> | undefined): string[] =>
    Object.entries(entries ?? {})
      .filter(([, type]) => BUILT_IN.has(type))
      .map(([name]) => name);
  return [
    ...builtIn(family.creates).map((path) => `${path}()`),
    ...Object.entries(family.types ?? {}).flatMap(([type, { properties, returns }]) => [
      ...builtIn(properties).map((name) => `${type}.${name}`),
      ...builtIn(returns).map((name) => `${type}.${name}()`),
    ]),
  ];
}

/** Families whose packages Node runs, with a probe each in test/frameworks/probes. */
export const nodePackages = families.filter(
  ({ name, version }) => version !== undefined && name !== 'deno' && name !== 'bun',
);

/** The probe of a family: `@hapi/hapi` is hapi-hapi. */
export function probeName({ name }: Family): string {
  return name.replace('@', '').replace('/', '-');
}
