import type { Targets } from '../../targets.ts';
import type { AST } from 'eslint';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';
import type { Classes } from './classes.ts';
import type { PythonFile } from './file.ts';
import type { Values } from './value.ts';

/** What reading a site needs of its file. */
export interface Reading {
  readonly sourceCode: TreeSitterSourceCode;
  readonly targets: Targets;
  readonly file: PythonFile;
  readonly classes: Classes;
  readonly values: Values;
}

/** Where the squiggle of a call goes: the method, with what it is called on where that is a chain of names. */
export function calleeLoc({ sourceCode }: Reading, callee: SyntaxNode): AST.SourceLocation {
  const isChain = /^[\w.[\]]+$/u.test(callee.text);
  const { start, end } = isChain ? callee : (callee.field('attribute') ?? callee);
  return sourceCode.locOf(start, end);
}
