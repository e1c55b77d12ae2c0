import { expectsFailure, hasName, mayAskOutcome, mayGiveUp, MOST_BETWEEN, namesIn } from '../between.ts';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { isPassable, obstaclesIn, type Passing } from '../obstacles.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import {
  controlOf,
  decisionOf,
  holds,
  isOptional,
  partsOf,
  shortCircuitOf,
  type Branches,
} from './branches.ts';
import { isReached } from './reached.ts';
import { callsOf, routineHolding } from './routines.ts';
import type { AnyRoutine, AnyUnit } from './step.ts';

/** When a call binds. */
export interface Moment {
  readonly unit: AnyUnit;
  readonly call: SyntaxNode;
  /** What made its socket. */
  readonly creations: ReadonlySet<object>;
  /**
   * How long the socket is open: until it is closed, until the routine returns or its variable gets another one, or no longer than
   * the call itself takes.
   */
  readonly lasts: 'on' | 'in-routine' | 'in-call';
  /** What holds the socket in its routine. */
  readonly held?: string | undefined;
}

/**
 * Whether the socket of one call is bound, and not closed, wherever another call is reached: both stand in one block, or in
 * routines that one block calls; nothing leaves the first one out, closes it, or goes on where it failed.
 */
export function keepsUntil(one: Moment, other: Moment): boolean {
  if (
    one.lasts === 'in-call' ||
    [...one.creations].some((creation) => other.creations.has(creation)) ||
    (one.lasts === 'in-routine' && one.held !== undefined && one.held === other.held)
  ) {
    return false;
  }
  const all = framesOf(one.call, one.unit);
  const first = one.lasts === 'on' ? all : all.slice(0, 1);
  const second = framesOf(other.call, other.unit);
  return first.some(
    ({ node, routine, isCertain }) =>
      isCertain &&
      second.some(
        (later) => later.routine === routine && later.node !== node && leadsTo(one.unit, node, later),
      ),
  );
}

/** A node that leads to a call: the call itself, a call of the routine that it is in, and so on. */
interface Frame {
  readonly node: SyntaxNode;
  readonly routine: AnyRoutine;
  /** Whenever the node is reached, the call is too. */
  readonly isCertain: boolean;
}

const MOST_FRAMES = 8;

const framesOf = memoize((call: SyntaxNode, unit: AnyUnit): readonly Frame[] => {
  const found: Frame[] = [];
  const pending: Omit<Frame, 'routine'>[] = [{ node: call, isCertain: true }];
  for (let next = pending.shift(); next && found.length < MOST_FRAMES; next = pending.shift()) {
    const { node } = next;
    const routine = routineHolding(unit, node.start);
    if (routine && found.every((one) => one.node !== node)) {
      found.push({ ...next, routine });
      const isCertain =
        next.isCertain &&
        isPlain(unit.branches, routine.node, node) &&
        isReached(node, routine.node.start, unit.branches);
      for (const { step } of callsOf(unit, routine.callee)) {
        if (pending.length === MOST_FRAMES) {
          break;
        }
        pending.push({ node: step.node, isCertain });
      }
    }
  }
  return found;
});

/** A node and what is around it, below an ancestor; undefined where that is none of its. */
function path(node: SyntaxNode, top: SyntaxNode): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  for (let next: SyntaxNode | undefined = node; next && next !== top; next = next.parent) {
    spend();
    nodes.push(next);
  }
  return nodes;
}

/** Whether a node is reached, and did not fail, wherever what follows in an ancestor is reached. */
function isPlain(branches: Branches, top: SyntaxNode, node: SyntaxNode): boolean {
  return path(node, top).every((part, index, nodes) => {
    const outer = nodes[index + 1];
    return (
      !outer ||
      (controlOf(outer, branches) !== 'scope' &&
        controlOf(outer, branches) !== 'function' &&
        !isOptional(part, outer, branches) &&
        (decisionOf(outer, branches) !== part || isOnlyPassed(outer, branches)))
    );
  });
}

/** Whether nobody gets past an `if` but who did not fail. */
function isOnlyPassed(node: SyntaxNode, branches: Branches): boolean {
  const kind = controlOf(node, branches);
  const test = decisionOf(node, branches);
  return kind === 'operator'
    ? shortCircuitOf(node, branches) === undefined
    : kind === 'if' && test !== undefined && isForFailure(test, branches) && leaves(node, branches);
}

const SUCCESS = /[!>]=?\s*-\s*1|==\s*0\b|>=?\s*0|^[\s(]*!/u;

const isForFailure = (test: SyntaxNode, { asksForFailure }: Branches): boolean =>
  asksForFailure?.(test) === true && !SUCCESS.test(test.text);

const DIES = /\b(?:die|err|errx|error|fatal\w*|panic|abort|usage)\s*\(|exit\s*\(/iu;

/** Whether an `if` has one branch, which ends by leaving the block. */
function leaves(node: SyntaxNode, branches: Branches): boolean {
  const [branch, ...others] = partsOf(node, branches);
  const last = branch && (isExit(branch, branches) ? branch : branch.named.filter(isNoComment).at(-1));
  return last !== undefined && others.length === 0 && (isExit(last, branches) || DIES.test(last.text));
}

const isNoComment = ({ isComment }: SyntaxNode): boolean => !isComment;

const isExit = (node: SyntaxNode, branches: Branches): boolean => {
  const kind = controlOf(node, branches);
  return kind === 'exit' || kind === 'break';
};

/** How far behind a bind what is said of its failure stands. */
const NEAR = 200;

/** Whether a node is reached with what an earlier node of its routine bound: it is in the same block, or in one within. */
function leadsTo({ branches }: AnyUnit, earlier: SyntaxNode, { node, routine }: Frame): boolean {
  const block = commonAncestor(earlier, node);
  const [before, inner] = block ? [path(earlier, block), path(node, block)] : [[], []];
  const [first, second] = [before.at(-1), inner.at(-1)];
  if (
    !block ||
    !first ||
    !second ||
    first.end > second.start ||
    second.start - first.end > MOST_BETWEEN ||
    controlOf(block, branches) !== undefined
  ) {
    return false;
  }
  const all = block.root.text;
  const results = namesIn(all.slice(first.start, earlier.start));
  return (
    isPlain(branches, block, earlier) &&
    inner.every((part, index) => isTaken(branches, inner[index + 1], part, results)) &&
    (leaves(first, branches) || !mayGiveUp(all.slice(earlier.end, first.end))) &&
    !mayGiveUp(all.slice(second.start, node.start)) &&
    !expectsFailure(all.slice(first.start, Math.min(second.end + NEAR, routine.node.end))) &&
    isPassable(obstaclesOf(block, branches), [first.end, second.start], results)
  );
}

function commonAncestor(one: SyntaxNode, other: SyntaxNode): SyntaxNode | undefined {
  let node = one.parent;
  while (node && !(holds(node, other.start) && holds(node, other.end - 1))) {
    spend();
    node = node.parent;
  }
  return node;
}

/** Whether a part of a node is what a program gets to that runs the node, whatever became of the first bind. */
function isTaken(
  branches: Branches,
  node: SyntaxNode | undefined,
  part: SyntaxNode,
  results: readonly string[],
): boolean {
  if (!node) {
    return true;
  }
  const test = decisionOf(node, branches);
  const isPart = partsOf(node, branches).includes(part);
  switch (controlOf(node, branches)) {
    case undefined:
    case 'scope':
    case 'exit':
      return true;
    case 'try':
      return isPart;
    case 'if':
    case 'else if':
      return test === part || (isPart && test !== undefined && !asksOf(test, results));
    case 'operator':
      return !isPart || shortCircuitOf(node, branches) === undefined;
    default:
      return false;
  }
}

const asksOf = ({ text }: SyntaxNode, results: readonly string[]): boolean =>
  mayAskOutcome(text) || hasName(text, results);

const obstaclesOf = memoize((block: SyntaxNode, branches: Branches) => {
  spend(block.named.length);
  return obstaclesIn(
    block.named,
    ({ start }) => start,
    (statement) => passing(branches, statement),
  );
});

/** What a statement between two binds means: whether it gives the first one up, or makes the second depend on it. */
function passing(branches: Branches, statement: SyntaxNode): Passing {
  const test = controlOf(statement, branches) === 'if' ? decisionOf(statement, branches) : undefined;
  if (test && leaves(statement, branches)) {
    return isForFailure(test, branches) ? 'free' : mayAskOutcome(test.text) ? 'barred' : { asks: test.text };
  }
  if (statement.isComment || controlOf(statement, branches) === 'function') {
    return 'free';
  }
  if (mayGiveUp(statement.text)) {
    return 'barred';
  }
  return controlOf(statement, branches) === 'scope' ? { asks: statement.text } : 'free';
}
