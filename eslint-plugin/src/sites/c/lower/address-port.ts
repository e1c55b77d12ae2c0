import { memoize } from '../../memoize.ts';
import type { StepOf } from '../../flow/step.ts';
import { saysPort } from '../../flow/names.ts';
import type { Value } from '../../flow/values.ts';
import type { Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { aliases, assignedTo, baseOf, groupedByObject, withoutCast } from './address-names.ts';
import { assignmentsIn, type Assignment } from './assignments.ts';
import { foundUnder, groupedBy } from '../../grouped.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { nearest } from '../../tree-sitter/walk.ts';
import { calleeName, type CRoutine, type CStep, type CUnit } from './unit.ts';
import { portIn, valuesOf } from './values.ts';

const INET = /\bsockaddr_in6?\b|\bSOCKADDR_IN6?\b/;

/** The port in an address; undefined where the routine does not tell. */
export function portOf(
  unit: CUnit,
  routine: CRoutine,
  names: ReadonlySet<string>,
  at: number,
): Port | undefined {
  const assigned = portAssignments(routine, names).filter((assignment) => assignment.at < at);
  const initial = initialPorts(routine, names, at);
  const values = sinceSure([...initial, ...assigned.map(({ value }) => value)], at);
  if (values.length > 0) {
    return lastPort(unit, values);
  }
  return (
    resolvedPort(unit, routine, names, routine) ??
    filledPort(unit, routine, names, at) ??
    portGivenBeside(unit, routine, names, at) ??
    fieldPort(unit, names) ??
    (isZeroed(routine, names, at) ? { kind: 'ephemeral' } : undefined)
  );
}

/** What may still hold at a place of several values in source order: none from before the last that is given on every way there. */
function sinceSure(values: readonly SyntaxNode[], at: number): readonly SyntaxNode[] {
  const sure = values.findLastIndex((value) => isGivenOnTheWay(value, at));
  return sure > 0 ? values.slice(sure) : values;
}

/** Whether what assigns a value is a statement of a block that a place stands in. */
function isGivenOnTheWay(value: SyntaxNode, at: number): boolean {
  const statement = statementOf(value);
  const block = statement?.parent;
  return (
    block !== undefined &&
    /^(?:compound_statement|case_statement)$/.test(block.type) &&
    block.start <= at &&
    at < block.end
  );
}

const statementOf = nearest((ancestor) =>
  /^(?:expression_statement|declaration)$/.test(ancestor.type)
    ? ancestor
    : /^(?:conditional_expression|\w+_statement)$/.test(ancestor.type)
      ? null
      : undefined,
);

/** The last of several values that fixes a port; those of a place that is used again and again are not all looked at. */
function lastPort(unit: CUnit, values: readonly SyntaxNode[]): Port {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index];
    const port = value && portFrom(value, unit);
    if (port && port.kind !== 'ephemeral') {
      return port;
    }
  }
  return { kind: 'ephemeral' };
}

const PORT_FIELD = /(?:\.|->)(?:sin6?_port|sin_port_|sctp_port|port)$/;

const portsIn = memoize((scope: SyntaxNode) =>
  groupedByObject(
    assignmentsIn(scope).all.flatMap((assignment) =>
      PORT_FIELD.test(assignment.into)
        ? [{ ...assignment, into: withoutCast(assignment.into).replace(/^\(+/, '') }]
        : [],
    ),
  ),
);

const portAssignments = (routine: CRoutine, names: ReadonlySet<string>): readonly Assignment[] =>
  assignedTo(portsIn(routine.node), names);

/** `struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(80) }`, or by position. */
function initialPorts(routine: CRoutine, names: ReadonlySet<string>, at: number): readonly SyntaxNode[] {
  const { to, types } = assignmentsIn(routine.node);
  const given = [...names].flatMap(to).sort((one, other) => one.value.start - other.value.start);
  return given.flatMap(({ into, value, at: end }): readonly SyntaxNode[] => {
    if (end >= at) {
      return [];
    }
    const list = value.type === 'compound_literal_expression' ? value.field('value') : value;
    if (list?.type !== 'initializer_list') {
      return [];
    }
    const named = list.named.filter(({ type }) => type === 'initializer_pair');
    const [pair] = named.filter((entry) => /^\.\s*sin6?_port/.test(entry.text));
    const port = pair?.field('value');
    if (port) {
      return [port];
    }
    const second = named.length === 0 && INET.test(types.get(into) ?? '') ? list.named[1] : undefined;
    return second ? [second] : [];
  });
}

const portFrom = memoize((expression: SyntaxNode, unit: CUnit): Port =>
  portIn(valuesOf(unit, expression), innermost(expression).text),
);

/** `port` of `htons((unsigned short)port)`: what a person would call the port. */
function innermost(expression: SyntaxNode): SyntaxNode {
  const node = unwrap(expression);
  const given = node.type === 'call_expression' ? (node.field('arguments')?.named ?? []) : [];
  const [first] = given;
  return first && given.length === 1 ? innermost(first) : node;
}

/** The service that getaddrinfo() was given for an address that comes from its list, in one routine or in any. */
export function resolvedPort(
  unit: CUnit,
  routine: CRoutine,
  names: ReadonlySet<string>,
  resolver?: CRoutine,
): Port | undefined {
  if (![...names].some((name) => /(?:\.|->)ai_addr$/.test(name)) && !copiesResolved(routine, names)) {
    return undefined;
  }
  return resolver ? servicePorts(resolver, unit)[0] : anyService(unit);
}

/** The service that any routine of a file gives getaddrinfo(). */
const anyService = memoize((unit: CUnit): Port | undefined => {
  const found = unit.routines.flatMap((resolver) => servicePorts(resolver, unit));
  return found.findLast(({ kind }) => kind !== 'ephemeral') ?? found[0];
});

/** The services that a routine gives getaddrinfo(). */
const servicePorts = memoize((resolver: CRoutine, unit: CUnit): readonly Port[] => {
  const calls = resolver.node.text.includes('getaddrinfo')
    ? callsOf(resolver, /^(?:\w+_)?getaddrinfo(?:A|W)?$/i)
    : [];
  const found = calls.flatMap((call): Port[] => {
    const service = call.field('arguments')?.named[1];
    return service ? [servicePort(unit, service)] : [];
  });
  const fixed = found.findLast(({ kind }) => kind !== 'ephemeral') ?? found[0];
  return fixed ? [fixed] : [];
});

/** `memcpy(&addr, ai->ai_addr, ai->ai_addrlen)` */
const copiesResolved = (routine: CRoutine, names: ReadonlySet<string>): boolean =>
  [...names].some((name) => resolvedIn(routine).has(name));

/** What a routine copies a resolved address to, or from. */
const resolvedIn = memoize(
  (routine: CRoutine): ReadonlySet<string> =>
    new Set(
      callsOf(routine, /^(?:__builtin_)?mem(?:cpy|move)$|^bcopy$/).flatMap((call) => {
        const given = call.field('arguments')?.named ?? [];
        return given.some(({ text }) => /\bai_addr\b/.test(text)) ? given.map(baseOf) : [];
      }),
    ),
);

function servicePort(unit: CUnit, service: SyntaxNode): Port {
  const values = valuesOf(unit, service).filter((value) => !isNoService(value));
  return values.length === 0 ? { kind: 'ephemeral' } : portIn(values, unwrap(service).text);
}

/** A service that leaves the port to the kernel. Source: getaddrinfo(3). */
const isNoService = (value: Value): boolean =>
  value.kind === 'null' ||
  (value.kind === 'string' && /^0*$/.test(value.value)) ||
  (value.kind === 'number' && value.value === 0);

function callsOf(routine: CRoutine, name: RegExp): readonly SyntaxNode[] {
  return routine.steps.flatMap((step) =>
    step.kind === 'call' && name.test(calleeName(step.node) ?? '') ? [step.node] : [],
  );
}

/** The port that a helper of the file writes into the address it is given: `fill(&addr, 8080)`. */
function filledPort(
  unit: CUnit,
  routine: CRoutine,
  names: ReadonlySet<string>,
  at: number,
): Port | undefined {
  const calls = foundUnder(helpedIn(routine, unit), names, (call) => call.at);
  for (const step of calls) {
    if (step.at >= at) {
      break;
    }
    const helper = unit.routine(step.callee);
    const given = argumentsOf(step);
    const position = given.findIndex((argument) => names.has(baseOf(argument)));
    const parameter = helper?.parameters[position];
    if (!helper || parameter === undefined || parameter === '') {
      continue;
    }
    const inner = aliases(helper, parameter);
    const [written] = portAssignments(helper, inner);
    if (written) {
      const index = helper.parameters.indexOf(innermost(written.value).text);
      const argument = given[index];
      return portFrom(argument ?? written.value, unit);
    }
    const resolved = resolvedPort(unit, helper, inner, helper);
    if (resolved) {
      return resolved;
    }
    if (isCleared(helper, parameter)) {
      return { kind: 'ephemeral' };
    }
  }
  return undefined;
}

/**
 * The port that a function of another file is given beside an address that it fills: `uv_ip4_addr("0.0.0.0", 7000, &addr)`. None where
 * it is given none.
 */
function portGivenBeside(
  unit: CUnit,
  routine: CRoutine,
  names: ReadonlySet<string>,
  at: number,
): Port | undefined {
  const calls = foundUnder(filledElsewhere(routine, unit), names, (call) => call.at);
  const before = calls.filter((step) => step.at < at);
  for (const step of before.toReversed()) {
    const port = argumentsOf(step).find((argument) => isPortNamed(unit, argument));
    if (port) {
      return portFrom(port, unit);
    }
  }
  return undefined;
}

function isPortNamed(unit: CUnit, argument: SyntaxNode): boolean {
  const node = unwrap(argument);
  return node.type === 'number_literal'
    ? valuesOf(unit, node).some(({ kind }) => kind === 'number') && argument.parent?.named.at(0) !== argument
    : !/^(?:string_literal|pointer_expression|lambda_expression)$/.test(node.type) && saysPort(node.text);
}

/** The calls of a routine to functions of other files that say that they make an address, by what those are given. */
const filledElsewhere = memoize((routine: CRoutine, unit: CUnit): ReadonlyMap<string, readonly Call[]> => {
  const calls = routine.steps.flatMap((step) =>
    step.kind === 'call' && FILLS.test(step.callee.name) && !unit.routine(step.callee) ? [step] : [],
  );
  return groupedBy(calls, (step) => argumentsOf(step).map(baseOf));
});

/** Functions that fill an address: of libuv, of pjlib, of programs. */
const FILLS = /^(?!.*(?:inet_|ntop|pton|get|print|cmp|copy|equal|len|size))\w*(?:addr|sin6?_|endpoint)\w*$/i;

type Call = StepOf<CStep, 'call'>;

const argumentsOf = ({ node }: CStep): readonly SyntaxNode[] => node.field('arguments')?.named ?? [];

/** The calls of a routine to functions of the file, by what those are given. */
const helpedIn = memoize((routine: CRoutine, unit: CUnit): ReadonlyMap<string, readonly Call[]> => {
  const calls = routine.steps.flatMap((step) =>
    step.kind === 'call' && unit.routine(step.callee) ? [step] : [],
  );
  return groupedBy(calls, (step) => argumentsOf(step).map(baseOf));
});

/** The port that any routine writes into a field of this name. */
function fieldPort(unit: CUnit, names: ReadonlySet<string>): Port | undefined {
  const fields = [...names].flatMap((name) => /(?:\.|->)(\w+)(?:\[.*\])?$/.exec(name)?.[1] ?? []);
  for (const field of fields) {
    const written = fieldPorts(unit).get(field) ?? [];
    if (written.length > 0) {
      return lastPort(
        unit,
        written.map(({ value }) => value),
      );
    }
  }
  return undefined;
}

/** What a file's routines write into ports, by the fields that hold them. */
const fieldPorts = memoize(({ routines }: CUnit) =>
  groupedBy(
    routines.flatMap(({ node }) => assignmentsIn(node).all.filter(({ into }) => PORT_FIELD.test(into))),
    ({ into }) => [...into.matchAll(/(?<=^|\.|->)\w+(?=\.|->)/g)].map(([field]) => field),
  ),
);

/** Calls that leave a port as it is, 0 in an address that was cleared. */
const HARMLESS =
  /^(?:memset|bzero|explicit_bzero|ZeroMemory|SecureZeroMemory|RtlZeroMemory|bind|getsockname|inet_aton|inet_pton|inet_addr|sizeof|memcpy_s|memset_s)$/i;

/** A local address of an internet family that is cleared and whose port nothing sets. */
function isZeroed(routine: CRoutine, names: ReadonlySet<string>, at: number): boolean {
  const { types, to } = assignmentsIn(routine.node);
  const [base] = names;
  if (base === undefined || !types.has(base)) {
    return false;
  }
  if (routine.parameters.includes(base)) {
    return isCleared(routine, base);
  }
  const objects = [...names].filter((name) => /sockaddr(?!.*\*)/i.test(types.get(name) ?? ''));
  const isCopied = [...names].some((name) =>
    to(name).some(
      ({ value }) =>
        !/^(?:initializer_list|compound_literal_expression|pointer_expression|null)$/.test(
          unwrap(value).type,
        ),
    ),
  );
  const isGiven = [...names].some((name) => (givenIn(routine).get(name) ?? Infinity) < at);
  return objects.length > 0 && !isCopied && !isGiven;
}

/** Whether a routine clears an address that it is given, and gives it to nobody who may write its port. */
function isCleared(routine: CRoutine, parameter: string): boolean {
  const isGiven = (givenIn(routine).get(parameter) ?? Infinity) !== Infinity;
  return (
    !isGiven &&
    (callsOf(routine, CLEARS).some((call) => {
      const [first] = call.field('arguments')?.named ?? [];
      return first !== undefined && baseOf(first) === parameter;
    }) ||
      assignmentsIn(routine.node)
        .to(`*${parameter}`)
        .some(({ value }) => /\{\s*(?:0\s*)?\}$/.test(value.text)))
  );
}

/** Calls that write zeros. */
const CLEARS = /^(?:memset|bzero|explicit_bzero|ZeroMemory|SecureZeroMemory|RtlZeroMemory)$/;

/** What a routine gives by its address to calls that may write it, and where first. */
const givenIn = memoize((routine: CRoutine): ReadonlyMap<string, number> => {
  const { types } = assignmentsIn(routine.node);
  const first = new Map<string, number>();
  for (const step of routine.steps) {
    if (step.kind !== 'call' || HARMLESS.test(calleeName(step.node) ?? '')) {
      continue;
    }
    for (const argument of argumentsOf(step)) {
      const given = unwrap(argument);
      const isPointer = (types.get(given.text) ?? '').includes('*');
      if ((given.type === 'pointer_expression' || isPointer) && !first.has(baseOf(given))) {
        first.set(baseOf(given), step.at);
      }
    }
  }
  return first;
});
