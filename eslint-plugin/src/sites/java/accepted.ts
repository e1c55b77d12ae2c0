import { remembered } from '../flow/remembered.ts';
import type { Place } from '../flow/step.ts';
import type { BindStep, File } from './front-end.ts';
import type { JavaRoutine, Setting } from './unit.ts';

/** The reuse options that the file sets on connections the socket of a bind accepts. */
export function acceptedOptions(
  { unit }: File,
  home: JavaRoutine,
  { socket }: BindStep,
): Extract<Setting, { sets: 'option' }>[] {
  if (!socket) {
    return [];
  }
  const held = namesOf(home, socket);
  return unit.routines
    .filter((routine) => routine.mentions('accept') && routine.mentions('euse'))
    .flatMap((routine) => {
      return settingsOnConnections(
        routine,
        ({ text, isShared }) => (isShared || routine === home) && held.has(text),
      );
    });
}

const copiesIn = remembered(({ steps }: JavaRoutine) => steps.filter((step) => step.kind === 'copy'));

/** All places of a routine that hold the socket. */
function namesOf(routine: JavaRoutine, socket: Place): Set<string> {
  const names = new Set([socket.text]);
  for (const { from, into } of copiesIn(routine)) {
    if (names.has(from.text)) {
      names.add(into.text);
    }
  }
  return names;
}

function settingsOnConnections(
  { steps }: JavaRoutine,
  isIt: (listener: Place) => boolean,
): Extract<Setting, { sets: 'option' }>[] {
  const connections = new Set<string>();
  const found: Extract<Setting, { sets: 'option' }>[] = [];
  for (const step of steps) {
    if (
      step.kind === 'create' &&
      step.into &&
      step.creation.acceptedFrom &&
      isIt(step.creation.acceptedFrom)
    ) {
      connections.add(step.into.text);
    } else if (step.kind === 'copy' && connections.has(step.from.text)) {
      connections.add(step.into.text);
    } else if (step.kind === 'option' && step.option.sets === 'option' && connections.has(step.socket.text)) {
      found.push(step.option);
    }
  }
  return found;
}
