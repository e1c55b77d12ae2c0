import type { File } from '../file.ts';
import type { NamedType } from '../catalogue/catalogue.ts';
import type { CallNode, ClassNode, DeclaredFunction } from '../ast.ts';
import type { TSESTree } from '@typescript-eslint/utils';

/**
 * What an expression may evaluate to, as far as listening is concerned.
 * Promises count as what they resolve to: `await` changes nothing.
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
  | { readonly kind: 'function'; readonly node: DeclaredFunction }
  | { readonly kind: 'class'; readonly node: ClassNode }
  /** An instance of a class of this file. */
  | { readonly kind: 'own-instance'; readonly node: ClassNode; readonly creation?: Creation | undefined }
  | { readonly kind: 'object'; readonly node: TSESTree.ObjectExpression }
  /** A value of a type that this file declares by its members. */
  | { readonly kind: 'declared'; readonly node: DeclaredType }
  /** A function with its first arguments fixed: `f.bind(x, a)`. */
  | {
      readonly kind: 'bound';
      readonly target: Value;
      readonly arguments: readonly TSESTree.CallExpressionArgument[];
    }
  /** Known to be no server. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unknown' };

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

/** An export of a module, by its path. */
export function moduleExport(module: string, path: readonly string[] = [], isGlobal = false): Value {
  return { kind: 'export', module, path, isGlobal };
}

/** Whether a value is of a module that nothing is known of. */
export function isForeignExport(file: File, value: Value): boolean {
  return value.kind === 'export' && !value.isGlobal && file.catalogue.module(value.module) === undefined;
}

/** Declarations without a value (`let server;`) and `null` say nothing when an assignment does. */
export function preferKnown(values: Value[]): Value[] {
  const known = values.filter((value) => value.kind !== 'unknown' && value.kind !== 'foreign');
  return known.length > 0 ? known : values;
}
