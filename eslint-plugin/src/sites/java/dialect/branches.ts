import type { Branches } from '../../flow/branches.ts';

/** What decides which code runs, in the grammar of Java. */
export const BRANCHES: Branches = {
  control: new Map([
    ['if_statement', 'if'],
    ['ternary_expression', 'conditional'],
    ['while_statement', 'while'],
    ['do_statement', 'do'],
    ['for_statement', 'for'],
    ['enhanced_for_statement', 'for'],
    ['switch_expression', 'switch'],
    ['switch_block_statement_group', 'case'],
    ['switch_rule', 'case'],
    ['try_statement', 'try'],
    ['catch_clause', 'catch'],
    ['binary_expression', 'operator'],
    ['lambda_expression', 'lambda'],
    ['method_declaration', 'function'],
    ['constructor_declaration', 'function'],
    ['return_statement', 'exit'],
    ['throw_statement', 'exit'],
    ['break_statement', 'break'],
    ['continue_statement', 'break'],
  ]),
  shortCircuits: new Set(['&&', '||']),
};
