import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';

export type Node = TSESTree.Node;
export type FunctionNode =
  TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;
/** A function, or the declaration of one whose body is elsewhere. */
export type DeclaredFunction =
  FunctionNode | TSESTree.TSDeclareFunction | TSESTree.TSMethodSignature | TSESTree.TSFunctionType;
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;
export type CallNode = TSESTree.CallExpression | TSESTree.NewExpression;

/** A node without what does not change its value: type assertions, `!`, optional chains, parentheses. */
export function unwrap(node: Node): Node {
  let current: Node = node;
  for (;;) {
    // parsers that keep parentheses give them this type, which ESTree does not know
    const type: string = current.type;
    switch (type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ChainExpression':
      case 'ParenthesizedExpression':
        current = (current as TSESTree.ChainExpression).expression;
        break;
      default:
        return current;
    }
  }
}

/** The nearest ancestor that is not such a wrapper, and the outermost wrapper below it. */
export function outermost(node: Node): Node {
  let current = node;
  while (
    current.parent &&
    unwrap(current.parent) !== current.parent &&
    unwrap(current.parent) === unwrap(node)
  ) {
    current = current.parent;
  }
  return current;
}

export function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

export function isClass(node: Node): node is ClassNode {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

/** The name of a property, method or member access when the source fixes it; `#x` for a private one. */
export function propertyName(
  node:
    | TSESTree.MemberExpression
    | TSESTree.Property
    | TSESTree.MethodDefinition
    | TSESTree.PropertyDefinition
    | TSESTree.TSPropertySignature
    | TSESTree.TSMethodSignature,
): string | undefined {
  const key: Node = node.type === 'MemberExpression' ? node.property : node.key;
  if (key.type === 'PrivateIdentifier') {
    return `#${key.name}`;
  }
  if (!node.computed && key.type === 'Identifier') {
    return key.name;
  }
  if (key.type === 'Literal') {
    return String(key.value);
  }
  if (key.type === 'TemplateLiteral' && key.quasis.length === 1) {
    return key.quasis[0]?.value.cooked ?? undefined;
  }
  return undefined;
}

/** The type arguments of a call or a type; Babel 7 calls them parameters. */
export function typeArgumentsOf(
  node: CallNode | TSESTree.TSTypeReference,
): TSESTree.TSTypeParameterInstantiation | undefined {
  const { typeParameters } = node as { readonly typeParameters?: TSESTree.TSTypeParameterInstantiation };
  return node.typeArguments ?? typeParameters;
}

/** Whether a node is what a call calls. */
export function isCallee(node: Node): boolean {
  const whole = outermost(node);
  const { parent } = whole;
  return (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') && parent.callee === whole;
}

/** The function, class member or program that a node stands in. */
export function enclosing<T extends Node>(
  node: Node,
  is: (candidate: Node) => candidate is T,
): T | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (is(current)) {
      return current;
    }
  }
  return undefined;
}

/** The class whose instance `this` is at a node; undefined in plain functions and at the top. */
export function classOfThis(node: Node): ClassNode | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === 'FunctionDeclaration') {
      return undefined;
    }
    if (current.type === 'FunctionExpression' && current.parent.type !== 'MethodDefinition') {
      return undefined;
    }
    if (isClass(current)) {
      return current;
    }
  }
  return undefined;
}

/** The position of the first argument that spreads a list; what follows may be any parameter's. */
export const firstSpread = memoize(({ arguments: given }: CallNode): number => {
  spend(given.length);
  const index = given.findIndex(({ type }) => type === 'SpreadElement');
  return index === -1 ? given.length : index;
});
