import type { Scope } from 'eslint';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { enclosing, isFunction, propertyName, unwrap, type Node } from './ast.ts';
import { asNode, variableOf, type File } from './file.ts';

const FILE_CALLS = /^(?:unlink|rm|exists|access|stat|lstat|chmod|chown)(?:Sync)?$/;

/** Whether the same function also treats a variable as a file: it unlinks it, or connects to it as `{ path }`. */
export function isUsedAsPath(file: File, expression: Node): boolean {
  const node = unwrap(expression);
  return usersOf(file, node)?.has(enclosing(node, isFunction)) === true;
}

/** Whether any function treats a variable as a file. */
export function isEverUsedAsPath(file: File, expression: Node): boolean {
  return (usersOf(file, unwrap(expression))?.size ?? 0) > 0;
}

function usersOf(file: File, node: Node): ReadonlySet<Node | undefined> | undefined {
  const variable = node.type === 'Identifier' ? variableOf(file, node) : undefined;
  return variable && usersAsPath(variable);
}

/** The functions that use a variable as a file. */
const usersAsPath = memoize((variable: Scope.Variable): ReadonlySet<Node | undefined> => {
  spend(variable.references.length);
  return new Set(
    variable.references.flatMap((reference) => {
      const identifier = asNode(reference.identifier);
      return isPath(identifier) ? [enclosing(identifier, isFunction)] : [];
    }),
  );
});

function isPath(identifier: Node): boolean {
  const { parent } = identifier;
  if (parent?.type === 'Property') {
    return parent.value === identifier && propertyName(parent) === 'path';
  }
  const callee =
    parent?.type === 'CallExpression' && parent.arguments[0] === identifier
      ? unwrap(parent.callee)
      : undefined;
  return callee?.type === 'MemberExpression' && FILE_CALLS.test(propertyName(callee) ?? '');
}
