import type { WrittenPort } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { assignmentsIn } from './assignments.ts';
import { calleeName, routineAt, type CUnit } from './unit.ts';
import { type Value, valuesOf } from './value.ts';

/** Functions of a program that read a port from a text: `parse_port(argc > 1 ? argv[1] : "9000")`. */
const READS_PORT = /hton|ato[il]|strto|sto[iu]|parse|number|port/i;

/** Calls followed one inside the other. */
const MAX_DEPTH = 4;

/** The call that a variable was set from; any other expression itself. */
function calledFor(unit: CUnit, node: SyntaxNode): SyntaxNode {
  const [only, ...others] =
    node.type === 'identifier' ? assignmentsIn(routineAt(unit, node).node).to(node.text) : [];
  return only && others.length === 0 ? unwrap(only.value) : node;
}

/** What an expression in a port's place may be, with where the source writes it. */
export function writtenIn(
  unit: CUnit,
  expression: SyntaxNode,
  values: readonly Value[],
  depth = 0,
): readonly WrittenPort[] {
  const found = values.flatMap((value): readonly WrittenPort[] => {
    if (!value.range) {
      return [];
    }
    if (value.kind === 'environment') {
      const { variable, fallback, range } = value;
      return [{ variable, range }, ...(fallback === undefined ? [] : [{ value: fallback, range }])];
    }
    const number = value.kind === 'number' || value.kind === 'string' ? Number(value.value || NaN) : NaN;
    return number > 0 ? [{ value: number, range: value.range }] : [];
  });
  const call = calledFor(unit, unwrap(expression));
  return found.length === 0 &&
    depth < MAX_DEPTH &&
    call.type === 'call_expression' &&
    READS_PORT.test(calleeName(call) ?? '')
    ? (call.field('arguments')?.named ?? []).flatMap((given) =>
        writtenIn(unit, given, valuesOf(unit, given), depth + 1),
      )
    : found;
}
