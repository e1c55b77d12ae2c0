import type { GivenOption, OptionChange, OptionName } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { indentOf, insertBefore, lineEnd, ownLines, removeStatement, statementOf } from './edit.ts';
import type { ReadOption } from './set-option.ts';
import type { OptionStep } from './unit.ts';
import { numberOf } from './value.ts';
import { exceptOnWindows, reachedOn } from './windows.ts';
import type { SocketWriter } from './write.ts';

/** The statement taken out of the `if`, or the `if` taken away around it. */
export function setOnEach(
  { file: { text } }: SocketWriter,
  option: GivenOption,
  { option: { call } }: OptionStep,
  around: SyntaxNode,
): OptionChange[] {
  const statement = statementOf(call);
  const body = around.field('consequence');
  const own = statement?.parent === body && statement?.named[0] === call && ownLines(text, statement);
  if (!statement || !own || indentOf(text, around) === undefined) {
    return [];
  }
  const isAlone = body?.named.length === 1 && around.fields('alternative').length === 0;
  const moved = isAlone ? [] : insertBefore(text, around, { lines: [own.content] });
  return moved
    ? [
        {
          id: 'setOnEach',
          edits: isAlone
            ? [{ range: [around.start, statement.start], text: '' }]
            : [...moved, { range: own.range, text: '' }],
          isFix: option.name === 'reuseAddr',
          gives: { name: option.name, value: 'on' },
        },
      ]
    : [];
}

/** Two calls in place of one with two names. */
export function splitNames(writer: SocketWriter, call: SyntaxNode, isPortable: boolean): OptionChange[] {
  const { file } = writer;
  const name = call.field('arguments')?.named[1];
  const statement = statementOf(call);
  const parts = name?.type === 'binary_operator' ? [name.field('left'), name.field('right')] : [];
  const [left, right] = parts;
  if (!name || statement?.type !== 'expression_statement' || statement.named[0] !== call || !left || !right) {
    return [];
  }
  const write = (part: SyntaxNode): string =>
    file.text.slice(call.start, name.start) + part.text + file.text.slice(name.end, call.end);
  const indent = indentOf(file.text, statement);
  const gap = indent === undefined ? '; ' : `${lineEnd(file.text, call.start)}${indent}`;
  const isPair = [left, right].every((part) => /^[\w.]+$/u.test(part.text));
  const [address, port] = left.text.endsWith('PORT') ? [right, left] : [left, right];
  const test = isPortable ? writer.hasReusePort(call.start) : undefined;
  if (isPortable && (test === undefined || indent === undefined)) {
    return [];
  }
  const guard = test === undefined ? '' : `if ${test}:${gap}${file.indentStep}`;
  return isPair
    ? [
        {
          id: 'splitNames',
          edits: [{ range: [call.start, call.end], text: `${write(address)}${gap}${guard}${write(port)}` }],
          isFix: true,
          gives: { name: 'reuseAddr', value: 'on' },
        },
      ]
    : [];
}

/** What can be done with a call where it stands. */
export function turn(writer: SocketWriter, { name, values }: ReadOption, step: OptionStep): OptionChange[] {
  if (name === 'reusePort' && values.win32 === true) {
    return guardByFeature(writer, step);
  }
  const isOn = Object.values(values).some((one) => one === true);
  const flipped = flip(writer, { name, isOn }, step);
  return isOn && name === 'reuseAddr' ? [...flipped, ...keepFromWindows(writer, step)] : flipped;
}

/** The call under a test for the name it needs. */
function guardByFeature(writer: SocketWriter, { option: { call } }: OptionStep): OptionChange[] {
  const test = writer.hasReusePort(call.start);
  const edit = test === undefined ? undefined : writer.under(test, call);
  return edit
    ? [
        {
          id: 'guardByFeature',
          edits: [edit],
          isFix: false,
          gives: { name: 'reusePort', value: 'on-linux' },
        },
      ]
    : [];
}

/** The call under a test for POSIX. */
function keepFromWindows(writer: SocketWriter, { option: { call } }: OptionStep): OptionChange[] {
  const guard = writer.guardAt(call);
  return guard
    ? [
        {
          id: 'writeStatement',
          edits: guard,
          isFix: false,
          gives: { name: 'reuseAddr', value: 'on-posix' },
        },
      ]
    : [];
}

/** The value flipped: on where the server needs it, off where it does harm. */
function flip(
  writer: SocketWriter,
  { name, isOn }: { readonly name: OptionName; readonly isOn: boolean },
  { option: { call, arguments: given } }: OptionStep,
): OptionChange[] {
  const value = given?.[2];
  const number = value && numberOf(value);
  if (!value || number === undefined || value.type === 'none') {
    return [];
  }
  const isBoolean = value.type === 'true' || value.type === 'false';
  const text = isOn ? (isBoolean ? 'False' : '0') : isBoolean ? 'True' : '1';
  const isMet = reachedOn(call, writer.file, writer.values).includes('win32');
  const guard = !isOn && isMet && name === 'reuseAddr' ? writer.guardAt(call) : undefined;
  const on = isMet && !guard ? 'on' : 'on-posix';
  return [
    {
      id: 'writeStatement',
      edits: [...(guard ?? []), { range: [value.start, value.end], text }],
      isFix: !isOn,
      gives: { name, value: isOn ? 'off' : on },
    },
  ];
}

/** The statement moved before the bind, where both stand in one block. */
export function moveBeforeBind(
  writer: SocketWriter,
  option: GivenOption,
  { option: { call, arguments: given } }: OptionStep,
): OptionChange[] {
  const { file, target } = writer;
  const statement = statementOf(call);
  const own = statement?.named[0] === call ? ownLines(file.text, statement) : undefined;
  if (!target || !own || statement?.parent !== target.parent || indentOf(file.text, target) === undefined) {
    return [];
  }
  const isPlain = (given ?? []).every((node) =>
    /^(?:identifier|attribute|integer|true|false)$/u.test(node.type),
  );
  const isSame = call.field('function')?.field('object')?.text === writer.receiver;
  const isOff = Object.values(option.values).every((value) => value === false);
  const isKept = !isOff && option.name === 'reuseAddr' && writer.on === 'on-posix';
  const guard = isKept ? exceptOnWindows(file, target.start) : undefined;
  const lines = guard ? [`if ${guard.condition}:`, `${file.indentStep}${own.content}`] : [own.content];
  const moved = insertBefore(file.text, target, { lines, isCompound: guard !== undefined });
  return isSame && moved
    ? [
        {
          id: 'moveBeforeBind',
          edits: [...(guard?.edits ?? []), ...moved, { range: own.range, text: '' }],
          isFix: isPlain,
          gives: { name: option.name, value: isOff ? 'off' : guard ? 'on-posix' : 'on' },
        },
      ]
    : [];
}

/** The option of a connection set on the listener instead. */
export function setOnListener(writer: SocketWriter, { option: { call } }: OptionStep): OptionChange[] {
  const statement = statementOf(call);
  const removed = statement && removeStatement(writer.file.text, statement);
  const written = writer.before('reuseAddr', writer.on);
  return removed && written
    ? [
        {
          id: 'moveBeforeBind',
          edits: [...written, removed],
          isFix: false,
          gives: { name: 'reuseAddr', value: writer.on },
        },
      ]
    : [];
}
