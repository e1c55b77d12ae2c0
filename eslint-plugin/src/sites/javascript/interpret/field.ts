import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { classOfThis, isFunction, unwrap, type ClassNode, type Node } from '../ast.ts';
import { assignmentsInClass, indexOf, type Assignment } from '../assignments.ts';
import { classMembers, parameterProperty } from '../members.ts';
import { fromAnnotation } from './annotation.ts';
import { distinctIfAny, valuesOfEach } from './distinct.ts';
import { kept, type Interpreter } from './interpreter.ts';
import { parameter } from './parameter.ts';
import { primitiveOf } from './primitive-type.ts';
import { returnedBy } from './returned.ts';
import { isForeign, isUnknown, TOO_MANY, UNKNOWN, type Value } from './value.ts';

/** `this` in a class: an instance of it. */
export function thisValue(node: TSESTree.ThisExpression): readonly Value[] {
  const owner = classOfThis(node);
  return [owner ? { kind: 'own-instance', node: owner } : UNKNOWN];
}

/** What a field, accessor or method of an instance of a class of this file may be; nothing where the class has none such. */
export const fieldOf = (it: Interpreter, owner: ClassNode, name: string): readonly Value[] =>
  fieldsOf(owner)(it, name);

const fieldsOf = memoize((owner: ClassNode) =>
  kept((it, name: string): readonly Value[] => {
    if (it.asks === 'value') {
      return valuesOf(it, owner, name);
    }
    const values = identitiesOf(it, owner, name);
    return it.reach.isExhausted ? [TOO_MANY] : distinctIfAny(values);
  }),
);

/** From its declaration and from every `this.name = value` in the class. */
function identitiesOf(it: Interpreter, owner: ClassNode, name: string): readonly Value[] {
  const declared: Value[] = [];
  const sources: Node[] = [];
  for (const member of classMembers(owner, name)) {
    spend();
    if (member.type === 'PropertyDefinition') {
      declared.push(...fromAnnotation(it, member.typeAnnotation));
      if (member.value) {
        sources.push(member.value);
      }
    } else if (member.type === 'MethodDefinition' && isFunction(member.value)) {
      declared.push(
        ...(member.kind === 'get'
          ? returnedBy(it, member.value)
          : [{ kind: 'function' as const, node: member.value }]),
      );
    }
  }
  const given = parameterProperty(owner, name)?.parameter;
  if (given?.type === 'Identifier') {
    declared.push(...fromAnnotation(it, given.typeAnnotation));
  }
  sources.push(...(setters(it, name).get(owner) ?? []).map(({ right }) => right));
  const values = sources.flatMap(it.ask).filter((value) => !isUnknown(value) && !isForeign(value));
  return [...values, ...declared];
}

/** The assignments of a name by the classes whose objects they set, through `this` or a variable that holds it (`const self = this`). */
const setters = kept((it, name: string): ReadonlyMap<Node, readonly Assignment[]> =>
  indexOf<Node>(it.file, name, (_, { left }) => {
    const object = unwrap(left.object);
    return (object.type === 'ThisExpression' ? thisValue(object) : it.ask(object)).flatMap((value) =>
      value.kind === 'own-instance' ? [value.node] : [],
    );
  }),
);

/** Its initialiser, the default of the parameter that declares it, and every `this.name = value` in the class. */
function valuesOf(it: Interpreter, owner: ClassNode, name: string): readonly Value[] {
  const declared = parameterProperty(owner, name);
  const initial = classMembers(owner, name).filter((member) => member.type === 'PropertyDefinition');
  const given = declared
    ? parameter(it, declared.constructor, declared.parameter as TSESTree.Identifier)
    : [];
  const written = valuesOfEach(assignmentsInClass(it.file, name, owner), ({ right }) => it.ask(right));
  const initially = valuesOfEach(initial, ({ value, typeAnnotation }) =>
    value ? it.ask(value) : (primitiveOf(typeAnnotation?.typeAnnotation) ?? []),
  );
  return valuesOfEach([initially, given, written], (values) => values);
}
