import { describe, expect, it } from 'vitest';
import {
  platformGuards,
  type Branching,
  type Passed,
} from '../../../../eslint-plugin/src/sites/flow/guards.ts';
import { onlyOn, UNKNOWN, type Truth } from '../../../../eslint-plugin/src/sites/flow/truth.ts';

/** A node of a language that has `if`, blocks and exits, with the name of its condition. */
interface Tree {
  readonly kind: 'if' | 'block' | 'exit' | 'bind';
  readonly test?: string;
  readonly then?: Tree;
  readonly otherwise?: Tree;
  readonly body?: readonly Tree[];
}

interface Node extends Omit<Tree, 'test' | 'then' | 'otherwise' | 'body'> {
  readonly parent: Node | undefined;
  readonly start: number;
  readonly test: Test | undefined;
  readonly parts: readonly Node[];
  readonly then: Node | undefined;
}

/** A condition, which stands nowhere. */
interface Test extends Pick<Node, 'parent'> {
  readonly name: string;
}

const TRUTHS: Readonly<Record<string, Truth>> = {
  windows: onlyOn('win32'),
  linux: onlyOn('linux'),
  flag: UNKNOWN,
};

let starts = 0;

function nodeOf(tree: Tree, parent?: Node): Node {
  const test = tree.test === undefined ? undefined : { name: tree.test, parent: undefined };
  const parts: Node[] = [];
  const node: Node & { then: Node | undefined } = {
    kind: tree.kind,
    parent,
    start: (starts += 1),
    test,
    parts,
    then: undefined,
  };
  node.then = tree.then && nodeOf(tree.then, node);
  const rest = [tree.otherwise, ...(tree.body ?? [])].flatMap((part) => (part ? [nodeOf(part, node)] : []));
  parts.push(...(node.then ? [node.then] : []), ...rest);
  return node;
}

const isTest = (node: Node | Test): node is Test => 'name' in node;

const branching: Branching<Node | Test> = {
  startOf: (node) => (isTest(node) ? 0 : node.start),
  guard: (node, part) =>
    !isTest(node) && node.kind === 'if' && node.test
      ? { test: node.test, holds: node.then === part }
      : undefined,
  passed: (block) =>
    isTest(block) || block.kind !== 'block'
      ? []
      : block.parts.flatMap(({ kind, test, then, start }): Passed<Node | Test>[] =>
          kind === 'if' && test && then?.kind === 'exit' ? [{ test, holds: false, start }] : [],
        ),
};

/** The platforms on which the binds of a tree are reached, in source order. */
function reached(tree: Tree): string[] {
  const guards = platformGuards(branching, (test) =>
    isTest(test) ? (TRUTHS[test.name] ?? UNKNOWN) : UNKNOWN,
  );
  const binds = (node: Node): Node[] => (node.kind === 'bind' ? [node] : node.parts.flatMap(binds));
  return binds(nodeOf(tree)).map((bind) => guards.at(bind).join(' '));
}

const bind: Tree = { kind: 'bind' };
const exit: Tree = { kind: 'exit' };
const block = (...body: Tree[]): Tree => ({ kind: 'block', body });
const when = (test: string, then: Tree, otherwise?: Tree): Tree => ({
  kind: 'if',
  test,
  then,
  ...(otherwise && { otherwise }),
});

describe('the conditions around a node say where it is reached', () => {
  it.each<[what: string, tree: Tree, platforms: readonly string[]]>([
    ['none', bind, ['linux darwin win32']],
    ['both branches', when('windows', bind, bind), ['win32', 'linux darwin']],
    ['one in another', when('windows', block(when('linux', bind, bind))), ['', 'win32']],
    ['a chain', when('windows', bind, when('linux', bind, bind)), ['win32', 'linux', 'darwin']],
    ['a condition of something else', when('flag', when('linux', bind)), ['linux']],
    [
      'exits, each for what stands behind it',
      block(bind, when('windows', exit), bind, when('linux', exit), bind),
      ['linux darwin win32', 'linux darwin', 'darwin'],
    ],
    [
      'an exit of an inner block, which holds there alone',
      block(block(when('windows', exit), bind), bind),
      ['linux darwin', 'linux darwin win32'],
    ],
  ])('%s', (_, tree, platforms) => {
    expect(reached(tree)).toEqual(platforms);
  });

  it('nesting thousands deep', () => {
    let inner = nodeOf({ kind: 'block' });
    for (let depth = 0; depth < 5000; depth++) {
      inner = nodeOf({ kind: 'block' }, inner);
    }
    expect(platformGuards(branching, () => UNKNOWN).at(inner)).toHaveLength(3);
  });
});
