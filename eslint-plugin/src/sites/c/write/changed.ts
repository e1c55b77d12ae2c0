import { memoize } from '../../memoize.ts';
import type { Span } from '../../flow/branches.ts';
import { mentions } from '../../flow/routines.ts';
import { stepsBetween } from '../../flow/step-index.ts';
import { groupedBy } from '../../grouped.ts';
import { positionIn } from '../../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { within } from '../../tree-sitter/walk.ts';
import { placeOf } from '../lower/place.ts';
import type { CRoutine, CUnit } from '../lower/unit.ts';

/** Where a function writes into what, by the names of variables and the spelling of places. */
const writesIn = memoize((routine: SyntaxNode): ReadonlyMap<string, readonly number[]> => {
  const writes = [...within(routine)].flatMap((node) => {
    const into = writtenBy(node);
    return into ? [{ at: node.start, into: unwrap(into) }] : [];
  });
  const byPlace = groupedBy(writes, ({ into }) => {
    const array = into.type === 'subscript_expression' ? into.field('argument') : undefined;
    return [into, ...(array ? [array] : [])].map(spelled);
  });
  return new Map([...byPlace].map(([name, found]) => [name, found.map(({ at }) => at)]));
});

const spelled = ({ text }: SyntaxNode): string => text.replaceAll(/\s+/g, '');

/** The places that a descriptor is found through, and itself: `list`, `list[i]`, `i` and `list[i]->fd` of `list[i]->fd`. */
function placesThrough(descriptor: SyntaxNode): ReadonlySet<string> {
  const text = spelled(descriptor);
  const prefixes = [...text.matchAll(/\.|->|\[/g)].map(({ index }) => text.slice(0, index));
  return new Set([text, ...prefixes, ...(text.match(/(?<![\w.>])[A-Za-z_]\w*/g) ?? [])]);
}

/** What a node gives a new value, or may let a call give one. */
function writtenBy(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case 'assignment_expression':
      return node.field('left');
    case 'update_expression':
      return node.field('argument');
    case 'init_declarator':
      return node.field('declarator');
    case 'pointer_expression':
      return node.children[0]?.type === '&' && node.parent?.type === 'argument_list'
        ? node.field('argument')
        : undefined;
    default:
      return undefined;
  }
}

/**
 * Whether a part of a function may put another socket into a descriptor: by a value for it, or for a variable in it (`fds[i]`),
 * or by a function of the file that reaches it.
 */
export function isChangedIn(
  unit: CUnit,
  routine: CRoutine,
  descriptor: SyntaxNode,
  { start, end }: Span,
): boolean {
  const writes = writesIn(routine.node);
  const isWritten = (name: string): boolean => {
    const list = writes.get(name) ?? [];
    return (list[positionIn(list, start)] ?? end) < end;
  };
  const place = placeOf(descriptor);
  return (
    [...placesThrough(descriptor)].some(isWritten) ||
    (place?.isShared === true &&
      stepsBetween(routine, start, end).some((step) => {
        const called = step.kind === 'call' ? unit.routine(step.callee) : undefined;
        return called !== undefined && mentions(unit, called, place.name);
      }))
  );
}
