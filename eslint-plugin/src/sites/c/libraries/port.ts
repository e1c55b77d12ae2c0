import type { Port } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import type { BindingType } from '../catalogue/family.ts';
import { routineAt, type CUnit } from '../lower/unit.ts';
import { portIn, valuesOf } from '../lower/values.ts';

/** The port in `tcp::endpoint(tcp::v4(), 8080)`, in a variable that was made of such, or by itself. */
export function readPort(
  unit: CUnit,
  address: SyntaxNode,
  { port, anyAddress }: Pick<BindingType, 'port' | 'anyAddress'>,
): Port {
  const node = unwrap(address);
  if (anyAddress !== undefined && node.text.includes(anyAddress)) {
    return { kind: 'ephemeral' };
  }
  const given = node.type === 'call_expression' ? node.field('arguments')?.named : madeOf(unit, node);
  if (given?.length === 0) {
    return { kind: 'ephemeral' };
  }
  const part = port === 'first' ? given?.[0] : given?.at(-1);
  const expression = part ?? node;
  return portIn(valuesOf(unit, expression), expression.text);
}

/** The arguments of the constructor of an address in a variable: `ACE_INET_Addr addr(8080)`. */
function madeOf(unit: CUnit, name: SyntaxNode): readonly SyntaxNode[] | undefined {
  if (!/^(?:identifier|parameter_declaration)$/.test(name.type)) {
    return undefined;
  }
  const assigned = assignmentsIn(routineAt(unit, name).node).to(name.text)[0];
  const list = assigned && unwrap(assigned.value);
  return list && /^(?:argument_list|initializer_list)$/.test(list.type)
    ? list.named
    : list?.type === 'call_expression'
      ? list.field('arguments')?.named
      : undefined;
}
