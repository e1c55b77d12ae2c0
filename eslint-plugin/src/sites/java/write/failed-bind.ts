import { memoize } from '../../memoize.ts';
import { callsOf } from '../../flow/routines.ts';
import type { Layout } from '../../flow/edits/layout.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { ancestors, nearest } from '../../tree-sitter/walk.ts';
import { fieldAt } from '../lower/fields.ts';
import { writeType } from './imports.ts';
import type { Names } from '../lower/names.ts';
import { loopAround } from './placement.ts';
import { memberAround, variableOf } from '../lower/scope.ts';
import { routineOfMember } from '../lower/unit.ts';
import type { Lines } from './imports.ts';
import type { File } from '../lower/file.ts';
import type { JavaRoutine, JavaUnit } from '../lower/step.ts';

/*
 * A constructor that binds gives nothing where the bind fails, and has closed the socket. One that is bound afterwards is
 * there all the same: what can go on after the failure must not see it, nor leave many of them open.
 */

/** Whether a failed bind of a call may be followed by another try: in a loop, here or where the method is called. */
export function isRetried({ unit }: File, call: SyntaxNode): boolean {
  const routine = routineOfMember(unit, memberAround(call));
  return goesOnInLoop(call) || (routine !== undefined && isCalledInLoop(routine, unit));
}

const isCalledInLoop = memoize((routine: JavaRoutine, unit: JavaUnit): boolean =>
  [...callsOf(unit, routine.callee)].some(({ step }) => goesOnInLoop(step.node)),
);

function goesOnInLoop(node: SyntaxNode): boolean {
  for (let loop = loopAround(node); loop; loop = loopAround(loop)) {
    if (catchesAround(node, loop).length > 0) {
      return true;
    }
  }
  return false;
}

/** The `try` statements around a node that catch what it throws, up to a statement around them. */
function catchesAround(node: SyntaxNode, up: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let around = tryAround(node); around && isInside(around, up); around = tryAround(around)) {
    found.push(around);
  }
  return found;
}

const isInside = (node: SyntaxNode, { start, end }: SyntaxNode): boolean =>
  start < node.start && node.end <= end;

/** The statement that catches what is thrown at a node. */
const tryAround = nearest((ancestor, below) =>
  /^try_(?:with_resources_)?statement$/.test(ancestor.type) &&
  ancestor.field('body') === below &&
  ancestor.named.some(({ type }) => type === 'catch_clause')
    ? ancestor
    : undefined,
);

/** Lines that close the socket where one of them throws. */
export function closedOnFailure(
  { names }: File,
  layout: Layout,
  receiver: string,
  { lines, imports }: Lines,
): Lines {
  const type = writeType(names, layout, 'java.io.IOException');
  return {
    lines: [
      'try {',
      ...lines.map((line) => `${layout.unit}${line}`),
      `} catch (${type.name} failure) {`,
      `${layout.unit}${receiver}close();`,
      `${layout.unit}throw failure;`,
      '}',
    ],
    imports: [...imports, ...type.edits],
  };
}

/** A name, or members of one. */
export function isPlainName({ text }: SyntaxNode): boolean {
  return /^(?:this|[\w$]+)(?:\s*\.\s*[\w$]+)*$/.test(text);
}

const LEAVES = /(?:\b(?:return|throw)\b[^;{}]*|\bSystem\s*\.\s*exit\s*\([^;{}]*\)\s*);\s*\}$/;

/**
 * Whether somebody may see what a variable holds after its assignment has failed: a handler in the method that goes on, other
 * methods of a field, the arguments of the constructor itself.
 */
export function isSeenUnbound(names: Names, assignment: SyntaxNode, left: SyntaxNode): boolean {
  const name = left.text.replace(/^this\s*\.\s*/, '');
  const word = new RegExp(String.raw`\b${name.replaceAll(/[^\w]/g, String.raw`\$&`)}\b`);
  if (word.test(assignment.field('right')?.text ?? '')) {
    return true;
  }
  const member = memberAround(assignment);
  const tries = catchesAround(assignment, member);
  const goesOn = tries.some((node) =>
    node.named.some(({ type, text }) =>
      type === 'catch_clause' ? !LEAVES.test(text) : type === 'finally_clause' && isCompared(text, name),
    ),
  );
  const variable = left.type === 'identifier' ? variableOf(left, name) : undefined;
  if (variable && variable.kind !== 'field') {
    return goesOn || isInLambda(assignment, member);
  }
  const isFinal = fieldAt(names, left, name)?.variable?.isFinal === true;
  const isMaking = member.type === 'constructor_declaration' && tries.length === 0 && /^\w+$/.test(name);
  return !isFinal && !isMaking;
}

const isCompared = (text: string, name: string): boolean =>
  new RegExp(String.raw`\b${name}\s*==\s*null`).test(text);

function isInLambda(node: SyntaxNode, member: SyntaxNode): boolean {
  for (const ancestor of ancestors(node)) {
    if (ancestor === member) {
      return false;
    }
    if (ancestor.type === 'lambda_expression') {
      return true;
    }
  }
  return false;
}

/** What a value may stand in, so that it is evaluated whenever its statement is. */
const TRANSPARENT = new Set([
  'parenthesized_expression',
  'cast_expression',
  'argument_list',
  'variable_declarator',
  'local_variable_declaration',
  'expression_statement',
  'return_statement',
  'throw_statement',
  'yield_statement',
]);

/** Whether a statement evaluates nothing before a value that may tell the difference: names and literals alone. */
export function isEvaluatedFirst(value: SyntaxNode, statement: SyntaxNode): boolean {
  let inner = value;
  for (const ancestor of ancestors(value)) {
    const before = ancestor.named.filter(({ end }) => end <= inner.start);
    const isCall = /^(?:method_invocation|object_creation_expression)$/.test(ancestor.type);
    const isAssignment = ancestor.type === 'assignment_expression' && ancestor.field('right') === inner;
    if (!isCall && !isAssignment && !TRANSPARENT.has(ancestor.type)) {
      return false;
    }
    if (ancestor.type !== 'local_variable_declaration' && !before.every(isConstant)) {
      return false;
    }
    if (ancestor.type === 'local_variable_declaration' && ancestor.fields('declarator')[0] !== inner) {
      return false;
    }
    if (ancestor === statement) {
      return true;
    }
    inner = ancestor;
  }
  return false;
}

/** A name, a literal, a type: what it is does not depend on when it is asked. */
function isConstant(node: SyntaxNode): boolean {
  return /^[-\w\s.$"'<>[\]]*$/.test(node.text);
}
