import { describe, expect, it } from 'vitest';
import { historyOf } from '../../../../eslint-plugin/src/sites/flow/history.ts';
import type { Place, Routine, Step, StepOf } from '../../../../eslint-plugin/src/sites/flow/step.ts';
import { SyntaxNode } from '../../../../eslint-plugin/src/sites/tree-sitter/node.ts';

type S = Step<string, string, string>;
type Told = S extends infer T ? (T extends S ? Omit<T, 'at' | 'node'> : never) : never;

/** A node of no language, with nothing around it. */
const node = new SyntaxNode({ type: 'call', startIndex: 0, endIndex: 0 } as never, '');
const place = (text: string): Place => ({ text, name: text, isShared: false });
const create = (into: string): Told => ({ kind: 'create', into: place(into), creation: 'socket' });
const copy = (into: string, from: string): Told => ({ kind: 'copy', into: place(into), from: place(from) });
const option = (socket: string, name: string): Told => ({
  kind: 'option',
  socket: place(socket),
  option: name,
});
const bind = (socket: string): Told => ({ kind: 'bind', socket: place(socket), bind: 'bind' });
const call = (callee: string, ...given: string[]): Told => ({
  kind: 'call',
  callee,
  arguments: given.map(place),
  into: undefined,
});

function routine(name: string, parameters: string[], ...told: Told[]): Routine<string, string, string> {
  const steps = told.map((step, index) => ({ ...step, at: index, node }));
  return { name, parameters, steps, node, mentions: () => true };
}

function historyIn(...routines: Routine<string, string, string>[]) {
  const home = routines.find(({ steps }) => steps.some(({ kind }) => kind === 'bind'));
  const step = home?.steps.find((one): one is StepOf<S, 'bind'> => one.kind === 'bind');
  if (!home || !step) {
    throw new Error('a bind is needed');
  }
  return historyOf({ routines, routine: (name) => routines.find((one) => one.name === name) }, home, step);
}

const optionsOf = (steps: ReadonlySet<StepOf<S, 'option'>>): string[] =>
  [...steps].map((step) => step.option);

describe('the history of a socket', () => {
  it('has the options that were set on it under a second name', () => {
    const { before } = historyIn(
      routine('main', [], create('a'), copy('b', 'a'), option('b', 'reuse'), bind('a')),
    );
    expect(optionsOf(before)).toEqual(['reuse']);
  });

  it('has those after the bind apart', () => {
    const { before, after } = historyIn(
      routine('main', [], create('a'), copy('b', 'a'), bind('a'), option('b', 'reuse')),
    );
    expect([optionsOf(before), optionsOf(after)]).toEqual([[], ['reuse']]);
  });

  it('comes from outside where the routine only calls itself', () => {
    const { isOutside, creations } = historyIn(routine('listen', ['a'], bind('a'), call('listen', 'a')));
    expect([isOutside, creations.size]).toEqual([true, 0]);
  });

  it('comes from the file where another routine calls it too', () => {
    const { isOutside, before } = historyIn(
      routine('listen', ['a'], bind('a'), call('listen', 'a')),
      routine('main', [], create('s'), option('s', 'reuse'), call('listen', 's')),
    );
    expect([isOutside, optionsOf(before)]).toEqual([false, ['reuse']]);
  });
});
