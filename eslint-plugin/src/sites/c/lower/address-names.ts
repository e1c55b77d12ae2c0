import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { assignmentsIn, type Assignment } from './assignments.ts';
import { foundUnder, groupedBy } from '../../grouped.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import type { CRoutine } from './unit.ts';

/** The object behind `(struct sockaddr *)&addr`, spelled without spaces. */
export function baseOf(expression: SyntaxNode): string {
  const node = unwrap(expression);
  const text = node.text.replaceAll(/\s+/g, '');
  if (node.type === 'pointer_expression') {
    const inside = node.field('argument');
    return inside ? baseOf(inside) : text;
  }
  // `(SAP)&addr`, where a macro or another file names the type, reads as an operation
  const [left, right] = [node.field('left'), node.field('right')];
  if (right && left?.type === 'parenthesized_expression' && node.field('operator')?.text === '&') {
    return baseOf(right);
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

/** A place that gets another one's address or value. */
interface Copy {
  readonly target: string;
  readonly source: string;
}

/** The copies of a function, by both their places. */
const copiesIn = memoize((scope: SyntaxNode): ReadonlyMap<string, readonly Copy[]> => {
  const copies = assignmentsIn(scope).all.flatMap(({ into, value }): Copy[] => {
    const from = unwrap(value);
    return /^(?:identifier|field_expression|pointer_expression|subscript_expression)$/.test(from.type)
      ? [{ target: into.replace(/^\*/, ''), source: baseOf(from) }]
      : [];
  });
  return groupedBy(copies, ({ target, source }) => [target, source]);
});

/** All names of one address in a routine: pointers to it, what it is copied to and from. */
export function aliases(routine: CRoutine, base: string): ReadonlySet<string> {
  const names = new Set([base]);
  // `ctx.addr.sa` is part of `ctx.addr`
  const owner = /^(.+)(?:\.|->)(?:sa|s|sin6?|in6?|v[46]|ip[46]|ss|sockaddr|generic|base|any|addr|a|u)$/.exec(
    base,
  )?.[1];
  if (owner !== undefined && !/ai$|info$|res\w*$/.test(owner)) {
    names.add(owner);
  }
  const copies = copiesIn(routine.node);
  for (const name of names) {
    for (const { target, source } of copies.get(name) ?? []) {
      names.add(target === name ? source : target);
    }
  }
  return names;
}

/** A cast of an address before one of its fields: `((struct sockaddr_in *)&ss)->`, `reinterpret_cast<sockaddr_in *>(&ss)->`. */
const CAST_ADDRESS =
  /^\(*\([\w:]*\*+\)&?([\w.[\]>-]+)\)+(?=->|\.)|^(?:reinterpret|static)_cast<[^<>]*>\(&?([\w.[\]>-]+)\)(?=->|\.)/;

/** The place that a field is written in, whatever its object is taken for there: `ss->sin_port`. */
export const withoutCast = (place: string): string => place.replace(CAST_ADDRESS, '$1$2');

/** The objects that a place is part of, and itself: `addr` and `addr.sin_port` of `addr.sin_port`, `addr` of `(*addr).sin_port`. */
function objectsOf(place: string): string[] {
  const pointed = place.startsWith('(*')
    ? [...place.matchAll(/\)/g)].map(({ index }) => place.slice(2, index))
    : [];
  return [...[...place.matchAll(/$|\.|->|\[/g)].map(({ index }) => place.slice(0, index)), ...pointed];
}

/** Assignments by the objects that their places are part of. */
export type ByObject = ReadonlyMap<string, readonly Assignment[]>;

export const groupedByObject = (assignments: readonly Assignment[]): ByObject =>
  groupedBy(assignments, ({ into }) => objectsOf(into));

/** The assignments to parts of an object that has several names, in source order. */
export const assignedTo = (assignments: ByObject, names: Iterable<string>): readonly Assignment[] =>
  foundUnder(assignments, names, ({ value }) => value.start);
