import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { grouped } from '../grouped.ts';
import { isFunction, propertyName, type ClassNode, type FunctionNode, type Node } from './ast.ts';
import type { DeclaredType } from './interpret/value.ts';

/** What a class declares by a name. */
export type ClassMember =
  TSESTree.MethodDefinition | TSESTree.PropertyDefinition | TSESTree.TSAbstractMethodDefinition;

/** Members by the names that the source fixes; a class or object of a generated file may have thousands, each asked for. */
function byName<M extends Parameters<typeof propertyName>[0]>(
  members: readonly M[],
): ReadonlyMap<string, readonly M[]> {
  spend(members.length);
  return grouped(
    members.flatMap((member) => {
      const name = propertyName(member);
      return name === undefined ? [] : [[name, member] as const];
    }),
  );
}

const inClass = memoize(({ body }: ClassNode) =>
  byName(
    body.body.filter(
      (member): member is TSESTree.MethodDefinition | TSESTree.PropertyDefinition =>
        member.type === 'MethodDefinition' ||
        member.type === 'PropertyDefinition' ||
        member.type === 'TSAbstractMethodDefinition',
    ),
  ),
);

/** The methods, accessors and fields of a class under a name, in source order. */
export const classMembers = (owner: ClassNode, name: string): readonly ClassMember[] =>
  inClass(owner).get(name) ?? [];

const inObject = memoize(({ properties }: TSESTree.ObjectExpression) =>
  byName(properties.filter((property) => property.type === 'Property')),
);

/** The properties of an object literal under a name, in source order. */
export const objectProperties = (
  object: TSESTree.ObjectExpression,
  name: string,
): readonly TSESTree.Property[] => inObject(object).get(name) ?? [];

/** What an object literal spreads. */
export const spreadsOf = memoize(({ properties }: TSESTree.ObjectExpression) => {
  spend(properties.length);
  return properties.filter((property) => property.type === 'SpreadElement');
});

/** The members of a declared type, as the file has them. */
const membersIn = (type: DeclaredType): readonly TSESTree.TypeElement[] =>
  type.type === 'TSTypeLiteral' ? type.members : type.body.body;

const inType = memoize((type: DeclaredType) =>
  byName(
    membersIn(type).filter(
      (member): member is TSESTree.TSPropertySignature | TSESTree.TSMethodSignature =>
        member.type === 'TSPropertySignature' || member.type === 'TSMethodSignature',
    ),
  ),
);

/** The properties and methods of a declared type under a name, in source order. */
export const typeMembers = (
  type: DeclaredType,
  name: string,
): readonly (TSESTree.TSPropertySignature | TSESTree.TSMethodSignature)[] => inType(type).get(name) ?? [];

/** Whether a declared type has members of any name. */
export const isIndexed = memoize((type: DeclaredType) => {
  spend(membersIn(type).length);
  return membersIn(type).some((member) => member.type === 'TSIndexSignature');
});

/** A parameter of a constructor that declares a field: `constructor(private readonly name: T = value)`. */
export interface ParameterProperty {
  readonly parameter: Node;
  readonly constructor: FunctionNode;
}

const parameterProperties = memoize(({ body }: ClassNode): ReadonlyMap<string, ParameterProperty> => {
  const found = new Map<string, ParameterProperty>();
  spend(body.body.length);
  for (const member of body.body) {
    if (member.type === 'MethodDefinition' && member.kind === 'constructor' && isFunction(member.value)) {
      spend(member.value.params.length);
      for (const parameter of member.value.params) {
        const inside = parameter.type === 'TSParameterProperty' ? parameter.parameter : undefined;
        const target = inside?.type === 'AssignmentPattern' ? inside.left : inside;
        if (target?.type === 'Identifier' && !found.has(target.name)) {
          found.set(target.name, { parameter: target, constructor: member.value });
        }
      }
    }
  }
  return found;
});

export const parameterProperty = (owner: ClassNode, name: string): ParameterProperty | undefined =>
  parameterProperties(owner).get(name);
