import { shortCircuitOf } from '../../flow/branches.ts';
import { guardBy, platformGuards, type Passed } from '../../flow/guards.ts';
import { decidedBy, truths, type Condition, type Truth } from '../../flow/truth.ts';
import { memoize } from '../../memoize.ts';
import { PLATFORMS, type Platform } from '../../site.ts';
import type { SyntaxNode } from '../../tree-sitter/node.ts';
import { unwrap } from '../../tree-sitter/unwrap.ts';
import { TESTS } from '../catalogue/platforms.ts';
import { BRANCHES } from '../dialect/branches.ts';
import type { Names } from './names.ts';
import { callTruth, comparisonTruth, initialValue, memberOf, returnedBy } from './system-texts.ts';

/** Words without which a file asks for no platform. */
const MENTIONS = /os\.name|[sS]eparator|WINDOWS|LINUX|MAC|[iI]sWindows|[iI]sOsx|isLinux|isMac|isAvailable/;

/** The platforms on which a node is reached, by the conditions around it. */
export const platformsAt = (names: Names, node: SyntaxNode): readonly Platform[] =>
  mentions(node.root) ? conditionsOf(names).guards.at(node) : PLATFORMS;

/** Where a condition holds, by the platform alone; undefined where it asks something else too. */
export const platformsWhere = (names: Names, test: SyntaxNode): readonly Platform[] | undefined =>
  mentions(test.root) ? decidedBy(conditionsOf(names).truthOf(test)) : undefined;

const mentions = memoize(({ text }: SyntaxNode) => MENTIONS.test(text));

const conditionsOf = memoize((names: Names) => {
  const truthOf = truths((test: SyntaxNode) => lower(names, unwrap(test)));
  const branching = { startOf: ({ start }: SyntaxNode) => start, guard: guardBy(BRANCHES), passed };
  return { truthOf, guards: platformGuards(branching, truthOf) };
});

/** The conditions under which a block is left. */
function passed(block: SyntaxNode): readonly Passed<SyntaxNode>[] {
  return /^(?:block|constructor_body|switch_block_statement_group)$/.test(block.type)
    ? block.named.flatMap((statement) => {
        const test = statement.type === 'if_statement' ? statement.field('condition') : undefined;
        const isLeft = leaves(statement.field('consequence'));
        return test && (isLeft || leaves(statement.field('alternative')))
          ? [{ test, holds: !isLeft, start: statement.start }]
          : [];
      })
    : [];
}

function leaves(branch: SyntaxNode | undefined): boolean {
  const last = branch?.type === 'block' ? branch.named.at(-1) : branch;
  return (
    last !== undefined &&
    (/^(?:return|throw|break|continue)_statement$/.test(last.type) ||
      (last.type === 'expression_statement' && /^System\s*\.\s*exit\s*\(/.test(last.text)))
  );
}

const known = (truth: Truth | undefined): Condition<SyntaxNode> | undefined =>
  truth && { is: 'known', truth };

function lower(names: Names, test: SyntaxNode): Condition<SyntaxNode> | undefined {
  switch (test.type) {
    case 'unary_expression': {
      const of = test.text.startsWith('!') ? test.field('operand') : undefined;
      return of && { is: 'not', of };
    }
    case 'binary_expression': {
      const is = shortCircuitOf(test, BRANCHES);
      return is ? { is, of: test.named } : known(comparisonTruth(names, test));
    }
    case 'identifier':
    case 'field_access':
      return known(memberOf(names, test, TESTS)) ?? lowerVariable(test);
    case 'method_invocation':
      return known(memberOf(names, test, TESTS) ?? callTruth(names, test)) ?? lowerOwn(names, test);
    default:
      return undefined;
  }
}

function lowerVariable(node: SyntaxNode): Condition<SyntaxNode> | undefined {
  const as = initialValue(node);
  return as && { is: 'same', as };
}

function lowerOwn(names: Names, call: SyntaxNode): Condition<SyntaxNode> | undefined {
  const as = returnedBy(names, call);
  return as && { is: 'same', as };
}
