import type { Place, Routine, Step, StepOf, Unit } from '../../flow/step.ts';
import type { History } from '../../flow/history.ts';
import type { OptionName } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { Listener } from '../catalogue/family.ts';

/** How an object is made that may bind. */
export interface Creation {
  /** Its type, by full name; undefined where the file does not tell. */
  readonly type: string | undefined;
  readonly node: SyntaxNode;
  /** The place of the listener whose connection it is. */
  readonly acceptedFrom?: Place | undefined;
}

/** A reuse option that is set. */
export interface OptionSetting {
  readonly sets: 'option';
  readonly name: OptionName;
  readonly spelled: string;
  readonly value: SyntaxNode;
  readonly call: SyntaxNode;
  /** On the connections it accepts, not on itself. */
  readonly isAccepted?: boolean;
}

/** What is set on an object before or after it is bound. */
export type Setting =
  | OptionSetting
  /** An option whose name the source does not tell. */
  | { readonly sets: 'unknown' }
  | { readonly sets: 'address'; readonly arguments: readonly SyntaxNode[] }
  | { readonly sets: 'channel'; readonly text: string };

export interface Bind {
  readonly binding: Listener;
  /** The call, constructor or `super(...)` that binds. */
  readonly call: SyntaxNode;
  readonly arguments: readonly SyntaxNode[];
  /** The type that binds, by full name. */
  readonly type: string;
  /** `shaped`: known by its shape or by its name alone. */
  readonly certainty: 'traced' | 'shaped';
}

export type JavaStep = Step<Creation, Setting, Bind>;
export interface JavaRoutine extends Routine<Creation, Setting, Bind> {
  readonly text: string;
}
export interface JavaUnit extends Unit<Creation, Setting, Bind> {
  readonly routines: readonly JavaRoutine[];
}

export type BindStep = StepOf<JavaStep, 'bind'>;
export type JavaHistory = History<Creation, Setting, Bind>;
