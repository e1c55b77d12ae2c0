import type { AST, SourceCode } from 'eslint';
import type { Node } from './javascript/ast.ts';
import type { SyntaxNode } from './tree-sitter/node.ts';
import { TreeSitterSourceCode } from './tree-sitter/source-code.ts';
import { nodeAt } from './tree-sitter/walk.ts';

type Position = AST.SourceLocation['start'];

/** The grammars' names for blocks. */
const BLOCKS = new Set([
  'compound_statement',
  'block',
  'constructor_body',
  'case_statement',
  'switch_block_statement_group',
]);

/** A place in a text, in UTF-16 units. */
export interface Place {
  readonly offset: number;
  /** Where the innermost block or branch around it begins; 0 at the top of a file. */
  readonly block: number;
}

/** The places of positions in a file. */
export function placesOf(sourceCode: SourceCode, positions: readonly Position[]): readonly Place[] {
  if (positions.length === 0) {
    return [];
  }
  const offsets = positions.map((position) => sourceCode.getIndexFromLoc(position));
  const blocks =
    sourceCode instanceof TreeSitterSourceCode
      ? sourceCode.withTree((root: SyntaxNode) => offsets.map((offset) => blockOf(nodeAt(root, offset))))
      : offsets.map((offset) => branchOf(sourceCode.getNodeByRangeIndex(offset) as Node | null));
  return offsets.map((offset, index) => ({ offset, block: blocks?.[index] ?? 0 }));
}

function blockOf(inside: SyntaxNode): number {
  let node: SyntaxNode | undefined = inside;
  while (node && !BLOCKS.has(node.type)) {
    node = node.parent;
  }
  return node?.start ?? 0;
}

/** Without braces a branch is a block too: `if (a) listen(1); else listen(2);`. */
function branchOf(inside: Node | null): number {
  let node = inside ?? undefined;
  while (node && node.type !== 'BlockStatement' && node.type !== 'StaticBlock') {
    const { parent }: { parent?: Node } = node;
    if (
      (parent?.type === 'IfStatement' || parent?.type === 'ConditionalExpression') &&
      node !== parent.test
    ) {
      break;
    }
    node = parent;
  }
  return node?.range[0] ?? 0;
}
