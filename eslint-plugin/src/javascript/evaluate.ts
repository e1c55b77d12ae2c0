import type { TSESTree } from '@typescript-eslint/utils';
import { PLATFORMS, type Platform } from '../site.ts';
import { classOfThis, isFunction, propertyName, unwrap, type ClassNode, type Node } from './ast.ts';
import { asNode, assignmentsTo, variableOf, type File } from './file.ts';
import { resolve } from './resolve.ts';

export type Constant = string | number | boolean | bigint | null | undefined;

/** What an expression may evaluate to, as a plain value. */
export type Static =
  | { readonly kind: 'constant'; readonly value: Constant }
  /** A string from the environment, or undefined; `numeric` once converted to a number. */
  | { readonly kind: 'environment'; readonly variable: string; readonly numeric: boolean }
  /** A number, but which one is not known. */
  | { readonly kind: 'number' }
  /** A string; `text` when it cannot be read as a number. */
  | { readonly kind: 'string'; readonly text: boolean }
  | { readonly kind: 'function' }
  | { readonly kind: 'object' }
  | { readonly kind: 'unknown'; readonly node: Node };

const MAX_DEPTH = 16;
const MAX_STEPS = 400;
const MAX_ALTERNATIVES = 12;

const constant = (value: Constant): readonly Static[] => [{ kind: 'constant', value }];

/** How far one evaluation may still go, shared by all its parts. */
interface Budget {
  left: number;
}

/**
 * The values an expression may have, from the source alone.
 * @param platform evaluates `process.platform` and its like as this platform; absent, they are unknown
 */
export function evaluate(file: File, expression: Node, platform?: Platform): readonly Static[] {
  return evaluateWithin(file, expression, platform, { left: MAX_STEPS }, 0);
}

function evaluateWithin(
  file: File,
  expression: Node,
  platform: Platform | undefined,
  budget: Budget,
  depth: number,
): readonly Static[] {
  const node = unwrap(expression);
  const unknown: readonly Static[] = [{ kind: 'unknown', node }];
  budget.left -= 1;
  if (depth > MAX_DEPTH || budget.left < 0) {
    return unknown;
  }
  const inner: Inner = (child) => evaluateWithin(file, child, platform, budget, depth + 1);
  const values = evaluateNode(file, node, platform, inner) ?? unknown;
  return values.length === 0 || values.length > MAX_ALTERNATIVES ? unknown : values;
}

/** The one constant an expression is, or undefined wrapped as not found. */
export function onlyConstant(values: readonly Static[]): { readonly value: Constant } | undefined {
  const [first] = values;
  return first?.kind === 'constant' &&
    values.every((value) => value.kind === 'constant' && Object.is(value.value, first.value))
    ? { value: first.value }
    : undefined;
}

/** Whether a condition holds on a platform; undefined where the source does not tell. */
export function truthOn(file: File, condition: Node, platform: Platform): boolean | undefined {
  const values = evaluate(file, condition, platform);
  const truths = new Set(values.map((value) => truthiness(value)));
  const [only] = truths;
  return truths.size === 1 ? only : undefined;
}

function truthiness(value: Static): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value);
    case 'function':
    case 'object':
      return true;
    default:
      return undefined;
  }
}

type Inner = (child: Node) => readonly Static[];

function evaluateNode(
  file: File,
  node: Node,
  platform: Platform | undefined,
  inner: Inner,
): readonly Static[] | undefined {
  switch (node.type) {
    case 'Literal':
      return 'regex' in node ? [{ kind: 'object' }] : constant(node.value as Constant);
    case 'TemplateLiteral':
      return evaluateTemplate(node, inner);
    case 'Identifier':
      return evaluateIdentifier(file, node, inner);
    case 'MemberExpression':
      return evaluateMember(file, node, platform, inner);
    case 'UnaryExpression':
      return evaluateUnary(node, inner);
    case 'BinaryExpression':
      return evaluateBinary(node, inner);
    case 'LogicalExpression':
      return evaluateLogical(node, inner);
    case 'ConditionalExpression': {
      const test = platform === undefined ? undefined : truthOn(file, node.test, platform);
      return test === undefined
        ? [...inner(node.consequent), ...inner(node.alternate)]
        : inner(test ? node.consequent : node.alternate);
    }
    case 'CallExpression':
      return evaluateCall(file, node, platform, inner);
    case 'AwaitExpression':
      return inner(node.argument);
    case 'AssignmentExpression':
      return node.operator === '=' ? inner(node.right) : undefined;
    case 'SequenceExpression':
      return node.expressions.length > 0 ? inner(node.expressions.at(-1) as Node) : undefined;
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [{ kind: 'function' }];
    case 'ObjectExpression':
    case 'ArrayExpression':
    case 'NewExpression':
      return [{ kind: 'object' }];
    default:
      return undefined;
  }
}

/** How a string with unknown parts reads: text when its known beginning cannot begin a number. */
function startingWith(start: string): readonly Static[] {
  return [
    {
      kind: 'string',
      text: start.trim() !== '' && Number.isNaN(Number(start)) && !/^\s*[+-]?[\d.]/.test(start),
    },
  ];
}

function evaluateTemplate(node: TSESTree.TemplateLiteral, inner: Inner): readonly Static[] {
  const parts = node.expressions.map((part) => onlyConstant(inner(part)));
  const cooked = node.quasis.map((quasi) => quasi.value.cooked);
  if (parts.every((part) => part !== undefined)) {
    return constant(
      cooked
        .map((text, index) => (text ?? '') + (index < parts.length ? String(parts[index]?.value) : ''))
        .join(''),
    );
  }
  if (cooked.some((text) => /[^\d\s]/.test(text ?? ''))) {
    return [{ kind: 'string', text: true }];
  }
  return [{ kind: 'string', text: false }];
}

function evaluateIdentifier(
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
  for (const reference of variable.references) {
    const target = asNode(reference.identifier);
    if (reference.isWrite() && !reference.init) {
      written = true;
      const { parent } = target;
      values.push(
        ...(parent?.type === 'AssignmentExpression' &&
        parent.left === target &&
        reference.writeExpr &&
        parent.operator === '='
          ? inner(asNode(reference.writeExpr))
          : [{ kind: 'unknown' as const, node }]),
      );
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
      ? [{ kind: 'environment', variable: key, numeric: false }]
      : (fromObjectLiteral(unwrap(init), key, inner) ?? [{ kind: 'unknown', node: property.key }]);
    return value.type === 'AssignmentPattern' ? [...from, ...inner(value.right)] : from;
  }
  return undefined;
}

function fromObjectLiteral(object: Node, key: string, inner: Inner): readonly Static[] | undefined {
  if (
    object.type !== 'ObjectExpression' ||
    object.properties.some((property) => property.type === 'SpreadElement')
  ) {
    return undefined;
  }
  const found = object.properties.findLast(
    (property): property is TSESTree.Property =>
      property.type === 'Property' && propertyName(property) === key,
  );
  return found && inner(found.value);
}

function evaluateParameter(
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

/** The primitive a type annotation names; undefined for any other. */
export function fromType(type: TSESTree.TypeNode | undefined): readonly Static[] | undefined {
  switch (type?.type) {
    case 'TSNumberKeyword':
      return [{ kind: 'number' }];
    case 'TSStringKeyword':
      return [{ kind: 'string', text: false }];
    case 'TSTypeReference':
      return type.typeName.type === 'Identifier' && type.typeName.name === 'SocketType'
        ? [{ kind: 'string', text: true }]
        : undefined;
    case 'TSLiteralType':
      return type.literal.type === 'Literal' ? constant(type.literal.value as Constant) : undefined;
    case 'TSUnionType': {
      const parts = type.types.map((part) => (part.type === 'TSUndefinedKeyword' ? [] : fromType(part)));
      return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
    }
    case 'TSFunctionType':
      return [{ kind: 'function' }];
    default:
      return undefined;
  }
}

/** Of a variable and what it is set from, the one whose name says more: `pipe = getRandomPipe()`, `x = config.get('port')`. */
function moreTelling(use: Node, init: Node): Node {
  return use.type === 'Identifier' && use.name.length > 2 ? use : init;
}

const ENVIRONMENTS = /^(?:globalThis\.)?(?:process\.env|Bun\.env|import\.meta\.env)$/;

function dotted(node: Node): string | undefined {
  const inside = unwrap(node);
  if (inside.type === 'Identifier') {
    return inside.name;
  }
  if (inside.type === 'MetaProperty') {
    return `${inside.meta.name}.${inside.property.name}`;
  }
  if (inside.type === 'MemberExpression') {
    const object = dotted(inside.object);
    const name = propertyName(inside);
    return object === undefined || name === undefined ? undefined : `${object}.${name}`;
  }
  return undefined;
}

function isEnvironment(node: Node): boolean {
  const name = dotted(node);
  return name !== undefined && ENVIRONMENTS.test(name);
}

function evaluateMember(
  file: File,
  node: TSESTree.MemberExpression,
  platform: Platform | undefined,
  inner: Inner,
): readonly Static[] | undefined {
  const name = propertyName(node);
  if (name === undefined) {
    return undefined;
  }
  if (isEnvironment(node.object) || isAliasOfEnvironment(file, node.object)) {
    return [{ kind: 'environment', variable: name, numeric: false }];
  }
  const path = dotted(node);
  if (platform !== undefined) {
    if (path === 'process.platform' || (name === 'platform' && isModule(file, node.object, 'process'))) {
      return constant(platform);
    }
    if (path === 'Deno.build.os') {
      return constant(platform === 'win32' ? 'windows' : platform);
    }
  }
  const object = unwrap(node.object);
  const owner = object.type === 'ThisExpression' ? classOfThis(object) : undefined;
  if (owner) {
    return evaluateField(file, owner, name, inner);
  }
  if (object.type === 'Identifier') {
    const definition = variableOf(file, object)?.defs[0]?.node as Node | undefined;
    const init =
      definition?.type === 'VariableDeclarator' && definition.id.type === 'Identifier'
        ? definition.init
        : undefined;
    const literal = init ? unwrap(init) : undefined;
    if (literal?.type === 'ObjectExpression') {
      const assigned = assignmentsTo(file, name).filter(
        ({ left }) =>
          left.type === 'MemberExpression' &&
          propertyName(left) === name &&
          unwrap(left.object).type === 'Identifier',
      );
      const initial = fromObjectLiteral(literal, name, inner);
      return initial && assigned.length === 0 ? initial : undefined;
    }
  }
  return undefined;
}

function isAliasOfEnvironment(file: File, object: Node): boolean {
  const node = unwrap(object);
  if (node.type !== 'Identifier') {
    return false;
  }
  const variable = variableOf(file, node);
  const definition = variable?.defs[0]?.node as Node | undefined;
  if (definition?.type === 'VariableDeclarator' && definition.init) {
    return definition.id.type === 'Identifier'
      ? isEnvironment(definition.init)
      : node.name === 'env' && ['process', 'Bun'].includes(dotted(definition.init) ?? '');
  }
  return node.name === 'env' && isModule(file, node, 'process');
}

function isModule(file: File, node: Node, module: string): boolean {
  return resolve(file, node).some(
    (value) => value.kind === 'export' && value.module.replace(/^node:/, '') === module,
  );
}

/** A field of a class: its initialiser, parameter property default and every `this.name =`. */
function evaluateField(
  file: File,
  owner: ClassNode,
  name: string,
  inner: Inner,
): readonly Static[] | undefined {
  const values: Static[] = [];
  for (const member of owner.body.body) {
    if (member.type === 'PropertyDefinition' && propertyName(member) === name) {
      values.push(
        ...(member.value ? inner(member.value) : (fromType(member.typeAnnotation?.typeAnnotation) ?? [])),
      );
    }
    if (member.type === 'MethodDefinition' && member.kind === 'constructor') {
      for (const parameter of member.value.params) {
        if (parameter.type === 'TSParameterProperty') {
          const { parameter: pattern } = parameter;
          const target = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
          if (target.type === 'Identifier' && target.name === name) {
            values.push(...(evaluateParameter(member.value, target, inner) ?? []));
          }
        }
      }
    }
  }
  for (const { left, right } of assignmentsTo(file, name)) {
    if (
      left.type === 'MemberExpression' &&
      propertyName(left) === name &&
      left.object.type === 'ThisExpression' &&
      classOfThis(left) === owner
    ) {
      values.push(...inner(right));
    }
  }
  return values.length > 0 ? values : undefined;
}

function evaluateUnary(node: TSESTree.UnaryExpression, inner: Inner): readonly Static[] | undefined {
  switch (node.operator) {
    case '+':
    case '-':
      return toNumbers(inner(node.argument), (value) => (node.operator === '-' ? -value : value));
    case '!':
      return inner(node.argument).map((value) => {
        const truth = truthiness(value);
        return truth === undefined ? { kind: 'unknown', node } : { kind: 'constant', value: !truth };
      });
    case 'void':
      return constant(undefined);
    case '~':
      return [{ kind: 'number' }];
    case 'typeof':
      return [{ kind: 'string', text: true }];
    default:
      return undefined;
  }
}

/** The values as Number() gives them. */
function toNumbers(
  values: readonly Static[],
  map: (value: number) => number = (value) => value,
): readonly Static[] {
  return values.map((value): Static => {
    switch (value.kind) {
      case 'constant':
        return typeof value.value === 'bigint'
          ? { kind: 'number' }
          : { kind: 'constant', value: map(Number(value.value)) };
      case 'environment':
        return { ...value, numeric: true };
      default:
        return { kind: 'number' };
    }
  });
}

function evaluateBinary(node: TSESTree.BinaryExpression, inner: Inner): readonly Static[] | undefined {
  if (node.left.type === 'PrivateIdentifier') {
    return undefined;
  }
  const left = inner(node.left);
  const right = inner(node.right);
  const [one, other] = [onlyConstant(left), onlyConstant(right)];
  if (one && other) {
    return binaryConstant(node.operator, one.value, other.value);
  }
  switch (node.operator) {
    case '+': {
      const start = left[0];
      if (
        left.length === 1 &&
        ((start?.kind === 'constant' && typeof start.value === 'string') || start?.kind === 'string')
      ) {
        return start.kind === 'constant' ? startingWith(String(start.value)) : [start];
      }
      const end = right[0];
      if (
        right.length === 1 &&
        end?.kind === 'constant' &&
        typeof end.value === 'string' &&
        /[^\d\s]/.test(end.value)
      ) {
        return [{ kind: 'string', text: true }];
      }
      const isNumber = (value: Static): boolean =>
        value.kind === 'number' ||
        (value.kind === 'constant' && typeof value.value === 'number') ||
        (value.kind === 'environment' && value.numeric);
      return left.every(isNumber) && right.every(isNumber) ? [{ kind: 'number' }] : undefined;
    }
    case '-':
    case '*':
    case '/':
    case '%':
    case '**':
    case '|':
    case '&':
    case '^':
    case '<<':
    case '>>':
    case '>>>':
      return [{ kind: 'number' }];
    default:
      return undefined;
  }
}

function binaryConstant(operator: string, left: Constant, right: Constant): readonly Static[] | undefined {
  switch (operator) {
    case '===':
      return constant(left === right);
    case '!==':
      return constant(left !== right);
    case '==':
      return constant(left == right);
    case '!=':
      return constant(left != right);
    case '+':
      return typeof left === 'number' && typeof right === 'number'
        ? constant(left + right)
        : typeof left === 'string' || typeof right === 'string'
          ? constant(String(left) + String(right))
          : [{ kind: 'number' }];
    case '-':
      return constant(Number(left) - Number(right));
    case '*':
      return constant(Number(left) * Number(right));
    default:
      return undefined;
  }
}

function evaluateLogical(node: TSESTree.LogicalExpression, inner: Inner): readonly Static[] {
  const left = inner(node.left);
  const right = inner(node.right);
  const passes = (value: Static): boolean => {
    if (value.kind !== 'constant') {
      return node.operator !== '&&' || (value.kind !== 'function' && value.kind !== 'object');
    }
    switch (node.operator) {
      case '||':
        return Boolean(value.value);
      case '&&':
        return !value.value;
      case '??':
        return value.value !== null && value.value !== undefined;
    }
  };
  const kept = left.filter(passes);
  const certain = left.every(
    (value) => value.kind === 'constant' || value.kind === 'function' || value.kind === 'object',
  );
  // short circuit: the right side is reached only where the left lets it
  return certain && kept.length === left.length ? kept : [...kept, ...right];
}

function evaluateCall(
  file: File,
  node: TSESTree.CallExpression,
  platform: Platform | undefined,
  inner: Inner,
): readonly Static[] | undefined {
  const name = dotted(node.callee);
  const [first, second] = node.arguments;
  const argument = first && first.type !== 'SpreadElement' ? first : undefined;
  switch (name) {
    case 'Number':
    case 'parseInt':
    case 'parseFloat':
    case 'Number.parseInt':
    case 'Number.parseFloat':
      return argument ? toNumbers(inner(argument)) : constant(name === 'Number' ? 0 : NaN);
    case 'String': {
      const value = argument ? onlyConstant(inner(argument)) : undefined;
      return value ? constant(String(value.value)) : argument ? inner(argument) : constant('');
    }
    case 'Boolean': {
      const value = argument ? onlyConstant(inner(argument)) : undefined;
      return value ? constant(Boolean(value.value)) : undefined;
    }
    case 'Deno.env.get':
      return argument?.type === 'Literal'
        ? [{ kind: 'environment', variable: String(argument.value), numeric: false }]
        : undefined;
    default:
  }
  if (name?.startsWith('Math.')) {
    return [{ kind: 'number' }];
  }
  const callee = unwrap(node.callee);
  if (callee.type === 'MemberExpression' && propertyName(callee) === 'includes' && argument && !second) {
    const list = unwrap(callee.object);
    const value = onlyConstant(inner(argument));
    if (list.type === 'ArrayExpression' && value) {
      const elements = list.elements.map((element) =>
        element && element.type !== 'SpreadElement' ? onlyConstant(inner(element)) : undefined,
      );
      return elements.some((element) => !element)
        ? undefined
        : constant(elements.some((element) => element?.value === value.value));
    }
  }
  const last = name?.split('.').at(-1);
  if (last === 'platform' && platform !== undefined && isOsPlatform(file, callee)) {
    return constant(platform);
  }
  if (
    (last === 'join' || last === 'resolve' || last === 'tmpdir' || last === 'normalize') &&
    /^(?:path|os)\b/.test(name ?? '')
  ) {
    return [{ kind: 'string', text: true }];
  }
  return undefined;
}

function isOsPlatform(file: File, callee: Node): boolean {
  return resolve(file, callee).some(
    (value) =>
      value.kind === 'export' &&
      value.module.replace(/^node:/, '') === 'os' &&
      value.path.join('.') === 'platform',
  );
}

/** A boolean option's value on each platform. */
export function booleanByPlatform(
  file: File,
  node: Node,
  read: (value: Constant) => boolean | undefined,
): Record<Platform, boolean | 'unknown'> {
  const on = (platform: Platform): boolean | 'unknown' => {
    const value = onlyConstant(evaluate(file, node, platform));
    return (value && read(value.value)) ?? 'unknown';
  };
  return Object.fromEntries(PLATFORMS.map((platform) => [platform, on(platform)])) as Record<
    Platform,
    boolean | 'unknown'
  >;
}
