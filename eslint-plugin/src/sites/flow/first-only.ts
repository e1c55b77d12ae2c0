import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, holds } from '../tree-sitter/walk.ts';
import { controlOf, decisionOf, isLoop, partsOf, type Branches } from './branches.ts';

/** A condition as a question about one variable. */
export interface Question {
  readonly variable: SyntaxNode;
  /** Whether the condition holds where the variable is a number; a flag is 0 or 1, nothing at all 0 or NaN. */
  readonly isHeld: (value: number) => boolean;
}

/** What a variable may be when what gives it values runs again, as numbers; undefined for what is none. */
export interface Later {
  /** What it is at first, where that is known. */
  readonly first?: number;
  readonly values: readonly (number | undefined)[];
}

/** How a language writes conditions and what runs again. */
export interface Repetition {
  readonly branches: Branches;
  /** What is asked no further than: the body of a function or class. */
  readonly isBoundary: (node: SyntaxNode) => boolean;
  readonly ask: (condition: SyntaxNode) => Question | undefined;
  /** What a region gives a variable that is still there when the region runs again. */
  readonly later: (variable: SyntaxNode, region: SyntaxNode) => Later;
}

/** A socket's option, bind and creations. */
export interface Setting {
  readonly option: SyntaxNode;
  readonly bind: SyntaxNode;
  readonly made: readonly SyntaxNode[];
}

/**
 * The `if` that sets an option on the first of several sockets alone: its condition fails from the second time on, in a loop or
 * routine that makes a socket each time it runs. Undefined where there is none.
 */
export function firstOnly(
  { option, bind, made }: Setting,
  { branches, isBoundary, ask, later }: Repetition,
): SyntaxNode | undefined {
  const failsLater = ({ variable, isHeld }: Question, region: SyntaxNode): boolean => {
    const { first, values } = later(variable, region);
    return (
      (first === undefined || isHeld(first)) && values.some((value) => value !== undefined && !isHeld(value))
    );
  };
  let inside = option;
  for (const around of ancestors(option)) {
    if (isBoundary(around)) {
      return undefined;
    }
    const condition = conditionOf(around, inside, branches);
    const question =
      condition && ![...made, bind].some((node) => holds(around, node)) ? ask(condition) : undefined;
    if (
      question &&
      [...ancestors(around)].some(
        (region) =>
          isRepeated(region, branches) &&
          made.length > 0 &&
          made.every((node) => holds(region, node)) &&
          failsLater(question, region),
      )
    ) {
      return around;
    }
    inside = around;
  }
  return undefined;
}

/** Whether something is a loop, or a routine, which runs each time it is called. */
const isRepeated = (node: SyntaxNode, branches: Branches): boolean =>
  isLoop(node, branches) || controlOf(node, branches) === 'function';

/** The condition of an `if` that runs a part of it where it holds. */
function conditionOf(node: SyntaxNode, part: SyntaxNode, branches: Branches): SyntaxNode | undefined {
  return controlOf(node, branches) === 'if' && partsOf(node, branches)[0] === part
    ? decisionOf(node, branches)
    : undefined;
}

/** A variable that is asked for as it is: 0 and nothing are false. */
export const asTruth = (variable: SyntaxNode): Question => ({ variable, isHeld: Boolean });

/** The opposite of a question. */
export const negated = ({ variable, isHeld }: Question): Question => ({
  variable,
  isHeld: (value) => !isHeld(value),
});

const COMPARISONS: Readonly<Partial<Record<string, (one: number, other: number) => boolean>>> = {
  '==': Object.is,
  is: Object.is,
  '!=': (one, other) => !Object.is(one, other),
  'is not': (one, other) => !Object.is(one, other),
  '<': (one, other) => one < other,
};

/** A comparison with a number; undefined where its operator tells nothing of a first time. */
export function compared(variable: SyntaxNode, operator: string, other: number): Question | undefined {
  const compare = COMPARISONS[operator];
  return compare && { variable, isHeld: (value) => compare(value, other) };
}
