import type { Moment } from '../flow/keeps-until.ts';
import { factsOf } from './known-call.ts';
import type { Called } from './lower/handed.ts';
import type { Reading } from './lower/reading.ts';
import type { PythonUnit } from './lower/step.ts';
import type { Bound } from './write/insertion.ts';

/** When a socket is bound: what nothing refers to any more is closed. */
export const momentOfBind = ({ unit, step: { bind }, history }: Bound): Moment => ({
  unit,
  call: bind.call,
  creations: history.creations,
  lasts: history.isShared ? 'on' : 'in-routine',
  held: bind.receiver.text,
});

/** When a call binds that makes a server, or starts one. */
export function momentOfCall(reading: Reading, unit: PythonUnit, called: Called): Moment {
  const { call } = called;
  const { parent } = call;
  const left = parent?.type === 'assignment' ? parent.field('left') : undefined;
  // a server that is told so binds by another call
  const isBound = left !== undefined && !call.text.includes('bind_and_activate');
  const isKept = factsOf(reading, called)?.isKept === true || (isBound && left.type === 'attribute');
  return {
    unit,
    call,
    creations: new Set([call]),
    lasts: isKept ? 'on' : isBound ? 'in-routine' : 'in-call',
  };
}
