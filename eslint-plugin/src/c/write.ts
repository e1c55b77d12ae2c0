import type { Edit, OptionName, OptionValue, Platform } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { within } from '../tree-sitter/walk.ts';
import { checkAround, checkOf, type Check } from './check.ts';
import { assignmentsIn } from './assignments.ts';
import { insertBefore } from './insertion.ts';
import { indentAt, isFirstOnLine, lineStart, readLayout, type Layout } from './layout.ts';
import { unwrap } from '../tree-sitter/unwrap.ts';
import { ownerOf, placeOf } from './place.ts';
import { blockOf, placeBefore, type Place } from './statement.ts';
import { calleeName, type CRoutine } from './unit.ts';

/** A bind, and what has to be known to set an option before it. */
export interface Target {
  readonly text: string;
  readonly isCpp: boolean;
  readonly routine: CRoutine;
  readonly bind: SyntaxNode;
  readonly platforms: readonly Platform[];
}

/** What a call to insert is made of. */
interface Parts {
  readonly target: Target;
  readonly place: Place;
  readonly layout: Layout;
  readonly descriptor: string;
}

const NAMES: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  reuseAddr: ['SO_REUSEADDR'],
  reusePort: ['SO_REUSEADDR', 'SO_REUSEPORT'],
  exclusiveAddrUse: ['SO_EXCLUSIVEADDRUSE'],
};

/** Where an option can be set before a bind; undefined where no statement can stand there. */
export function placeFor({ routine, bind }: Target): Place | undefined {
  const place = placeBefore(bind);
  if (!place) {
    return undefined;
  }
  const { statement } = place;
  const [socket] = bind.field('arguments')?.named ?? [];
  const descriptor = socket && placeOf(socket)?.text;
  const isMadeInside = routine.steps.some(
    (step) =>
      statement.start <= step.at &&
      step.at <= statement.end &&
      (step.kind === 'create' || step.kind === 'copy' || step.kind === 'call') &&
      step.into?.text === descriptor,
  );
  return isMadeInside ? undefined : place;
}

/** The edits that set an option before a bind; undefined where that cannot be written. */
export function writeOption(target: Target, option: OptionName, value: OptionValue): Edit[] | undefined {
  const names = NAMES[option];
  const place = placeFor(target);
  const descriptor = target.bind.field('arguments')?.named[0];
  if (!names || !place || !descriptor || value === 'on-linux' || !isPure(descriptor)) {
    return undefined;
  }
  const layout = readLayout(target.text, indentAt(target.text, place.statement.start));
  const parts: Parts = { target, place, layout, descriptor: descriptor.text };
  const check = checkFor(parts);
  const number = value === 'off' ? 0 : 1;
  const variable = variableFor(parts, number);
  const statements = names.flatMap((name) => statementLines(parts, check, callText(parts, name, variable)));
  const guard =
    target.platforms.includes('win32') && target.platforms.length > 1 && option !== 'exclusiveAddrUse'
      ? guardMacro(target.text)
      : undefined;
  const lines = inScope(variable, statements, layout);
  const declaration = variable.declareAt;
  return [...(declaration ? [declaration] : []), ...insertBefore(place, { lines, guard }, layout)];
}

/** Whether an expression may be written a second time. */
function isPure(expression: SyntaxNode): boolean {
  return [...within(expression)].every((node) =>
    node.type === 'call_expression'
      ? ownerOf(node) !== undefined
      : !/^(?:assignment_expression|update_expression|new_expression)$/.test(node.type),
  );
}

const guardMacro = (text: string): string =>
  /\bWIN32\b/.test(text) && !/\b_WIN32\b/.test(text) ? 'WIN32' : '_WIN32';

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
  const { target, place, layout } = parts;
  const sizeOf = (name: string): string =>
    /sizeof\s+\w/.test(target.bind.text) ? `sizeof ${name}` : `sizeof(${name})`;
  const existing = existingVariable(target, place, value);
  if (existing !== undefined) {
    return { address: `&${existing}`, size: sizeOf(existing) };
  }
  if (!target.isCpp && isC99(target)) {
    return { address: `&(int){${value}}`, size: 'sizeof(int)' };
  }
  const name = freeName(target);
  const declaration = `${target.isCpp ? 'const int' : 'int'} ${name} = ${value};`;
  const variable = { address: `&${name}`, size: sizeOf(name) };
  if (target.isCpp) {
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
    (/^(?:case_statement|labeled_statement)$/.test(statement.parent?.type ?? '') ||
      /\bgoto\b/.test(routine.node.text))
  );
}

/** A declaration after the last one at the start of a block. */
function declareInBlock(
  statement: SyntaxNode,
  declaration: string,
  { text, newline }: Layout,
): Edit | undefined {
  const block = blockOf(statement);
  const inside = block?.children.filter(({ isComment }) => !isComment) ?? [];
  let last: SyntaxNode | undefined;
  for (const child of inside.slice(1)) {
    if (child.type !== 'declaration') {
      break;
    }
    last = child;
  }
  const [open] = inside;
  if (!block || !open || statement.parent !== block) {
    return undefined;
  }
  const anchor = last ?? inside[1];
  if (!anchor || anchor.start > statement.start || !isFirstOnLine(text, anchor.start)) {
    return undefined;
  }
  const line = `${indentAt(text, anchor.start)}${declaration}${newline}`;
  if (!last) {
    const at = lineStart(text, anchor.start);
    return { range: [at, at], text: `${line}${newline}` };
  }
  const end = text.indexOf('\n', last.end) + 1;
  return end === 0 || last.end > statement.start ? undefined : { range: [end, end], text: line };
}

/** What such a variable is called. */
const VALUE_NAME =
  /^(?:on|one|yes|opt|optval|enable|reuse\w*|so_reuse\w*|true_?|flag|val|y|sockopt\w*|optionval\w*)$/i;

/** A variable of the routine that holds the value and is never changed: `int on = 1;`. */
function existingVariable({ routine }: Target, { statement }: Place, value: number): string | undefined {
  const { all, unread, types } = assignmentsIn(routine.node);
  const named = all.filter(({ into }) => VALUE_NAME.test(into));
  const times = new Map<string, number>();
  named.forEach(({ into }) => times.set(into, (times.get(into) ?? 0) + 1));
  for (const { into, value: given, at } of named) {
    const isIt = unwrap(given).type === 'number_literal' && unwrap(given).text === String(value);
    const declaration = given.parent?.type === 'init_declarator' ? given.parent.parent : undefined;
    if (
      isIt &&
      declaration?.type === 'declaration' &&
      at < statement.start &&
      !unread.has(into) &&
      /^(?:const )?(?:int|socklen_t|BOOL)$/.test(types.get(into) ?? '') &&
      times.get(into) === 1 &&
      isInBlock(statement, declaration.parent) &&
      !isChanged(routine.node.text, into)
    ) {
      return into;
    }
  }
  return undefined;
}

/** Given by its address to something else than an option, which may change it. */
function isChanged(text: string, name: string): boolean {
  return [...text.matchAll(new RegExp(`(\\w*)\\s*\\([^;{}]*&\\s*${name}\\b`, 'g'))].some(
    ([match]) => !/setsockopt|ioctl/i.test(match),
  );
}

function isInBlock({ start, end }: SyntaxNode, block: SyntaxNode | undefined): boolean {
  return block?.type === 'compound_statement' && block.start <= start && end <= block.end;
}

/** What a file has only in C99 and later: `//` comments, loop variables, headers, designated initialisers. */
const C99 = [
  /^[^"'\n]*(?<!:)\/\//m,
  /\bfor\s*\(\s*(?:const\s+)?(?:unsigned\s+)?(?:int|size_t|\w+_t)\s+\w+\s*=/,
  /<std(?:bool|int)\.h>/,
  /\binline\b/,
  /\{\s*\.\w+\s*=/,
];

const isC99 = ({ text, routine }: Target): boolean =>
  isMixed(routine) || C99.some((feature) => feature.test(text));

/** Declarations after statements. */
function isMixed({ node }: CRoutine): boolean {
  const body = node.field('body')?.named ?? [];
  const first = body.findIndex(({ type }) => type.endsWith('_statement'));
  return first !== -1 && body.slice(first).some(({ type }) => type === 'declaration');
}

const CANDIDATES = [
  'reuse',
  'reuse_addr',
  'reuse_address',
  'so_reuse',
  'reuse_on',
  'reuse_option',
  'reuse_value',
  'reuse_enabled',
];

/** A name that the file does not use; the second bind of a routine takes the second one. */
function freeName({ text, routine, bind }: Target): string {
  const free = CANDIDATES.filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
  const binds = routine.steps.filter(({ kind }) => kind === 'bind');
  const index = Math.max(
    0,
    binds.findIndex(({ node }) => node === bind),
  );
  return free[index] ?? `reuse_addr_${index + 1}`;
}

function callText({ target, descriptor }: Parts, name: string, { address, size }: Variable): string {
  const { bind, platforms, text } = target;
  const callee = bind.field('function')?.text ?? 'bind';
  const space = /^\s/.exec(bind.text.slice(callee.length)) ? ' ' : '';
  const isWrapper = callee === 'Bind' && /"unp\.h"|\bSetsockopt\b/.test(text);
  const prefix = callee.startsWith('::') ? '::' : '';
  const isWinsock = platforms.every((platform) => platform === 'win32');
  const cast = isWinsock
    ? target.isCpp
      ? `reinterpret_cast<const char *>(${address})`
      : `(const char *)${address}`
    : address;
  return `${prefix}${isWrapper ? 'Setsockopt' : 'setsockopt'}${space}(${descriptor}, SOL_SOCKET, ${name}, ${cast}, ${size})`;
}

function statementLines(parts: Parts, check: Check | undefined, call: string): readonly string[] {
  const { target, place, layout } = parts;
  if (!check) {
    const isCast = /\(void\)\s*setsockopt/.test(target.text);
    return [`${isCast ? '(void)' : ''}${call};`];
  }
  const indent = indentAt(layout.text, place.statement.start);
  return check
    .write(call)
    .split(/\r?\n/)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}

/** How the bind is checked: in its `if`, or in the `if` that follows. */
function checkFor({ target: { bind, text }, place }: Parts): Check | undefined {
  if (calleeName(bind) === 'Bind') {
    return undefined;
  }
  const { statement } = place;
  if (statement.type !== 'expression_statement') {
    return checkOf(statement, bind);
  }
  const wrapping = checkAround(statement, bind);
  if (wrapping) {
    return wrapping;
  }
  const assignment = statement.named[0];
  const result = assignment?.type === 'assignment_expression' ? assignment.field('left') : undefined;
  const siblings = statement.parent?.named ?? [];
  const next = siblings[siblings.indexOf(statement) + 1];
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
