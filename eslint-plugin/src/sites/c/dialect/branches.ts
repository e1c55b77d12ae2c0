import type { Branches } from '../../flow/branches.ts';
import { asksForFailure } from './failure.ts';

/** What decides which code runs, in the grammars of C and C++. */
export const BRANCHES: Branches = {
  control: new Map([
    ['if_statement', 'if'],
    ['conditional_expression', 'conditional'],
    ['preproc_if', '#if'],
    ['preproc_ifdef', '#if'],
    ['preproc_elif', '#if'],
    ['preproc_elifdef', '#if'],
    ['preproc_else', '#else'],
    ['while_statement', 'while'],
    ['do_statement', 'do'],
    ['for_statement', 'for'],
    ['for_range_loop', 'for'],
    ['switch_statement', 'switch'],
    ['case_statement', 'case'],
    ['try_statement', 'try'],
    ['catch_clause', 'catch'],
    ['binary_expression', 'operator'],
    ['lambda_expression', 'lambda'],
    ['function_definition', 'function'],
    ['return_statement', 'exit'],
    ['goto_statement', 'exit'],
    ['throw_statement', 'exit'],
    ['break_statement', 'break'],
    ['continue_statement', 'break'],
  ]),
  shortCircuits: new Set(['&&', '||', 'and', 'or']),
  asksForFailure,
};
