import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrap, type Node } from './ast.ts';
import { variableOf, type File } from './file.ts';
import { isIndexed, typeMembers } from './members.ts';
import { interpreterOf } from './interpret/interpret.ts';
import { fromAnnotation, fromTypeNode } from './interpret/annotation.ts';
import type { Value } from './interpret/value.ts';

/**
 * Whether a global that the file declares by itself (`declare const Bun: { serve(options: { port: number }): void }`) has a
 * method whose options know nothing of an option.
 * @param at which argument holds the options
 */
export function declarationRejects(file: File, callee: Node, at: number, option: string): boolean {
  const object = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
  const method = callee.type === 'MemberExpression' ? propertyName(callee) : undefined;
  const definitions = object?.type === 'Identifier' ? (variableOf(file, object)?.defs ?? []) : [];
  return definitions.some(({ node }) => {
    const declarator = node as unknown as Node;
    return (
      declarator.type === 'VariableDeclarator' &&
      declarator.parent.declare &&
      declarator.id.type === 'Identifier' &&
      fromAnnotation(interpreterOf(file), declarator.id.typeAnnotation).some((type) =>
        parametersOf(file, type, method, at).some((parameter) => lacks(parameter, option)),
      )
    );
  });
}

/** What a method of a declared type takes as an argument. */
function parametersOf(file: File, type: Value, method: string | undefined, at: number): readonly Value[] {
  if (type.kind !== 'declared') {
    return [];
  }
  const members = method === undefined ? [] : typeMembers(type.node, method);
  return members.flatMap((member): readonly Value[] => {
    const parameter = signatureOf(member)?.params[at];
    return parameter?.type === 'Identifier' && parameter.typeAnnotation
      ? fromTypeNode(interpreterOf(file), parameter.typeAnnotation.typeAnnotation)
      : [];
  });
}

function signatureOf(
  member: TSESTree.TypeElement,
): TSESTree.TSMethodSignature | TSESTree.TSFunctionType | undefined {
  if (member.type === 'TSMethodSignature') {
    return member;
  }
  const type = member.type === 'TSPropertySignature' ? member.typeAnnotation?.typeAnnotation : undefined;
  return type?.type === 'TSFunctionType' ? type : undefined;
}

/** Whether a declared type has no property of a name. */
function lacks(type: Value, name: string): boolean {
  return (
    type.kind === 'declared' &&
    !isIndexed(type.node) &&
    !typeMembers(type.node, name).some((member) => member.type === 'TSPropertySignature')
  );
}
