import type { Scope } from 'eslint';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { firstNotBelow } from '../tree-sitter/bisect.ts';
import { firstSpread, outermost, type CallNode, type FunctionNode, type Node } from './ast.ts';
import { asNode, variableOf, type File } from './file.ts';

/** The parameter of a function that gives a name. */
export interface Parameter {
  readonly owner: FunctionNode;
  readonly index: number;
  /** As a pattern; one that declares a field too is what it declares. */
  readonly pattern: Node;
  /** The pattern without its default. */
  readonly target: Node;
  readonly byDefault: Node | undefined;
}

/** The parameter around a name. They are in source order, so that it is found by bisection. */
export function parameterAround(owner: FunctionNode, name: Node): Parameter | undefined {
  const index = firstNotBelow(owner.params, name.range[0] + 1, ({ range }) => range[0]) - 1;
  const parameter = owner.params[index];
  const pattern = parameter?.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  if (!pattern) {
    return undefined;
  }
  const [target, byDefault] =
    pattern.type === 'AssignmentPattern' ? [pattern.left, pattern.right] : [pattern, undefined];
  return { owner, index, pattern, target, byDefault };
}

/** How a function is used by its name. */
interface Uses {
  readonly calls: readonly CallNode[];
  /** It is used for nothing else, so that these are all calls of it. */
  readonly isOnlyCalled: boolean;
}

/** The calls of a function by the name that its declaration, or the variable that holds it, gives it. */
export const usesOf = memoize((owner: FunctionNode, file: File): Uses => {
  const { parent } = outermost(owner);
  const [id, statement] =
    owner.type === 'FunctionDeclaration'
      ? [owner.id, parent]
      : parent?.type === 'VariableDeclarator'
        ? [parent.id, parent.parent.parent]
        : [undefined, undefined];
  const variable = id?.type === 'Identifier' ? variableOf(file, id) : undefined;
  const uses = (variable?.references ?? []).filter((reference) => !reference.init);
  spend(uses.length);
  const calls = uses.flatMap((reference) => callBy(reference));
  const isExported = statement?.type.startsWith('Export') === true;
  return { calls, isOnlyCalled: variable !== undefined && !isExported && calls.length === uses.length };
});

function callBy({ identifier }: Scope.Reference): readonly CallNode[] {
  const callee = outermost(asNode(identifier));
  const call = callee.parent;
  return (call?.type === 'CallExpression' || call?.type === 'NewExpression') && call.callee === callee
    ? [call]
    : [];
}

/** What a call gives a parameter; undefined where it gives nothing, or a list that may be anything. */
export function argumentFor(call: CallNode, index: number): Node | undefined {
  return index < firstSpread(call) ? call.arguments[index] : undefined;
}

/** `new Promise((resolve, reject) => …)`: both are functions. */
export function isPromiseExecutor(owner: Node): boolean {
  const { parent } = owner;
  return (
    parent?.type === 'NewExpression' &&
    parent.arguments[0] === owner &&
    parent.callee.type === 'Identifier' &&
    parent.callee.name === 'Promise'
  );
}
