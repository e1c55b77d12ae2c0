import { memoize } from '../../memoize.ts';
import type { AdditionalListener } from '../../targets.ts';
import { families } from './index.ts';
import type { Family, InstanceType, Listener } from './family.ts';
import { netListener } from './node-net.ts';
import { escapePattern } from '../pattern.ts';

/** A type of the catalogue together with its name, `http.Server`. */
export interface NamedType extends InstanceType {
  readonly name: string;
}

/** The families, indexed for look-up by import specifier, global and type name. */
export interface Catalogue {
  /** The family whose exports a specifier gives, with or without `node:`. */
  readonly module: (specifier: string) => Family | undefined;
  readonly global: (name: string) => Family | undefined;
  /** The entry of a type, with what it inherits. */
  readonly type: (name: string) => NamedType | undefined;
  /** A type by the name that a package declares it under, for the type checker. `package` as in node_modules, or a Node module. */
  readonly declared: (symbol: string, packageName: string) => NamedType | undefined;
  /**
   * Matches the names of methods and functions that bind, and the quoted specifiers of modules that matter by themselves:
   * their exports can be called under any name, or they have methods of rare names. Global.
   */
  readonly mention: RegExp;
  /** Names of methods and functions that bind, wherever they occur. */
  readonly names: ReadonlySet<string>;
  /** Names that count only in files that mention one of these specifiers: common words such as `start`. */
  readonly rareNames: ReadonlyMap<string, readonly string[]>;
}

/** Words specific enough to look at wherever they stand; others need their package's name in the file. */
const TELLING = new Set([
  'listen',
  'bind',
  'bindSync',
  'serve',
  'listenTls',
  'listenDatagram',
  'udpSocket',
  'bindAsync',
  'WebSocketServer',
]);

function alternatives(specifiers: Iterable<string>): string {
  return [...specifiers]
    .map((specifier) =>
      specifier.endsWith('*') ? `${escapePattern(specifier.slice(0, -1))}[^'"\`]*` : escapePattern(specifier),
    )
    .join('|');
}

/** Names of calls, as text of a regular expression. Function.prototype.bind(this, …) is by far the most frequent look-alike. */
export function namesPattern(names: Iterable<string>): string {
  return `\\b(?:${[...names].map(escapePattern).join('|')})\\b(?<!\\bbind(?=\\s*\\(\\s*(?:this|null)\\s*[,)]))`;
}

/** The specifiers as they stand in an import. */
function quoted(specifiers: Iterable<string>): string {
  return `['"\`](?:node:|(?:npm|jsr):/?)?(?:${alternatives(new Set(specifiers))})(?:@[^'"\`/]*)?['"\`]`;
}

/** A package or module without what says where it comes from, and without a version: `npm:express@5` is `express`. */
function bareSpecifier(specifier: string): string {
  return specifier.replace(/^(?:node:|(?:npm|jsr):\/?)/, '').replace(/^((?:@[^/@]+\/)?[^/@:]+)@[^/]*/, '$1');
}

function build(all: readonly Family[]): Catalogue {
  const modules = new Map<string, Family>();
  const prefixes: [string, Family][] = [];
  const globals = new Map<string, Family>();
  const types = new Map<string, InstanceType>();
  const declared = new Map<string, string>();
  const names = new Set<string>();
  const rareNames = new Map<string, string[]>();

  const addName = (name: string, family: Family): void => {
    if (TELLING.has(name)) {
      names.add(name);
    } else {
      rareNames.set(name, [...(rareNames.get(name) ?? []), ...family.modules]);
    }
  };
  for (const family of all) {
    for (const specifier of family.modules) {
      if (specifier.endsWith('*')) {
        prefixes.push([specifier.slice(0, -1), family]);
      } else {
        modules.set(specifier, family);
      }
    }
    if (family.global !== undefined) {
      globals.set(family.global, family);
    }
    for (const [name, type] of Object.entries(family.types ?? {})) {
      types.set(name, type);
      for (const method of Object.keys(type.listeners ?? {})) {
        addName(method, family);
      }
    }
    for (const path of Object.keys(family.calls ?? {})) {
      const last = path.split('.').at(-1) ?? '';
      if (last !== '') {
        addName(last, family);
      }
    }
    const typeNames = { ...family.creates, ...family.typeNames };
    for (const packageName of family.declaredIn ?? family.modules) {
      for (const [symbol, type] of Object.entries(typeNames)) {
        declared.set(`${packageName} ${symbol.split('.').at(-1) ?? ''}`, type);
      }
    }
  }

  const type = (name: string): NamedType | undefined => {
    const own = types.get(name);
    if (!own) {
      return undefined;
    }
    const base = own.extends === undefined ? undefined : type(own.extends);
    return {
      name,
      listeners: { ...base?.listeners, ...own.listeners },
      returnsItself: [...(base?.returnsItself ?? []), ...(own.returnsItself ?? [])],
      returns: { ...base?.returns, ...own.returns },
      properties: { ...base?.properties, ...own.properties },
    };
  };
  const cachedTypes = new Map([...types.keys()].map((name) => [name, type(name)]));
  // what a package exports can be called under any local name: these are looked for by their specifiers
  const called = all.filter((family) => family.calls).flatMap((family) => family.modules);
  const rare = [...rareNames.values()].flat();

  return {
    module: (specifier) => {
      return (
        modules.get(bareSpecifier(specifier)) ??
        prefixes.find(([prefix]) => specifier.startsWith(prefix))?.[1]
      );
    },
    global: (name) => globals.get(name),
    type: (name) => cachedTypes.get(name),
    declared: (symbol, packageName) => {
      const name = declared.get(`${packageName} ${symbol}`);
      return name === undefined ? undefined : cachedTypes.get(name);
    },
    mention: new RegExp(`${namesPattern(names)}|${quoted([...called, ...rare])}`, 'g'),
    names,
    rareNames,
  };
}

function asFamily(own: AdditionalListener): Family {
  // which address a wrapper takes by itself is its own
  const { defaultAddress: _, ...listener }: Listener = netListener(
    `${own.module} ${own.method ?? own.export ?? 'default'}()`,
    own.forwards ? {} : { forwards: 'no', instead: 'forward the options in this wrapper' },
    own.optionsArgument === undefined ? undefined : { shape: 'port-or-options', at: own.optionsArgument },
  );
  const path = own.export === undefined || own.export === 'default' ? '' : own.export;
  if (own.method === undefined) {
    return { name: own.module, modules: [own.module], calls: { [path]: listener } };
  }
  const typeName = `${own.module}#${path}`;
  return {
    name: own.module,
    modules: [own.module],
    creates: { [path]: typeName },
    types: { [typeName]: { listeners: { [own.method]: listener } } },
  };
}

/** Entries for one module that several settings give are one family, and those for one export one type. */
function merge(own: readonly Family[]): Family[] {
  const byModule = new Map<string, Family>();
  for (const family of own) {
    const other = byModule.get(family.name);
    byModule.set(family.name, {
      ...family,
      creates: { ...other?.creates, ...family.creates },
      types: mergeTypes(other?.types, family.types),
      calls: { ...other?.calls, ...family.calls },
    });
  }
  return [...byModule.values()];
}

function mergeTypes(one: Family['types'], other: Family['types']): NonNullable<Family['types']> {
  const merged: Record<string, InstanceType> = { ...one };
  for (const [name, type] of Object.entries(other ?? {})) {
    merged[name] = { ...type, listeners: { ...merged[name]?.listeners, ...type.listeners } };
  }
  return merged;
}

const builtIn = build(families);
const extended = memoize((additional: readonly AdditionalListener[]) =>
  build([...families, ...merge(additional.map(asFamily))]),
);

/** The catalogue with the user's own listeners, built once a settings object. */
export const catalogueWith = (additional: readonly AdditionalListener[]): Catalogue =>
  additional.length === 0 ? builtIn : extended(additional);
