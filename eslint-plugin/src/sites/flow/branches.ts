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
  /** It leaves the function: `return`, `throw`, `goto`. */
  | 'exit'
  /** It leaves a loop, or a turn of it. */
  | 'break';

/** How a language spells what decides which code runs. */
export interface Branches {
  /** By the grammar's names of nodes. */
  readonly control: ReadonlyMap<string, Control>;
  /** The operators that evaluate their right side or not. */
  readonly shortCircuits: ReadonlySet<string>;
  /** What a node decides by, where the grammar has no field for it. */
  readonly conditionOf?: (node: SyntaxNode) => SyntaxNode | undefined;
  /** Whether a condition asks whether a call failed, and nothing else; none is known to where absent. */
  readonly asksForFailure?: (condition: SyntaxNode) => boolean;
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
      return CHOICES.has(branches.control.get(ancestor.type)) ? branchWithout(ancestor, node, at) : undefined;
    }
  }
  return undefined;
}

const CHOICES: ReadonlySet<Control | undefined> = new Set(['if', 'conditional', '#if']);

function branchWithout(choice: SyntaxNode, node: SyntaxNode, at: number): Span | undefined {
  const condition = choice.field('condition');
  const alternatives = choice.fields('alternative');
  const branchOf = (offset: number): number => alternatives.findIndex((branch) => holds(branch, offset));
  const isCondition = (offset: number): boolean => condition !== undefined && holds(condition, offset);
  const own = branchOf(node.start);
  const [first] = alternatives;
  if (!first || isCondition(at) || isCondition(node.start) || branchOf(at) === own) {
    return undefined;
  }
  return alternatives[own] ?? { start: condition?.end ?? choice.start, end: first.start };
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
  switch (branches.control.get(node.type)) {
    case 'if':
    case 'else if':
    case 'conditional':
    case 'while':
    case 'switch':
      return conditionOf(node, branches) !== part;
    case 'for':
      return node.field('body') === part || node.field('update') === part;
    case 'operator':
      return branches.shortCircuits.has(node.field('operator')?.text ?? '') && node.field('right') === part;
    case '#if':
    case '#else':
    case 'case':
    case 'try':
    case 'catch':
    case 'lambda':
      return true;
    default:
      return false;
  }
}

/** What a statement or expression decides by. */
export function conditionOf(node: SyntaxNode, branches: Branches): SyntaxNode | undefined {
  return node.field('condition') ?? branches.conditionOf?.(node);
}
