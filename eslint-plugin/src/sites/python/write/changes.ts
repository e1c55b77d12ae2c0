import { changeTo } from '../../flow/given.ts';
import type { Edit, GivenOption, OptionChange, OptionName } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { indentOf, insertBefore, lineEnd, ownLines, ownStatement, removeStatement } from '../dialect/edit.ts';
import type { OptionStep } from '../lower/step.ts';
import { numberOf } from '../lower/value.ts';
import { exceptOnWindows, reachedOn } from './windows.ts';
import type { SocketWriter } from './write.ts';

/** The statement taken out of the `if`, or the `if` taken away around it. */
export function setOnEach(
  { file: { text } }: SocketWriter,
  option: GivenOption,
  { option: { call } }: OptionStep,
  around: SyntaxNode,
): OptionChange[] {
  const statement = ownStatement(call);
  const body = around.field('consequence');
  const own = statement?.parent === body && statement && ownLines(text, statement);
  if (!statement || !own || indentOf(text, around) === undefined) {
    return [];
  }
  const isAlone = body?.named.length === 1 && around.fields('alternative').length === 0;
  const moved = isAlone ? undefined : insertBefore(text, around, { lines: [own.content] });
  const edits: Edit[] | undefined = isAlone
    ? [{ range: [around.start, statement.start], text: '' }]
    : moved && [...moved, { range: own.range, text: '' }];
  return changeTo('setOnEach', [option.name, 'on'], edits, option.name === 'reuseAddr');
}

/** Two calls in place of one with two names. */
export function splitNames(writer: SocketWriter, call: SyntaxNode, isPortable: boolean): OptionChange[] {
  const { file } = writer;
  const name = call.field('arguments')?.named[1];
  const statement = ownStatement(call);
  const parts = name?.type === 'binary_operator' ? [name.field('left'), name.field('right')] : [];
  const [left, right] = parts;
  if (!name || !statement || !left || !right) {
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
  const text = `${write(address)}${gap}${guard}${write(port)}`;
  const edits: Edit[] | undefined = isPair ? [{ range: [call.start, call.end], text }] : undefined;
  return changeTo('splitNames', ['reuseAddr', 'on'], edits, true);
}

/** What can be done with a call where it stands: put under a test for the name it needs, flipped, or kept from Windows. */
export function turn(writer: SocketWriter, { name, values }: GivenOption, step: OptionStep): OptionChange[] {
  const { call } = step.option;
  if (name === 'reusePort' && values.win32 === true) {
    const test = writer.hasReusePort(call.start);
    const edit = test === undefined ? undefined : writer.under(test, call);
    return changeTo('guardByFeature', ['reusePort', 'on-linux'], edit && [edit]);
  }
  const isOn = Object.values(values).some((one) => one === true);
  const flipped = flip(writer, { name, isOn }, step);
  return isOn && name === 'reuseAddr'
    ? [...flipped, ...changeTo('writeStatement', ['reuseAddr', 'on-posix'], writer.guardAt(call))]
    : flipped;
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
  const edits: Edit[] = [...(guard ?? []), { range: [value.start, value.end], text }];
  return changeTo('writeStatement', [name, isOn ? 'off' : on], edits, !isOn);
}

/** The statement moved before the bind, where both stand in one block. */
export function moveBeforeBind(
  writer: SocketWriter,
  option: GivenOption,
  { option: { call, arguments: given } }: OptionStep,
): OptionChange[] {
  const { file, target } = writer;
  const statement = ownStatement(call);
  const own = statement && ownLines(file.text, statement);
  if (!target || !own || statement.parent !== target.parent || indentOf(file.text, target) === undefined) {
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
  const edits: Edit[] | undefined =
    isSame && moved ? [...(guard?.edits ?? []), ...moved, { range: own.range, text: '' }] : undefined;
  return changeTo('moveBeforeBind', [option.name, isOff ? 'off' : guard ? 'on-posix' : 'on'], edits, isPlain);
}

/** The option of a connection set on the listener instead. */
export function setOnListener(writer: SocketWriter, { option: { call } }: OptionStep): OptionChange[] {
  const statement = ownStatement(call);
  const removed = statement && removeStatement(writer.file.text, statement);
  const written = writer.before('reuseAddr', writer.on);
  const edits = removed && written && [...written, removed];
  return changeTo('moveBeforeBind', ['reuseAddr', writer.on], edits);
}
