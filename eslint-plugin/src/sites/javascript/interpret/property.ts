import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../ast.ts';
import { classMembers, isIndexed, objectProperties, spreadsOf, typeMembers } from '../members.ts';
import { fromAnnotation } from './annotation.ts';
import type { Interpreter } from './interpreter.ts';
import { FOREIGN, UNKNOWN, type DeclaredType, type Value } from './value.ts';

/** A property of values that are known already. */
export function membersOf(it: Interpreter, objects: readonly Value[], name: string): Value[] {
  return objects.flatMap((object): readonly Value[] => {
    switch (object.kind) {
      case 'export':
        return [name === 'default' ? object : { ...object, path: [...object.path, name] }];
      case 'instance': {
        const property = object.type.properties?.[name];
        const type = property === undefined ? undefined : it.file.catalogue.type(property);
        return [type ? { kind: 'instance', type } : UNKNOWN];
      }
      case 'object': {
        const [property] = objectProperties(object.node, name);
        return property ? it.ask(property.value) : [UNKNOWN];
      }
      case 'declared':
        return memberOfType(it, object.node, name);
      case 'class': {
        const member = classMembers(object.node, name).find(
          (candidate) => candidate.type !== 'TSAbstractMethodDefinition' && candidate.static,
        );
        return member && 'value' in member && member.value ? it.ask(member.value) : [UNKNOWN];
      }
      case 'foreign':
      case 'constant':
      case 'other-object':
        return [FOREIGN];
      default:
        return [UNKNOWN];
    }
  });
}

/** A property or method that a type of this file declares. */
function memberOfType(it: Interpreter, type: DeclaredType, name: string): readonly Value[] {
  const [member] = typeMembers(type, name);
  if (member?.type === 'TSPropertySignature') {
    const values = fromAnnotation(it, member.typeAnnotation);
    return values.length > 0 ? values : [UNKNOWN];
  }
  return member ? [{ kind: 'function', node: member }] : [UNKNOWN];
}

/** What a declared type says of a method: that it has it, that it has not, or neither, where any name will do. */
export function declaresMethod(type: DeclaredType, name: string): boolean | undefined {
  return typeMembers(type, name).length > 0 || (isIndexed(type) ? undefined : false);
}

/** What an object literal has for a property, where nothing is spread into it. */
export function valueIn(object: TSESTree.ObjectExpression, name: string): Node | undefined {
  return spreadsOf(object).length > 0 ? undefined : objectProperties(object, name).at(-1)?.value;
}
