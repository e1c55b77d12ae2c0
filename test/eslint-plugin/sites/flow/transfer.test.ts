import { describe, expect, it } from 'vitest';
import { calleeIn } from '../../../../eslint-plugin/src/sites/flow/callee.ts';
import { variable, type AnyStep, type Place } from '../../../../eslint-plugin/src/sites/flow/step.ts';
import { concernsSocket, transfer } from '../../../../eslint-plugin/src/sites/flow/transfer.ts';

const fd = variable('fd');
const other = variable('other');
const callee = calleeIn({}, 'tune');
const isHeld = ({ text }: Place): boolean => text === 'fd';

type Told = AnyStep extends infer S ? (S extends AnyStep ? Omit<S, 'at' | 'node'> : never) : never;
const does = (told: Told): string | undefined => transfer(told as AnyStep, isHeld)?.does;

describe('what a step does to the socket in `fd`', () => {
  it.each<[does: string, step: Told, ofAnother: Told]>([
    ['make', { kind: 'create', into: fd, creation: 0 }, { kind: 'create', into: other, creation: 0 }],
    ['load', { kind: 'copy', into: fd, from: other }, { kind: 'copy', into: other, from: other }],
    ['store', { kind: 'copy', into: other, from: fd }, { kind: 'copy', into: other, from: other }],
    ['configure', { kind: 'option', socket: fd, option: 0 }, { kind: 'option', socket: other, option: 0 }],
    ['bind', { kind: 'bind', socket: fd, bind: 0 }, { kind: 'bind', socket: undefined, bind: 0 }],
    [
      'use',
      { kind: 'use', socket: fd, use: 'listen' },
      { kind: 'use', socket: other, use: 'listen', into: fd },
    ],
    ['return', { kind: 'return', from: fd }, { kind: 'return', from: other }],
  ])('is to %s, where it is about it', (effect, step, ofAnother) => {
    expect([does(step), does(ofAnother)]).toEqual([effect, undefined]);
  });

  it('is to store it where one variable of it is copied to another', () => {
    expect(does({ kind: 'copy', into: fd, from: fd })).toBe('store');
  });

  it('tells which arguments of a call hold it, and whether it takes the result', () => {
    const call = { kind: 'call', callee, arguments: [other, fd, undefined, fd], into: fd } as const;
    expect(transfer(call as unknown as AnyStep, isHeld)).toMatchObject({
      given: [
        [1, fd],
        [3, fd],
      ],
      takesResult: true,
    });
  });

  it('is a call that may reach it by a field, but does not concern it, where nothing of it is given', () => {
    const call = { kind: 'call', callee, arguments: [other], into: undefined } as unknown as AnyStep;
    const effect = transfer(call, isHeld);
    expect(effect && concernsSocket(effect)).toBe(false);
  });
});
