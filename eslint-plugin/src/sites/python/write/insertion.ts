import { memoize } from '../../memoize.ts';
import { isLoop } from '../../flow/branches.ts';
import type { Place } from '../../flow/edits/statement.ts';
import { beforeTries, loopFinder } from '../../flow/edits/tries.ts';
import type { History } from '../../flow/history.ts';
import { bindsOf, indexOfStep, stepsBetween } from '../../flow/step-index.ts';
import type { Place as SocketPlace, StepOf } from '../../flow/step.ts';
import { groupedBy } from '../../grouped.ts';
import { positionIn } from '../../tree-sitter/bisect.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { ancestors, holds, within } from '../../tree-sitter/walk.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { statementAround } from '../dialect/edit.ts';
import { readBinding } from '../lower/bindings.ts';
import { platformsAt } from '../lower/conditions.ts';
import type { Values } from '../lower/value.ts';
import type { Bind, Creation, PythonRoutine, PythonStep, PythonUnit, SetOption } from '../lower/step.ts';

type BindStep = StepOf<PythonStep, 'bind'>;

/** A bind with what is known of it and its file. */
export interface Bound {
  readonly unit: PythonUnit;
  readonly routine: PythonRoutine;
  readonly step: BindStep;
  readonly history: History<Creation, SetOption, Bind>;
  readonly values: Values;
}

const loopAround = loopFinder(BRANCHES, /_definition$/u);

/** Receivers that may be written a second time: they do nothing when they are evaluated. */
const REPEATABLE = /^[\w.]+(?:\[(?:\w+|"[^"\\]*"|'[^'\\]*')\])?$/u;

/**
 * The statement before which an option can be set, so that every path to the bind passes there after the socket was made:
 * before a loop that binds one socket again and again, once for all binds of it; undefined where there is none.
 */
export function insertionPoint(bound: Bound): SyntaxNode | undefined {
  const own = beforeOne(bound, bound.step);
  if (!own) {
    return undefined;
  }
  const siblings = siblingBinds(bound);
  if (siblings.length === 0) {
    return own;
  }
  const all = siblings.flatMap((sibling) => beforeOne(bound, sibling) ?? []);
  const common = [...all, own].reduce((one, other) => commonStatement(one, other) ?? one);
  if (
    [...all, own].every((each) => holds(common, each) || common.end <= each.start) &&
    isMadeBefore(bound, common)
  ) {
    return common;
  }
  // what comes later has it from the first, where both are reached
  const [first] = all.filter(({ start }) => start < own.start).sort((one, other) => one.start - other.start);
  return first && covers(first, own) ? first : own;
}

/** Before one bind, or before the loops that try it again. */
function beforeOne(bound: Bound, step: BindStep): SyntaxNode | undefined {
  const { receiver, call } = step.bind;
  const around = REPEATABLE.test(receiver.text) ? statementAround(call) : undefined;
  if (!around) {
    return undefined;
  }
  const { statement, isCertain } = around;
  const until = isLoop(statement, BRANCHES) ? statement.end : call.start;
  const first = { start: statement.start, end: until };
  const isOther = isMadeWithin(bound, step, first) || isRebound(receiver, statement, first);
  if (isOther || !(isCertain || isMadeBefore(bound, statement))) {
    return undefined;
  }
  const earlier = (target: SyntaxNode): SyntaxNode | undefined => {
    let loop = loopAround(target);
    // what stands in its `else` is not tried again
    while (loop?.fields('alternative').some((alternative) => holds(alternative, call)) === true) {
      loop = loopAround(loop);
    }
    return loop &&
      !isMadeWithin(bound, step, loop) &&
      !isRebound(receiver, loop, loop) &&
      (isMadeBefore(bound, loop) || isReachedAtOnce(receiver, loop, target))
      ? loop
      : undefined;
  };
  return beforeTries(around, { earlier, placeBefore: statementAt }).statement;
}

const statementAt = (statement: SyntaxNode): Place => ({ statement, isCertain: true });

/** Whether the socket that a bind is given is made, or put into its place, within a range. */
function isMadeWithin(
  { unit, routine, history }: Bound,
  { socket }: BindStep,
  { start, end }: Pick<SyntaxNode, 'start' | 'end'>,
): boolean {
  const seen = new Set<PythonRoutine>();
  const makes = (one: PythonRoutine, steps: readonly PythonStep[]): boolean =>
    steps.some((step) => {
      if (step.kind === 'create') {
        return history.creations.has(step);
      }
      if (one === routine && socket && isIntoPlace(step, socket.text)) {
        return true;
      }
      const called = step.kind === 'call' ? unit.routine(step.callee) : undefined;
      if (!called || seen.has(called)) {
        return false;
      }
      seen.add(called);
      return makes(called, called.steps);
    });
  return makes(routine, stepsBetween(routine, start, end - 1));
}

/** Whether a name of the receiver is given a value within a node, up to an offset: `sock` by `for sock in socks`, `i` of `socks[i]`. */
function isRebound(receiver: SyntaxNode, node: SyntaxNode, { end }: Pick<SyntaxNode, 'end'>): boolean {
  const names = new Set(receiver.text.match(/(?<![\w.])[A-Za-z_]\w*/gu));
  for (const inside of within(node, ({ start }) => start < end)) {
    if (inside.type === 'identifier' && inside.start < end && names.has(inside.text) && readBinding(inside)) {
      return true;
    }
  }
  return false;
}

/** Whether the socket has certainly been made where a statement begins: by the routine, or by those that give it to it. */
function isMadeBefore({ routine, history, step: { socket, bind } }: Bound, statement: SyntaxNode): boolean {
  const others = socket ? (placings(routine).get(socket.text) ?? []) : [];
  const makings = [
    ...[...history.creations].filter((step) => indexOfStep(routine, step) !== -1),
    ...others.flatMap((index) => routine.steps[index] ?? []),
  ];
  return makings.length === 0
    ? routine.parameters.includes(bind.receiver.text)
    : makings.some(({ node }) => node.end <= statement.start && isPassed(node, statement));
}

/** Whether whoever comes to a statement has passed a node before it. */
function isPassed(node: SyntaxNode, statement: SyntaxNode): boolean {
  const around = statementAround(node);
  if (around?.isCertain !== true) {
    return false;
  }
  for (const parent of ancestors(around.statement)) {
    if (holds(parent, statement)) {
      return true;
    }
    const isEntered =
      parent.type === 'block' ||
      parent.type === 'with_statement' ||
      (parent.type === 'try_statement' && handlersLeave(parent));
    if (!isEntered) {
      return false;
    }
  }
  return true;
}

/** Whether all handlers of a `try` go elsewhere, so that what follows it comes after its whole body. */
function handlersLeave(statement: SyntaxNode): boolean {
  return statement.named
    .filter(({ type }) => /^except(?:_group)?_clause$/u.test(type))
    .every((clause) => leaves(clause.named.find(({ type }) => type === 'block')?.named.at(-1)));
}

/** Functions that end the program. Source: the documentation of sys.exit(), os._exit() and the site module. */
const EXITS = /^(?:(?:sys\.|os\.|os\._)?_?exit|quit|os\.abort)$/u;

/** Whether nothing after a statement is reached. */
export function leaves(statement: SyntaxNode | undefined): boolean {
  return (
    statement !== undefined &&
    (/^(?:return|break|continue)_statement$/u.test(statement.type) || fails(statement))
  );
}

/** Whether a statement raises, or ends the program. */
export function fails(statement: SyntaxNode): boolean {
  const [expression] = statement.named;
  return (
    statement.type === 'raise_statement' ||
    (statement.type === 'expression_statement' &&
      expression?.type === 'call' &&
      EXITS.test(expression.field('function')?.text ?? ''))
  );
}

/** Whether a loop comes to a statement in its first turn, and asks nothing of the receiver before that. */
function isReachedAtOnce(receiver: SyntaxNode, loop: SyntaxNode, statement: SyntaxNode): boolean {
  const mentions = (node: SyntaxNode | undefined): boolean => node?.text.includes(receiver.text) === true;
  if (mentions(loop.field('condition'))) {
    return false;
  }
  let inside = statement;
  for (const parent of ancestors(statement)) {
    if (parent === loop) {
      return true;
    }
    if (parent.type === 'block') {
      const earlier = parent.named.filter(({ end }) => end <= inside.start);
      if (earlier.some((one) => one.type !== 'expression_statement' && mentions(one))) {
        return false;
      }
    } else if (
      !/^(?:with_statement|try_statement)$/u.test(parent.type) ||
      (parent.type === 'try_statement' && parent.field('body') !== inside)
    ) {
      return false;
    }
    inside = parent;
  }
  return false;
}

/** Other binds of a socket that are looked at in each direction, the nearest; people write two or three. */
const MAX_SIBLINGS = 16;

/** Where a routine puts other values into places, as indices of its steps. */
const placings = memoize(({ steps }: PythonRoutine) =>
  groupedBy(steps.keys(), (index) => {
    const step = steps[index];
    const into = step && intoOf(step);
    return into ? [into.text] : [];
  }),
);

/** The routine's other binds of the same socket, on the same platforms. */
const siblingBinds = memoize((bound: Bound): readonly BindStep[] => {
  const { routine, step, values } = bound;
  const { socket } = step;
  if (!socket) {
    return [];
  }
  const platforms = platformsAt(step.bind.call, values).join();
  const here = indexOfStep(routine, step);
  const [binds, others] = [bindsOf(routine, socket), placings(routine).get(socket.text) ?? []];
  const [at, next] = [positionIn(binds, here), positionIn(others, here)];
  const nearest = [
    ...binds.slice(at + 1, at + 1 + MAX_SIBLINGS),
    ...binds.slice(Math.max(0, at - MAX_SIBLINGS), at).reverse(),
  ].filter((index) => (others[next - 1] ?? -1) < index && index < (others[next] ?? Infinity));
  return nearest.flatMap((index) => {
    const other = routine.steps[index];
    if (other?.kind !== 'bind') {
      return [];
    }
    const [start, end] = other.at < step.at ? [other.at, step.at] : [step.at, other.at];
    const isSame = !isMadeWithin(bound, step, { start: start + 1, end });
    return isSame && platformsAt(other.bind.call, values).join() === platforms ? [other] : [];
  });
});

/** The place that a step puts another value into. */
const intoOf = (step: PythonStep): SocketPlace | undefined =>
  step.kind === 'create' || step.kind === 'copy' || step.kind === 'call' ? step.into : undefined;

export const isIntoPlace = (step: PythonStep, text: string): boolean => intoOf(step)?.text === text;

/** The statement of the innermost block that holds both: the first of two, or the one around them. */
function commonStatement(one: SyntaxNode, other: SyntaxNode): SyntaxNode | undefined {
  for (const block of [one, ...ancestors(one)]) {
    if ((block.type === 'block' || block.type === 'module') && holds(block, other)) {
      return block.named.find((statement) => holds(statement, one) || holds(statement, other));
    }
  }
  return undefined;
}

/** Whether a statement is run before another one wherever that is reached, also where it fails and the other catches it. */
function covers(one: SyntaxNode, other: SyntaxNode): boolean {
  let inside = one;
  for (const parent of ancestors(one)) {
    if (holds(parent, other)) {
      return parent.type === 'block' || parent.type === 'module' || parent.type === 'try_statement';
    }
    const isFirst = parent.type === 'block' && parent.named[0] === inside;
    if (!isFirst && parent.type !== 'with_statement' && parent.type !== 'try_statement') {
      return false;
    }
    inside = parent;
  }
  return false;
}
