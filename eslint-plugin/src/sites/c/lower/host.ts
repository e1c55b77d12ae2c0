import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { aliases, baseOf } from './address-names.ts';
import { assignmentsIn } from './assignments.ts';
import { calleeName, routineAt, type CRoutine, type CUnit } from './unit.ts';

/** What is written into the host of an address: `a.sin_addr.s_addr = htonl(INADDR_LOOPBACK)`, `inet_pton(AF_INET, "10.0.0.1", &a.sin_addr)`. */
interface Written {
  readonly into: string;
  readonly from: SyntaxNode;
}

const HOST = /(?:\.|->)sin6?_addr\b.*$/;

const hostsIn = memoize(({ node, steps }: CRoutine): readonly Written[] => [
  ...assignmentsIn(node).all.flatMap(({ into, value }) => (HOST.test(into) ? [{ into, from: value }] : [])),
  ...steps.flatMap((step): Written[] => {
    const given = step.kind === 'call' ? (step.node.field('arguments')?.named ?? []) : [];
    const [into, from] = [given.at(-1), given.at(-2)];
    return step.kind === 'call' && /^inet_(?:pton|aton)$/.test(calleeName(step.node) ?? '') && into && from
      ? [{ into: baseOf(into), from }]
      : [];
  }),
]);

/** The address that a bind is given, as it is written; undefined where it is the wildcard, or is not written as a constant. */
export function hostOf(unit: CUnit, address: SyntaxNode): string | undefined {
  const routine = routineAt(unit, address);
  const names = aliases(routine, baseOf(address));
  const last = hostsIn(routine).findLast(({ into }) => names.has(into.replace(HOST, '')));
  return last && textOf(last.from);
}

/**
 * The address that a bind takes, as `ListenSite.taken` spells it; undefined where it is not written as one constant before the bind.
 */
export function takenBy(unit: CUnit, address: SyntaxNode, at: number): string | undefined {
  const routine = routineAt(unit, address);
  const names = aliases(routine, baseOf(address));
  const written = hostsIn(routine).filter(
    ({ into, from }) => from.start < at && names.has(into.replace(HOST, '')),
  );
  const [first, ...others] = written;
  if (!first || others.length > 0) {
    return undefined;
  }
  const isIpv6 = first.into.includes('sin6_addr');
  const text = WILDCARD.test(first.from.text) ? (isIpv6 ? '::' : '0.0.0.0') : textOf(first.from);
  // which of the sockets it is said of, nobody asks
  return text === '::' && unit.words.of('IPV6_V6ONLY').next().done === false ? '::/v6only' : text;
}

const WILDCARD = /^[\s(]*(?:htonl\s*\(\s*)?(?:INADDR_ANY|in6addr_any|0(?:x0+)?)[\s)]*$/;

function textOf(expression: SyntaxNode): string | undefined {
  const node = unwrap(expression);
  if (node.type === 'string_literal') {
    return node.text.slice(1, -1);
  }
  if (node.type === 'identifier') {
    return node.text === 'INADDR_LOOPBACK'
      ? '127.0.0.1'
      : node.text === 'in6addr_loopback'
        ? '::1'
        : undefined;
  }
  const [only, ...others] = node.type === 'call_expression' ? (node.field('arguments')?.named ?? []) : [];
  return only && others.length === 0 ? textOf(only) : undefined;
}
