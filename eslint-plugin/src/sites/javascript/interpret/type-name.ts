import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../ast.ts';

/** The names of a type's name, outermost first; none where it does not begin with one. */
export function namePath(name: TSESTree.EntityName | TSESTree.TSTypeQuery['exprName'] | null): string[] {
  const path: string[] = [];
  let current = name;
  while (current?.type === 'TSQualifiedName') {
    path.unshift(current.right.name);
    current = current.left;
  }
  return current?.type === 'Identifier' ? [current.name, ...path] : [];
}

/** What a type's name begins with. */
export function rootIdentifier(
  name: TSESTree.EntityName | TSESTree.TSTypeQuery['exprName'],
): TSESTree.Identifier | undefined {
  let current: Node = name;
  while (current.type === 'TSQualifiedName') {
    current = current.left;
  }
  return current.type === 'Identifier' ? current : undefined;
}

/** What parsers before typescript-eslint 8.48 and Babel 8 call the parts of `import('net').Server`. */
interface OldImportType {
  readonly argument?: { readonly value?: unknown; readonly literal?: { readonly value?: unknown } };
}

/** The module of `import('net').Server`. */
export function importTypeSource(type: TSESTree.TSImportType): unknown {
  const { argument } = type as OldImportType;
  const source = type.source as TSESTree.TSImportType['source'] | undefined;
  return source?.value ?? argument?.literal?.value ?? argument?.value;
}
