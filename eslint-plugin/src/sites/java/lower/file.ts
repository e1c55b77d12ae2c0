import type { Targets } from '../../targets.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';
import type { Names } from './names.ts';
import type { JavaUnit } from './step.ts';

/** What all parts of the front end share of one file. */
export interface File {
  readonly sourceCode: TreeSitterSourceCode;
  readonly names: Names;
  readonly unit: JavaUnit;
  readonly root: SyntaxNode;
  readonly targets: Targets;
}
