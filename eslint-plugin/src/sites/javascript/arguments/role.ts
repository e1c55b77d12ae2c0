import { deeper } from '../../effort.ts';
import { unwrap, type Node } from '../ast.ts';
import { isObject, onlyConstant, type Value } from '../interpret/value.ts';
import { evidenceOf, isNamedHost } from '../names.ts';

/** An object that holds options where nothing looks for them is `ignored`. */
export type Role = 'host' | 'backlog' | 'ignored';

/** What an argument after the port is, by its values and its name. */
export function roleOf(
  values: readonly Value[],
  argument: Node,
  before: readonly Role[],
  isLast: boolean,
): { is: Role | 'callback' | undefined; isProven: boolean } {
  const proven = (is: Role | 'callback' | undefined) => ({ is, isProven: true });
  const constant = onlyConstant(values);
  const canBeHost = !before.includes('host') && !before.includes('backlog');
  if (values.every((value) => value.kind === 'function')) {
    return proven('callback');
  }
  if (constant) {
    const { value } = constant;
    if (value === undefined || value === null) {
      return proven(canBeHost ? 'host' : before.includes('backlog') ? undefined : 'backlog');
    }
    if (typeof value === 'string') {
      // a numeric host would be taken for the backlog as well
      return proven(canBeHost && Number.isNaN(Number(value)) ? 'host' : undefined);
    }
    return proven(
      typeof value === 'number' && value > 0 && !before.includes('backlog') ? 'backlog' : undefined,
    );
  }
  if (
    values.every(
      (value) => value.kind === 'string' || (value.kind === 'constant' && typeof value.value === 'string'),
    )
  ) {
    return proven(canBeHost ? 'host' : undefined);
  }
  if (
    values.every(
      (value) => value.kind === 'number' || (value.kind === 'constant' && typeof value.value === 'number'),
    )
  ) {
    return { is: before.includes('backlog') ? undefined : 'backlog', isProven: false };
  }
  if (values.some((value) => isObject(value))) {
    return { is: undefined, isProven: false };
  }
  // names are no proof here: these edits are offered, and made unasked for a host alone
  if (canBeHost && isNamedHost(argument)) {
    return { is: 'host', isProven: false };
  }
  const evidence = evidenceOf(argument);
  if (evidence === 'callback' || (isLast && isCallResult(argument))) {
    return { is: 'callback', isProven: false };
  }
  const text = lastWord(argument);
  if (text !== undefined && /backlog/i.test(text)) {
    return { is: 'backlog', isProven: false };
  }
  if (text !== undefined && /host|addr|ip|interface|bind|domain/i.test(text) && canBeHost) {
    return { is: 'host', isProven: false };
  }
  return values.some((value) => value.kind === 'environment') && canBeHost
    ? { is: 'host', isProven: false }
    : { is: undefined, isProven: false };
}

const isCallResult = (node: Node): boolean => unwrap(node).type === 'CallExpression';

function lastWord(node: Node): string | undefined {
  const inside = unwrap(node);
  switch (inside.type) {
    case 'Identifier':
      return inside.name;
    case 'MemberExpression':
      return inside.property.type === 'Identifier' ? inside.property.name : undefined;
    case 'LogicalExpression':
      return deeper(() => lastWord(inside.left), undefined) ?? lastWord(inside.right);
    default:
      return undefined;
  }
}
