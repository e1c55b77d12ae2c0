import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import { spend } from '../effort.ts';
import { memoize, memoizeBy } from '../memoize.ts';
import { grouped, groupedBy } from '../grouped.ts';
import { classOfThis, propertyName, unwrap, type ClassNode, type Node } from './ast.ts';
import { variableOf, visitMatches, type File } from './file.ts';

/** An assignment to a member. */
export type Assignment = TSESTree.AssignmentExpression & { readonly left: TSESTree.MemberExpression };

/** `x.name =`, `x['name'] ??=` and their like, as the text has them. */
const ASSIGNMENTS =
  /[.#]\s*[\p{ID_Continue}$\u200C\u200D]+\s*(?:\?\?|\|\|)?=(?![=>])|(?<=['"`])[^'"`\n]+['"`]\]?\s*(?:\?\?|\|\|)?=(?![=>])/gu;

/** All of a file by the names they set, in source order: one walk for all names. */
const byName = memoize((file: File): ReadonlyMap<string, readonly Assignment[]> => {
  const found: [string, Assignment][] = [];
  visitMatches(file, ASSIGNMENTS, (node) => {
    const name =
      node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression'
        ? propertyName(node.left)
        : undefined;
    if (name !== undefined) {
      found.push([name, node as Assignment]);
    }
  });
  return grouped(found);
});

/** The assignments `X.name = value` of the file, whatever X is, in source order. */
export const assignmentsTo = (file: File, name: string): readonly Assignment[] =>
  byName(file).get(name) ?? [];

/** Those of each name, by what a question about them is asked of. */
type Index<K> = ReadonlyMap<K, readonly Assignment[]>;

/** An index of each name, made when first asked for. */
export const indexBy = <K>(keysOf: (file: File, assignment: Assignment) => readonly K[]) =>
  memoizeBy((file: File, name: string): Index<K> => indexOf(file, name, keysOf));

/** The assignments of a name by some keys. */
export function indexOf<K>(
  file: File,
  name: string,
  keysOf: (file: File, assignment: Assignment) => readonly K[],
): Index<K> {
  const assignments = assignmentsTo(file, name);
  spend(assignments.length);
  return groupedBy(assignments, (assignment) => keysOf(file, assignment));
}

const byClass = indexBy<ClassNode | undefined>((_, { left }) =>
  left.object.type === 'ThisExpression' ? [classOfThis(left)] : [],
);

/** The assignments `this.name = value` in a class. */
export const assignmentsInClass = (file: File, name: string, owner: ClassNode | undefined) =>
  byClass(file, name).get(owner) ?? [];

/** Whether something else than `this` has its property of a name set. */
export function isSetFromOutside(file: File, name: string): boolean {
  return byHolder(file, name).size > 0;
}

const byHolder = indexBy<true>((_, { left }) => (left.object.type === 'ThisExpression' ? [] : [true]));

const byVariable = indexBy<Scope.Variable | undefined>((file, { left }) => {
  const object: Node = unwrap(left.object);
  return object.type === 'Identifier' ? [variableOf(file, object)] : [];
});

/** The assignments `variable.name = value` of a variable of the file. */
export const assignmentsOf = (file: File, name: string, variable: Scope.Variable) =>
  byVariable(file, name).get(variable) ?? [];

/** Whether any variable, declared in the file or not, has its property of a name set. */
export const isSetOnVariables = (file: File, name: string): boolean => byVariable(file, name).size > 0;
