import { firstOnly } from '../flow/first-only.ts';
import { givenOptions, isTooLate } from '../flow/given.ts';
import type { GivenOption, OptionChange } from '../site.ts';
import { REPETITION } from './dialect/repetition.ts';
import {
  avoidOnWindows,
  moveBeforeBind,
  removeOption,
  replaceValue,
  setInTime,
  splitNames,
} from './write/changes.ts';
import { namesOf, readOption, type OptionStep } from './lower/options.ts';
import type { CHistory } from './lower/unit.ts';
import type { Target } from './write/write.ts';

/** A bind in front of which options are set and written. */
export interface BoundTarget {
  readonly target: Target;
  readonly history: CHistory;
  /** The file is compiled for Windows and others: SO_EXCLUSIVEADDRUSE says nothing of those. */
  readonly isPortable: boolean;
}

/** The reuse options that the file gives the socket of a bind. */
export const readGiven = ({ target, history, isPortable }: BoundTarget): GivenOption[] =>
  givenOptions<OptionStep>(
    { ...history, before: [...history.before, ...history.retried] },
    {
      read: (step, noEffect) =>
        readOption(target, step, noEffect)
          .filter(({ name }) => !isPortable || name !== 'exclusiveAddrUse' || isTooLate(noEffect))
          .map((option) => ({ ...option, replace: replaceValue(step) })),
      changes: (step, option) => changesOf(step, option, target),
      firstOnly: ({ option: { call } }) =>
        firstOnly({ option: call, bind: target.bind, creations: history.creations }, REPETITION),
      onEach: (step, { name }) => setInTime(target, step, name, 'setOnEach'),
      'after-bind': {
        where: () =>
          `the bind on line ${target.sourceCode.locOf(target.bind.start, target.bind.end).start.line}`,
        changes: (step, { name }) => moveBeforeBind(target, step, name),
      },
      accepted: {
        where: () => 'a connection that accept() returned',
        changes: (step, { name }) => setInTime(target, step, name, 'moveBeforeBind'),
      },
    },
  );

/** What a function of another file may have set before the bind. */
export function setElsewhere(spelled: string, { sourceCode, bind }: Target): GivenOption {
  return {
    name: 'reuseAddr',
    spelled,
    values: { linux: 'unknown', darwin: 'unknown', win32: 'unknown' },
    line: sourceCode.locOf(bind.start, bind.end).start.line,
  };
}

function changesOf(step: OptionStep, option: GivenOption, target: Target): OptionChange[] | undefined {
  const { sourceCode, unit, platforms } = target;
  const { name, values, noEffect } = option;
  return noEffect?.because === 'one-name'
    ? splitNames(sourceCode, step, namesOf(unit, step.option).names)
    : name === 'reuseAddr' && values.win32 === true && platforms.includes('win32')
      ? avoidOnWindows(step, target)
      : name === 'reusePort' && values.linux === true
        ? removeOption(sourceCode, step)
        : undefined;
}
