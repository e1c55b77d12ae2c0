import type { TSESTree } from '@typescript-eslint/utils';
import { spend } from '../effort.ts';
import { memoize } from '../memoize.ts';
import { firstNotBelow } from '../tree-sitter/bisect.ts';
import type { Node } from './ast.ts';

/** A condition that decides whether a node is reached, and the side it stands on. */
export interface Condition {
  readonly test: Node;
  readonly holds: boolean;
}

/** A question about the conditions around a node. */
export interface Question<T> {
  /** The answer where there is none. */
  readonly none: T;
  readonly of: (condition: Condition) => T;
  readonly join: (outer: T, inner: T) => T;
}

/** The statements of a block that leave it under a condition, in source order. */
type Block = TSESTree.BlockStatement | TSESTree.Program;

const exitsOf = memoize((block: Block): readonly Exit[] => {
  spend(block.body.length);
  return block.body.flatMap((statement) =>
    statement.type === 'IfStatement' && !statement.alternate && leaves(statement.consequent)
      ? [{ test: statement.test, start: statement.range[0] }]
      : [],
  );
});

interface Exit {
  readonly test: Node;
  readonly start: number;
}

/**
 * Answers a question about the conditions around nodes of one file: `if`, `?:`, `&&`, `||`, and an `if` before a node that leaves.
 * What is known of a block or branch is kept, as thousands of nodes may stand in it.
 */
export class Reached<T> {
  readonly #question: Question<T>;
  readonly #known = new WeakMap<Node, { readonly value: T }>();
  /** What is known after each exit of a block. */
  readonly #after = new WeakMap<Node, { readonly value: T }[]>();

  constructor(question: Question<T>) {
    this.#question = question;
  }

  at(node: Node): T {
    const path: Node[] = [];
    let known: { readonly value: T } | undefined;
    let next: Node | undefined = node;
    for (; next && known === undefined; next = next.parent) {
      spend();
      known = this.#known.get(next);
      if (known === undefined) {
        path.push(next);
      }
    }
    let answer = known === undefined ? this.#question.none : known.value;
    for (const inside of path.reverse()) {
      answer = inside.parent ? this.#within(inside.parent, inside, answer) : answer;
      this.#known.set(inside, { value: answer });
    }
    return answer;
  }

  /** The answer at a child of a node, by that at the node. */
  #within(parent: Node, child: Node, outer: T): T {
    switch (parent.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
        return child === parent.test
          ? outer
          : this.#under({ test: parent.test, holds: child === parent.consequent }, outer);
      case 'LogicalExpression':
        return child === parent.right && parent.operator !== '??'
          ? this.#under({ test: parent.left, holds: parent.operator === '&&' }, outer)
          : outer;
      case 'BlockStatement':
      case 'Program':
        return this.#behindExits(parent, child, outer);
      default:
        return outer;
    }
  }

  #under(condition: Condition, outer: T): T {
    const { of, join } = this.#question;
    return join(outer, of(condition));
  }

  #behindExits(block: Block, child: Node, outer: T): T {
    const { of, join } = this.#question;
    const exits = exitsOf(block);
    const count = firstNotBelow(exits, child.range[0], ({ start }) => start);
    const after = this.#after.get(block) ?? [];
    this.#after.set(block, after);
    for (const { test } of exits.slice(after.length, count)) {
      spend();
      const one = of({ test, holds: false });
      const [before] = after.slice(-1);
      after.push({ value: before ? join(one, before.value) : one });
    }
    const last = after[count - 1];
    return last ? join(outer, last.value) : outer;
  }
}

function leaves(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  if (last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement') {
    return true;
  }
  return (
    last?.type === 'ExpressionStatement' &&
    last.expression.type === 'CallExpression' &&
    last.expression.callee.type === 'MemberExpression' &&
    last.expression.callee.object.type === 'Identifier' &&
    last.expression.callee.object.name === 'process'
  );
}
