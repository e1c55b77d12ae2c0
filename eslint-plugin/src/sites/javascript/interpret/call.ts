import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, type CallNode } from '../ast.ts';
import { builtIn } from './built-in.ts';
import { distinctIfAny } from './distinct.ts';
import { isInterop } from './interop.ts';
import { kept, type Interpreter } from './interpreter.ts';
import { ownType } from './own-class.ts';
import { returnedBy } from './returned.ts';
import { FOREIGN, moduleExport, OTHER_OBJECT, UNKNOWN, type Value } from './value.ts';

/** What a call or `new` gives. */
export function call(it: Interpreter, node: CallNode): readonly Value[] {
  return it.asks === 'identity'
    ? identitiesOf(it, node)
    : node.type === 'NewExpression'
      ? [OTHER_OBJECT]
      : (builtIn(it, node) ?? [UNKNOWN]);
}

function identitiesOf(it: Interpreter, node: CallNode): readonly Value[] {
  const callee = unwrap(node.callee);
  const [first] = node.arguments;
  if (first && isInterop(node)) {
    return it.ask(first);
  }
  const special =
    node.type === 'CallExpression' && callee.type === 'MemberExpression'
      ? methodCall(it, node, callee)
      : undefined;
  if (special) {
    return special;
  }
  const callees = it.ask(callee);
  // functions return what they return to each of their callers
  return callees.every(({ kind }) => kind === 'function')
    ? returnedByAll(it, callees)
    : callees.flatMap((value) => calling(it, value, node, node.arguments));
}

/** `.bind`, `.then` and methods of the catalogue's types; undefined for an ordinary call. */
function methodCall(
  it: Interpreter,
  call: TSESTree.CallExpression,
  callee: TSESTree.MemberExpression,
): readonly Value[] | undefined {
  const name = propertyName(callee);
  if (name === undefined) {
    return [UNKNOWN];
  }
  const objects = it.ask(callee.object);
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
          ? ownType(it, object.node)
          : undefined;
    if (!type) {
      return [];
    }
    const returned = type.returns?.[name];
    const returnedType = returned === undefined ? undefined : it.file.catalogue.type(returned);
    if (returnedType) {
      return [{ kind: 'instance', type: returnedType }];
    }
    return type.returnsItself?.includes(name) ? [object] : [];
  });
  return known.length > 0 ? known : undefined;
}

/** What calling or constructing a value gives. */
function calling(
  it: Interpreter,
  callee: Value,
  node: CallNode,
  given: readonly TSESTree.CallExpressionArgument[],
): readonly Value[] {
  switch (callee.kind) {
    case 'export':
      return callingExport(it, callee, node, given);
    case 'function':
      return ofFunction(it, callee);
    case 'class':
      return node.type === 'NewExpression'
        ? [{ kind: 'own-instance', node: callee.node, creation: { node, arguments: given } }]
        : [UNKNOWN];
    case 'bound':
      return calling(it, callee.target, node, [...callee.arguments, ...given]);
    case 'foreign':
    case 'constant':
    case 'object':
    case 'other-object':
      return [FOREIGN];
    default:
      return [UNKNOWN];
  }
}

function callingExport(
  it: Interpreter,
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
      return first && first.type !== 'SpreadElement' ? it.ask(first) : [UNKNOWN];
    }
  }
  if (callee.module.replace(/^node:/, '') === 'module' && callee.path.at(-1) === 'createRequire') {
    return [moduleExport('require', [], true)];
  }
  const family = callee.isGlobal
    ? it.file.catalogue.global(callee.module)
    : it.file.catalogue.module(callee.module);
  const created = family?.creates?.[callee.path.join('.')];
  const type = created === undefined ? undefined : it.file.catalogue.type(created);
  return [type ? { kind: 'instance', type, creation: { node, arguments: given } } : UNKNOWN];
}

/** What any of several functions returns; many calls are of the same. */
const returnedByAll = kept((it, functions: readonly Value[]) =>
  distinctIfAny(functions.flatMap((value) => ofFunction(it, value))),
);

const ofFunction = (it: Interpreter, value: Value): readonly Value[] =>
  value.kind === 'function' && value.node ? returnedBy(it, value.node) : [UNKNOWN];
