import { isCommaToken, isOpeningBraceToken, isOpeningParenToken } from '@eslint-community/eslint-utils';
import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from 'eslint';
import { insertion } from '../flow/edits/insert.ts';
import { memoize } from '../memoize.ts';
import type { Edit } from '../site.ts';
import { typeArgumentsOf, type CallNode, type Node } from './ast.ts';
import { asEstree, type File } from './file.ts';

/**
 * The range of a node with the parentheses around it.
 * @param from where its surroundings end: parentheses before this offset are theirs
 */
function parenthesized(file: File, node: Node, from: number): [number, number] {
  const { sourceCode } = file;
  let [start, end] = node.range;
  let before = sourceCode.getTokenBefore(asEstree(node));
  let after = sourceCode.getTokenAfter(asEstree(node));
  while (before?.value === '(' && after?.value === ')' && before.range[0] >= from) {
    [start, end] = [before.range[0], after.range[1]];
    before = sourceCode.getTokenBefore(before);
    after = sourceCode.getTokenAfter(after);
  }
  return [start, end];
}

/** The range of an argument, or of an element of an array, with its own parentheses and without those of the call. */
export const argumentRange = (file: File, argument: Node): readonly [number, number] =>
  rangeOfArgument(argument, file);

const rangeOfArgument = memoize((argument: Node, file: File): readonly [number, number] => {
  const { parent } = argument;
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') {
    const elements: readonly (Node | null)[] = parent?.type === 'ArrayExpression' ? parent.elements : [];
    const before = elements[elements.indexOf(argument) - 1];
    return parenthesized(file, argument, before?.range[1] ?? (parent?.range[0] ?? 0) + 1);
  }
  const before = parent.arguments[parent.arguments.indexOf(argument as TSESTree.Expression) - 1];
  return parenthesized(file, argument, before?.range[1] ?? openingParenthesis(file, parent) + 1);
});

/** The offset of the parenthesis that opens the arguments: the first one after the callee. */
function openingParenthesis({ sourceCode }: File, call: CallNode): number {
  // parentheses that close around the callee itself come before the call's own
  const open = sourceCode.getTokenAfter(asEstree(typeArgumentsOf(call) ?? call.callee), isOpeningParenToken);
  return open?.range[0] ?? call.callee.range[1];
}

const lineEndOf = memoize(({ text }: SourceCode) => (text.includes('\r\n') ? '\r\n' : '\n'));

/** Adds a property at the end of an object literal, in its style; no comment moves. */
export function addProperty(file: File, object: TSESTree.ObjectExpression, property: string): Edit[] {
  const { sourceCode } = file;
  const last = object.properties.at(-1);
  if (!last) {
    const brace = sourceCode.getFirstToken(asEstree(object), isOpeningBraceToken as never);
    const offset = brace ? brace.range[1] : object.range[0] + 1;
    return [insertion(offset, ` ${property}${/\s/.test(sourceCode.text.charAt(offset)) ? '' : ' '}`)];
  }
  const isMultiline = last.loc.start.line !== object.loc.start.line;
  if (!isMultiline) {
    return [insertion(last.range[1], `, ${property}`)];
  }
  const indent = /^\s*/.exec(sourceCode.lines[last.loc.start.line - 1] ?? '')?.[0] ?? '';
  const lineEnd = lineEndOf(sourceCode);
  const comma = sourceCode.getTokenAfter(asEstree(last));
  const trailing = comma !== null && isCommaToken(comma) ? comma : undefined;
  const line = (trailing ?? last).loc.end.line;
  const end = trailing ? trailing.range[1] : last.range[1];
  // a comment at the end of the line belongs to the property before it
  const [comment] = sourceCode
    .getCommentsAfter(trailing ?? asEstree(last))
    .filter((candidate) => candidate.loc?.start.line === line)
    .slice(-1);
  const after = comment?.range && comment.loc?.end.line === line ? comment.range[1] : end;
  const addition = insertion(after, `${lineEnd}${indent}${property}${trailing ? ',' : ''}`);
  if (trailing) {
    return [addition];
  }
  return after === end ? [insertion(end, `,${addition.text}`)] : [insertion(end, ','), addition];
}

/** Takes a property out of an object literal together with its comma; comments stay. */
export function removeProperty(file: File, object: TSESTree.ObjectExpression, property: Node): Edit[] {
  const { sourceCode } = file;
  const index = object.properties.indexOf(property as TSESTree.Property);
  if (object.properties.length === 1 && sourceCode.getCommentsInside(asEstree(object)).length === 0) {
    return [{ range: [object.range[0], object.range[1]], text: '{}' }];
  }
  const after = sourceCode.getTokenAfter(asEstree(property));
  const before = sourceCode.getTokenBefore(asEstree(property));
  if (!before || !after) {
    return [];
  }
  const removals: Edit[] = [];
  const [start, end] = property.range;
  const lineStart = start - property.loc.start.column;
  if (isCommaToken(after)) {
    const next = after.range[1];
    const lineEnd = /^[ \t]*\r?\n/.exec(sourceCode.text.slice(next));
    if (end === after.range[0] && /^[ \t]*$/.test(sourceCode.text.slice(lineStart, start)) && lineEnd) {
      // alone on its line
      return [{ range: [lineStart, next + lineEnd[0].length], text: '' }];
    }
    const space = /^[ \t]*/.exec(sourceCode.text.slice(next))?.[0].length ?? 0;
    removals.push({ range: [start, end], text: '' }, { range: [after.range[0], next + space], text: '' });
    return removals[0]?.range[1] === removals[1]?.range[0]
      ? [{ range: [start, next + space], text: '' }]
      : removals;
  }
  if (index > 0 && isCommaToken(before)) {
    // the last property, without a comma after it: the one before it goes
    const between = sourceCode.text.slice(before.range[1], start);
    return /^\s*$/.test(between)
      ? [{ range: [before.range[0], end], text: '' }]
      : [
          { range: before.range, text: '' },
          { range: [start, end], text: '' },
        ];
  }
  return [{ range: [start, end], text: '' }];
}

/** Replaces the source of an expression. */
export function replaceNode(node: Node, text: string): Edit[] {
  return [{ range: [node.range[0], node.range[1]], text }];
}
