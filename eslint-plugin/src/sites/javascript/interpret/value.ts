import type { TSESTree } from '@typescript-eslint/utils';
import type { CallNode, ClassNode, DeclaredFunction, Node } from '../ast.ts';
import type { Catalogue, NamedType } from '../catalogue/catalogue.ts';

export type Constant = string | number | boolean | bigint | null | undefined;

/**
 * What an expression may evaluate to. Promises count as what they resolve to: `await` changes nothing.
 * Of numbers, strings and the environment only those who ask for values are told; who asks what a thing is hears `foreign`.
 */
export type Value =
  /** An export of a module or global, by its path: `net` is [], `net.createServer` is ['createServer']. */
  | {
      readonly kind: 'export';
      readonly module: string;
      readonly isGlobal: boolean;
      readonly path: readonly string[];
    }
  /** A value of a type of the catalogue; `creation` is the call that made it, where it is in this file. */
  | { readonly kind: 'instance'; readonly type: NamedType; readonly creation?: Creation | undefined }
  /** Without a node it is the runtime's, `resolve` of a promise. */
  | { readonly kind: 'function'; readonly node?: DeclaredFunction }
  | { readonly kind: 'class'; readonly node: ClassNode }
  /** An instance of a class of this file. */
  | { readonly kind: 'own-instance'; readonly node: ClassNode; readonly creation?: Creation | undefined }
  /** An object literal. */
  | { readonly kind: 'object'; readonly node: TSESTree.ObjectExpression }
  /** An object that is something else than a literal: an array, what `new` makes. */
  | { readonly kind: 'other-object' }
  /** A value of a type that this file declares by its members. */
  | { readonly kind: 'declared'; readonly node: DeclaredType }
  /** A function with its first arguments fixed: `f.bind(x, a)`. */
  | {
      readonly kind: 'bound';
      readonly target: Value;
      readonly arguments: readonly TSESTree.CallExpressionArgument[];
    }
  /** `node` is the literal that the source has for it. */
  | { readonly kind: 'constant'; readonly value: Constant; readonly node?: Node | undefined }
  /** A string from the environment, or undefined; `numeric` once converted to a number. */
  | {
      readonly kind: 'environment';
      readonly variable: string;
      readonly numeric: boolean;
      readonly node?: Node | undefined;
    }
  /** A number, but which one is not known. */
  | { readonly kind: 'number' }
  /** A string; `text` when it cannot be read as a number. */
  | { readonly kind: 'string'; readonly text: boolean }
  /** Known to be no server. */
  | { readonly kind: 'foreign' }
  /** `node` is what nothing is known of. */
  | { readonly kind: 'unknown'; readonly node?: Node };

/** An interface, or the members of a type. */
export type DeclaredType = TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeLiteral;

/** The call that creates a socket or server, with its effective arguments (`bind` may have fixed some elsewhere). */
export interface Creation {
  readonly node: CallNode;
  readonly arguments: readonly TSESTree.CallExpressionArgument[];
}

export const UNKNOWN: Value = { kind: 'unknown' };
/** More values than are looked at; nothing else in the file tells which it is. */
export const TOO_MANY: Value = { kind: 'unknown' };
export const FOREIGN: Value = { kind: 'foreign' };
export const OTHER_OBJECT: Value = { kind: 'other-object' };

/** An export of a module, by its path. */
export function moduleExport(module: string, path: readonly string[] = [], isGlobal = false): Value {
  return { kind: 'export', module, path, isGlobal };
}

/** Whether a value is of a module that nothing is known of. */
export function isForeignExport(catalogue: Catalogue, value: Value): boolean {
  return value.kind === 'export' && !value.isGlobal && catalogue.module(value.module) === undefined;
}

/** @param node the literal that the source has for it */
export const constant = (value: Constant, node?: Node): readonly Value[] => [
  { kind: 'constant', value, node },
];

/** Whether a value is known to be no server, nor anything that one is reached through. */
export function isForeign({ kind }: Value): boolean {
  return kind === 'foreign' || kind === 'constant' || kind === 'other-object';
}

/** The call of this file that made what the catalogue knows. */
export const creationOf = (value: Value): Creation | undefined =>
  value.kind === 'instance' ? value.creation : undefined;

/** The calls of this file that made what some of the values are. */
export const creationsOf = (values: readonly Value[]): readonly Creation[] =>
  values.flatMap((value) => creationOf(value) ?? []);

export const isUnknown = ({ kind }: Value): boolean => kind === 'unknown';

/** Whether a value is an object, whatever it holds. */
export const isObject = ({ kind }: Value): boolean => kind === 'object' || kind === 'other-object';

/** Declarations without a value (`let server;`) and `null` say nothing when an assignment does. */
export function preferKnown(values: readonly Value[]): readonly Value[] {
  const known = values.filter((value) => !isUnknown(value) && !isForeign(value));
  return known.length > 0 ? known : values;
}

/** The one constant an expression is, or undefined wrapped as not found. */
export function onlyConstant(values: readonly Value[]): { readonly value: Constant } | undefined {
  const [first] = values;
  return first?.kind === 'constant' &&
    values.every((value) => value.kind === 'constant' && Object.is(value.value, first.value))
    ? { value: first.value }
    : undefined;
}

/** Whether a value counts as true; undefined where that cannot be told. */
export function truthiness(value: Value): boolean | undefined {
  return value.kind === 'constant'
    ? Boolean(value.value)
    : value.kind === 'function' || isObject(value)
      ? true
      : undefined;
}

/** Whether all values are true, or all false. */
export function truthOfAll(values: readonly Value[]): boolean | undefined {
  const [truth, ...others] = new Set(values.map(truthiness));
  return others.length === 0 ? truth : undefined;
}
