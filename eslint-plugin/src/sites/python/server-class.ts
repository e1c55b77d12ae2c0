import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import type { ServerFacts } from './catalogue/family.ts';
import { servers } from './catalogue/index.ts';
import { shapedServer } from './catalogue/servers.ts';
import { NO_SERVERS, OTHER_CLASS_NAME, SERVER_CLASS_NAME } from './catalogue/shapes.ts';
import { isKnownCall } from './known-call.ts';
import { isSelf, type Classes, type OwnClass } from './lower/classes.ts';
import type { Definition } from './lower/definitions.ts';
import type { Reading } from './lower/reading.ts';

/** A class that binds in its constructor: one of the library, or one of the file that inherits from it. */
export interface ServerClass {
  readonly facts: ServerFacts;
  readonly path: string;
  readonly own: OwnClass | undefined;
  /** It also inherits from classes of other files, which may set anything. */
  readonly hasStrangers: boolean;
}

/** Bases of the library that set nothing of reuse. */
const HARMLESS = /^(?:socketserver\.\w+|object|abc\.ABC|threading\.Thread|typing\.\w+|Generic)$/u;

/** Whether a path is that of a class or function that makes a server, or may be one by its name. */
export const isServerPath = (path: string): boolean => factsAt(path) !== undefined;

/** Whether a path is that of a class that binds in its constructor, or may be one by its name. */
export const isServerClass = (path: string | undefined): boolean =>
  path !== undefined && factsAt(path) !== undefined && !servers[path]?.made;

const shapes = new Map<string, ServerFacts>();

/** What is known of a path, or seems to be by its name. */
function factsAt(path: string): ServerFacts | undefined {
  if (Object.hasOwn(servers, path)) {
    return servers[path];
  }
  const name = path.slice(path.lastIndexOf('.') + 1);
  const isServer =
    SERVER_CLASS_NAME.test(name) &&
    !OTHER_CLASS_NAME.test(name) &&
    !NO_SERVERS.test(path) &&
    !HARMLESS.test(path) &&
    !isKnownCall(path);
  if (!isServer) {
    return undefined;
  }
  const facts = shapes.get(name) ?? shapedServer(name);
  shapes.set(name, facts);
  return facts;
}

/** The classes of the file that bind in their constructors. */
export function ownServers({ classes }: Reading): OwnClass[] {
  return [...classes.all].filter((own) => inherited(classes).get(own)?.base !== undefined);
}

/** What a class has of others. */
interface Inherited {
  /** The class of the library that binds. */
  readonly base: string | undefined;
  readonly hasStrangers: boolean;
}

/** What each class of a file inherits; those it inherits from stand before it. */
const inherited = memoize(({ all }: Classes): ReadonlyMap<OwnClass, Inherited> => {
  const found = new Map<OwnClass, Inherited>();
  for (const own of all) {
    spend(1 + own.bases.length);
    const bases = own.bases.map((base): Inherited => {
      if (typeof base === 'object') {
        return found.get(base) ?? { base: undefined, hasStrangers: true };
      }
      const isServer = isServerClass(base);
      return {
        base: isServer ? base : undefined,
        hasStrangers: !isServer && !(base !== undefined && HARMLESS.test(base)),
      };
    });
    const binding = bases.flatMap(({ base }) => base ?? []);
    found.set(own, {
      base: binding.find((base) => Object.hasOwn(servers, base)) ?? binding[0],
      hasStrangers: bases.some(({ hasStrangers }) => hasStrangers),
    });
  }
  return found;
});

/** Aliases followed for one class. */
const MAX_ALIASES = 5;

export function serverClass(
  { file, classes, values }: Pick<Reading, 'file' | 'classes' | 'values'>,
  node: SyntaxNode,
  depth = 0,
): ServerClass | undefined {
  const path = file.pathOf(node);
  const facts = path === undefined ? undefined : factsAt(path);
  if (facts && path !== undefined) {
    return { facts, path, own: undefined, hasStrangers: false };
  }
  const own = classes.named((node.type === 'attribute' ? ownIn(node) : node)?.text ?? '', node.start);
  if (own) {
    return serverOf(own);
  }
  if (node.type !== 'identifier' && node.type !== 'attribute') {
    return undefined;
  }
  const found = values.of(node);
  const owner = file.ownerOf(node.text, node.start);
  const fallback = file.bindingsOf(node.text, owner).find(({ kind }) => kind === 'parameter')?.value;
  const aliases = found.some((one) => one.node === node)
    ? fallback
      ? [fallback]
      : []
    : found.map((one) => one.node);
  const all =
    depth < MAX_ALIASES
      ? aliases.map((alias) => serverClass({ file, classes, values }, alias, depth + 1))
      : [];
  return all.every((one) => one !== undefined) ? all[0] : undefined;

  /** `Inner` in `Outer.Inner`, `self.Inner` */
  function ownIn(attribute: SyntaxNode): SyntaxNode | undefined {
    const object = attribute.field('object');
    const isOwn =
      object?.type === 'identifier' && (isSelf(object.text) || classes.named(object.text) !== undefined);
    return isOwn ? attribute.field('attribute') : undefined;
  }

  function serverOf(one: OwnClass): ServerClass | undefined {
    const { base, hasStrangers = false } = inherited(classes).get(one) ?? {};
    const facts = base === undefined ? undefined : factsAt(base);
    return facts && base !== undefined ? { facts, path: base, own: one, hasStrangers } : undefined;
  }
}

/** Whether a class leaves its constructor's first argument to the library, so that the address stands in the call. */
export function passesAddress(
  reading: Pick<Reading, 'classes' | 'file'>,
  own: OwnClass,
  isInherited = false,
): boolean {
  return (isInherited ? passesToBase : passesFirst)(own, reading);
}

const passesFirst = memoize((own: OwnClass, reading: Pick<Reading, 'classes' | 'file'>) =>
  readsAddress(reading, own, false),
);
const passesToBase = memoize((own: OwnClass, reading: Pick<Reading, 'classes' | 'file'>) =>
  readsAddress(reading, own, true),
);

function readsAddress(
  { classes, file }: Pick<Reading, 'classes' | 'file'>,
  own: OwnClass,
  isInherited: boolean,
): boolean {
  const init = classes.method(own, '__init__', isInherited);
  if (!init) {
    return true;
  }
  const parameters = file.nodeOf(init).field('parameters')?.named ?? [];
  const [first] = parameters.slice(1);
  const name = (first?.type === 'identifier' ? first : (first?.field('name') ?? first?.named[0]))?.text ?? '';
  const text = file.text.slice(init.start, init.end);
  const bare = name.replace(/^\*+/u, '');
  const base = ownerOf(classes, init);
  return (
    bare !== '' &&
    // the look behind comes last: it is taken where the rest stands alone
    new RegExp(`__init__(?<!def\\s+__init__)\\(\\s*(?:self\\s*,\\s*)?\\*{0,2}${bare}\\s*[,)]`, 'u').test(
      text,
    ) &&
    !(base && classes.method(base, '__init__', true) && !passesAddress({ classes, file }, base, true))
  );
}

/** The class that has a method. */
const ownerOf = (classes: Classes, { parent }: Definition): OwnClass | undefined => classes.of(parent);
