import type { TSESTree } from '@typescript-eslint/utils';
import type { Edit, GivenOption, OptionName, OptionValue } from '../../site.ts';
import { unwrap } from '../ast.ts';
import { insertion } from '../../flow/edits/insert.ts';
import { argumentRange } from '../edit.ts';
import { mayComeFromCaller } from '../callers.ts';
import { evaluate } from '../interpret/interpret.ts';
import { onlyConstant } from '../interpret/value.ts';
import { countsAs } from '../named.ts';
import { readOptions } from '../options-object.ts';
import { readPort } from '../port.ts';
import { misplacedOptions } from './misplaced.ts';
import { optionsIn, readOptionsArgument } from './options.ts';
import { roleOf, type Role } from './role.ts';
import { cannotWrite, exempt, isUntypedObject, propertyText, type Binding, type Reading } from './reading.ts';

const MISPLACED: readonly OptionName[] = ['reusePort', 'exclusive'];

/** Reads the overloads of net.Server.listen(). Source: lib/net.js, normalizeArgs and Server.prototype.listen. */
export function readNet(binding: Binding): Reading {
  const {
    file,
    arguments: given,
    listener: { defaultAddress },
  } = binding;
  const [first] = given;
  const misplaced = [
    ...given
      .slice(1)
      .flatMap((argument) => misplacedOptions(binding, argument, MISPLACED, binding.listener.api.name)),
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
    taken: rest.isProven && rest.roles?.includes('host') === false ? defaultAddress : rest.address,
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
    isProven &&=
      (role.isProven && !mayComeFromCaller(file, argument)) ||
      (role.is === 'host' && countsAs('host', file, argument, values));
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
    edits.push(insertion(start, index === 0 ? `{ ${key}` : key));
    if (index === last) {
      // never is every type, so that the compiler asks nothing of it
      const assertion = isUntypedObject(binding) ? ' as never' : '';
      edits.push(insertion(end, `, ${propertyText(binding.listener.api, option, value)} }${assertion}`));
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
