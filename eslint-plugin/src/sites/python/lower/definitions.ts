import { firstNotBelow } from '../../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { within } from '../../tree-sitter/walk.ts';

/** A function or class, found by its range so that a file's other code needs no nodes. */
export interface Definition {
  readonly kind: 'function' | 'class';
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly parent: Definition | undefined;
}

/** The functions and classes of a file in source order, the outer before the inner. */
export function readDefinitions(root: SyntaxNode, text: string): Definition[] {
  const found: Definition[] = [];
  const open: Definition[] = [];
  const ranges = root.rangesOf(['function_definition', 'class_definition']).sort(([a], [b]) => a - b);
  for (const [start, end] of ranges) {
    while ((open.at(-1)?.end ?? Infinity) <= start) {
      open.pop();
    }
    const [, word, name = ''] =
      /^(?:async\s+)?(def|class)\s+(\w+)/u.exec(text.slice(start, start + 200)) ?? [];
    const definition: Definition = {
      kind: word === 'class' ? 'class' : 'function',
      name,
      start,
      end,
      parent: open.at(-1),
    };
    found.push(definition);
    open.push(definition);
  }
  return found;
}

/** The innermost definition that holds an offset. */
export function definitionAt(definitions: readonly Definition[], offset: number): Definition | undefined {
  let found = definitions[firstNotBelow(definitions, offset + 1, ({ start }) => start) - 1];
  while (found && offset >= found.end) {
    found = found.parent;
  }
  return found;
}

/** A definition, or the innermost one around it, that is of a kind. */
export function nearestOf(
  kind: Definition['kind'],
  definition: Definition | undefined,
): Definition | undefined {
  let found = definition;
  while (found && found.kind !== kind) {
    found = found.parent;
  }
  return found;
}

const isNested = ({ type }: SyntaxNode): boolean =>
  type === 'function_definition' || type === 'class_definition' || type === 'lambda';

/** The nodes of a definition's own code, those of nested definitions left out. */
export function* ownNodes(node: SyntaxNode): Generator<SyntaxNode, void, undefined> {
  yield* within(node, (inside) => inside === node || !isNested(inside));
}
