import type { Layout } from '../flow/edits/layout.ts';
import { firstOnly } from '../flow/first-only.ts';
import { givenOptions } from '../flow/given.ts';
import type { GivenOption } from '../site.ts';
import { acceptedOptions } from './lower/accepted.ts';
import { constantOf, moving, onEach, ontoListener, switching, type BoundSite } from './write/changes.ts';
import { layoutAt } from './dialect/layout.ts';
import { REPETITION } from './dialect/repetition.ts';
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
  const isKnown = ({ name }: OptionSetting): boolean =>
    name !== 'reusePort' || binding.api.options.includes('reusePort');
  const { before, retried, after } = history;
  const later = binding.isLater === true ? after : [];
  const late = set(after, false).filter(isKnown);
  const accepted = [...set([...before, ...after], true), ...acceptedOptions(file, routine, step)];
  /** Whether it is set, if anything makes it so: it may not be, in a branch that the bind is not in. */
  const inTime = (setting: OptionSetting): boolean | 'unknown' =>
    isConditional(file.names, setting.call, step.bind.call) ? 'unknown' : constantOf(setting);
  const layoutOf = ({ call }: OptionSetting): Layout => layoutAt(file.sourceCode, call.start);
  return givenOptions<OptionSetting>(
    {
      before: set([...before, ...retried, ...later], false),
      after: late,
      accepted: accepted.filter(isKnown),
    },
    {
      read: (setting, noEffect) => [
        { ...optionOf(file, setting, noEffect ? constantOf(setting) : inTime(setting)), noEffect },
      ],
      changes: (setting) => switching(layoutOf(setting), setting, inTime(setting)),
      firstOnly: ({ call }) =>
        firstOnly({ option: call, bind: step.bind.call, creations: history.creations }, REPETITION),
      onEach: (setting, _, around) => onEach(layoutOf(setting), setting, around),
      'after-bind': {
        where: () => whereBound(bound),
        changes: (setting) => moving(bound, layoutOf(setting), setting),
      },
      accepted: {
        where: () => 'the connections it accepts',
        changes: (setting) => ontoListener(bound, layoutOf(setting), setting),
      },
    },
    // its constructor sets it, and binds: what is set afterwards comes too late
    isMulticastSocket(step, history) && late.length === 0 ? [MULTICAST_SOCKET] : [],
  );
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
