import { describe, expect, it } from 'vitest';
import { calleeIn } from '../../../../eslint-plugin/src/sites/flow/callee.ts';
import { historyOf } from '../../../../eslint-plugin/src/sites/flow/history.ts';
import {
  variable as place,
  type Routine,
  type Step,
  type StepOf,
  type Unit,
} from '../../../../eslint-plugin/src/sites/flow/step.ts';
import { SyntaxNode } from '../../../../eslint-plugin/src/sites/tree-sitter/node.ts';
import { Words } from '../../../../eslint-plugin/src/sites/tree-sitter/words.ts';

type S = Step<string, string, string>;
type Told = S extends infer T ? (T extends S ? Omit<T, 'at' | 'node'> : never) : never;

/** A node of no language, with nothing around it. */
const node = new SyntaxNode({ type: 'call', startIndex: 0, endIndex: 0 } as never, '');
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
  callee: calleeIn(node, callee),
  arguments: given.map(place),
  into: undefined,
});

type ToldRoutine = Omit<Routine<string, string, string>, 'parts'>;

function routine(name: string, parameters: string[], ...told: Told[]): ToldRoutine {
  const steps = told.map((step, index) => ({ ...step, at: index, node }));
  return { callee: calleeIn(node, name), parameters, steps, node };
}

function historyIn(...told: ToldRoutine[]) {
  // of their text only the names of what they call are looked for
  const texts = told.map(({ steps }) =>
    steps.map((step) => (step.kind === 'call' ? step.callee.name : step.kind)).join(' '),
  );
  const routines = told.map((one, index) => {
    const start = texts.slice(0, index).join('\n').length;
    return { ...one, parts: [{ start, end: start + (texts[index]?.length ?? 0) + 1 }] };
  });
  const home = routines.find(({ steps }) => steps.some(({ kind }) => kind === 'bind'));
  const step = home?.steps.find((one): one is StepOf<S, 'bind'> => one.kind === 'bind');
  if (!home || !step) {
    throw new Error('a bind is needed');
  }
  const unit: Unit<string, string, string> = {
    routines,
    words: new Words(texts.join('\n')),
    branches: { rules: new Map(), shortCircuits: new Map() },
    routine: (callee) => routines.find((one) => one.callee === callee),
  };
  return historyOf(unit, home, step);
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
