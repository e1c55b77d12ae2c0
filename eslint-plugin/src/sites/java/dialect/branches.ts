import type { Branches, Rule } from '../../flow/branches.ts';

const CHOICE = { by: 'condition', parts: ['consequence', 'alternative'] };

/** What decides which code runs, in the grammar of Java. */
export const BRANCHES: Branches = {
  rules: new Map<string, Rule>([
    ['if_statement', { is: 'if', ...CHOICE }],
    ['ternary_expression', { is: 'conditional', ...CHOICE }],
    ['while_statement', { is: 'while', by: 'condition', parts: ['body'] }],
    ['do_statement', { is: 'do' }],
    ['for_statement', { is: 'for', by: 'condition', parts: ['update', 'body'] }],
    ['enhanced_for_statement', { is: 'for', parts: ['body'] }],
    ['switch_expression', { is: 'switch', by: 'condition', parts: ['body'] }],
    ['switch_block_statement_group', { is: 'case' }],
    ['switch_rule', { is: 'case' }],
    ['try_statement', { is: 'try', parts: ['body'] }],
    ['try_with_resources_statement', { is: 'scope' }],
    ['catch_clause', { is: 'catch' }],
    ['binary_expression', { is: 'operator', by: 'left', parts: ['right'] }],
    ['lambda_expression', { is: 'lambda' }],
    ['method_declaration', { is: 'function' }],
    ['constructor_declaration', { is: 'function' }],
    ['return_statement', { is: 'exit' }],
    ['throw_statement', { is: 'exit' }],
    ['break_statement', { is: 'break' }],
    ['continue_statement', { is: 'break' }],
  ]),
  shortCircuits: new Map([
    ['&&', 'and'],
    ['||', 'or'],
  ]),
};
