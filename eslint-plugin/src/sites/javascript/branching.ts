import type { Branching, Guard, Passed } from '../flow/guards.ts';
import { spend } from '../effort.ts';
import type { Node } from './ast.ts';

/** The conditions under which JavaScript reaches a node: `if`, `?:`, `&&`, `||`, and an `if` before it that leaves the block. */
export const BRANCHING: Branching<Node> = { startOf: ({ range }) => range[0], guard, passed };

function guard(node: Node, part: Node): Guard<Node> | undefined {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return part === node.test ? undefined : { test: node.test, holds: part === node.consequent };
    case 'LogicalExpression':
      return part === node.right && node.operator !== '??'
        ? { test: node.left, holds: node.operator === '&&' }
        : undefined;
    default:
      return undefined;
  }
}

function passed(block: Node): readonly Passed<Node>[] {
  if (block.type !== 'BlockStatement' && block.type !== 'Program') {
    return [];
  }
  spend(block.body.length);
  return block.body.flatMap((statement) =>
    statement.type === 'IfStatement' && !statement.alternate && leaves(statement.consequent)
      ? [{ test: statement.test, holds: false, start: statement.range[0] }]
      : [],
  );
}

/** Whether a statement ends by leaving the block that it is in. */
export function leaves(statement: Node): boolean {
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
