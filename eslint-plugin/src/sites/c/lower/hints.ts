import { memoize } from '../../memoize.ts';
import { callsOf, routinesMentioning } from '../../flow/routines.ts';
import { grouped, groupedBy } from '../../grouped.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { aliases, baseOf } from './address-names.ts';
import { assignmentsIn, type Assignment } from './assignments.ts';
import { typeOfProtocol, typesIn, type SocketType } from './socket-type.ts';
import { calleeName, type CRoutine, type Creation, type CUnit } from './unit.ts';
import { valuesOf } from './values.ts';

/** Callers followed one behind the other from where a list of addresses is used to where it is asked for. */
const MAX_DEPTH = 4;

/**
 * The types that `getaddrinfo()` was asked for, of a socket made of what it gave: `socket(ai->ai_family, ai->ai_socktype, ...)`.
 * Undefined where the type is none of such a list; unknown where the list comes from elsewhere.
 */
export function hintedTypes(unit: CUnit, { type, routine }: Creation): readonly SocketType[] | undefined {
  const list = type && unwrap(type);
  const field = list?.type === 'field_expression' ? list.field('field')?.text : undefined;
  const object = list?.field('argument');
  if (!object || field !== 'ai_socktype') {
    return undefined;
  }
  const found = askedFor(unit, routine, baseOf(object), 0);
  return found.length > 0 ? [...new Set(found)] : ['unknown'];
}

/** The types in the hints of the calls that fill a list, in its routine or those that hand it on. */
function askedFor(unit: CUnit, routine: CRoutine, list: string, depth: number): readonly SocketType[] {
  const known = answersOf(routine);
  const question = `list ${list} ${depth}`;
  const found = known.get(question) ?? findAskedFor(unit, routine, list, depth);
  known.set(question, found);
  return found;
}

/** What was asked of a routine's lists and hints; the types of a list are each told once. */
const answersOf = memoize((): Map<string, readonly SocketType[]> => new Map());

function findAskedFor(unit: CUnit, routine: CRoutine, list: string, depth: number): readonly SocketType[] {
  const names = aliases(routine, list);
  const calls = resolvers(routine);
  const filling = calls.filter((call) => {
    const result = call.field('arguments')?.named[3];
    return result !== undefined && names.has(baseOf(result));
  });
  const [first] = names;
  const position = [...names].map((name) => routine.parameters.indexOf(name)).find((index) => index !== -1);
  if (filling.length === 0 && position !== undefined && depth < MAX_DEPTH && first !== undefined) {
    return [...callsOf(unit, routine.callee)].flatMap(({ caller, step }) => {
      const given = step.node.field('arguments')?.named[position];
      return given ? askedFor(unit, caller, baseOf(given), depth + 1) : [];
    });
  }
  // a list in a field, or one whose way is not seen: what the function asks for
  const types = (filling.length > 0 ? filling : calls).flatMap((call) => {
    const hints = call.field('arguments')?.named[2];
    return hints ? typesOfHints(unit, routine, hints, 0) : [];
  });
  return [...new Set(types)];
}

/** The calls of getaddrinfo() in a routine, and of what is called alike. */
const resolvers = memoize((routine: CRoutine): readonly SyntaxNode[] =>
  routine.steps.flatMap((step) =>
    step.kind === 'call' && /^(?:\w+_)?getaddrinfo(?:A|W)?$/i.test(calleeName(step.node) ?? '')
      ? [step.node]
      : [],
  ),
);

function typesOfHints(
  unit: CUnit,
  routine: CRoutine,
  hints: SyntaxNode,
  depth: number,
): readonly SocketType[] {
  const known = answersOf(routine);
  const question = `hints ${hints.text} ${depth}`;
  const found = known.get(question) ?? findTypesOfHints(unit, routine, hints, depth);
  known.set(question, found);
  return found;
}

function findTypesOfHints(
  unit: CUnit,
  routine: CRoutine,
  hints: SyntaxNode,
  depth: number,
): readonly SocketType[] {
  const node = innermost(hints);
  if (/^(?:NULL|nullptr|0)$/.test(node.text)) {
    return ['unknown'];
  }
  if (node.type === 'compound_literal_expression') {
    const values = node.field('value');
    return values ? fromFields(unit, fieldsOfInitializer(values)) : ['unknown'];
  }
  const name = node.text.replaceAll(/\s+/g, '');
  const position = routine.parameters.indexOf(name);
  const fields = fieldsOf(unit, routine, name);
  if (fields.length === 0 && position !== -1 && depth < MAX_DEPTH) {
    const given = [...callsOf(unit, routine.callee)].flatMap(({ caller, step }) => {
      const argument = step.node.field('arguments')?.named[position];
      return argument ? typesOfHints(unit, caller, argument, depth + 1) : [];
    });
    return unit.isClosed(routine.node) && given.length > 0 ? given : [...given, 'unknown'];
  }
  const pointed = assignmentsIn(routine.node)
    .to(name)
    .map(({ value }) => innermost(value))
    .find(({ type, text }) => type === 'identifier' && text !== name);
  return fields.length === 0 && pointed && depth < MAX_DEPTH
    ? typesOfHints(unit, routine, pointed, depth + 1)
    : fromFields(unit, fields);
}

/** What stands behind `&` and casts. */
function innermost(expression: SyntaxNode): SyntaxNode {
  let node = unwrap(expression);
  for (let inside = node.field('argument'); node.type === 'pointer_expression' && inside;) {
    node = unwrap(inside);
    inside = node.field('argument');
  }
  return node;
}

/** A field of `struct addrinfo` and what it is given. */
interface Field {
  readonly name: string;
  readonly value: SyntaxNode;
}

/** The types that fields of hints ask for; any where they say nothing. Source: POSIX.1-2024, getaddrinfo(). */
function fromFields(unit: CUnit, fields: readonly Field[]): readonly SocketType[] {
  const given = (name: string): readonly SyntaxNode[] =>
    fields.flatMap((field) => (field.name === name && !isZero(field.value) ? [field.value] : []));
  const types = given('ai_socktype').flatMap((value) => typesIn(unit, value));
  const protocols = given('ai_protocol').flatMap((value) => valuesOf(unit, value).map(typeOfProtocol));
  return types.length > 0 ? types : protocols.length > 0 ? protocols : ['unknown'];
}

const isZero = ({ text }: SyntaxNode): boolean => /^(?:0|NULL)$/.test(text);

/** What the fields of hints are given: where they are declared, one by one, and by a helper that is given them. */
function fieldsOf(unit: CUnit, routine: CRoutine, name: string): readonly Field[] {
  const scopes = [routine.node, unit.root];
  const initial = scopes.flatMap((scope) =>
    assignmentsIn(scope)
      .to(name)
      .flatMap(({ value }) => fieldsOfInitializer(unwrap(value))),
  );
  const names = aliases(routine, name);
  const isGlobal = assignmentsIn(unit.root).types.has(name) && !assignmentsIn(routine.node).types.has(name);
  const writers = isGlobal ? routinesMentioning<CRoutine>(unit, name) : [routine];
  return [
    ...initial,
    ...writers.flatMap((writer) => [...names].flatMap((one) => assignedFields(writer, one))),
    ...helpedFields(unit, routine, name),
  ];
}

const FIELD = /^(.+?)(?:\.|->)(ai_socktype|ai_protocol)$/;

/** Assignments to fields of hints, by the hints' name. */
const assignmentsToHints = memoize((routine: CRoutine): ReadonlyMap<string, readonly Assignment[]> =>
  groupedBy(
    assignmentsIn(routine.node).all.filter(({ into }) => FIELD.test(into)),
    ({ into }) => [FIELD.exec(into)?.[1]?.replace(/^\(\*(.*)\)$/, '$1') ?? ''],
  ),
);

const assignedFields = (routine: CRoutine, name: string): readonly Field[] =>
  (assignmentsToHints(routine).get(name) ?? []).map(({ into, value }) => ({
    name: FIELD.exec(into)?.[2] ?? '',
    value,
  }));

/** `init_hints(&hints)` */
const helpedFields = (unit: CUnit, routine: CRoutine, name: string): readonly Field[] =>
  (helpersFor(routine, unit).get(name) ?? []).flatMap(({ helper, parameter }) =>
    assignedFields(helper, parameter),
  );

/** The functions of the file that a routine calls, with their parameters, by what those are given. */
const helpersFor = memoize((routine: CRoutine, unit: CUnit) =>
  grouped(
    routine.steps.flatMap((step) => {
      const helper = step.kind === 'call' ? unit.routine(step.callee) : undefined;
      const given = helper ? (step.node.field('arguments')?.named ?? []).map(baseOf) : [];
      return given.flatMap((name, position): [string, { helper: CRoutine; parameter: string }][] => {
        const parameter = helper?.parameters[position];
        return helper && parameter !== undefined && parameter !== '' && given.indexOf(name) === position
          ? [[name, { helper, parameter }]]
          : [];
      });
    }),
  ),
);

/** The third and fourth fields have these names. Source: glibc, netdb.h; POSIX fixes no order, glibc, musl and BSD agree. */
const POSITIONS: Readonly<Partial<Record<number, string>>> = { 2: 'ai_socktype', 3: 'ai_protocol' };

/** The fields of `{ .ai_socktype = SOCK_DGRAM }` and `{ AI_PASSIVE, AF_UNSPEC, SOCK_DGRAM, 0 }`. */
function fieldsOfInitializer(list: SyntaxNode): readonly Field[] {
  if (list.type === 'compound_literal_expression') {
    const values = list.field('value');
    return values ? fieldsOfInitializer(values) : [];
  }
  if (list.type !== 'initializer_list') {
    return [];
  }
  return list.named.flatMap((element, index): Field[] => {
    if (element.type !== 'initializer_pair') {
      const name = POSITIONS[index];
      return name === undefined ? [] : [{ name, value: element }];
    }
    const value = element.field('value');
    const name = element.field('designator')?.named[0]?.text ?? element.field('designator')?.text ?? '';
    return value ? [{ name: name.replace(/^\./, ''), value }] : [];
  });
}
