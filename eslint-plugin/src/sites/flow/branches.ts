import { memoize } from '../memoize.ts';
import { firstNotBelow } from '../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';

/** What a node means for the question which code runs, and how often. */
export type Control =
  | 'if'
  | 'else if'
  /** `a ? b : c` */
  | 'conditional'
  /** A directive with branches of which one is compiled. */
  | '#if'
  | '#else'
  | 'while'
  | 'do'
  | 'for'
  | 'switch'
  | 'case'
  | 'try'
  | 'catch'
  /** An operator; some evaluate their right side or not. */
  | 'operator'
  | 'lambda'
  | 'function'
  /** It closes at its end what it opens: `with`, `try (…)`. */
  | 'scope'
  /** It leaves the function: `return`, `throw`, `goto`. */
  | 'exit'
  /** It leaves a loop, or a turn of it. */
  | 'break';

/** A part of a rule, by the grammar's name for it, or by its position among the named children where it has no name. */
type Part = string | number;

/** A rule of a grammar that decides which code runs. */
export interface Rule {
  readonly is: Control;
  /** What it decides by: a condition, the left side of an operator. */
  readonly by?: Part;
  /** What runs or not by that, in source order. Of a choice one runs, the first where the condition holds. */
  readonly parts?: readonly Part[];
}

/** How a language spells what decides which code runs. */
export interface Branches {
  /** By the grammar's names of nodes. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** The operators that evaluate their right side or not, and whether they do where the left one holds. */
  readonly shortCircuits: ReadonlyMap<string, 'and' | 'or'>;
  /** Whether a condition asks whether a call failed, and nothing else; none is known to where absent. */
  readonly asksForFailure?: (condition: SyntaxNode) => boolean;
}

export const controlOf = ({ type }: SyntaxNode, { rules }: Branches): Control | undefined =>
  rules.get(type)?.is;

const LOOPS: ReadonlySet<Control | undefined> = new Set(['for', 'while', 'do']);

export const isLoop = (node: SyntaxNode, branches: Branches): boolean => LOOPS.has(controlOf(node, branches));

const inPart = (node: SyntaxNode, part: Part): readonly SyntaxNode[] =>
  typeof part === 'string' ? node.fields(part) : node.named.slice(part, part + 1);

/** What a statement or expression decides by. */
export function decisionOf(node: SyntaxNode, { rules }: Branches): SyntaxNode | undefined {
  const by = rules.get(node.type)?.by;
  return by === undefined ? undefined : inPart(node, by)[0];
}

/** What runs or not by what a node decides. */
export const partsOf = memoize(
  (node: SyntaxNode, { rules }: Branches): readonly SyntaxNode[] =>
    rules.get(node.type)?.parts?.flatMap((part) => inPart(node, part)) ?? [],
);

/** Where an operator evaluates its right side: where the left one holds, or where it fails; undefined where it always does. */
export function shortCircuitOf(node: SyntaxNode, branches: Branches): 'and' | 'or' | undefined {
  const { shortCircuits } = branches;
  const operator =
    controlOf(node, branches) === 'operator'
      ? node.children.find(({ isNamed, text }) => !isNamed && shortCircuits.has(text))
      : undefined;
  return operator && shortCircuits.get(operator.text);
}

/** A part of a text, by offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const holds = ({ start, end }: Span, offset: number): boolean => start <= offset && offset < end;

/** Whether a node and an offset stand in two branches of one `if`, of which only one runs. */
export function isInOtherBranch(node: SyntaxNode, at: number, branches: Branches): boolean {
  return otherBranch(node, at, branches) !== undefined;
}

/** The branch of an `if` that a node stands in, where an offset stands in another one; all in it does. */
export function otherBranch(node: SyntaxNode, at: number, branches: Branches): Span | undefined {
  for (const ancestor of ancestors(node)) {
    if (holds(ancestor, at)) {
      return isChoice(ancestor, branches) ? branchWithout(ancestor, node, at, branches) : undefined;
    }
  }
  return undefined;
}

const CHOICES: ReadonlySet<Control | undefined> = new Set(['if', 'else if', 'conditional', '#if']);

/** Whether of the parts of a node one runs at most. */
export const isChoice = (node: SyntaxNode, branches: Branches): boolean =>
  CHOICES.has(controlOf(node, branches));

function branchWithout(
  choice: SyntaxNode,
  node: SyntaxNode,
  at: number,
  branches: Branches,
): Span | undefined {
  const decision = decisionOf(choice, branches);
  const parts = partsOf(choice, branches);
  // the lines of an `#if` before its `#else` are no node of their own
  const all: readonly Span[] =
    controlOf(choice, branches) === '#if'
      ? [{ start: choice.start, end: parts[0]?.start ?? choice.end }, ...parts]
      : parts;
  const branchOf = (offset: number): Span | undefined =>
    decision && holds(decision, offset)
      ? undefined
      : all[firstNotBelow(all, offset + 1, ({ start }) => start) - 1];
  const [own, other] = [branchOf(node.start), branchOf(at)];
  return own && other && own !== other ? own : undefined;
}

/** Whether what happens at a node has happened wherever `at` is reached: nothing that may leave it out ends between them. */
export function isCertain(node: SyntaxNode, at: number, branches: Branches): boolean {
  let inside = node;
  for (const ancestor of ancestors(node)) {
    if (holds(ancestor, at)) {
      return true;
    }
    if (isOptional(inside, ancestor, branches)) {
      return false;
    }
    inside = ancestor;
  }
  return true;
}

/** Whether a program that runs a node may leave out one of its parts. */
export function isOptional(part: SyntaxNode, node: SyntaxNode, branches: Branches): boolean {
  switch (controlOf(node, branches)) {
    case '#if':
    case '#else':
    case 'case':
    case 'try':
    case 'catch':
    case 'lambda':
      return true;
    case 'operator':
      return partsOf(node, branches).includes(part) && shortCircuitOf(node, branches) !== undefined;
    default:
      return partsOf(node, branches).includes(part);
  }
}
