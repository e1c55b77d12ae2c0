import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, propertyName, unwrap, type Node } from '../ast.ts';
import { asNode, variableOf, writesTo, type File } from '../file.ts';
import { isEnvironment } from './environment.ts';
import { constant, MAX_ALTERNATIVES, type Inner, type Static } from './static.ts';
import { fromType } from './type.ts';

export function evaluateIdentifier(
  file: File,
  node: TSESTree.Identifier,
  inner: Inner,
): readonly Static[] | undefined {
  const variable = variableOf(file, node);
  if (!variable) {
    return node.name === 'undefined' ? constant(undefined) : node.name === 'NaN' ? constant(NaN) : undefined;
  }
  const values: Static[] = [];
  let written = false;
  for (const reference of writesTo(variable)) {
    written = true;
    const target = asNode(reference.identifier);
    const { parent } = target;
    values.push(
      ...(parent?.type === 'AssignmentExpression' &&
      parent.left === target &&
      reference.writeExpr &&
      parent.operator === '='
        ? inner(asNode(reference.writeExpr))
        : [{ kind: 'unknown' as const, node }]),
    );
    if (values.length > MAX_ALTERNATIVES) {
      return undefined;
    }
  }
  for (const definition of variable.defs) {
    const declared = definition.node as unknown as Node;
    const name = definition.name as unknown as Node;
    if (declared.type === 'VariableDeclarator') {
      values.push(
        ...(evaluateDeclarator(declared, name, node, written, inner) ?? [{ kind: 'unknown', node }]),
      );
    } else if (isFunction(declared)) {
      values.push(
        ...(declared.type === 'FunctionDeclaration' && declared.id === name
          ? [{ kind: 'function' as const }]
          : (evaluateParameter(declared, name, inner) ?? [{ kind: 'unknown' as const, node }])),
      );
    } else {
      values.push({ kind: 'unknown', node });
    }
  }
  return values;
}

function evaluateDeclarator(
  declarator: TSESTree.VariableDeclarator,
  name: Node,
  use: Node,
  written: boolean,
  inner: Inner,
): readonly Static[] | undefined {
  const { id, init, parent } = declarator;
  if (id.type === 'Identifier') {
    if (init) {
      const values = inner(init);
      return values.every((value) => value.kind === 'unknown')
        ? (fromType(id.typeAnnotation?.typeAnnotation) ?? [{ kind: 'unknown', node: moreTelling(use, init) }])
        : values;
    }
    if (parent.parent.type === 'ForOfStatement' && parent.parent.left === parent) {
      const { right } = parent.parent;
      const list = unwrap(right);
      return list.type === 'ArrayExpression'
        ? list.elements.flatMap((element) =>
            element && element.type !== 'SpreadElement' ? inner(element) : [],
          )
        : undefined;
    }
    if (parent.parent.type === 'ForInStatement') {
      return undefined;
    }
    // `let port;` that is never written stays undefined; else the writes tell
    return (
      (written ? undefined : fromType(id.typeAnnotation?.typeAnnotation)) ??
      (written || parent.declare ? [] : constant(undefined))
    );
  }
  if (id.type === 'ObjectPattern' && init) {
    return evaluatePattern(id, init, name, inner);
  }
  return undefined;
}

/** `const { PORT = 3000, port: p } = object`. */
function evaluatePattern(
  pattern: TSESTree.ObjectPattern,
  init: Node,
  name: Node,
  inner: Inner,
): readonly Static[] | undefined {
  for (const property of pattern.properties) {
    if (property.type !== 'Property') {
      continue;
    }
    const { value } = property;
    const target = value.type === 'AssignmentPattern' ? value.left : value;
    const key = propertyName(property);
    if (target !== name || key === undefined) {
      continue;
    }
    const from: readonly Static[] = isEnvironment(init)
      ? [{ kind: 'environment', variable: key, numeric: false, node: property.key }]
      : (fromObjectLiteral(unwrap(init), key, inner) ?? [{ kind: 'unknown', node: property.key }]);
    return value.type === 'AssignmentPattern' ? [...from, ...inner(value.right)] : from;
  }
  return undefined;
}

export function fromObjectLiteral(object: Node, key: string, inner: Inner): readonly Static[] | undefined {
  const value = object.type === 'ObjectExpression' ? valueIn(object, key) : undefined;
  return value && inner(value);
}

/** What an object literal has for a property, where nothing is spread into it. */
export function valueIn(object: TSESTree.ObjectExpression, key: string): Node | undefined {
  if (object.properties.some((property) => property.type === 'SpreadElement')) {
    return undefined;
  }
  return object.properties.findLast(
    (property): property is TSESTree.Property =>
      property.type === 'Property' && propertyName(property) === key,
  )?.value;
}

export function evaluateParameter(
  owner: Node & { params: readonly Node[] },
  name: Node,
  inner: Inner,
): readonly Static[] | undefined {
  if (isPromiseExecutor(owner)) {
    return [{ kind: 'function' }];
  }
  for (const parameter of owner.params) {
    const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
    if (pattern.type === 'AssignmentPattern' && pattern.left === name) {
      const byDefault = inner(pattern.right);
      // the type of a parameter is that of its default, unless it says otherwise
      return byDefault;
    }
    if (pattern.type === 'Identifier' && pattern === name) {
      return fromType(pattern.typeAnnotation?.typeAnnotation);
    }
    const objectPattern = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
    if (objectPattern.type === 'ObjectPattern') {
      for (const property of objectPattern.properties) {
        if (
          property.type === 'Property' &&
          property.value.type === 'AssignmentPattern' &&
          property.value.left === name
        ) {
          return inner(property.value.right);
        }
      }
    }
  }
  return undefined;
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

/** Of a variable and what it is set from, the one whose name says more: `pipe = getRandomPipe()`, `x = config.get('port')`. */
function moreTelling(use: Node, init: Node): Node {
  return use.type === 'Identifier' && use.name.length > 2 ? use : init;
}
