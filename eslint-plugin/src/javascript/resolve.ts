import type { TSESTree } from '@typescript-eslint/utils';
import type { Scope } from 'eslint';
import {
  isClass,
  isFunction,
  outermost,
  propertyName,
  unwrap,
  type CallNode,
  type FunctionNode,
  type Node,
} from './ast.ts';
import { fromAnnotation } from './annotation.ts';
import { asNode, escapePattern, variableOf, visitMatches, type File } from './file.ts';
import { isInterop } from './interop.ts';
import { memberOf, thisValue } from './member.ts';
import { FOREIGN, UNKNOWN, type Value } from './value.ts';

/** Resolution is bounded: chains longer than this, or values of more alternatives, count as unknown. */
const MAX_DEPTH = 24;
const MAX_STEPS = 2_000;
const MAX_VALUES = 24;

/**
 * What an expression may evaluate to, looking backward from it through the scopes of its file.
 * Never evaluates anything; what it cannot follow is `unknown`.
 */
export function resolve(file: File, expression: Node): readonly Value[] {
  const node = unwrap(expression);
  const { resolved, inProgress, budget } = file;
  const known = resolved.get(node);
  if (known) {
    return known;
  }
  if (inProgress.size === 0) {
    budget.left = MAX_STEPS;
  }
  budget.left -= 1;
  if (inProgress.has(node) || inProgress.size > MAX_DEPTH || budget.left < 0) {
    budget.cuts += 1;
    return [UNKNOWN];
  }
  const { cuts } = budget;
  inProgress.add(node);
  try {
    const values = distinct(resolveNode(file, node));
    // an answer that a bound or a cycle cut short is not worth keeping, but at the end of the question
    if (budget.cuts === cuts || inProgress.size === 1) {
      resolved.set(node, values);
    }
    return values;
  } finally {
    inProgress.delete(node);
  }
}

/** The values once each, and not too many. */
function distinct(values: readonly Value[]): readonly Value[] {
  const seen = new Set<unknown>();
  const kept = values.filter((value) => {
    const key = keyOf(value);
    return !seen.has(key) && Boolean(seen.add(key));
  });
  return kept.length === 0 || kept.length > MAX_VALUES ? [UNKNOWN] : kept;
}

function keyOf(value: Value): unknown {
  switch (value.kind) {
    case 'unknown':
    case 'foreign':
      return value.kind;
    case 'export':
      return [value.isGlobal, value.module, ...value.path].join(' ');
    case 'instance':
      return value.creation?.node ?? value.type;
    case 'own-instance':
      return value.creation?.node ?? value;
    case 'function':
    case 'class':
    case 'object':
      return value.node;
    case 'bound':
      return value;
  }
}

/** Like `resolve`, for several expressions of which any may be the value. */
export function resolveAny(file: File, expressions: Iterable<Node>): Value[] {
  const values: Value[] = [];
  for (const expression of expressions) {
    values.push(...resolve(file, expression));
  }
  return values;
}

function resolveNode(file: File, node: Node): readonly Value[] {
  switch (node.type) {
    case 'Identifier':
      return resolveIdentifier(file, node);
    case 'ThisExpression':
      return thisValue(node);
    case 'MemberExpression':
      return memberOf(file, node);
    case 'CallExpression':
    case 'NewExpression':
      return resolveCall(file, node);
    case 'ImportExpression':
      return node.source.type === 'Literal' ? [moduleExport(String(node.source.value))] : [UNKNOWN];
    case 'AwaitExpression':
      return resolve(file, node.argument);
    case 'ConditionalExpression':
      return resolveAny(file, [node.consequent, node.alternate]);
    case 'LogicalExpression':
      return resolveAny(file, [node.left, node.right]);
    case 'AssignmentExpression':
      return node.operator === '=' ? resolve(file, node.right) : resolveAny(file, [node.left, node.right]);
    case 'SequenceExpression':
      return node.expressions.length > 0 ? resolve(file, node.expressions.at(-1) as Node) : [UNKNOWN];
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'ArrowFunctionExpression':
      return [{ kind: 'function', node }];
    case 'ClassExpression':
    case 'ClassDeclaration':
      return [{ kind: 'class', node }];
    case 'ObjectExpression':
      return [{ kind: 'object', node }];
    case 'Literal':
    case 'TemplateLiteral':
    case 'ArrayExpression':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
      return [FOREIGN];
    default:
      return [UNKNOWN];
  }
}

export function moduleExport(module: string, path: readonly string[] = [], isGlobal = false): Value {
  return { kind: 'export', module, path, isGlobal };
}

const GLOBAL_MODULES = new Set(['require', 'process', 'globalThis', 'global', 'Object', 'module', 'Promise']);

function resolveIdentifier(file: File, identifier: TSESTree.Identifier): readonly Value[] {
  const variable = variableOf(file, identifier);
  if (!variable) {
    return file.catalogue.global(identifier.name) || GLOBAL_MODULES.has(identifier.name)
      ? [moduleExport(identifier.name, [], true)]
      : [UNKNOWN];
  }
  return resolveVariable(file, variable);
}

function resolveVariable(file: File, variable: Scope.Variable): Value[] {
  const values: Value[] = [];
  for (const definition of variable.defs) {
    values.push(...resolveDefinition(file, variable, definition));
  }
  for (const reference of variable.references) {
    const written = reference.writeExpr ? asNode(reference.writeExpr) : undefined;
    const target = asNode(reference.identifier);
    // destructuring assignments write a part of their right side: not followed
    if (
      written &&
      !reference.init &&
      target.parent?.type === 'AssignmentExpression' &&
      target.parent.left === target
    ) {
      values.push(...resolve(file, written));
    }
  }
  return preferKnown(values);
}

/** Declarations without a value (`let server;`) and `null` say nothing when an assignment does. */
function preferKnown(values: Value[]): Value[] {
  const known = values.filter((value) => value.kind !== 'unknown' && value.kind !== 'foreign');
  return known.length > 0 ? known : values;
}

function resolveDefinition(
  file: File,
  variable: Scope.Variable,
  definition: Scope.Definition,
): readonly Value[] {
  const name = definition.name as unknown as TSESTree.Identifier;
  const node = definition.node as unknown as Node;
  switch (definition.type as string) {
    case 'ImportBinding':
      return resolveImport(node, definition.parent as unknown as TSESTree.ImportDeclaration | undefined);
    case 'FunctionName':
      return isFunction(node) ? [{ kind: 'function', node }] : [UNKNOWN];
    case 'ClassName':
      return isClass(node) ? [{ kind: 'class', node }] : [UNKNOWN];
    case 'Variable':
      return node.type === 'VariableDeclarator' ? resolveDeclarator(file, node, name) : [UNKNOWN];
    case 'Parameter':
      return isFunction(node) ? resolveParameter(file, node, name) : [UNKNOWN];
    case 'CatchClause':
    case 'TSEnumName':
      return [FOREIGN];
    default:
      return variable.defs.length > 1 ? [] : [UNKNOWN];
  }
}

function resolveImport(node: Node, declaration: TSESTree.ImportDeclaration | undefined): readonly Value[] {
  if (node.type === 'TSImportEqualsDeclaration') {
    const reference = node.moduleReference;
    return reference.type === 'TSExternalModuleReference' && reference.expression.type === 'Literal'
      ? [moduleExport(String(reference.expression.value))]
      : [UNKNOWN];
  }
  if (!declaration) {
    return [UNKNOWN];
  }
  const module = declaration.source.value;
  switch (node.type) {
    case 'ImportSpecifier': {
      const imported = node.imported.type === 'Identifier' ? node.imported.name : node.imported.value;
      return [moduleExport(module, imported === 'default' ? [] : [imported])];
    }
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [moduleExport(module)];
    default:
      return [UNKNOWN];
  }
}

function resolveDeclarator(
  file: File,
  node: TSESTree.VariableDeclarator,
  name: TSESTree.Identifier,
): readonly Value[] {
  const annotated = node.id.type === 'Identifier' ? fromAnnotation(file, node.id.typeAnnotation) : [];
  if (!node.init) {
    return annotated;
  }
  const path = patternPath(node.id, name);
  if (!path) {
    return [UNKNOWN];
  }
  const values = preferKnown([
    ...path.reduce<readonly Value[]>((from, part) => membersOf(file, from, part), resolve(file, node.init)),
  ]);
  return values.every((value) => value.kind === 'unknown') ? [...annotated, ...values] : values;
}

/** The properties that lead from a destructured value to one of its names; undefined where the source does not fix them. */
function patternPath(pattern: Node, name: Node): string[] | undefined {
  switch (pattern.type) {
    case 'Identifier':
      return pattern === name ? [] : undefined;
    case 'AssignmentPattern':
      return patternPath(pattern.left, name);
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'Property') {
          const rest = patternPath(property.value, name);
          const key = propertyName(property);
          if (rest && key !== undefined) {
            return [key, ...rest];
          }
        }
      }
      return undefined;
    case 'ArrayPattern':
      for (const [index, element] of pattern.elements.entries()) {
        const rest = element ? patternPath(element, name) : undefined;
        if (rest) {
          return [String(index), ...rest];
        }
      }
      return undefined;
    default:
      return undefined;
  }
}

/** A property of values that are known already. */
export function membersOf(file: File, objects: readonly Value[], name: string): Value[] {
  return objects.flatMap((object): readonly Value[] => {
    switch (object.kind) {
      case 'export':
        return [name === 'default' ? object : { ...object, path: [...object.path, name] }];
      case 'instance': {
        const property = object.type.properties?.[name];
        const type = property === undefined ? undefined : file.catalogue.type(property);
        return [type ? { kind: 'instance', type } : UNKNOWN];
      }
      case 'object': {
        const property = object.node.properties.find(
          (candidate): candidate is TSESTree.Property =>
            candidate.type === 'Property' && propertyName(candidate) === name,
        );
        return property ? resolve(file, property.value) : [UNKNOWN];
      }
      case 'class': {
        const member = object.node.body.body.find(
          (candidate) =>
            (candidate.type === 'MethodDefinition' || candidate.type === 'PropertyDefinition') &&
            candidate.static &&
            propertyName(candidate) === name,
        );
        return member && 'value' in member && member.value ? resolve(file, member.value) : [UNKNOWN];
      }
      case 'foreign':
        return [FOREIGN];
      default:
        return [UNKNOWN];
    }
  });
}

function resolveParameter(file: File, node: FunctionNode, name: TSESTree.Identifier): readonly Value[] {
  const index = node.params.findIndex((parameter) => {
    const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
    return patternPath(pattern, name) !== undefined;
  });
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
      return created.length > 0 ? created : annotated;
    }
  }
  const given = argumentsFor(file, node, index);
  const whole = resolveAny(file, pattern.type === 'AssignmentPattern' ? [pattern.right, ...given] : given);
  return preferKnown([...path.reduce<readonly Value[]>((from, part) => membersOf(file, from, part), whole)]);
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
  visitMatches(file, new RegExp(`\\.\\s*${escapePattern(name)}\\s*\\(`, 'g'), (node) => {
    if (
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      propertyName(node.callee) === name
    ) {
      const owners = resolve(file, node.callee.object);
      if (owners.some((owner) => owner.kind === 'own-instance' && owner.node.body === method.parent)) {
        given.push(...plainArguments(node, index));
      }
    }
  });
  return given;
}

function nameOfFunction(file: File, node: FunctionNode): Scope.Variable | undefined {
  if (node.type === 'FunctionDeclaration' && node.id) {
    return variableOf(file, node.id as TSESTree.Identifier);
  }
  const parent = outermost(node).parent;
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier'
    ? variableOf(file, parent.id)
    : undefined;
}

function plainArguments(call: CallNode, index: number): Node[] {
  const before = call.arguments.slice(0, index + 1);
  const argument = before[index];
  return argument && !before.some((candidate) => candidate.type === 'SpreadElement') ? [argument] : [];
}

function resolveCall(file: File, call: CallNode): readonly Value[] {
  const callee = unwrap(call.callee);
  const [first] = call.arguments;
  if (first && isInterop(call)) {
    return resolve(file, first);
  }
  if (call.type === 'CallExpression' && callee.type === 'MemberExpression') {
    const special = resolveMethodCall(file, call, callee);
    if (special) {
      return special;
    }
  }
  return resolve(file, callee).flatMap((value) => calling(file, value, call, call.arguments));
}

/** `.bind`, `.then` and methods of the catalogue's types; undefined for an ordinary call. */
function resolveMethodCall(
  file: File,
  call: TSESTree.CallExpression,
  callee: TSESTree.MemberExpression,
): readonly Value[] | undefined {
  const name = propertyName(callee);
  if (name === undefined) {
    return [UNKNOWN];
  }
  const objects = resolve(file, callee.object);
  if (name === 'bind') {
    const functions = objects.filter((value) => value.kind === 'export' || value.kind === 'function');
    return functions.length > 0
      ? functions.map((target) => ({ kind: 'bound', target, arguments: call.arguments.slice(1) }))
      : undefined;
  }
  const known: Value[] = objects.flatMap((object): Value[] => {
    const type =
      object.kind === 'instance'
        ? object.type
        : object.kind === 'own-instance'
          ? ownType(file, object.node)
          : undefined;
    if (!type) {
      return [];
    }
    const returned = type.returns?.[name];
    const returnedType = returned === undefined ? undefined : file.catalogue.type(returned);
    if (returnedType) {
      return [{ kind: 'instance', type: returnedType }];
    }
    return type.returnsItself?.includes(name) ? [object] : [];
  });
  return known.length > 0 ? known : undefined;
}

/** What calling or constructing a value gives. */
function calling(
  file: File,
  callee: Value,
  node: CallNode,
  given: readonly TSESTree.CallExpressionArgument[],
): readonly Value[] {
  switch (callee.kind) {
    case 'export':
      return callingExport(file, callee, node, given);
    case 'function':
      return returnedBy(file, callee.node);
    case 'class':
      return node.type === 'NewExpression'
        ? [{ kind: 'own-instance', node: callee.node, creation: { node, arguments: given } }]
        : [UNKNOWN];
    case 'bound':
      return calling(file, callee.target, node, [...callee.arguments, ...given]);
    case 'foreign':
    case 'object':
      return [FOREIGN];
    default:
      return [UNKNOWN];
  }
}

function callingExport(
  file: File,
  callee: Value & { kind: 'export' },
  node: CallNode,
  given: readonly TSESTree.CallExpressionArgument[],
): readonly Value[] {
  const [first] = given;
  if (callee.isGlobal) {
    const path = [callee.module, ...callee.path].join('.');
    if (path === 'require' || path === 'module.require' || path === 'process.getBuiltinModule') {
      return first?.type === 'Literal' && typeof first.value === 'string'
        ? [moduleExport(first.value)]
        : [UNKNOWN];
    }
    if (path === 'Object.assign' || path === 'Object.freeze' || path === 'Promise.resolve') {
      return first && first.type !== 'SpreadElement' ? resolve(file, first) : [UNKNOWN];
    }
  }
  if (callee.module.replace(/^node:/, '') === 'module' && callee.path.at(-1) === 'createRequire') {
    return [moduleExport('require', [], true)];
  }
  const family = callee.isGlobal
    ? file.catalogue.global(callee.module)
    : file.catalogue.module(callee.module);
  const created = family?.creates?.[callee.path.join('.')];
  const type = created === undefined ? undefined : file.catalogue.type(created);
  return [type ? { kind: 'instance', type, creation: { node, arguments: given } } : UNKNOWN];
}

/** What a function of the file returns. */
export function returnedBy(file: File, node: FunctionNode): readonly Value[] {
  if (node.body.type !== 'BlockStatement') {
    return resolve(file, node.body);
  }
  const annotated = fromAnnotation(file, node.returnType);
  const values: Value[] = [];
  const walk = (inside: Node): void => {
    if (inside.type === 'ReturnStatement') {
      values.push(...(inside.argument ? resolve(file, inside.argument) : [FOREIGN]));
      return;
    }
    if (isFunction(inside) || isClass(inside)) {
      return;
    }
    for (const child of statementsIn(inside)) {
      walk(child);
    }
  };
  walk(node.body);
  return [...preferKnown(values), ...annotated];
}

/** The statements directly inside a statement; expressions hold no `return`. */
function statementsIn(node: Node): Node[] {
  switch (node.type) {
    case 'BlockStatement':
      return node.body;
    case 'IfStatement':
      return node.alternate ? [node.consequent, node.alternate] : [node.consequent];
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
    case 'WithStatement':
      return [node.body];
    case 'SwitchStatement':
      return node.cases.flatMap((branch) => branch.consequent);
    case 'TryStatement':
      return [
        node.block,
        ...(node.handler ? [node.handler.body] : []),
        ...(node.finalizer ? [node.finalizer] : []),
      ];
    default:
      return [];
  }
}

/** The catalogue's type that a class of this file extends, through classes of this file. */
export function ownType(file: File, node: Node) {
  let current = node;
  for (let depth = 0; depth < MAX_DEPTH && isClass(current) && current.superClass; depth += 1) {
    const [base] = resolve(file, current.superClass);
    if (base?.kind === 'class') {
      current = base.node;
      continue;
    }
    if (base?.kind === 'export') {
      const family = base.isGlobal ? file.catalogue.global(base.module) : file.catalogue.module(base.module);
      const name = family?.creates?.[base.path.join('.')];
      return name === undefined ? undefined : file.catalogue.type(name);
    }
    return undefined;
  }
  return undefined;
}

/** Whether every class up to the root is in this file: then what it lacks, it lacks. */
export function extendsNothingElse(file: File, node: Node): boolean {
  let current = node;
  for (let depth = 0; depth < MAX_DEPTH && isClass(current); depth += 1) {
    if (!current.superClass) {
      return true;
    }
    const [base] = resolve(file, current.superClass);
    if (base?.kind !== 'class') {
      return false;
    }
    current = base.node;
  }
  return false;
}
