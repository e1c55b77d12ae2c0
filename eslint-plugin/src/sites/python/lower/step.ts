import type { Callee } from '../../flow/callee.ts';
import type { Place, Routine, Step, Unit, StepOf } from '../../flow/step.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { Classes } from './classes.ts';
import type { PythonFile } from './file.ts';
import { placeOf } from './place.ts';

/** How a socket comes to be. */
export interface Creation {
  /** `made` by socket(); `given` by a descriptor of elsewhere; `accepted` from a listener. */
  readonly kind: 'made' | 'given' | 'accepted';
  readonly family: SyntaxNode | undefined;
  readonly type: SyntaxNode | undefined;
  readonly call: SyntaxNode;
}

/** One setsockopt(), or a call of the library that stands for one. */
export interface SetOption {
  readonly call: SyntaxNode;
  /** Level, name and value; undefined where the call spells none of them: `set_reuse_addr()`. */
  readonly arguments: readonly SyntaxNode[] | undefined;
}

export interface Bind {
  readonly call: SyntaxNode;
  readonly receiver: SyntaxNode;
  readonly address: SyntaxNode;
}

export type PythonStep = Step<Creation, SetOption, Bind>;
export type OptionStep = StepOf<PythonStep, 'option'>;
export type PythonRoutine = Routine<Creation, SetOption, Bind>;
export type PythonUnit = Unit<Creation, SetOption, Bind>;

/** What steps are read with: the file, its classes, and which function a call calls. */
export interface Scope {
  readonly file: PythonFile;
  readonly classes: Classes;
  readonly routine: (callee: Callee) => PythonRoutine | undefined;
}

/** The place that an expression names. */
export function placeIn({ file, classes }: Scope, node: SyntaxNode | undefined): Place | undefined {
  return node && placeOf(node, file, classes);
}
