import type { Branches, Rule } from '../../flow/branches.ts';

/** What decides which code runs, in the grammar of Python. */
export const BRANCHES: Branches = {
  rules: new Map<string, Rule>([
    ['if_statement', { is: 'if', by: 'condition', parts: ['consequence', 'alternative'] }],
    ['elif_clause', { is: 'else if', by: 'condition', parts: ['consequence'] }],
    // `a if b else c` has no names for its parts
    ['conditional_expression', { is: 'conditional', by: 1, parts: [0, 2] }],
    ['while_statement', { is: 'while', by: 'condition', parts: ['body', 'alternative'] }],
    ['for_statement', { is: 'for', parts: ['body'] }],
    ['with_statement', { is: 'scope' }],
    ['case_clause', { is: 'case' }],
    ['try_statement', { is: 'try', parts: ['body'] }],
    ['except_clause', { is: 'catch' }],
    ['except_group_clause', { is: 'catch' }],
    ['boolean_operator', { is: 'operator', by: 'left', parts: ['right'] }],
    ['lambda', { is: 'lambda' }],
    ['function_definition', { is: 'function' }],
    ['return_statement', { is: 'exit' }],
    ['raise_statement', { is: 'exit' }],
    ['break_statement', { is: 'break' }],
    ['continue_statement', { is: 'break' }],
  ]),
  shortCircuits: new Map([
    ['and', 'and'],
    ['or', 'or'],
  ]),
};
