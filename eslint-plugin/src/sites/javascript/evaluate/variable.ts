import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { isFunction, propertyName, unwrap, type Node } from '../ast.ts';
import { asNode, variableOf, writesTo, type File } from '../file.ts';
import { objectProperties, spreadsOf } from '../members.ts';
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
    spend();
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
    spend();
    if (values.length > MAX_ALTERNATIVES) {
      return undefined;
    }
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
      return list.type === 'ArrayExpression' ? evaluateElements(list, inner) : undefined;
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

/** The elements of an array, as far as more of them would make a difference. */
function evaluateElements({ elements }: TSESTree.ArrayExpression, inner: Inner): readonly Static[] {
  const values: Static[] = [];
  for (const element of elements) {
    spend();
    if (element && element.type !== 'SpreadElement') {
      values.push(...inner(element));
    }
    if (values.length > MAX_ALTERNATIVES) {
      break;
    }
  }
  return values;
}

/** The properties of a pattern by the names they give, without their defaults. */
const propertiesOf = memoize(({ properties }: TSESTree.ObjectPattern) => {
  spend(properties.length);
  return new Map(
    properties
      .toReversed()
      .flatMap((property) =>
        property.type === 'Property' ? [[targetOf(property.value), property] as const] : [],
      ),
  );
});

const targetOf = (value: Node): Node => (value.type === 'AssignmentPattern' ? value.left : value);

/** `const { PORT = 3000, port: p } = object`. */
function evaluatePattern(
  pattern: TSESTree.ObjectPattern,
  init: Node,
  name: Node,
  inner: Inner,
): readonly Static[] | undefined {
  const property = propertiesOf(pattern).get(name);
  const key = property && propertyName(property);
  if (!property || key === undefined) {
    return undefined;
  }
  const { value } = property;
  const from: readonly Static[] = isEnvironment(init)
    ? [{ kind: 'environment', variable: key, numeric: false, node: property.key }]
    : (fromObjectLiteral(unwrap(init), key, inner) ?? [{ kind: 'unknown', node: property.key }]);
  return value.type === 'AssignmentPattern' ? [...from, ...inner(value.right)] : from;
}

export function fromObjectLiteral(object: Node, key: string, inner: Inner): readonly Static[] | undefined {
  const value = object.type === 'ObjectExpression' ? valueIn(object, key) : undefined;
  return value && inner(value);
}

/** What an object literal has for a property, where nothing is spread into it. */
export function valueIn(object: TSESTree.ObjectExpression, key: string): Node | undefined {
  return spreadsOf(object).length > 0 ? undefined : objectProperties(object, key).at(-1)?.value;
}

export function evaluateParameter(
  owner: Node & { params: readonly Node[] },
  name: Node,
  inner: Inner,
): readonly Static[] | undefined {
  if (isPromiseExecutor(owner)) {
    return [{ kind: 'function' }];
  }
  const given = parametersOf(owner).get(name);
  if (!given) {
    return undefined;
  }
  // the type of a parameter is that of its default, unless it says otherwise
  return given.byDefault
    ? inner(given.byDefault)
    : fromType((name as TSESTree.Identifier).typeAnnotation?.typeAnnotation);
}

/** The names that a function's parameters give a value, at their top or one level below. */
const parametersOf = memoize((owner: Node & { params: readonly Node[] }) => {
  const found = new Map<Node, { readonly byDefault: Node | undefined }>();
  const add = (name: Node, byDefault?: Node): void => {
    spend();
    if (!found.has(name)) {
      found.set(name, { byDefault });
    }
  };
  for (const parameter of owner.params) {
    const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
    if (pattern.type === 'AssignmentPattern') {
      add(pattern.left, pattern.right);
    } else if (pattern.type === 'Identifier') {
      add(pattern);
    }
    const objectPattern = targetOf(pattern);
    if (objectPattern.type === 'ObjectPattern') {
      for (const property of objectPattern.properties) {
        if (property.type === 'Property' && property.value.type === 'AssignmentPattern') {
          add(property.value.left, property.value.right);
        }
      }
    }
  }
  return found;
});

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
