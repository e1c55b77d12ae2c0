import type { Port } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { assignmentsIn, type Assignment } from './assignments.ts';
import { unwrap } from './place.ts';
import { calleeName, routineAt, type CRoutine, type CUnit } from './unit.ts';
import { valueOf, valuesOf, type Value } from './value.ts';

/** What kind of address a bind is given: with a port, a path, or neither; undefined where the file does not tell. */
export type AddressKind = 'inet' | 'path' | 'other' | undefined;

export interface Address {
  readonly kind: AddressKind;
  readonly port: Port;
}

/** The address structures that have a port, or may have one. Source: POSIX.1-2024, sys/socket.h and netinet/in.h. */
const INET = /\bsockaddr_in6?\b|\bSOCKADDR_IN6?\b/;
const PATH = /\bsockaddr_un\b|\bSOCKADDR_UN\b/;
const OTHER =
  /\bsockaddr_(?:nl|ll|can|alg|rc|l2|hci|sco|iso|vm|tipc|xdp|x25|ax25|atmpvc|atmsvc|irda|llc|pn|pppox|qrtr|nfc|ieee802154|rxrpc|dl|ndrv|ctl|sys|hv|kcm|caif|phonet|rose|netrom|at|ipx|dn|lw|smc|mctp|pkt|divert|natm|snd)\b|\bSOCKADDR_(?:IRDA|BTH|HV)\b/;

/** Fields that only one family's addresses have. */
const PATH_FIELDS = /(?:\.|->)sun_/;
const OTHER_FIELDS = /(?:\.|->)(?:nl|sll|can|rc|l2|hci|sco|iso|salg|svm|sxdp|sir|sa_alg)_\w/;

/** The kind of a family's addresses. Source: socket(2), address_families(7). */
export function kindOfFamily(name: string): AddressKind {
  const family = /^[AP]F_(\w+)$/.exec(name)?.[1];
  switch (family) {
    case undefined:
    case 'UNSPEC':
      return undefined;
    case 'INET':
    case 'INET6':
      return 'inet';
    case 'UNIX':
    case 'LOCAL':
    case 'FILE':
      return 'path';
    default:
      return 'other';
  }
}

/** The address that a bind is given, at its place in a routine. */
export function readAddress(unit: CUnit, address: SyntaxNode, at: number): Address {
  return readAt(unit, routineAt(unit, address), address, at, 0);
}

const MAX_DEPTH = 4;

function readAt(unit: CUnit, routine: CRoutine, address: SyntaxNode, at: number, depth: number): Address {
  const names = aliases(routine, baseOf(address));
  const own = {
    kind: kindOf(unit, routine, names),
    port: portOf(unit, routine, names, at),
  };
  if (own.port && own.kind) {
    return { kind: own.kind, port: own.port };
  }
  const given = depth < MAX_DEPTH ? givenBy(unit, routine, names, depth) : [];
  const kinds = given.map(({ kind }) => kind);
  const [first] = given;
  const kind = own.kind ?? (kinds.every((other) => other === kinds[0]) ? kinds[0] : undefined);
  const fixed = given.find(({ port }) => port.kind !== 'ephemeral');
  return { kind, port: own.port ?? (fixed ?? first)?.port ?? { kind: 'unknown', text: address.text } };
}

/** What the callers in the file give for an address that is a parameter. */
function givenBy(unit: CUnit, routine: CRoutine, names: ReadonlySet<string>, depth: number): Address[] {
  const position = routine.parameters.findIndex((name) => names.has(name));
  if (position === -1 || routine.name === '') {
    return [];
  }
  return unit.routines.flatMap((caller) =>
    caller.mentions(routine.name)
      ? caller.steps.flatMap((step): Address[] => {
          const isCall = step.kind === 'call' && step.callee === routine.name;
          const argument = isCall ? step.node.field('arguments')?.named[position] : undefined;
          return argument ? [readAt(unit, caller, argument, step.at, depth + 1)] : [];
        })
      : [],
  );
}

/** The object behind `(struct sockaddr *)&addr`, spelled without spaces. */
function baseOf(expression: SyntaxNode): string {
  const node = unwrap(expression);
  const text = node.text.replaceAll(/\s+/g, '');
  if (node.type === 'pointer_expression') {
    const inside = node.field('argument');
    return inside ? baseOf(inside) : text;
  }
  if (node.type === 'call_expression') {
    // `addr.data()`, `to_sockaddr(&addr)`
    const callee = node.field('function');
    const [first] = node.field('arguments')?.named ?? [];
    const object = callee?.type === 'field_expression' ? callee.field('argument') : first;
    return object ? baseOf(object) : text;
  }
  return text;
}

/** All names of one address in a routine: pointers to it, what it is copied to and from. */
function aliases(routine: CRoutine, base: string): ReadonlySet<string> {
  const names = new Set([base]);
  const { all } = assignmentsIn(routine.node);
  // `ctx.addr.sa` is part of `ctx.addr`
  const owner = /^(.+)(?:\.|->)(?:sa|s|sin6?|in6?|v[46]|ip[46]|ss|sockaddr|generic|base|any|addr|a|u)$/.exec(
    base,
  )?.[1];
  if (owner !== undefined && !/ai$|info$|res\w*$/.test(owner)) {
    names.add(owner);
  }
  for (let known = 0; known < names.size;) {
    known = names.size;
    for (const { into, value } of all) {
      const from = unwrap(value);
      if (!/^(?:identifier|field_expression|pointer_expression|subscript_expression)$/.test(from.type)) {
        continue;
      }
      const source = baseOf(from);
      const target = into.replace(/^\*/, '');
      if (names.has(target)) {
        names.add(source);
      } else if (names.has(source)) {
        names.add(target);
      }
    }
  }
  return names;
}

/** Whether a place is part of one of the objects, or one of them: `addr.sin_port` of `addr`. */
function isPartOf(place: string, names: ReadonlySet<string>): boolean {
  for (const name of names) {
    const rest = place.startsWith(name) ? place.slice(name.length) : undefined;
    if (rest !== undefined && /^(?:$|\.|->|\[)/.test(rest)) {
      return true;
    }
    if (place.startsWith(`(*${name})`)) {
      return true;
    }
  }
  return false;
}

function kindOf(unit: CUnit, routine: CRoutine, names: ReadonlySet<string>): AddressKind {
  const types = [...names].flatMap((name) => typesOf(unit, routine, name));
  const specific = types.filter((type) => INET.test(type) || PATH.test(type) || OTHER.test(type));
  if (specific.length > 0) {
    return specific.some((type) => INET.test(type))
      ? 'inet'
      : PATH.test(specific[0] ?? '')
        ? 'path'
        : 'other';
  }
  const { text } = routine.node;
  const touches = (fields: RegExp): boolean =>
    [...names].some((name) => {
      const index = text.replaceAll(/\s+/g, '').indexOf(`${name}.`);
      return index !== -1 && fields.test(textAfter(text, name));
    });
  if (touches(PATH_FIELDS)) {
    return 'path';
  }
  if (touches(OTHER_FIELDS)) {
    return 'other';
  }
  for (const { into, value } of assignmentsIn(routine.node).all) {
    if (/(?:\.|->)(?:s\w*_)?family$/.test(into) && isPartOf(into, names)) {
      const families = valuesOf(unit, value).flatMap((found) =>
        found.kind === 'name' ? [kindOfFamily(found.name)] : [],
      );
      if (families.length > 0 && families.every((kind) => kind !== undefined && kind === families[0])) {
        return families[0];
      }
    }
  }
  return undefined;
}

/** The members of a name that a text reads or writes, one after the other: `.sun_path .sun_family`. */
function textAfter(text: string, name: string): string {
  const parts = text.split(new RegExp(`(?<![\\w.])${name.replaceAll(/[^\w]/g, '\\$&')}\\s*(?=\\.|->)`));
  return parts
    .slice(1)
    .map((part) => /^(?:\.|->)\w+/.exec(part)?.[0] ?? '')
    .join(' ');
}

/** The declared types of a name: in the routine, in the file, or of fields so named. */
function typesOf(unit: CUnit, routine: CRoutine, name: string): readonly string[] {
  const last = /(\w+)(?:\[.*\])?$/.exec(name)?.[1] ?? name;
  const isField = last !== name && /\.|->/.test(name);
  const local = isField ? undefined : assignmentsIn(routine.node).types.get(last);
  const type = local ?? assignmentsIn(unit.root).types.get(last);
  return type === undefined ? [] : [type];
}

/** The port in an address; undefined where the routine does not tell. */
function portOf(unit: CUnit, routine: CRoutine, names: ReadonlySet<string>, at: number): Port | undefined {
  const assigned = portAssignments(routine, names).filter((assignment) => assignment.at < at);
  const initial = initialPorts(routine, names, at);
  const values = [...initial, ...assigned.map(({ value }) => value)].map((value) => portFrom(unit, value));
  if (values.length > 0) {
    return values.findLast(({ kind }) => kind !== 'ephemeral') ?? { kind: 'ephemeral' };
  }
  return (
    resolvedPort(unit, routine, names) ??
    filledPort(unit, routine, names, at) ??
    fieldPort(unit, names) ??
    (isZeroed(unit, routine, names, at) ? { kind: 'ephemeral' } : undefined)
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
function resolvedPort(unit: CUnit, routine: CRoutine, names: ReadonlySet<string>): Port | undefined {
  if (![...names].some((name) => /(?:\.|->)ai_addr$/.test(name)) && !copiesResolved(routine, names)) {
    return undefined;
  }
  const holders = [routine, ...unit.routines.filter((other) => other !== routine)];
  for (const holder of holders) {
    const calls = holder.mentions('getaddrinfo') ? callsOf(holder, /^(?:\w+_)?getaddrinfo(?:A|W)?$/i) : [];
    const ports = calls.flatMap((call): Port[] => {
      const service = call.field('arguments')?.named[1];
      return service ? [servicePort(unit, service)] : [];
    });
    const fixed = ports.findLast(({ kind }) => kind !== 'ephemeral') ?? ports[0];
    if (fixed) {
      return fixed;
    }
  }
  return undefined;
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
    const resolved = resolvedPort(unit, helper, inner);
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
function isZeroed(unit: CUnit, routine: CRoutine, names: ReadonlySet<string>, at: number): boolean {
  const { types, all } = assignmentsIn(routine.node);
  const [base] = names;
  const type = base === undefined ? undefined : types.get(base);
  if (
    base === undefined ||
    type === undefined ||
    routine.parameters.includes(base) ||
    !/sockaddr/i.test(type)
  ) {
    return false;
  }
  const isPointer = type.includes('*');
  const isCopied = all.some(
    ({ into, value }) =>
      names.has(into) &&
      !/^(?:initializer_list|compound_literal_expression|pointer_expression)$/.test(unwrap(value).type),
  );
  const isGiven = routine.steps.some(
    (step) =>
      step.at < at &&
      step.kind === 'call' &&
      !HARMLESS.test(calleeName(step.node) ?? '') &&
      (step.node.field('arguments')?.named ?? []).some((argument) => {
        const given = unwrap(argument);
        return names.has(baseOf(given)) && (given.type === 'pointer_expression' || isPointer);
      }),
  );
  return !isPointer && !isCopied && !isGiven;
}
