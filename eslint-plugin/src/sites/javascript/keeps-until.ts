import { expectsFailure, hasName, mayAskOutcome, mayGiveUp, MOST_BETWEEN, namesIn } from '../between.ts';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { isPassable, obstaclesIn, type Passing } from '../obstacles.ts';
import { classOfThis, isFunction, propertyName, type CallNode, type FunctionNode, type Node } from './ast.ts';
import { leaves } from './branching.ts';
import type { File } from './file.ts';
import { usesOf } from './function-use.ts';
import { methodCallsOf } from './method-calls.ts';
import type { Creation } from './interpret/value.ts';

/** When a call binds. */
export interface Moment {
  readonly file: File;
  readonly call: CallNode;
  /** Where its receiver was made. */
  readonly creations: readonly Creation[];
}

/**
 * Whether the server of one call listens, and is not closed, wherever another call is reached: both stand in one block, or in
 * functions that one block calls; nothing leaves the first one out, closes it, or asks whether it failed.
 */
export function keepsUntil(one: Moment, other: Moment): boolean {
  // the same server again: a retry, or an error of its own
  if (one.creations.some(({ node }) => other.creations.some((made) => made.node === node))) {
    return false;
  }
  const [first, second] = [framesOf(one.call, one.file), framesOf(other.call, other.file)];
  return first.some(
    ({ node, holder, isCertain }) =>
      isCertain &&
      second.some(
        (later) => later.holder === holder && later.node !== node && leadsTo(one.file, node, later),
      ),
  );
}

/** A node that leads to a call: the call itself, a call of the function that it is in, and so on. */
interface Frame {
  readonly node: Node;
  /** The function or program that runs it. */
  readonly holder: Node;
  /** Whenever the node is reached, the call is too. */
  readonly isCertain: boolean;
}

const MOST_FRAMES = 8;

const framesOf = memoize((call: CallNode, file: File): readonly Frame[] => {
  const found: Frame[] = [];
  const pending: Omit<Frame, 'holder'>[] = [{ node: call, isCertain: true }];
  for (let next = pending.shift(); next && found.length < MOST_FRAMES; next = pending.shift()) {
    const holder = holderOf(next.node);
    if (holder) {
      found.push({ ...next, holder });
    }
    if (holder && isFunction(holder)) {
      const isCertain = next.isCertain && isAlwaysReached(next.node, holder);
      const calls = callsOf(holder, file).slice(0, MOST_FRAMES - pending.length);
      pending.push(...calls.map((node) => ({ node, isCertain })));
    }
  }
  return found;
});

/** The calls of a function by its name, or of a method on `this`. */
function callsOf(owner: FunctionNode, file: File): readonly Node[] {
  const { parent } = owner;
  const name = parent.type === 'MethodDefinition' ? propertyName(parent) : undefined;
  return name === undefined
    ? usesOf(owner, file).calls
    : methodCallsOf(file, name).filter(
        ({ callee }) =>
          callee.type === 'MemberExpression' &&
          callee.object.type === 'ThisExpression' &&
          classOfThis(callee) === parent.parent?.parent,
      );
}

function holderOf(node: Node): Node | undefined {
  for (let { parent } = node; parent; { parent } = parent) {
    spend();
    if (isFunction(parent) || parent.type === 'Program' || parent.type === 'StaticBlock') {
      return parent;
    }
  }
  return undefined;
}

/** What evaluates all that it holds whenever it is evaluated. */
const PLAIN: ReadonlySet<string> = new Set([
  'ExpressionStatement',
  'BlockStatement',
  'ReturnStatement',
  'AwaitExpression',
  'CallExpression',
  'NewExpression',
  'ChainExpression',
  'MemberExpression',
  'VariableDeclarator',
  'VariableDeclaration',
  'AssignmentExpression',
  'UnaryExpression',
  'ArrayExpression',
  'SequenceExpression',
  'ExportNamedDeclaration',
  'TSAsExpression',
  'TSNonNullExpression',
  'ParenthesizedExpression',
]);

/** A node and what is around it, below an ancestor. */
function path(node: Node, top: Node): readonly Node[] {
  const nodes: Node[] = [];
  for (let next: Node | undefined = node; next && next !== top; next = next.parent) {
    spend();
    nodes.push(next);
  }
  return nodes;
}

const isPlain = (nodes: readonly Node[]): boolean => nodes.slice(1).every(({ type }) => PLAIN.has(type));

/** Whether a node is reached whenever the function around it runs. */
function isAlwaysReached(node: Node, holder: FunctionNode): boolean {
  const statements = holder.body.type === 'BlockStatement' ? holder.body.body : [];
  return (
    isPlain(path(node, holder)) &&
    statements.every((statement) => statement.range[1] > node.range[0] || SIMPLE.has(statement.type))
  );
}

/** Statements that go on with the next one. */
const SIMPLE: ReadonlySet<string> = new Set([
  'ExpressionStatement',
  'VariableDeclaration',
  'FunctionDeclaration',
  'ClassDeclaration',
]);

/** Whether a node is reached with what an earlier node of its function bound: it is in the same block, or in one within. */
function leadsTo(file: File, earlier: Node, { node, holder }: Frame): boolean {
  const above = new Set(path(earlier, holder));
  const inner = path(node, holder).filter((one) => !above.has(one));
  const block = inner.at(-1)?.parent;
  const first = block && path(earlier, block).at(-1);
  const second = inner.at(-1);
  if (
    !first ||
    !second ||
    first.range[1] > second.range[0] ||
    second.range[0] - first.range[1] > MOST_BETWEEN
  ) {
    return false;
  }
  const { text } = file.sourceCode;
  const results = namesIn(text.slice(first.range[0], earlier.range[0]));
  return (
    SEQUENCES.has(block.type) &&
    first.type !== 'ReturnStatement' &&
    isPlain(path(earlier, block)) &&
    inner.every((part, index) => isTaken(file, inner[index + 1], part, results)) &&
    !mayGiveUp(text.slice(earlier.range[1], first.range[1])) &&
    !mayGiveUp(text.slice(second.range[0], node.range[0])) &&
    !expectsFailure(text.slice(first.range[0], Math.min(second.range[1] + NEAR, holder.range[1]))) &&
    isPassable(obstaclesOf(block, file), [first.range[1], second.range[0]], results)
  );
}

/** How far behind a bind what is said of its failure stands. */
const NEAR = 200;

/** What runs its parts one after the other. */
const SEQUENCES: ReadonlySet<string> = new Set([
  'BlockStatement',
  'Program',
  'StaticBlock',
  'ArrayExpression',
  'SequenceExpression',
  'VariableDeclaration',
]);

function statementsOf(block: Node): readonly Node[] {
  return block.type === 'BlockStatement' || block.type === 'Program' || block.type === 'StaticBlock'
    ? block.body
    : [];
}

/** Whether a part of a node is what a program gets to that runs the node, whatever became of the first bind. */
function isTaken(
  { sourceCode: { text } }: File,
  node: Node | undefined,
  part: Node,
  results: readonly string[],
): boolean {
  switch (node?.type) {
    case undefined:
      return true;
    case 'TryStatement':
      return part === node.block;
    case 'IfStatement':
      return part !== node.test && !asksOf(text, node.test, results);
    default:
      return node !== undefined && PLAIN.has(node.type);
  }
}

const textOf = (text: string, { range }: Node): string => text.slice(range[0], range[1]);

const asksOf = (text: string, test: Node, results: readonly string[]): boolean =>
  mayAskOutcome(textOf(text, test)) || hasName(textOf(text, test), results);

const obstaclesOf = memoize((block: Node, { sourceCode: { text } }: File) => {
  const statements = statementsOf(block);
  spend(statements.length);
  return obstaclesIn(
    statements,
    ({ range }) => range[0],
    (statement) => passing(text, statement),
  );
});

/** What a statement between two binds means: whether it gives the first one up, or makes the second depend on it. */
function passing(text: string, statement: Node): Passing {
  if (statement.type === 'IfStatement' && !statement.alternate && leaves(statement.consequent)) {
    const test = textOf(text, statement.test);
    return mayAskOutcome(test) ? 'barred' : { asks: test };
  }
  return statement.type !== 'FunctionDeclaration' && mayGiveUp(textOf(text, statement)) ? 'barred' : 'free';
}
