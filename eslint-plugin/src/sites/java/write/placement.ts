import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { ancestors, nearest, within } from '../../tree-sitter/walk.ts';
import { memoize } from '../../memoize.ts';
import type { Place } from '../../flow/edits/statement.ts';
import { beforeTries, loopFinder } from '../../flow/edits/tries.ts';
import type { Callee } from '../../flow/callee.ts';
import { stepsBetween, stepsOfField } from '../../flow/step-index.ts';
import { spend } from '../../effort.ts';
import { isSameField, type Place as Socket } from '../../flow/step.ts';
import { placeOfStatement } from '../dialect/layout.ts';
import { placeOf } from '../lower/place.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { classAround, memberAround, variableOf } from '../lower/scope.ts';
import { routineOfMember } from '../lower/unit.ts';
import type { File } from '../lower/file.ts';
import type { JavaStep } from '../lower/step.ts';

const MEMBER =
  /^(?:(?:method|constructor|compact_constructor|field)_declaration|static_initializer|lambda_expression|class_body)$/;

/** The loop around a node in the method or lambda that it is in. */
export const loopAround = loopFinder(BRANCHES, MEMBER);

/**
 * The place in front of which an option is set: the statement that binds, or the outermost loop that binds one socket again and
 * again until it works. Undefined where the bind is an expression that yields the value of a lambda or of a `switch`.
 */
export function placeBefore(call: SyntaxNode, file: File): Place | undefined {
  const own = placeOfStatement(call);
  const earlier = (statement: SyntaxNode): SyntaxNode | undefined => {
    const loop = loopAround(statement);
    return loop && isFixedIn(loop, call, file) && mayThrow(loop) ? loop : undefined;
  };
  return own && !yieldsValue(own.statement)
    ? beforeTries(own, { earlier, placeBefore: placeOfStatement })
    : undefined;
}

/** `case 1 -> channel.bind(address);` of a `switch` whose value is used. */
function yieldsValue(statement: SyntaxNode): boolean {
  const chosen = statement.parent?.type === 'switch_rule' ? statement.parent.parent?.parent : undefined;
  const around = chosen?.parent;
  return (
    around !== undefined &&
    (around.type === 'expression_statement'
      ? yieldsValue(around)
      : USES.test(around.type) || !/_statement$|^(?:\w*block\w*|\w*body|program)$/.test(around.type))
  );
}

const USES = /^(?:return|yield|throw|assert|synchronized)_statement$/;

/** Whether the socket that a loop binds is the same in each of its rounds. */
function isFixedIn(loop: SyntaxNode, call: SyntaxNode, file: File): boolean {
  const object = call.field('object');
  const place = object && placeOf(file.names, object);
  if (!object || object.type === 'this') {
    return true;
  }
  if (!place || isAssignedIn(loop, spelling(object)) || !/^[^[]*(?:\[\d+\])?$/.test(place.text)) {
    return false;
  }
  const variable = place.isShared ? undefined : variableOf(call, place.name);
  return variable
    ? !(loop.start <= variable.node.start && variable.node.end <= loop.end)
    : isFixedField(loop, place, file);
}

/** A receiver as it is written, but for spaces, `this` and the `socket()` of a channel. */
const spelling = ({ text }: SyntaxNode): string =>
  text
    .replaceAll(/\s+/g, '')
    .replace(/\.socket\(\)$/, '')
    .replace(/^this\./, '');

/** Whether a loop assigns a name, something that the name is a member of, or an element of the same array. */
function isAssignedIn(loop: SyntaxNode, name: string): boolean {
  const assigned = assignedIn(loop);
  return [...name.matchAll(/$|[.[]/g)].some(({ index }) => assigned.has(name.slice(0, index)));
}

/** What a loop assigns. */
const assignedIn = memoize(
  (loop: SyntaxNode): ReadonlySet<string> =>
    new Set(
      [...within(loop)].flatMap((node) => {
        const left = node.type === 'assignment_expression' ? node.field('left') : undefined;
        return left ? [spelling(left).replace(/\[.*$/, '')] : [];
      }),
    ),
);

/** Whether a field was given its socket before a loop of the same method, which calls nothing that gives it another. */
function isFixedField(loop: SyntaxNode, place: Socket, { unit }: File): boolean {
  const member = memberOf(loop);
  const routine = routineOfMember(unit, memberAround(loop));
  const isMadeBefore = (step: JavaStep): boolean =>
    'into' in step &&
    isSameField(step.into, place) &&
    memberOf(step.node) === member &&
    step.node.end <= loop.start;
  return (
    routine !== undefined &&
    stepsOfField(routine, place).some(isMadeBefore) &&
    !stepsBetween(routine, loop.start, loop.end).some((step) => mayMake(unit, step, place))
  );
}

/** Whether a step calls a method that gives a field another socket, or one of another file that may. */
function mayMake(unit: File['unit'], step: JavaStep, place: Socket, asked = new Set<Callee>()): boolean {
  if (step.kind !== 'call' || asked.has(step.callee)) {
    return false;
  }
  asked.add(step.callee);
  spend();
  const called = unit.routine(step.callee);
  if (!called) {
    const isInherited = step.node.type === 'method_invocation' && !step.node.field('object');
    return isInherited && classAround(step.node)?.field('superclass') !== undefined;
  }
  return called.steps.some(
    (inner) => ('into' in inner && isSameField(inner.into, place)) || mayMake(unit, inner, place, asked),
  );
}

const memberOf = nearest((ancestor) => (MEMBER.test(ancestor.type) ? ancestor : undefined));

/** What `setReuseAddress()` and `setOption()` throw, and what that is. */
const CAUGHT = /\b(?:IOException|Exception|Throwable)\b/;

/** Whether an IOException may be thrown where a statement stands: something around it catches or declares it. */
function mayThrow(statement: SyntaxNode): boolean {
  let inner = statement;
  for (const ancestor of ancestors(statement)) {
    if (
      /^try_(?:with_resources_)?statement$/.test(ancestor.type) &&
      ancestor.field('body') === inner &&
      ancestor.named.some(
        ({ type, named }) =>
          type === 'catch_clause' &&
          named.some((part) => part.type === 'catch_formal_parameter' && CAUGHT.test(part.text)),
      )
    ) {
      return true;
    }
    if (MEMBER.test(ancestor.type)) {
      return ancestor.named.some(({ type, text }) => type === 'throws' && CAUGHT.test(text));
    }
    inner = ancestor;
  }
  return false;
}
