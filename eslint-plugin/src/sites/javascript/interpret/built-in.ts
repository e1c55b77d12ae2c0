import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, type Node } from '../ast.ts';
import { variableOf } from '../file.ts';
import { dotted, isOf } from './environment.ts';
import type { Interpreter } from './interpreter.ts';
import { toNumbers } from './operators.ts';
import { constant, onlyConstant, type Value } from './value.ts';

/** How environment variables are called, and nothing else that is asked for by `get`: `config.get('PORT', 3000)` of @nestjs/config. */
const VARIABLE = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$/;

/** Conversions, `Deno.env.get`, `os.platform()`, `[…].includes()`, and functions that make paths. */
export function builtIn(it: Interpreter, node: TSESTree.CallExpression): readonly Value[] | undefined {
  const name = globalName(it, node.callee);
  const [first, second] = node.arguments;
  const argument = first && first.type !== 'SpreadElement' ? first : undefined;
  switch (name) {
    case 'Number':
    case 'parseInt':
    case 'parseFloat':
    case 'Number.parseInt':
    case 'Number.parseFloat':
      return argument ? toNumbers(it.ask(argument)) : constant(name === 'Number' ? 0 : NaN);
    case 'String': {
      const value = argument ? onlyConstant(it.ask(argument)) : undefined;
      return value ? constant(String(value.value)) : argument ? it.ask(argument) : constant('');
    }
    case 'Boolean': {
      const value = argument ? onlyConstant(it.ask(argument)) : undefined;
      return value ? constant(Boolean(value.value)) : undefined;
    }
    case 'Deno.env.get':
      return argument?.type === 'Literal'
        ? [{ kind: 'environment', variable: String(argument.value), numeric: false, node }]
        : undefined;
    default:
  }
  if (name?.startsWith('Math.')) {
    return [{ kind: 'number' }];
  }
  const callee = unwrap(node.callee);
  if (callee.type === 'MemberExpression' && propertyName(callee) === 'includes' && argument && !second) {
    const list = unwrap(callee.object);
    const value = onlyConstant(it.ask(argument));
    if (list.type === 'ArrayExpression' && value) {
      const elements = list.elements.map((element) =>
        element && element.type !== 'SpreadElement' ? onlyConstant(it.ask(element)) : undefined,
      );
      return elements.some((element) => !element)
        ? undefined
        : constant(elements.some((element) => element?.value === value.value));
    }
  }
  const last =
    name?.split('.').at(-1) ?? (callee.type === 'MemberExpression' ? propertyName(callee) : undefined);
  if (
    argument?.type === 'Literal' &&
    /^get(?:OrThrow)?$/.test(last ?? '') &&
    VARIABLE.test(String(argument.value))
  ) {
    return [
      { kind: 'environment', variable: String(argument.value), numeric: false, node },
      ...(second && second.type !== 'SpreadElement' ? it.ask(second) : []),
    ];
  }
  if (last === 'platform' && it.platform !== undefined && isOf(it, callee, 'os', 'platform')) {
    return constant(it.platform);
  }
  if (
    (last === 'join' || last === 'resolve' || last === 'tmpdir' || last === 'normalize') &&
    /^(?:path|os)\b/.test(name ?? '')
  ) {
    return [{ kind: 'string', text: true }];
  }
  return undefined;
}

/** The dotted name of a callee whose first part this file does not declare, except by importing it. */
function globalName(it: Interpreter, callee: Node): string | undefined {
  let root = unwrap(callee);
  while (root.type === 'MemberExpression') {
    root = unwrap(root.object);
  }
  const definitions = root.type === 'Identifier' ? (variableOf(it.file, root)?.defs ?? []) : [];
  const isImported = it.identity.ask(root).every((value) => value.kind === 'export');
  return definitions.length > 0 && !isImported ? undefined : dotted(callee);
}
