import { groupedBy } from '../../grouped.ts';
import { memoize } from '../../memoize.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { within } from '../../tree-sitter/walk.ts';
import { chainOf } from './where.ts';

/** The calls below a node by the name that their chain begins with. */
export const callsOn = memoize((holder: SyntaxNode) =>
  groupedBy(
    [...within(holder)].filter(({ type }) => type === 'method_invocation'),
    (call) => {
      const root = chainOf(call).at(-1);
      return root && /^(?:identifier|field_access)$/.test(root.type)
        ? [root.text.replace(/^this\./, '')]
        : [];
    },
  ),
);

/** The calls below a node by the names that they are given. */
export const callsWith = memoize((holder: SyntaxNode) =>
  groupedBy(
    [...within(holder)].filter(
      ({ type }) => type === 'method_invocation' || type === 'object_creation_expression',
    ),
    (call) =>
      (call.field('arguments')?.named ?? []).flatMap(({ type, text }) =>
        type === 'identifier' ? [text] : [],
      ),
  ),
);
