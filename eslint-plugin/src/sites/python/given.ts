import { isLoop } from '../flow/branches.ts';
import { givenOptions, onFirstOnly } from '../flow/given.ts';
import type { GivenOption } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors } from '../tree-sitter/walk.ts';
import { BRANCHES } from './dialect/branches.ts';
import { optionsOnConnections } from './lower/accepted.ts';
import { moveBeforeBind, setOnEach, setOnListener, splitNames, turn } from './write/changes.ts';
import { firstOnly } from './write/first-only.ts';
import type { Bound } from './write/insertion.ts';
import type { Reading } from './lower/reading.ts';
import { readSetOption, type ReadOption } from './lower/set-option.ts';
import type { OptionStep } from './lower/step.ts';
import type { SocketWriter } from './write/write.ts';

/** A bind whose options are read. */
interface Asked {
  readonly reading: Reading;
  readonly bound: Bound;
  readonly writer: SocketWriter;
}

/** The reuse options that the file gives the socket of a bind. */
export function readGiven(reading: Reading, bound: Bound, writer: SocketWriter): GivenOption[] {
  const { history, routine, step } = bound;
  const asked: Asked = { reading, bound, writer };
  const isLooped = ({ node }: OptionStep): boolean => sharesLoop(node, step.node, writer.creation);
  const given = givenOptions(
    {
      before: [...history.before, ...[...history.after].filter(isLooped)],
      after: [...history.after].filter((after) => !isLooped(after)),
      accepted: optionsOnConnections(routine, step.socket),
    },
    (set, tooLate) =>
      readAll(asked, set).map((option) =>
        tooLate === 'accepted'
          ? onListener(asked, option, set)
          : tooLate
            ? afterBind(asked, option, set)
            : inTime(asked, option, set),
      ),
  );
  return given.map((option) => mergedWith(option, given));
}

/** SO_EXCLUSIVEADDRUSE in a branch for Windows says nothing of the others. */
function readAll(asked: Asked, step: OptionStep): GivenOption[] {
  return readSetOption(step.option, asked.reading.values).flatMap((read) => {
    const { linux, darwin, win32 } = read.values;
    const isForWindows = linux === false && darwin === false && win32 !== false;
    return isForWindows && read.name === 'exclusiveAddrUse' && asked.writer.isPosix
      ? []
      : [readOption(asked, read, step)];
  });
}

function readOption(
  { reading: { sourceCode }, writer }: Asked,
  read: ReadOption,
  step: OptionStep,
): GivenOption {
  const { name, spelled, values, at, isOneName } = read;
  return {
    name,
    spelled,
    values,
    line: sourceCode.locOf(at.start, at.end).start.line,
    ...(isOneName
      ? {
          noEffect: {
            because: 'one-name' as const,
            where: 'On Linux that is SO_REUSEPORT alone, on macOS an error (ENOPROTOOPT), and',
          },
          changes: splitNames(writer, step.option.call, values.win32 !== false),
        }
      : { changes: turn(writer, read, step) }),
  };
}

function inTime({ bound, writer }: Asked, option: GivenOption, step: OptionStep): GivenOption {
  const statement = option.noEffect ? undefined : firstOnly(step, bound, writer.file);
  const condition = statement?.field('condition')?.text;
  return statement && condition !== undefined
    ? { ...option, noEffect: onFirstOnly(condition), changes: setOnEach(writer, option, step, statement) }
    : option;
}

function afterBind({ reading, bound, writer }: Asked, option: GivenOption, step: OptionStep): GivenOption {
  const { at } = bound.step;
  const { line } = reading.sourceCode.locOf(at, at).start;
  return {
    ...option,
    noEffect: { because: 'after-bind', where: `the bind on line ${line}` },
    changes: moveBeforeBind(writer, option, step),
  };
}

function onListener({ writer }: Asked, option: GivenOption, step: OptionStep): GivenOption {
  return {
    ...option,
    noEffect: { because: 'accepted', where: `the connection \`${step.socket.text}\`` },
    changes: setOnListener(writer, step),
  };
}

/** Set one way in one branch and another way in another: what it is, the source does not tell. */
function mergedWith(option: GivenOption, all: readonly GivenOption[]): GivenOption {
  const isOff = !option.noEffect && Object.values(option.values).every((value) => value === false);
  const isElsewhere = all.some(
    (other) =>
      other.name === option.name &&
      !other.noEffect &&
      Object.values(other.values).some((value) => value !== false),
  );
  return isOff && isElsewhere
    ? { ...option, values: { linux: 'unknown', darwin: 'unknown', win32: 'unknown' } }
    : option;
}

/** What comes after a bind in a loop comes before the next one, where the socket is made outside of it. */
function sharesLoop(one: SyntaxNode, other: SyntaxNode, creation: SyntaxNode | undefined): boolean {
  for (const loop of ancestors(one)) {
    const isIn = ({ start, end }: SyntaxNode): boolean => loop.start <= start && end <= loop.end;
    if (isLoop(loop, BRANCHES) && isIn(other) && !(creation && isIn(creation))) {
      return true;
    }
  }
  return false;
}
