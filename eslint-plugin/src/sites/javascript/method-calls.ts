import type { TSESTree } from '@typescript-eslint/utils';
import { memoize } from '../memoize.ts';
import { grouped } from '../grouped.ts';
import { propertyName } from './ast.ts';
import { visitMatches, type File } from './file.ts';

const METHOD_CALLS = /\.\s*#?[\p{ID_Continue}$\u200C\u200D]+\s*\(/gu;

const byName = memoize((file: File): ReadonlyMap<string, readonly TSESTree.CallExpression[]> => {
  const found: [string, TSESTree.CallExpression][] = [];
  visitMatches(file, METHOD_CALLS, (node) => {
    const name =
      node.type === 'CallExpression' && node.callee.type === 'MemberExpression'
        ? propertyName(node.callee)
        : undefined;
    if (node.type === 'CallExpression' && name !== undefined) {
      found.push([name, node]);
    }
  });
  return grouped(found);
});

/** The calls `X.name(…)` of the file, whatever X is, in source order: one walk for all names. */
export const methodCallsOf = (file: File, name: string): readonly TSESTree.CallExpression[] =>
  byName(file).get(name) ?? [];
