import { rangeWithComments } from '../../flow/edits/comments.ts';
import { insertBefore } from '../../flow/edits/insert.ts';
import { indentAt, reindented } from '../../flow/edits/layout.ts';
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
import { placeBefore } from '../dialect/statement.ts';
import { placeFor, writeOption, type Target } from './write.ts';

/** The statement of an option call, where it stands in a list of statements and does nothing but set the option. */
function ownStatement({ option: { call } }: OptionStep): SyntaxNode | undefined {
  const place = placeBefore(call);
  if (!place || place.owner) {
    return undefined;
  }
  const { statement } = place;
  const isOwn =
    statement.type === 'expression_statement' ||
    (statement.type === 'if_statement' && !statement.field('alternative') && isInCondition(statement, call));
  return isOwn ? statement : undefined;
}

function isInCondition(statement: SyntaxNode, call: SyntaxNode): boolean {
  const condition = statement.field('condition');
  return condition !== undefined && condition.start <= call.start && call.end <= condition.end;
}

/** Moves an option that is set after the bind to where it counts. */
export function moveBeforeBind(target: Target, step: OptionStep, name: OptionName): OptionChange[] {
  const statement = ownStatement(step);
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
  const [start, end] = rangeWithComments(statement, layout);
  const moved = text.slice(start, end);
  const isWhole = start === lineStart(text, start) && isFirstOnLine(text, bound.start);
  const edits: Edit[] = isWhole
    ? [
        {
          range: [lineStart(text, bound.start), lineStart(text, bound.start)],
          text: reindented(moved, indentAt(text, statement.start), indentAt(text, bound.start)),
        },
        { range: [start, end], text: '' },
      ]
    : [
        ...(insertBefore(
          place,
          { lines: [statement.text], isCompound: statement.text.includes('\n') },
          layout,
        ) ?? []),
        { range: [start, end], text: '' },
      ];
  return [{ id: 'moveBeforeBind', edits, isFix: isSameList, gives: { name, value: 'on' } }];
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

/** Sets the options of the listening socket instead of a connection's. */
export function setOnListener(target: Target, step: OptionStep, name: OptionName): OptionChange[] {
  const written = writeOption(target, name, 'on');
  const statement = ownStatement(step);
  if (!written || !statement) {
    return [];
  }
  const range = rangeWithComments(statement, layoutAt(target.sourceCode, statement.start));
  return [
    {
      id: 'moveBeforeBind',
      edits: [...written, { range, text: '' }],
      isFix: false,
      gives: { name, value: 'on' },
    },
  ];
}

/** Sets an option on every socket, in place of an `if` that holds for the first alone. */
export function setOnEach(target: Target, step: OptionStep, name: OptionName): OptionChange[] {
  const written = writeOption(target, name, 'on');
  const statement = ownStatement(step);
  return written && statement
    ? [
        {
          id: 'setOnEach',
          edits: [
            ...written,
            { range: rangeWithComments(statement, layoutAt(target.sourceCode, statement.start)), text: '' },
          ],
          isFix: false,
          gives: { name, value: 'on' },
        },
      ]
    : [];
}

/** One call for each of the names that were OR-ed into one. */
export function splitNames(
  sourceCode: TreeSitterSourceCode,
  step: OptionStep,
  names: readonly string[],
): OptionChange[] {
  const statement = ownStatement(step);
  const { name } = step.option;
  if (!statement || !isFirstOnLine(sourceCode.text, statement.start)) {
    return [];
  }
  const { text, newline } = layoutAt(sourceCode, statement.start);
  const indent = indentAt(text, statement.start);
  const copies = names.map(
    (single) => text.slice(statement.start, name.start) + single + text.slice(name.end, statement.end),
  );
  return [
    {
      id: 'splitNames',
      edits: [{ range: [statement.start, statement.end], text: copies.join(`${newline}${indent}`) }],
      isFix: true,
      gives: { name: 'reuseAddr', value: 'on' },
    },
  ];
}

/** Takes an option call out. */
export function removeOption(sourceCode: TreeSitterSourceCode, step: OptionStep): OptionChange[] {
  const statement = ownStatement(step);
  return statement
    ? [
        {
          id: 'removeOption',
          edits: [{ range: rangeWithComments(statement, layoutAt(sourceCode, statement.start)), text: '' }],
          isFix: false,
        },
      ]
    : [];
}

/** What to do about SO_REUSEADDR where Windows compiles it: another option there, or none. */
export function avoidOnWindows(step: OptionStep, target: Target): OptionChange[] {
  const { option } = step;
  const { name, call } = option;
  const compiled = platformsOf(call);
  if (target.platforms.length === 1 || compiled.length === 1) {
    return [
      {
        id: 'setExclusiveAddrUse',
        edits: [{ range: [name.start, name.end], text: 'SO_EXCLUSIVEADDRUSE' }],
        isFix: false,
        gives: { name: 'exclusiveAddrUse', value: 'on' },
      },
    ];
  }
  const statement = ownStatement(step);
  if (!statement || !isFirstOnLine(target.sourceCode.text, statement.start)) {
    return [];
  }
  const layout = layoutAt(target.sourceCode, statement.start);
  const { newline } = layout;
  const [start, end] = rangeWithComments(statement, layout);
  return [
    {
      id: 'guardFromWindows',
      edits: [
        { range: [start, start], text: `#ifndef _WIN32${newline}` },
        { range: [end, end], text: `#endif${newline}` },
      ],
      isFix: false,
      gives: { name: 'reuseAddr', value: 'on-posix' },
    },
  ];
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
