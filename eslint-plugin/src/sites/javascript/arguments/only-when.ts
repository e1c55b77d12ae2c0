import { propertyName, unwrap, type Node } from '../ast.ts';
import type { Condition } from '../catalogue/family.ts';
import { evaluate } from '../interpret/interpret.ts';
import { onlyConstant } from '../interpret/value.ts';
import { readOptions } from '../options-object.ts';
import type { Binding } from './reading.ts';

/** Whether the conditions under which a call binds may hold; only what is known to be otherwise rules it out. */
export function mayBind(binding: Binding): boolean {
  const { listener, creations } = binding;
  const given = listener.arguments.shape === 'creation' ? creations[0]?.arguments : binding.arguments;
  return (listener.onlyWhen ?? []).every((condition) => {
    const argument = given?.[condition.at];
    return (
      !argument || argument.type === 'SpreadElement' || holds(binding, argument, condition.in, condition)
    );
  });
}

function holds(binding: Binding, argument: Node, path: readonly string[], condition: Condition): boolean {
  const [name, ...rest] = path;
  if (name === undefined) {
    return isOneOf(binding, argument, condition.is);
  }
  const properties = readOptions(binding.file, argument).objects.map((object) => object.get(name));
  return properties.every((property) => !property || holds(binding, property.value, rest, condition));
}

function isOneOf(binding: Binding, value: Node, allowed: Condition['is']): boolean {
  const node = unwrap(value);
  if (node.type === 'MemberExpression') {
    return allowed.includes(propertyName(node) ?? '');
  }
  const constant = onlyConstant(evaluate(binding.file, node))?.value;
  if (constant === undefined) {
    // an unknown value may be one of them, unless none is allowed at all
    return allowed.length > 0;
  }
  return typeof constant !== 'bigint' && constant !== null && allowed.includes(constant);
}
