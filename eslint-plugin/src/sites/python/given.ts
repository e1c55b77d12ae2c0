import { isLoop } from '../flow/branches.ts';
import { firstOnly } from '../flow/first-only.ts';
import { givenOptions, isTooLate } from '../flow/given.ts';
import type { GivenOption, NoEffect } from '../site.ts';
import type { SyntaxNode } from '../tree-sitter/node.ts';
import { ancestors, holds } from '../tree-sitter/walk.ts';
import { BRANCHES } from './dialect/branches.ts';
import { repetitionIn } from './dialect/repetition.ts';
import { optionsOnConnections } from './lower/accepted.ts';
import { moveBeforeBind, setOnEach, setOnListener, splitNames, turn } from './write/changes.ts';
import type { Bound } from './write/insertion.ts';
import type { Reading } from './lower/reading.ts';
import { readSetOption, type ReadOption } from './lower/set-option.ts';
import type { OptionStep } from './lower/step.ts';
import type { SocketWriter } from './write/write.ts';

/** The reuse options that the file gives the socket of a bind. */
export function readGiven(reading: Reading, bound: Bound, writer: SocketWriter): GivenOption[] {
  const { history, routine, step } = bound;
  const { sourceCode } = reading;
  const isLooped = ({ node }: OptionStep): boolean => sharesLoop(node, step.node, writer.creation);
  const given = givenOptions<OptionStep>(
    {
      before: [...history.before, ...[...history.after].filter(isLooped)],
      after: [...history.after].filter((after) => !isLooped(after)),
      accepted: optionsOnConnections(routine, step.socket),
    },
    {
      read: ({ option }, noEffect) =>
        readSetOption(option, reading.values)
          .filter((read) => !(writer.isPosix && isForWindows(read)))
          .map(({ isOneName, at, ...read }) => ({
            ...read,
            line: sourceCode.locOf(at.start, at.end).start.line,
            noEffect: isOneName && !isTooLate(noEffect) ? ONE_NAME : noEffect,
          })),
      changes: (set, option) =>
        option.noEffect
          ? splitNames(writer, set.option.call, option.values.win32 !== false)
          : turn(writer, option, set),
      firstOnly: ({ node }) =>
        firstOnly({ option: node, bind: step.node, creations: history.creations }, repetitionIn(writer.file)),
      onEach: (set, option, around) => setOnEach(writer, option, set, around),
      'after-bind': {
        where: () => `the bind on line ${sourceCode.locOf(step.at, step.at).start.line}`,
        changes: (set, option) => moveBeforeBind(writer, option, set),
      },
      accepted: {
        where: ({ socket }) => `the connection \`${socket.text}\``,
        changes: (set) => setOnListener(writer, set),
      },
    },
  );
  return given.map((option) => mergedWith(option, given));
}

const ONE_NAME: NoEffect = {
  because: 'one-name',
  where: 'On Linux that is SO_REUSEPORT alone, on macOS an error, and',
};

/** SO_EXCLUSIVEADDRUSE in a branch for Windows says nothing of the others. */
const isForWindows = ({ name, values: { linux, darwin, win32 } }: ReadOption): boolean =>
  name === 'exclusiveAddrUse' && linux === false && darwin === false && win32 !== false;

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
    if (isLoop(loop, BRANCHES) && holds(loop, other) && !(creation && holds(loop, creation))) {
      return true;
    }
  }
  return false;
}
