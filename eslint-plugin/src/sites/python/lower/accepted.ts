import { spend } from '../../effort.ts';
import { memoize } from '../../memoize.ts';
import { grouped } from '../../grouped.ts';
import type { Place } from '../../flow/step.ts';
import type { OptionStep, PythonRoutine } from './step.ts';

/** Those of a routine, by the sockets that accepted the connections. */
const onConnections = memoize(({ steps }: PythonRoutine): ReadonlyMap<string, readonly OptionStep[]> => {
  const accepted = new Map<string, string>();
  const found: [string, OptionStep][] = [];
  for (const step of steps) {
    spend();
    if (step.kind === 'create' && step.into) {
      const receiver = step.creation.call.field('function')?.field('object')?.text.replaceAll(/\s+/gu, '');
      if (step.creation.kind === 'accepted' && receiver !== undefined) {
        accepted.set(step.into.text, receiver);
      } else {
        accepted.delete(step.into.text);
      }
    }
    const listener = step.kind === 'option' ? accepted.get(step.socket.text) : undefined;
    if (step.kind === 'option' && listener !== undefined) {
      found.push([listener, step]);
    }
  }
  return grouped(found);
});

/** The options that a routine sets on connections that a socket accepted. */
export const optionsOnConnections = (
  routine: PythonRoutine,
  socket: Place | undefined,
): readonly OptionStep[] => (socket && onConnections(routine).get(socket.text)) ?? [];
