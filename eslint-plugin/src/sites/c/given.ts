import { REPETITION } from './dialect/repetition.ts';
import { firstOnly } from '../flow/first-only.ts';
import { givenOptions, onFirstOnly, type TooLate } from '../flow/given.ts';
import type { GivenOption, NoEffect, OptionChange } from '../site.ts';
import {
  avoidOnWindows,
  moveBeforeBind,
  removeOption,
  replaceValue,
  setOnEach,
  setOnListener,
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
export function readGiven(bound: BoundTarget): GivenOption[] {
  const { history } = bound;
  return givenOptions(
    { ...history, before: [...history.before, ...history.retried] },
    (step, tooLate): GivenOption[] => (tooLate ? readLate(bound, step, tooLate) : readInTime(bound, step)),
  );
}

function readInTime({ target, history, isPortable }: BoundTarget, step: OptionStep): GivenOption[] {
  const condition = firstOnly(
    { option: step.option.call, bind: target.bind, creations: history.creations },
    REPETITION,
  )?.field('condition')?.text;
  const noEffect = condition === undefined ? undefined : onFirstOnly(condition);
  return readOption(target, step, noEffect)
    .filter(({ name }) => !isPortable || name !== 'exclusiveAddrUse')
    .map((option) => ({ ...option, replace: replaceValue(step), changes: changesOf(step, option, target) }));
}

function changesOf(step: OptionStep, option: GivenOption, target: Target): OptionChange[] | undefined {
  const { sourceCode, unit, platforms } = target;
  const { name, values, noEffect } = option;
  return noEffect?.because === 'first-only'
    ? setOnEach(target, step, name)
    : noEffect?.because === 'one-name'
      ? splitNames(sourceCode, step, namesOf(unit, step.option).names)
      : name === 'reuseAddr' && values.win32 === true && platforms.includes('win32')
        ? avoidOnWindows(step, target)
        : name === 'reusePort' && values.linux === true
          ? removeOption(sourceCode, step)
          : undefined;
}

function readLate({ target }: BoundTarget, step: OptionStep, because: TooLate): GivenOption[] {
  const { sourceCode, bind } = target;
  const noEffect: NoEffect = {
    because,
    where:
      because === 'accepted'
        ? 'a connection that accept() returned'
        : `the bind on line ${sourceCode.locOf(bind.start, bind.end).start.line}`,
  };
  const mend = because === 'accepted' ? setOnListener : moveBeforeBind;
  return readOption(target, step, noEffect).map((option) => ({
    ...option,
    changes: mend(target, step, option.name),
  }));
}
