import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import type { Place } from '../../flow/step.ts';
import { groupedBy } from '../../grouped.ts';
import type { OptionName } from '../../site.ts';
import type { File } from './file.ts';
import type { BindStep, JavaRoutine, JavaUnit, OptionSetting } from './step.ts';

/** The reuse options that the file sets on connections the socket of a bind accepts, the first of each name in a routine. */
export function acceptedOptions(
  { unit }: File,
  home: JavaRoutine,
  { socket }: BindStep,
): readonly OptionSetting[] {
  if (!socket) {
    return [];
  }
  const held = [...namesOf(home, socket)];
  const found = held.flatMap((text) =>
    (optionsByListener(unit).get(text) ?? []).filter(
      ({ listener, routine }) => listener.isShared || routine === home,
    ),
  );
  spend(held.length + found.length);
  return found.sort((one, other) => one.index - other.index).map(({ option }) => option);
}

const copiesFrom = memoize(({ steps }: JavaRoutine) => steps.filter((step) => step.kind === 'copy'));

const copiesOf = memoize((routine: JavaRoutine) =>
  groupedBy(copiesFrom(routine).entries(), ([, { from }]) => [from.text]),
);

/** All places of a routine that hold the socket: what is copied to before it holds it does not. */
function namesOf(routine: JavaRoutine, socket: Place): ReadonlySet<string> {
  const since = new Map<string, number>();
  const stack: [text: string, index: number][] = [[socket.text, -1]];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [text, index] = next;
    spend();
    if ((since.get(text) ?? Infinity) <= index) {
      continue;
    }
    since.set(text, index);
    for (const [at, { into }] of copiesOf(routine).get(text) ?? []) {
      if (at > index) {
        stack.push([into.text, at]);
      }
    }
  }
  return new Set(since.keys());
}

/** An option that is set on what a listener accepts. */
interface Accepted {
  readonly listener: Place;
  readonly option: OptionSetting;
  readonly routine: JavaRoutine;
  /** In the order of the file's routines and steps. */
  readonly index: number;
}

/** The options on connections by the places of the listeners that they are accepted from. */
const optionsByListener = memoize(({ routines }: JavaUnit): ReadonlyMap<string, readonly Accepted[]> => {
  const found = routines
    .filter((routine) => routine.text.includes('accept') && routine.text.includes('euse'))
    .flatMap((routine) => settingsOnConnections(routine).map((setting) => ({ ...setting, routine })))
    .map((setting, index) => ({ ...setting, index }));
  return groupedBy(found, ({ listener }) => [listener.text]);
});

type Listeners = Map<string, Place>;

function settingsOnConnections({ steps }: JavaRoutine): Pick<Accepted, 'listener' | 'option'>[] {
  const connections = new Map<string, Record<string, Listeners>>();
  const waiting = (connection: string, name: string): Listeners => {
    const byName = connections.get(connection) ?? {};
    connections.set(connection, byName);
    return (byName[name] ??= new Map());
  };
  const done = new Set<string>();
  const found: Pick<Accepted, 'listener' | 'option'>[] = [];
  for (const step of steps) {
    spend();
    if (step.kind === 'create' && step.into && step.creation.acceptedFrom) {
      const listener = step.creation.acceptedFrom;
      for (const name of NAMES) {
        waiting(step.into.text, name).set(listener.text, listener);
      }
    } else if (step.kind === 'copy' && connections.has(step.from.text)) {
      for (const name of NAMES) {
        const from = waiting(step.from.text, name);
        spend(from.size);
        from.forEach((listener, text) => waiting(step.into.text, name).set(text, listener));
      }
    } else if (step.kind === 'option' && step.option.sets === 'option' && connections.has(step.socket.text)) {
      const { option } = step;
      const listeners = waiting(step.socket.text, option.name);
      for (const [text, listener] of listeners) {
        spend();
        if (!done.has(`${option.name} ${text}`)) {
          done.add(`${option.name} ${text}`);
          found.push({ listener, option });
        }
      }
      // of each listener the first one tells
      listeners.clear();
    }
  }
  return found;
}

const NAMES: readonly OptionName[] = ['reuseAddr', 'reusePort'];
