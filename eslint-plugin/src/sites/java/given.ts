import { REPETITION } from './dialect/repetition.ts';
import { firstOnly } from '../flow/first-only.ts';
import { givenOptions, onFirstOnly, type TooLate } from '../flow/given.ts';
import type { GivenOption } from '../site.ts';
import { acceptedOptions } from './lower/accepted.ts';
import { moving, onEach, ontoListener, switching, type BoundSite } from './write/changes.ts';
import { valueOf } from './lower/evaluate.ts';
import { layoutAt } from './dialect/layout.ts';
import { isMulticastSocket } from './lower/multicast.ts';
import { isConditional, valuesOf } from './lower/options.ts';
import type { OptionSetting, Setting } from './lower/step.ts';

const MULTICAST_SOCKET: GivenOption = {
  name: 'reuseAddr',
  spelled: 'MulticastSocket',
  values: { linux: true, darwin: true, win32: true },
  line: 0,
};

/** The reuse options that the file gives the socket of a bind. */
export function readGiven(bound: BoundSite): GivenOption[] {
  const { file, routine, step, history, binding } = bound;
  const set = (steps: Iterable<{ readonly option: Setting }>, isAccepted: boolean): OptionSetting[] =>
    [...steps].flatMap(({ option }) =>
      option.sets === 'option' && (option.isAccepted ?? false) === isAccepted ? [option] : [],
    );
  const { before, retried, after } = history;
  const later = binding.isLater === true ? after : [];
  return givenOptions(
    {
      before: set([...before, ...retried, ...later], false),
      after: set(after, false),
      accepted: [...set([...before, ...after], true), ...acceptedOptions(file, routine, step)],
    },
    (option, tooLate) => (tooLate ? readLate(bound, option, tooLate) : readInTime(bound, option)),
    isMulticastSocket(step, history) ? [MULTICAST_SOCKET] : [],
  );
}

function readInTime({ file, step, history }: BoundSite, setting: OptionSetting): GivenOption[] {
  const layout = layoutAt(file.sourceCode, setting.call.start);
  const once = firstOnly(
    { option: setting.call, bind: step.bind.call, creations: history.creations },
    REPETITION,
  );
  const known =
    once || !isConditional(file.names, setting.call, step.bind.call) ? constantOf(setting) : 'unknown';
  return [
    {
      ...optionOf(file, setting, known),
      noEffect: once && onFirstOnly(once.field('condition')?.text ?? ''),
      changes: once ? onEach(layout, setting, once) : switching(layout, setting, known),
    },
  ];
}

function readLate(bound: BoundSite, setting: OptionSetting, because: TooLate): GivenOption[] {
  const { file, binding } = bound;
  if (setting.name === 'reusePort' && !binding.api.options.includes('reusePort')) {
    return [];
  }
  const known = constantOf(setting);
  const mend = because === 'accepted' ? ontoListener : moving;
  return [
    {
      ...optionOf(file, setting, known),
      noEffect: { because, where: because === 'accepted' ? 'the connections it accepts' : whereBound(bound) },
      changes: mend(bound, layoutAt(file.sourceCode, setting.call.start), setting, known),
    },
  ];
}

function constantOf({ value }: OptionSetting): boolean | 'unknown' {
  const constant = valueOf(value);
  return typeof constant === 'boolean' ? constant : 'unknown';
}

function optionOf(
  { sourceCode, names }: BoundSite['file'],
  setting: OptionSetting,
  known: boolean | 'unknown',
): GivenOption {
  const { name, spelled, call } = setting;
  const { line } = sourceCode.locOf((call.field('name') ?? call).start, call.end).start;
  return { name, spelled, values: valuesOf(names, setting, known), line };
}

function whereBound({ file, step }: BoundSite): string {
  const { call } = step.bind;
  const { line } = file.sourceCode.locOf(call.start, (call.field('name') ?? call).end).end;
  return call.type === 'method_invocation' && call.field('name')?.text !== 'createServerSocket'
    ? `the bind on line ${line}`
    : `line ${line}, where the socket is made and bound at once`;
}
