import { memoize } from '../../memoize.ts';
import { isCertain, type Span } from '../../flow/branches.ts';
import { startWithComments } from '../../flow/edits/comments.ts';
import { declaration as declaring, insertBefore } from '../../flow/edits/insert.ts';
import { indentAt, type Layout } from '../../flow/edits/layout.ts';
import type { Place } from '../../flow/edits/statement.ts';
import { beforeTries } from '../../flow/edits/tries.ts';
import { calleeIn } from '../../flow/callee.ts';
import { stepsBetween } from '../../flow/step-index.ts';
import { BRANCHES } from '../dialect/branches.ts';
import { groupedBy } from '../../grouped.ts';
import type { Edit, OptionName, OptionValue, Platform } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import type { TreeSitterSourceCode } from '../../tree-sitter/source-code.ts';
import { indexAmong, within } from '../../tree-sitter/walk.ts';
import { checkAround, checkOf, type Check } from './check.ts';
import { assignmentsIn } from '../lower/assignments.ts';
import { isChangedIn } from './changed.ts';
import { isFirstOnLine, lineStart } from '../../tree-sitter/lines.ts';
import { layoutAt } from '../dialect/layout.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { ownerOf } from '../lower/place.ts';
import { loopAround, triesOf } from './retries.ts';
import { blockOf, placeBefore } from '../dialect/statement.ts';
import { styleOf, type Style } from '../dialect/style.ts';
import { isTornAround } from '../dialect/torn.ts';
import { calleeName, type CRoutine, type CUnit } from '../lower/unit.ts';

/** A bind, and what has to be known to set an option before it. */
export interface Target {
  readonly sourceCode: TreeSitterSourceCode;
  readonly unit: CUnit;
  readonly routine: CRoutine;
  readonly bind: SyntaxNode;
  readonly platforms: readonly Platform[];
}

/** What a call to insert is made of. */
interface Parts {
  readonly target: Target;
  readonly place: Place;
  readonly layout: Layout;
  readonly style: Style;
  readonly descriptor: string;
}

const NAMES: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  reuseAddr: ['SO_REUSEADDR'],
  reusePort: ['SO_REUSEADDR', 'SO_REUSEPORT'],
  exclusiveAddrUse: ['SO_EXCLUSIVEADDRUSE'],
};

/**
 * Where an option can be set before a bind: after the descriptor was made, on every path to the bind, once. Undefined where no
 * statement can stand there.
 */
export const placeFor = ({ unit, routine, bind }: Target): Place | undefined =>
  placeOfOption(bind, unit, routine);

const placeOfOption = memoize((bind: SyntaxNode, unit: CUnit, routine: CRoutine): Place | undefined => {
  const place = placeBefore(bind);
  const [descriptor] = bind.field('arguments')?.named ?? [];
  if (!place || !descriptor) {
    return undefined;
  }
  const binds = bindsOf(routine).get(descriptor.text) ?? [];
  const isChanged = (part: Span): boolean => isChangedIn(unit, routine, descriptor, part);
  if (isUnsure(place, bind, routine)) {
    return undefined;
  }
  // what stands behind the bind in its own statement comes too late to change it, but for a loop's next turn
  const isLoop = /^(?:for|while|do)_statement$/.test(place.statement.type);
  const end = isLoop ? place.statement.end : bind.end;
  return isChanged({ start: place.statement.start, end })
    ? undefined
    : beforeTries(
        place,
        {
          earlier: (statement) => triesOf(statement, binds).find(({ part }) => !isChanged(part))?.node,
          placeBefore,
        },
        triedBefore(binds),
      );
});

/** The places before the tries to bind one descriptor, by its binds. */
const triedBefore = memoize(() => new Map<SyntaxNode, Place>());

/** Whether what is inserted at a place may run elsewhere than it seems, or be repeated for one socket. */
function isUnsure({ statement, owner }: Place, bind: SyntaxNode, routine: CRoutine): boolean {
  return (
    isTornAround(statement.root, routine.node) ||
    statement.children.some(({ isError, isMissing }) => isError || isMissing) ||
    // a macro before it may be a loop or an `if` without braces: `FOREACH(i, n) bind(fds[i], ...);`
    (!owner && !isAfterStatement(statement)) ||
    isMadeAtTimes(bind, routine)
  );
}

/** Whether the statement before another one is complete, as far as the grammar knows one. */
function isAfterStatement(statement: SyntaxNode): boolean {
  const siblings = statement.parent?.children ?? [];
  let index = indexAmong(siblings, statement) - 1;
  while (siblings[index]?.isComment === true) {
    index -= 1;
  }
  const previous = siblings[index];
  return !previous || !/_statement$|^ERROR$/.test(previous.type) || /[;}:]\s*$/.test(previous.text);
}

/** Whether a loop round the bind makes the socket anew in some of its turns only. */
function isMadeAtTimes(bind: SyntaxNode, routine: CRoutine): boolean {
  const descriptor = bind.field('arguments')?.named[0]?.text;
  const loop = loopAround(bind);
  return (
    loop !== undefined &&
    stepsBetween(routine, loop.start, loop.end).some(
      (step) =>
        'into' in step &&
        step.into?.text === descriptor &&
        step.kind !== 'use' &&
        !isCertain(step.node, bind.start, BRANCHES) &&
        step.at < bind.start,
    )
  );
}

/** The binds of a function by the descriptors they are given. */
const bindsOf = memoize(({ steps }: CRoutine) =>
  groupedBy(
    steps.flatMap((step) => (step.kind === 'bind' ? [step.node] : [])),
    (call) => [call.field('arguments')?.named[0]?.text ?? ''],
  ),
);

/** The edits that set an option before a bind; undefined where that cannot be written. */
export function writeOption(target: Target, option: OptionName, value: OptionValue): Edit[] | undefined {
  const names = NAMES[option];
  const place = placeFor(target);
  const descriptor = target.bind.field('arguments')?.named[0];
  if (!names || !place || !descriptor || value === 'on-linux' || !isPure(descriptor)) {
    return undefined;
  }
  const layout = layoutAt(target.sourceCode, place.statement.start);
  const style = styleOf(target.sourceCode);
  const parts: Parts = { target, place, layout, style, descriptor: descriptor.text };
  const check = checkFor(parts);
  const number = value === 'off' ? 0 : 1;
  const variable = variableFor(parts, number);
  const statements = names.flatMap((name) => statementLines(parts, check, callText(parts, name, variable)));
  const macro =
    target.platforms.includes('win32') && target.platforms.length > 1 && option !== 'exclusiveAddrUse'
      ? style.guardMacro
      : undefined;
  const lines = inScope(variable, statements, layout);
  const guard = macro === undefined ? undefined : ([`#ifndef ${macro}`, '#endif'] as const);
  const isCompound = guard !== undefined || lines.some((line) => line.includes('\n'));
  const inserted = insertBefore(place, { lines, guard, isCompound }, layout);
  return inserted && [...(variable.declareAt ? [variable.declareAt] : []), ...inserted];
}

/** Whether an expression may be written a second time. */
function isPure(expression: SyntaxNode): boolean {
  return [...within(expression)].every((node) =>
    node.type === 'call_expression'
      ? ownerOf(node) !== undefined
      : !/^(?:assignment_expression|update_expression|new_expression)$/.test(node.type),
  );
}

/** How the option's value is given to the call. */
interface Variable {
  readonly address: string;
  readonly size: string;
  /** Declared right before the call. */
  readonly declaration?: string;
  /** In a block of its own, since a declaration cannot stand there. */
  readonly isBlock?: boolean;
  /** Declared at the start of the block around, as C89 wants it. */
  readonly declareAt?: Edit;
}

function variableFor(parts: Parts, value: number): Variable {
  const { target, place, layout, style } = parts;
  const sizeOf = (name: string): string =>
    /sizeof\s+\w/.test(target.bind.text) ? `sizeof ${name}` : `sizeof(${name})`;
  const existing = existingVariable(target, place, value);
  if (existing !== undefined) {
    return { address: `&${existing}`, size: sizeOf(existing) };
  }
  if (!style.isCpp && (style.isC99 || isMixed(target.routine.node))) {
    return { address: `&(int){${value}}`, size: 'sizeof(int)' };
  }
  const name = freeName(style, target);
  const declaration = `${style.isCpp ? 'const int' : 'int'} ${name} = ${value};`;
  const variable = { address: `&${name}`, size: sizeOf(name) };
  if (style.isCpp) {
    return { ...variable, declaration, isBlock: isJumpedOver(target, place) };
  }
  const isGuarded = target.platforms.includes('win32') && target.platforms.length > 1;
  const declareAt =
    place.owner || isGuarded ? undefined : declareInBlock(place.statement, declaration, layout);
  return declareAt ? { ...variable, declareAt } : { ...variable, declaration, isBlock: true };
}

/** A declaration must not stand where a `case` or a `goto` jumps over it. */
function isJumpedOver({ routine }: Target, { statement, owner }: Place): boolean {
  return (
    !owner &&
    (/^(?:case_statement|labeled_statement)$/.test(statement.parent?.type ?? '') || hasGoto(routine.node))
  );
}

const hasGoto = memoize(({ text }: SyntaxNode) => /\bgoto\b/.test(text));

/** What a block begins with: its brace, the first of what follows, and the last of the declarations there. */
const beginningOf = memoize(({ children }: SyntaxNode) => {
  const [open, first, ...others] = children.filter(({ isComment }) => !isComment);
  const inside = first ? [first, ...others] : [];
  const end = inside.findIndex(({ type }) => type !== 'declaration');
  return { open, first, last: end === -1 ? inside.at(-1) : inside[end - 1] };
});

/** A declaration after the last one at the start of a block. */
function declareInBlock(statement: SyntaxNode, declaration: string, layout: Layout): Edit | undefined {
  const { text, newline } = layout;
  const block = blockOf(statement);
  if (!block || statement.parent !== block) {
    return undefined;
  }
  const { open, first, last } = beginningOf(block);
  const anchor = last ?? first;
  if (!open || !anchor || anchor.start > statement.start || !isFirstOnLine(text, anchor.start)) {
    return undefined;
  }
  const line = `${indentAt(text, anchor.start)}${declaration}${newline}`;
  if (!last) {
    const at = lineStart(text, startWithComments(anchor, layout));
    return declaring(at, `${line}${newline}`);
  }
  const end = text.indexOf('\n', last.end) + 1;
  return end === 0 || last.end > statement.start ? undefined : declaring(end, line);
}

/** What such a variable is called. */
const VALUE_NAME =
  /^(?:on|one|yes|opt|optval|enable|reuse\w*|so_reuse\w*|true_?|flag|val|y|sockopt\w*|optionval\w*)$/i;

/** A variable of the routine that holds the value and is never changed: `int on = 1;`. */
function existingVariable({ routine }: Target, { statement }: Place, value: number): string | undefined {
  return constantsOf(routine.node).find(
    (constant) =>
      constant.value === String(value) &&
      constant.at < statement.start &&
      isInBlock(statement, constant.block) &&
      !isChanged(constant),
  )?.name;
}

interface Constant {
  readonly name: string;
  readonly value: string;
  readonly at: number;
  readonly block: SyntaxNode | undefined;
  readonly routine: SyntaxNode;
}

/** The variables of a function that are given a number once, where they are declared. */
const constantsOf = memoize((routine: SyntaxNode): readonly Constant[] => {
  const { all, unread, types, to } = assignmentsIn(routine);
  return all.flatMap(({ into: name, value, at }): Constant[] => {
    const given = unwrap(value);
    const declaration = value.parent?.type === 'init_declarator' ? value.parent.parent : undefined;
    return VALUE_NAME.test(name) &&
      given.type === 'number_literal' &&
      declaration?.type === 'declaration' &&
      !unread.has(name) &&
      /^(?:const )?(?:int|socklen_t|BOOL)$/.test(types.get(name) ?? '') &&
      to(name).length === 1
      ? [{ name, value: given.text, at, block: declaration.parent, routine }]
      : [];
  });
});

/** Given by its address to something else than an option, which may change it. */
const isChanged = memoize(({ name, routine: { text } }: Constant) =>
  [...text.matchAll(new RegExp(`(\\w*)\\s*\\([^;{}]*&\\s*${name}\\b`, 'g'))].some(
    ([match]) => !/setsockopt|ioctl/i.test(match),
  ),
);

function isInBlock({ start, end }: SyntaxNode, block: SyntaxNode | undefined): boolean {
  return block?.type === 'compound_statement' && block.start <= start && end <= block.end;
}

/** Declarations after statements. */
const isMixed = memoize((routine: SyntaxNode): boolean => {
  const body = routine.field('body')?.named ?? [];
  const first = body.findIndex(({ type }) => type.endsWith('_statement'));
  return first !== -1 && body.slice(first).some(({ type }) => type === 'declaration');
});

/** A name that the file does not use; the second bind of a routine takes the second one. */
function freeName({ freeNames }: Style, { routine, bind }: Target): string {
  const index = bindNumbers(routine).get(bind) ?? 0;
  return freeNames[index] ?? `reuse_addr_${index + 1}`;
}

/** The binds of a routine, numbered from 0 in source order. */
const bindNumbers = memoize(({ steps }: CRoutine) => {
  const binds = steps.filter(({ kind }) => kind === 'bind');
  return new Map(binds.map(({ node }, index) => [node, index]));
});

function callText({ target, style, descriptor }: Parts, name: string, { address, size }: Variable): string {
  const { bind, platforms } = target;
  const callee = bind.field('function')?.text ?? 'bind';
  const space = /^\s/.exec(bind.text.slice(callee.length)) ? ' ' : '';
  const isWrapper = callee === 'Bind' && style.hasWrappers;
  // a method of the file may have the name
  const isHidden = style.isCpp && target.unit.routine(calleeIn(target.unit.root, 'setsockopt')) !== undefined;
  const prefix = callee.startsWith('::') || isHidden ? '::' : '';
  const isWinsock = platforms.every((platform) => platform === 'win32');
  const cast = isWinsock
    ? style.isCpp
      ? `reinterpret_cast<const char *>(${address})`
      : `(const char *)${address}`
    : address;
  return `${prefix}${isWrapper ? 'Setsockopt' : 'setsockopt'}${space}(${descriptor}, SOL_SOCKET, ${name}, ${cast}, ${size})`;
}

function statementLines(parts: Parts, check: Check | undefined, call: string): readonly string[] {
  const { place, layout, style } = parts;
  if (!check) {
    return [`${style.isCast ? '(void)' : ''}${call};`];
  }
  const indent = indentAt(layout.text, place.statement.start);
  return check
    .write(call)
    .split(/\r?\n/)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}

/** How the bind is checked: in its `if`, or in the `if` that follows. */
function checkFor({ target: { bind, unit }, place, layout: { text } }: Parts): Check | undefined {
  const { statement } = place;
  if (calleeName(bind) === 'Bind' || placeBefore(bind)?.statement !== statement) {
    return undefined;
  }
  if (statement.type !== 'expression_statement') {
    return checkOf(statement, bind);
  }
  const wrapping = checkAround(statement, bind, (name) => unit.routine(calleeIn(unit.root, name))?.node);
  if (wrapping) {
    return wrapping;
  }
  const assignment = statement.named[0];
  const result = assignment?.type === 'assignment_expression' ? assignment.field('left') : undefined;
  const siblings = statement.parent?.named ?? [];
  const next = siblings[indexAmong(siblings, statement) + 1];
  const condition = next?.type === 'if_statement' ? next.field('condition') : undefined;
  if (!assignment || !result || !next || !condition || assignment.field('right') !== bind || place.owner) {
    return undefined;
  }
  const inside = [...within(condition)].find(
    ({ type, text }) => type === result.type && text === result.text,
  );
  const check = inside && checkOf(next, inside);
  return (
    check && {
      write: (call) => `${result.text} = ${call};\n${indentAt(text, next.start)}${check.write(result.text)}`,
    }
  );
}

/** The lines with the variable they need. */
function inScope(
  { declaration, isBlock }: Variable,
  lines: readonly string[],
  { unit }: Layout,
): readonly string[] {
  if (declaration === undefined) {
    return lines;
  }
  return isBlock
    ? ['{', ...[declaration, ...lines].map((line) => `${unit}${line}`), '}']
    : [declaration, ...lines];
}
