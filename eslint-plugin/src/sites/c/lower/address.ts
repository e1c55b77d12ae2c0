import { memoize } from '../../memoize.ts';
import { callsOf } from '../../flow/routines.ts';
import type { Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { aliases, assignedTo, baseOf, groupedByObject, withoutCast } from './address-names.ts';
import { portOf, resolvedPort } from './address-port.ts';
import { assignmentsIn } from './assignments.ts';
import { groupedBy } from '../../grouped.ts';
import { routineAt, type CRoutine, type CUnit } from './unit.ts';
import { valuesOf } from './values.ts';

/** What kind of address a bind is given: with a port, a path, or neither; undefined where the file does not tell. */
export type AddressKind = 'inet' | 'path' | 'other' | undefined;

export interface Address {
  readonly kind: AddressKind;
  readonly port: Port;
  /** The file does not show what is written into the port. */
  readonly isUnread?: boolean;
}

/** The address structures that have a port, or may have one. Source: POSIX.1-2024, sys/socket.h and netinet/in.h. */
const INET = /\bsockaddr_in6?\b|\bSOCKADDR_IN6?\b/;
const PATH = /\bsockaddr_un\b|\bSOCKADDR_UN\b/;
const OTHER =
  /\bsockaddr_(?:nl|ll|can|alg|rc|l2|hci|sco|iso|vm|tipc|xdp|x25|ax25|atmpvc|atmsvc|irda|llc|pn|pppox|qrtr|nfc|ieee802154|rxrpc|dl|ndrv|ctl|sys|hv|rpmsg|kcm|caif|phonet|rose|netrom|at|ipx|dn|lw|smc|mctp|pkt|divert|natm|snd)\b|\bSOCKADDR_(?:IRDA|BTH|HV)\b/;

/** Fields that only one family's addresses have. */
const PATH_FIELDS = /(?:\.|->)sun_/g;
const OTHER_FIELDS = /(?:\.|->)(?:nl|sll|can|rc|l2|hci|sco|iso|salg|svm|sxdp|sir|sa_alg)_\w/g;

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
  return readAt(unit, { routine: routineAt(unit, address), address, at });
}

const MAX_DEPTH = 4;

/** An address at its place in a routine. */
interface Given {
  readonly routine: CRoutine;
  readonly address: SyntaxNode;
  readonly at: number;
}

function readAt(unit: CUnit, { routine, address, at }: Given, depth = 0): Address {
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
  const kind = own.kind ?? (kinds.every((other) => other === kinds[0]) ? kinds[0] : undefined);
  const fixed = given.find(({ port }) => port.kind !== 'ephemeral') ?? given[0];
  // its own services were asked before
  const port = own.port ?? fixed?.port ?? resolvedPort(unit, routine, names);
  return port
    ? { kind, port, isUnread: own.port === undefined && fixed?.isUnread === true }
    : { kind, port: { kind: 'unknown', text: baseOf(address) }, isUnread: true };
}

/** What the callers in the file give for an address that is a parameter. */
function givenBy(unit: CUnit, routine: CRoutine, names: ReadonlySet<string>, depth: number): Address[] {
  const position = routine.parameters.findIndex((name) => names.has(name));
  if (position === -1 || routine.callee.name === '') {
    return [];
  }
  return [...callsOf(unit, routine.callee)].flatMap(({ caller, step }): Address[] => {
    const argument = step.node.field('arguments')?.named[position];
    return argument ? [readAt(unit, { routine: caller, address: argument, at: step.at }, depth + 1)] : [];
  });
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
  if (isBefore(routine, names, pathFieldsIn(routine))) {
    return 'path';
  }
  if (isBefore(routine, names, otherFieldsIn(routine))) {
    return 'other';
  }
  for (const { value } of assignedTo(familiesIn(routine), names)) {
    const families = valuesOf(unit, value).flatMap((found) =>
      found.kind === 'name' ? [kindOfFamily(found.name)] : [],
    );
    if (families.length > 0 && families.every((kind) => kind !== undefined && kind === families[0])) {
      return families[0];
    }
  }
  return undefined;
}

/** The families that a routine writes into addresses. */
const familiesIn = memoize(({ node }: CRoutine) =>
  groupedByObject(
    assignmentsIn(node).all.flatMap((assignment) =>
      /(?:\.|->)(?:s\w*_)?family$/.test(assignment.into)
        ? [{ ...assignment, into: withoutCast(assignment.into) }]
        : [],
    ),
  ),
);

/** Where the objects end whose fields a text names, by the last word of the object. */
type ObjectEnds = ReadonlyMap<string, readonly number[]>;

const endsBefore =
  (fields: RegExp) =>
  ({ node: { text } }: CRoutine): ObjectEnds =>
    groupedBy(
      [...text.matchAll(fields)].map(({ index }) => text.slice(0, index).trimEnd().length),
      (end) => [lastWord(text.slice(Math.max(0, end - MAX_WORD), end))],
    );

const MAX_WORD = 200;

const lastWord = (text: string): string => /\w*$/.exec(text.slice(-MAX_WORD))?.[0] ?? '';

const pathFieldsIn = memoize(endsBefore(PATH_FIELDS));
const otherFieldsIn = memoize(endsBefore(OTHER_FIELDS));

/** Whether a routine names a field of one of the objects, at whose ends such fields stand. */
function isBefore({ node: { text } }: CRoutine, names: ReadonlySet<string>, ends: ObjectEnds): boolean {
  return [...names].some((name) =>
    (ends.get(lastWord(name)) ?? []).some(
      (end) => text.startsWith(name, end - name.length) && !/[\w.]/.test(text[end - name.length - 1] ?? ''),
    ),
  );
}

/** The declared types of a name: in the routine, in the file, or of fields so named. */
function typesOf(unit: CUnit, routine: CRoutine, name: string): readonly string[] {
  const last = /(\w+)(?:\[.*\])?$/.exec(name)?.[1] ?? name;
  const isField = last !== name && /\.|->/.test(name);
  const local = isField ? undefined : assignmentsIn(routine.node).types.get(last);
  const type = local ?? assignmentsIn(unit.root).types.get(last);
  return type === undefined ? [] : [type];
}
