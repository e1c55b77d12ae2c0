import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import {
  firstSpread,
  outermost,
  propertyName,
  unwrap,
  type CallNode,
  type FunctionNode,
  type Node,
} from '../ast.ts';
import { firstNotBelow } from '../../tree-sitter/bisect.ts';
import { asNode, variableOf, type File } from '../file.ts';
import { methodCallsOf } from '../method-calls.ts';
import { fromAnnotation } from './annotation.ts';
import { patternPath } from './pattern.ts';
import { membersOf } from './member.ts';
import { resolve, resolveAny } from './resolve.ts';
import { preferKnown, UNKNOWN, type Value } from './value.ts';

/** What a parameter may be: by its type, its default, and the calls of its function in the file. */
export function resolveParameter(
  file: File,
  node: FunctionNode,
  name: TSESTree.Identifier,
): readonly Value[] {
  const index = parameterIndex(node, name);
  let pattern = node.params[index] as Node | undefined;
  if (pattern?.type === 'TSParameterProperty') {
    pattern = pattern.parameter;
  }
  if (!pattern) {
    return [UNKNOWN];
  }
  const path = patternPath(pattern, name) ?? [];
  const target = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
  if (path.length === 0) {
    const annotated = fromAnnotation(file, target.type === 'Identifier' ? target.typeAnnotation : undefined);
    if (annotated.length > 0) {
      // callers in this file may show where it was created
      const created = resolveAny(file, argumentsFor(file, node, index)).filter(
        (value) => 'creation' in value && value.creation,
      );
      // it is used by what it is declared as
      const declared = annotated.filter(({ kind }) => kind === 'declared');
      return created.length > 0 ? [...created, ...declared] : annotated;
    }
  }
  const given = argumentsFor(file, node, index);
  const whole = resolveAny(file, pattern.type === 'AssignmentPattern' ? [pattern.right, ...given] : given);
  return preferKnown([...path.reduce<readonly Value[]>((from, part) => membersOf(file, from, part), whole)]);
}

/** Which parameter of a function has a name; -1 for none. */
function parameterIndex({ params }: FunctionNode, name: TSESTree.Identifier): number {
  // in source order, so that the one around the name is found by bisection
  const index = firstNotBelow(params, name.range[0] + 1, ({ range }) => range[0]) - 1;
  const parameter = params[index];
  const pattern = parameter?.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  return pattern && patternPath(pattern, name) ? index : -1;
}

/** What a function of this file is called with: `.then(callback)`'s promise, an immediate call, or calls by its name. */
function argumentsFor(file: File, node: FunctionNode, index: number): Node[] {
  const parent = outermost(node).parent;
  if (parent?.type === 'CallExpression') {
    const callee = unwrap(parent.callee);
    if (callee === node) {
      return plainArguments(parent, index);
    }
    const isThen = callee.type === 'MemberExpression' && propertyName(callee) === 'then';
    return isThen && parent.arguments[0] === outermost(node) && index === 0 ? [callee.object] : [];
  }
  if (parent?.type === 'MethodDefinition' && parent.kind === 'method') {
    return argumentsOfMethod(file, parent, index);
  }
  const variable = nameOfFunction(file, node);
  return (variable?.references ?? []).flatMap((reference) => {
    const identifier = asNode(reference.identifier);
    const call = identifier.parent;
    return call &&
      (call.type === 'CallExpression' || call.type === 'NewExpression') &&
      call.callee === identifier
      ? plainArguments(call, index)
      : [];
  });
}

/** What a method of a class is called with inside that class: `this.open(socket)`. */
function argumentsOfMethod(file: File, method: TSESTree.MethodDefinition, index: number): Node[] {
  const name = propertyName(method);
  const given: Node[] = [];
  if (name === undefined) {
    return given;
  }
  for (const call of methodCallsOf(file, name)) {
    const { object } = call.callee as TSESTree.MemberExpression;
    const owners = resolve(file, object);
    if (owners.some((owner) => owner.kind === 'own-instance' && owner.node.body === method.parent)) {
      given.push(...plainArguments(call, index));
    }
  }
  return given;
}

function nameOfFunction(file: File, node: FunctionNode): Scope.Variable | undefined {
  if (node.type === 'FunctionDeclaration' && node.id) {
    return variableOf(file, node.id);
  }
  const parent = outermost(node).parent;
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier'
    ? variableOf(file, parent.id)
    : undefined;
}

function plainArguments(call: CallNode, index: number): Node[] {
  const argument = call.arguments[index];
  return argument && index < firstSpread(call) ? [argument] : [];
}
