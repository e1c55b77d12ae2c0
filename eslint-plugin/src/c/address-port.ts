import type { Port } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { aliases, baseOf, isPartOf } from './address-names.ts';
import { assignmentsIn, type Assignment } from './assignments.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { calleeName, type CRoutine, type CUnit } from './unit.ts';
import { valueOf, valuesOf, type Value } from './value.ts';

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
  const values = [...initial, ...assigned.map(({ value }) => value)].map((value) => portFrom(unit, value));
  if (values.length > 0) {
    return values.findLast(({ kind }) => kind !== 'ephemeral') ?? { kind: 'ephemeral' };
  }
  return (
    resolvedPort(unit, routine, names, [routine]) ??
    filledPort(unit, routine, names, at) ??
    fieldPort(unit, names) ??
    (isZeroed(routine, names, at) ? { kind: 'ephemeral' } : undefined)
  );
}

const PORT_FIELD = /(?:\.|->)(?:sin6?_port|sin_port_|sctp_port|port)$/;

function portAssignments(routine: CRoutine, names: ReadonlySet<string>): readonly Assignment[] {
  return assignmentsIn(routine.node).all.filter(
    ({ into }) => PORT_FIELD.test(into) && isPartOf(into.replace(/^\(+/, ''), names),
  );
}

/** `struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(80) }`, or by position. */
function initialPorts(routine: CRoutine, names: ReadonlySet<string>, at: number): readonly SyntaxNode[] {
  const { all, types } = assignmentsIn(routine.node);
  return all.flatMap(({ into, value, at: end }): readonly SyntaxNode[] => {
    if (end >= at || !names.has(into)) {
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

function portFrom(unit: CUnit, expression: SyntaxNode): Port {
  const values = valuesOf(unit, expression);
  const variable = values.find(({ kind }) => kind === 'environment');
  if (variable?.kind === 'environment') {
    return { kind: 'environment', variable: variable.variable, fallback: variable.fallback };
  }
  const value = valueOf(unit, expression);
  if (value.kind === 'number') {
    return value.value === 0 ? { kind: 'ephemeral' } : { kind: 'literal', value: value.value };
  }
  return { kind: 'unknown', text: innermost(expression).text };
}

/** `port` of `htons((unsigned short)port)`: what a person would call the port. */
function innermost(expression: SyntaxNode): SyntaxNode {
  const node = unwrap(expression);
  const given = node.type === 'call_expression' ? (node.field('arguments')?.named ?? []) : [];
  const [first] = given;
  return first && given.length === 1 ? innermost(first) : node;
}

/** The service that getaddrinfo() was given for an address that comes from its list. */
export function resolvedPort(
  unit: CUnit,
  routine: CRoutine,
  names: ReadonlySet<string>,
  resolvers: readonly CRoutine[],
): Port | undefined {
  if (![...names].some((name) => /(?:\.|->)ai_addr$/.test(name)) && !copiesResolved(routine, names)) {
    return undefined;
  }
  const calls = resolvers.flatMap((resolver) =>
    resolver.mentions('getaddrinfo') ? callsOf(resolver, /^(?:\w+_)?getaddrinfo(?:A|W)?$/i) : [],
  );
  const ports = calls.flatMap((call): Port[] => {
    const service = call.field('arguments')?.named[1];
    return service ? [servicePort(unit, service)] : [];
  });
  return ports.findLast(({ kind }) => kind !== 'ephemeral') ?? ports[0];
}

/** `memcpy(&addr, ai->ai_addr, ai->ai_addrlen)` */
function copiesResolved(routine: CRoutine, names: ReadonlySet<string>): boolean {
  return callsOf(routine, /^(?:__builtin_)?mem(?:cpy|move)$|^bcopy$/).some((call) => {
    const given = call.field('arguments')?.named ?? [];
    return (
      given.some((argument) => names.has(baseOf(argument))) &&
      given.some(({ text }) => /\bai_addr\b/.test(text))
    );
  });
}

function servicePort(unit: CUnit, service: SyntaxNode): Port {
  const values = valuesOf(unit, service);
  const isZero = (value: Value): boolean =>
    value.kind === 'null' ||
    (value.kind === 'string' && /^0*$/.test(value.value)) ||
    (value.kind === 'number' && value.value === 0);
  if (values.every(isZero)) {
    return { kind: 'ephemeral' };
  }
  const variable = values.find(({ kind }) => kind === 'environment');
  if (variable?.kind === 'environment') {
    return { kind: 'environment', variable: variable.variable, fallback: variable.fallback };
  }
  const [only, ...others] = values.filter((value) => !isZero(value));
  return only?.kind === 'string' && others.length === 0 && /^\d+$/.test(only.value)
    ? { kind: 'literal', value: Number(only.value) }
    : { kind: 'unknown', text: unwrap(service).text };
}

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
  for (const step of routine.steps) {
    const helper = step.kind === 'call' && step.at < at ? unit.routine(step.callee) : undefined;
    const given = step.node.field('arguments')?.named ?? [];
    const position = helper ? given.findIndex((argument) => names.has(baseOf(argument))) : -1;
    const parameter = helper?.parameters[position];
    if (!helper || parameter === undefined || parameter === '') {
      continue;
    }
    const inner = aliases(helper, parameter);
    const [written] = portAssignments(helper, inner);
    if (written) {
      const index = helper.parameters.indexOf(innermost(written.value).text);
      const argument = given[index];
      return portFrom(unit, argument ?? written.value);
    }
    const resolved = resolvedPort(unit, helper, inner, [helper]);
    if (resolved) {
      return resolved;
    }
  }
  return undefined;
}

/** The port that any routine writes into a field of this name. */
function fieldPort(unit: CUnit, names: ReadonlySet<string>): Port | undefined {
  const fields = [...names].flatMap((name) => /(?:\.|->)(\w+)(?:\[.*\])?$/.exec(name)?.[1] ?? []);
  for (const field of fields) {
    const written = unit.routines.flatMap((routine) =>
      routine.mentions(field)
        ? assignmentsIn(routine.node).all.filter(
            ({ into }) => PORT_FIELD.test(into) && new RegExp(`(?:\\.|->|^)${field}(?:\\.|->)`).test(into),
          )
        : [],
    );
    const ports = written.map(({ value }) => portFrom(unit, value));
    if (ports.length > 0) {
      return ports.findLast(({ kind }) => kind !== 'ephemeral') ?? { kind: 'ephemeral' };
    }
  }
  return undefined;
}

/** Calls that leave a port as it is, 0 in an address that was cleared. */
const HARMLESS =
  /^(?:memset|bzero|explicit_bzero|ZeroMemory|SecureZeroMemory|RtlZeroMemory|bind|getsockname|inet_aton|inet_pton|inet_addr|sizeof|memcpy_s|memset_s)$/i;

/** A local address of an internet family that is cleared and whose port nothing sets. */
function isZeroed(routine: CRoutine, names: ReadonlySet<string>, at: number): boolean {
  const { types, all } = assignmentsIn(routine.node);
  const [base] = names;
  if (base === undefined || routine.parameters.includes(base) || !types.has(base)) {
    return false;
  }
  const objects = [...names].filter((name) => /sockaddr(?!.*\*)/i.test(types.get(name) ?? ''));
  const isCopied = all.some(
    ({ into, value }) =>
      names.has(into) &&
      !/^(?:initializer_list|compound_literal_expression|pointer_expression|null)$/.test(unwrap(value).type),
  );
  const isGiven = routine.steps.some(
    (step) =>
      step.at < at &&
      step.kind === 'call' &&
      !HARMLESS.test(calleeName(step.node) ?? '') &&
      (step.node.field('arguments')?.named ?? []).some((argument) => {
        const given = unwrap(argument);
        const isPointer = (types.get(given.text) ?? '').includes('*');
        return names.has(baseOf(given)) && (given.type === 'pointer_expression' || isPointer);
      }),
  );
  return objects.length > 0 && !isCopied && !isGiven;
}
