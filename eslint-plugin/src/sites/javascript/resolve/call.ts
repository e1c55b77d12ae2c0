import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../../effort.ts';
import {
  isClass,
  isFunction,
  propertyName,
  unwrap,
  type CallNode,
  type DeclaredFunction,
  type Node,
} from '../ast.ts';
import type { File } from '../file.ts';
import { fromAnnotation } from './annotation.ts';
import { isInterop } from './interop.ts';
import { ownType } from './own-class.ts';
import { distinct, keeping, resolve } from './resolve.ts';
import { FOREIGN, moduleExport, preferKnown, UNKNOWN, type Value } from './value.ts';

/** What a call or `new` gives. */
export function resolveCall(file: File, call: CallNode): readonly Value[] {
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
  const callees = resolve(file, callee);
  // functions return what they return to each of their callers
  return callees.every(({ kind }) => kind === 'function')
    ? kept(file, callees, () => callees.flatMap((value) => calling(file, value, call, call.arguments)))
    : callees.flatMap((value) => calling(file, value, call, call.arguments));
}

/** What is asked again and again of one thing. */
function kept(file: File, key: object, ask: () => readonly Value[]): readonly Value[] {
  const { returned } = file;
  return (
    returned.get(key) ??
    keeping(
      file,
      () => {
        const values = ask();
        return values.length > 0 ? distinct(values) : values;
      },
      returned.set.bind(returned, key),
    )
  );
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
export function returnedBy(file: File, node: DeclaredFunction): readonly Value[] {
  return kept(file, node, () => findReturned(file, node));
}

function findReturned(file: File, node: DeclaredFunction): readonly Value[] {
  if (!('body' in node) || !node.body) {
    const declared = fromAnnotation(file, node.returnType);
    return declared.length > 0 ? declared : [UNKNOWN];
  }
  if (node.body.type !== 'BlockStatement') {
    return resolve(file, node.body);
  }
  const annotated = fromAnnotation(file, node.returnType);
  const values: Value[] = [];
  const pending: Node[] = [node.body];
  for (let inside = pending.pop(); inside; inside = pending.pop()) {
    spend();
    if (inside.type === 'ReturnStatement') {
      values.push(...(inside.argument ? resolve(file, inside.argument) : [FOREIGN]));
    } else if (!isFunction(inside) && !isClass(inside)) {
      pending.push(...statementsIn(inside).toReversed());
    }
  }
  const known = preferKnown(values);
  return annotated.length > 0 && known.every(({ kind }) => kind === 'unknown')
    ? annotated
    : [...known, ...annotated];
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
