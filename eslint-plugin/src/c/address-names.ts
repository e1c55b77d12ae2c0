import type { SyntaxNode } from '../tree-sitter/node.ts';
import { assignmentsIn } from './assignments.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import type { CRoutine } from './unit.ts';

/** The object behind `(struct sockaddr *)&addr`, spelled without spaces. */
export function baseOf(expression: SyntaxNode): string {
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
export function aliases(routine: CRoutine, base: string): ReadonlySet<string> {
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
export function isPartOf(place: string, names: ReadonlySet<string>): boolean {
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
