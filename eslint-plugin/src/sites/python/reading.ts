import type { Targets } from '../targets.ts';
import type { TreeSitterSourceCode } from '../tree-sitter/source-code.ts';
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
