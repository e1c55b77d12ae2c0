import type { Branches } from '../../flow/branches.ts';

/** What decides which code runs, in the grammar of Python. */
export const BRANCHES: Branches = {
  control: new Map([
    ['if_statement', 'if'],
    ['elif_clause', 'else if'],
    ['conditional_expression', 'conditional'],
    ['while_statement', 'while'],
    ['for_statement', 'for'],
    ['case_clause', 'case'],
    ['try_statement', 'try'],
    ['except_clause', 'catch'],
    ['except_group_clause', 'catch'],
    ['boolean_operator', 'operator'],
    ['lambda', 'lambda'],
    ['function_definition', 'function'],
    ['return_statement', 'exit'],
    ['raise_statement', 'exit'],
    ['break_statement', 'break'],
    ['continue_statement', 'break'],
  ]),
  shortCircuits: new Set(['and', 'or']),
  // `a if b else c` has no names for its parts
  conditionOf: ({ type, named }) => (type === 'conditional_expression' ? named[1] : undefined),
};
