import { grouped } from '../grouped.ts';
import { memoize } from '../memoize.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, holds, within } from '../tree-sitter/walk.ts';
import { controlOf, decisionOf, isLoop, partsOf, type Branches } from './branches.ts';

/** A condition as a question about one variable. */
export interface Question {
  readonly variable: SyntaxNode;
  /** Whether the condition holds where the variable is a number; a flag is 0 or 1, nothing at all 0 or NaN. */
  readonly isHeld: (value: number) => boolean;
}

/** How a language writes conditions, what gives variables values, and what runs again. */
export interface Repetition {
  readonly branches: Branches;
  /** The body of a function or class: what is around is asked no further than that. */
  readonly boundary: RegExp;
  /** Variables and fields. */
  readonly variable: RegExp;
  readonly unwrap: (node: SyntaxNode) => SyntaxNode;
  /** A number; a flag is 0 or 1, nothing at all 0 or NaN. */
  readonly literal: (node: SyntaxNode) => number | undefined;
  /** What must be 0 or nothing for a condition to hold: `x` of `!x`, `list` of `list.isEmpty()`. */
  readonly negated: (node: SyntaxNode) => SyntaxNode | undefined;
  readonly compared: (
    node: SyntaxNode,
  ) => readonly [left: SyntaxNode | undefined, operator: string, right: SyntaxNode | undefined] | undefined;
  /** What stands for the number of something: `list` of `len(list)`, `n` of `n++`. */
  readonly counted?: (node: SyntaxNode) => SyntaxNode | undefined;
  /** What a node gives a value when a region runs, and the value: 1 for what counts up or is added to. */
  readonly given: (
    node: SyntaxNode,
    region: SyntaxNode,
  ) => readonly [into: SyntaxNode | undefined, value: SyntaxNode | number | undefined] | undefined;
  /** Whether a variable is there still when a region runs again. */
  readonly isKept: (variable: SyntaxNode, region: SyntaxNode) => boolean;
  /** Whether a loop counts its turns from 0 in a variable, without a statement that does. */
  readonly countsIn?: (variable: SyntaxNode, loop: SyntaxNode) => boolean;
}

/** A socket's option, bind and creations. */
export interface Setting {
  readonly option: SyntaxNode;
  readonly bind: SyntaxNode;
  readonly creations: Iterable<{ readonly node: SyntaxNode }>;
}

/** An `if`, and its condition. */
export interface FirstOnly {
  readonly around: SyntaxNode;
  readonly condition: SyntaxNode;
}

/**
 * The `if` that sets an option on the first of several sockets alone: its condition fails from the second time on, in a loop or
 * routine that makes a socket each time it runs. Undefined where there is none.
 */
export function firstOnly({ option, bind, creations }: Setting, how: Repetition): FirstOnly | undefined {
  const made = [...creations].map(({ node }) => node);
  let inside = option;
  for (const around of ancestors(option)) {
    if (how.boundary.test(around.type)) {
      return undefined;
    }
    const condition = conditionOf(around, inside, how.branches);
    const question =
      condition && ![...made, bind].some((node) => holds(around, node)) ? ask(condition, how) : undefined;
    if (
      condition &&
      question &&
      [...ancestors(around)].some(
        (region) =>
          isRepeated(region, how.branches) &&
          made.length > 0 &&
          made.every((node) => holds(region, node)) &&
          failsLater(question, region, how),
      )
    ) {
      return { around, condition };
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

/** Whether a condition that may hold at first does not when a region runs again. */
function failsLater({ variable, isHeld }: Question, region: SyntaxNode, how: Repetition): boolean {
  return how.countsIn?.(variable, region) === true
    ? isHeld(0) && !isHeld(1)
    : how.isKept(variable, region) &&
        (valuesIn(region, how).get(spelled(variable)) ?? []).some((value) => !isHeld(value));
}

/** The numbers that a region gives which variables. */
const valuesIn = memoize((region: SyntaxNode, how: Repetition) =>
  grouped(
    [...within(region)].flatMap((node): [string, number][] => {
      const [into, given] = how.given(node, region) ?? [];
      const value = typeof given === 'object' ? how.literal(how.unwrap(given)) : given;
      return into && value !== undefined ? [[spelled(how.unwrap(into)), value]] : [];
    }),
  ),
);

const spelled = ({ text }: SyntaxNode): string => text.replaceAll(/\s+/g, '').replace(/^this\./, '');

function ask(condition: SyntaxNode, how: Repetition): Question | undefined {
  const node = how.unwrap(condition);
  const opposite = how.negated(node);
  if (opposite) {
    const question = ask(opposite, how);
    return question && negated(question);
  }
  const comparison = how.compared(node);
  if (!comparison) {
    const variable = variableIn(node, how);
    return variable && asTruth(variable);
  }
  const [left, operator, right] = comparison;
  const variable = left && variableIn(left, how);
  const other = right && how.literal(how.unwrap(right));
  return variable && other !== undefined ? compared(variable, operator, other) : undefined;
}

/** The variable whose value, or whose number of something, an expression is. */
function variableIn(expression: SyntaxNode, how: Repetition): SyntaxNode | undefined {
  const node = how.unwrap(expression);
  const counted = how.counted?.(node);
  return counted ? variableIn(counted, how) : how.variable.test(node.type) ? node : undefined;
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
