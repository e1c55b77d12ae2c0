import type { TSESTree } from '@typescript-eslint/utils';
import { constant, type Value } from './value.ts';

/** The primitive a type annotation names; undefined for any other. */
export function primitiveOf(type: TSESTree.TypeNode | undefined): readonly Value[] | undefined {
  switch (type?.type) {
    case 'TSNumberKeyword':
      return [{ kind: 'number' }];
    case 'TSStringKeyword':
      return [{ kind: 'string', text: false }];
    case 'TSTypeReference':
      return type.typeName.type === 'Identifier' && type.typeName.name === 'SocketType'
        ? [{ kind: 'string', text: true }]
        : undefined;
    case 'TSLiteralType':
      return type.literal.type === 'Literal' ? constant(type.literal.value) : undefined;
    case 'TSUnionType': {
      const parts = type.types.map((part) => (part.type === 'TSUndefinedKeyword' ? [] : primitiveOf(part)));
      return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
    }
    case 'TSFunctionType':
      return [{ kind: 'function' }];
    default:
      return undefined;
  }
}
