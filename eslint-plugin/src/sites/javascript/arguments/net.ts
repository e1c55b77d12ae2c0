import type { TSESTree } from '@typescript-eslint/utils';
import { deeper } from '../../effort.ts';
import type { Edit, GivenOption, OptionName, OptionValue } from '../../site.ts';
import type { Node } from '../ast.ts';
import { unwrap } from '../ast.ts';
import { argumentRange, insertAt } from '../edit.ts';
import { mayComeFromCaller } from '../callers.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { onlyConstant, type Static } from '../evaluate/static.ts';
import { readOptions } from '../options-object.ts';
import { readPort } from '../port.ts';
import { evidenceOf } from '../names.ts';
import { misplacedOptions } from './misplaced.ts';
import { optionsIn, readOptionsArgument } from './options.ts';
import { cannotWrite, exempt, propertyText, type Binding, type Reading } from './reading.ts';

const MISPLACED: readonly OptionName[] = ['reusePort', 'exclusive'];

/** Reads the overloads of net.Server.listen(). Source: lib/net.js, normalizeArgs and Server.prototype.listen. */
export function readNet(binding: Binding): Reading {
  const { file, arguments: given } = binding;
  const [first] = given;
  const misplaced = [
    ...given
      .slice(1)
      .flatMap((argument) => misplacedOptions(binding, argument, MISPLACED, binding.listener.name)),
    ...optionsOfCreation(binding),
  ];
  if (!first) {
    return exempt('none', misplaced);
  }
  if (first.type === 'SpreadElement') {
    return exempt('opaque', misplaced);
  }
  if (unwrap(first).type === 'ObjectExpression') {
    return withGiven(readOptionsArgument(binding, first), misplaced);
  }
  const reading = readPort(file, first);
  if (reading.is === 'callback') {
    return exempt('none', misplaced);
  }
  if (reading.is === 'options') {
    return withGiven(readOptionsArgument(binding, first), misplaced);
  }
  // a variable may hold an options object, whatever it is called
  if (reading.evidence === 'none' && readOptions(file, first).objects.length > 0) {
    return withGiven(readOptionsArgument(binding, first), misplaced);
  }
  const rest = readRest(binding);
  return {
    port: reading.port,
    proof: rest.isProven ? reading.proof : 'unproven',
    evidence: reading.evidence,
    address: rest.address,
    given: misplaced,
    makesObject: true,
    // a path is no port: in an object it has another name
    write:
      rest.roles && reading.port.kind !== 'path' && reading.port.kind !== 'handle'
        ? (option, value) => intoObject(binding, rest.roles ?? [], option, value)
        : cannotWrite,
  };
}

function withGiven(reading: Reading, more: readonly GivenOption[]): Reading {
  return { ...reading, given: [...reading.given, ...more] };
}

/** An object that holds options where nothing looks for them is `ignored`. */
type Role = 'host' | 'backlog' | 'ignored';

interface Rest {
  /** The arguments after the port, in order, up to the callback; undefined where one cannot be told. */
  readonly roles: readonly Role[] | undefined;
  readonly isProven: boolean;
  readonly address?: string | undefined;
}

/** The arguments after the port: `host`, `backlog`, and a callback that stays where it is. */
function readRest(binding: Binding): Rest {
  const { file, arguments: given } = binding;
  const rest = given.slice(1);
  const roles: Role[] = [];
  let isProven = true;
  let address: string | undefined;
  for (const [index, argument] of rest.entries()) {
    if (argument.type === 'SpreadElement') {
      return { roles: undefined, isProven: false };
    }
    const isElsewhere = argument.parent !== given[0]?.parent;
    if (misplacedOptions(binding, argument, MISPLACED, '').length > 0) {
      roles.push('ignored');
      continue;
    }
    const values = evaluate(file, argument);
    const role = roleOf(values, argument, roles, index === rest.length - 1);
    if (role.is === undefined || ((isElsewhere || roles.includes('ignored')) && role.is !== 'callback')) {
      // `listen.bind(server, port)(host)` and `listen(port, {}, backlog)` have no place for one object
      return { roles: undefined, isProven: false };
    }
    isProven &&= role.isProven && !mayComeFromCaller(file, argument);
    if (role.is === 'callback') {
      // what follows a callback is never looked at
      return { roles: index === rest.length - 1 ? roles : undefined, isProven, address };
    }
    if (role.is === 'host') {
      const constant = onlyConstant(values)?.value;
      address = typeof constant === 'string' ? constant : address;
    }
    roles.push(role.is);
  }
  return { roles, isProven, address };
}

function roleOf(
  values: readonly Static[],
  argument: Node,
  before: readonly Role[],
  isLast: boolean,
): { is: Role | 'callback' | undefined; isProven: boolean } {
  const proven = (is: Role | 'callback' | undefined) => ({ is, isProven: true });
  const constant = onlyConstant(values);
  const canBeHost = !before.includes('host') && !before.includes('backlog');
  if (values.every((value) => value.kind === 'function')) {
    return proven('callback');
  }
  if (constant) {
    const { value } = constant;
    if (value === undefined || value === null) {
      return proven(canBeHost ? 'host' : before.includes('backlog') ? undefined : 'backlog');
    }
    if (typeof value === 'string') {
      // a numeric host would be taken for the backlog as well
      return proven(canBeHost && Number.isNaN(Number(value)) ? 'host' : undefined);
    }
    return proven(
      typeof value === 'number' && value > 0 && !before.includes('backlog') ? 'backlog' : undefined,
    );
  }
  if (
    values.every(
      (value) => value.kind === 'string' || (value.kind === 'constant' && typeof value.value === 'string'),
    )
  ) {
    return proven(canBeHost ? 'host' : undefined);
  }
  if (
    values.every(
      (value) => value.kind === 'number' || (value.kind === 'constant' && typeof value.value === 'number'),
    )
  ) {
    return { is: before.includes('backlog') ? undefined : 'backlog', isProven: false };
  }
  if (values.some((value) => value.kind === 'object')) {
    return { is: undefined, isProven: false };
  }
  // names are no proof: these edits are offered, never made unasked
  const evidence = evidenceOf(argument);
  if (evidence === 'callback' || (isLast && isCallResult(argument))) {
    return { is: 'callback', isProven: false };
  }
  const text = lastWord(argument);
  if (text !== undefined && /backlog/i.test(text)) {
    return { is: 'backlog', isProven: false };
  }
  if (text !== undefined && /host|addr|ip|interface|bind|domain/i.test(text) && canBeHost) {
    return { is: 'host', isProven: false };
  }
  return values.some((value) => value.kind === 'environment') && canBeHost
    ? { is: 'host', isProven: false }
    : { is: undefined, isProven: false };
}

const isCallResult = (node: Node): boolean => unwrap(node).type === 'CallExpression';

function lastWord(node: Node): string | undefined {
  const inside = unwrap(node);
  switch (inside.type) {
    case 'Identifier':
      return inside.name;
    case 'MemberExpression':
      return inside.property.type === 'Identifier' ? inside.property.name : undefined;
    case 'LogicalExpression':
      return deeper(() => lastWord(inside.left), undefined) ?? lastWord(inside.right);
    default:
      return undefined;
  }
}

/** `(port, host, backlog, cb)` → `({ port, host, backlog, reusePort: false }, cb)`, by insertions alone. */
function intoObject(
  binding: Binding,
  roles: readonly Role[],
  option: OptionName,
  value: OptionValue,
): Edit[] {
  const { file, arguments: given } = binding;
  const names = ['port', ...roles];
  const last = names.findLastIndex((name) => name !== 'ignored');
  const edits: Edit[] = [];
  for (const [index, name] of names.entries()) {
    if (name === 'ignored') {
      continue;
    }
    const argument = given[index] as TSESTree.Expression;
    const [start, end] = argumentRange(file, argument);
    // `(host)` is no shorthand
    const isShorthand =
      argument.type === 'Identifier' && argument.name === name && start === argument.range[0];
    const key = isShorthand ? '' : `${name}: `;
    edits.push(insertAt(start, index === 0 ? `{ ${key}` : key));
    if (index === last) {
      edits.push(insertAt(end, `, ${propertyText(binding.listener, option, value)} }`));
    }
  }
  return edits.filter(({ text }) => text !== '');
}

/** Options given to createServer(), which passes none of them on. */
function optionsOfCreation(binding: Binding): GivenOption[] {
  return binding.creations.flatMap(({ node, arguments: given }) =>
    given.flatMap((argument) =>
      argument.type === 'ObjectExpression'
        ? optionsIn(binding, readOptions(binding.file, argument), ['reusePort'], {
            because: 'wrong-object',
            where: binding.file.sourceCode.getText(node.callee as never).replace(/\s+/g, ''),
          })
        : [],
    ),
  );
}
