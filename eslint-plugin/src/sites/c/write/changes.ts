import { rangeWithComments, removal } from '../../flow/edits/comments.ts';
import { insertBefore, insertion } from '../../flow/edits/insert.ts';
import { indentAt, reindented } from '../../flow/edits/layout.ts';
import { changeTo } from '../../flow/given.ts';
import type { RemedyId } from '../../ids.ts';
import { memoize } from '../../memoize.ts';
import type { Edit, GivenOption, OptionChange, OptionName, OptionValue } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { within } from '../../tree-sitter/walk.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import { groupedBy } from '../../grouped.ts';
import { isFirstOnLine, lineStart } from '../../tree-sitter/lines.ts';
import { layoutAt } from '../dialect/layout.ts';
import { settingOf, type OptionStep } from '../lower/options.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { platformsOf } from '../lower/platforms.ts';
import { ownStatement } from '../dialect/statement.ts';
import { placeFor, writeOption, type Target } from './write.ts';

/** Moves an option that is set after the bind to where it counts. */
export function moveBeforeBind(target: Target, step: OptionStep, name: OptionName): OptionChange[] {
  const statement = ownStatement(step.option.call);
  const place = placeFor(target);
  if (!statement || !place || place.owner || step.option.routine !== target.routine) {
    return [];
  }
  const bound = place.statement;
  const names = namesIn(statement);
  const { text } = target.sourceCode;
  const { to, types } = assignmentsIn(target.routine.node);
  const declared = declarationsIn(target.routine.node);
  const isBetween = (at: number): boolean => bound.start < at && at < statement.start;
  const isSet = [...names].some((name) => to(name).some(({ at }) => isBetween(at)));
  const isDeclared = [...names].some((name) => declared.get(name)?.some(({ start }) => isBetween(start)));
  if (bound.start > statement.start || isDeclared || isSet || types.size === 0) {
    return [];
  }
  const isSameList = statement.parent === bound.parent;
  const layout = layoutAt(target.sourceCode, bound.start);
  const taken = removal(statement, layout);
  const [start, end] = taken.range;
  const isWhole = start === lineStart(text, start) && isFirstOnLine(text, bound.start);
  const line = lineStart(text, bound.start);
  const code = { lines: [statement.text], isCompound: statement.text.includes('\n') };
  const moved = isWhole
    ? [
        insertion(
          line,
          reindented(text.slice(start, end), indentAt(text, statement.start), indentAt(text, bound.start)),
        ),
      ]
    : (insertBefore(place, code, layout) ?? []);
  return changeTo('moveBeforeBind', [name, 'on'], [...moved, taken], isSameList);
}

function namesIn(node: SyntaxNode): ReadonlySet<string> {
  return new Set([...within(node)].flatMap(({ type, text }) => (type === 'identifier' ? [text] : [])));
}

/** The declarations of a function by the names they mention. */
const declarationsIn = memoize((routine: SyntaxNode) =>
  groupedBy(
    [...within(routine)].filter(({ type }) => type === 'declaration'),
    namesIn,
  ),
);

/** Sets an option before the bind in the place of a call that sets it on a connection, or on the first of several sockets alone. */
export function setInTime(target: Target, step: OptionStep, name: OptionName, id: RemedyId): OptionChange[] {
  const written = writeOption(target, name, 'on');
  const statement = ownStatement(step.option.call);
  return changeTo(
    id,
    [name, 'on'],
    written && statement && [...written, removalIn(target.sourceCode, statement)],
  );
}

/** One call for each of the names that were OR-ed into one. */
export function splitNames(
  sourceCode: TreeSitterSourceCode,
  step: OptionStep,
  names: readonly string[],
): OptionChange[] {
  const statement = ownStatement(step.option.call);
  const { name } = step.option;
  if (!statement || !isFirstOnLine(sourceCode.text, statement.start)) {
    return [];
  }
  const { text, newline } = layoutAt(sourceCode, statement.start);
  const indent = indentAt(text, statement.start);
  const copies = names.map(
    (single) => text.slice(statement.start, name.start) + single + text.slice(name.end, statement.end),
  );
  const edit: Edit = { range: [statement.start, statement.end], text: copies.join(`${newline}${indent}`) };
  return changeTo('splitNames', ['reuseAddr', 'on'], [edit], true);
}

/** Takes an option call out. */
export function removeOption(sourceCode: TreeSitterSourceCode, step: OptionStep): OptionChange[] {
  const statement = ownStatement(step.option.call);
  return statement ? [{ id: 'removeOption', edits: [removalIn(sourceCode, statement)], isFix: false }] : [];
}

const removalIn = (sourceCode: TreeSitterSourceCode, statement: SyntaxNode): Edit =>
  removal(statement, layoutAt(sourceCode, statement.start));

/** What to do about SO_REUSEADDR where Windows compiles it: another option there, or none. */
export function avoidOnWindows(step: OptionStep, target: Target): OptionChange[] {
  const { option } = step;
  const { name, call } = option;
  const compiled = platformsOf(call);
  if (target.platforms.length === 1 || compiled.length === 1) {
    const edit: Edit = { range: [name.start, name.end], text: 'SO_EXCLUSIVEADDRUSE' };
    return changeTo('setExclusiveAddrUse', ['exclusiveAddrUse', 'on'], [edit]);
  }
  const statement = ownStatement(step.option.call);
  if (!statement || !isFirstOnLine(target.sourceCode.text, statement.start)) {
    return [];
  }
  const layout = layoutAt(target.sourceCode, statement.start);
  const { newline } = layout;
  const [start, end] = rangeWithComments(statement, layout);
  return changeTo(
    'guardFromWindows',
    ['reuseAddr', 'on-posix'],
    [insertion(start, `#ifndef _WIN32${newline}`), insertion(end, `#endif${newline}`)],
  );
}

/** Writes another value for an option; nothing where a variable holds it that serves for more. */
export function replaceValue({ option }: OptionStep): GivenOption['replace'] {
  const setting = settingOf(option);
  const literal = setting && unwrap(setting);
  if (!literal || !/^(?:number_literal|true|false)$/.test(literal.type)) {
    return undefined;
  }
  const { parent } = literal;
  const declarator =
    parent?.type === 'init_declarator' || parent?.type === 'assignment_expression' ? parent : undefined;
  const name = (declarator?.field('declarator') ?? declarator?.field('left'))?.text;
  if (
    name !== undefined &&
    (identifiersIn(option.routine.node).get(name) ?? 0) > usesOf(option.call, name) + 1
  ) {
    return undefined;
  }
  const range: [number, number] = [literal.start, literal.end];
  const isNumber = literal.type === 'number_literal';
  const write = (value: OptionValue): string =>
    value === 'on' ? (isNumber ? '1' : 'true') : isNumber ? '0' : 'false';
  return (value) => (value === 'on' || value === 'off' ? [{ range, text: write(value) }] : []);
}

/** How often a function names what. */
const identifiersIn = memoize((routine: SyntaxNode): ReadonlyMap<string, number> => {
  const times = new Map<string, number>();
  for (const { type, text } of within(routine)) {
    if (type === 'identifier') {
      times.set(text, (times.get(text) ?? 0) + 1);
    }
  }
  return times;
});

function usesOf(node: SyntaxNode, name: string): number {
  return [...within(node)].filter(({ type, text }) => type === 'identifier' && text === name).length;
}
