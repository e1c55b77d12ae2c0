import type { Branches, Rule } from '../../flow/branches.ts';
import { asksForFailure } from './failure.ts';

const CHOICE = { by: 'condition', parts: ['consequence', 'alternative'] };

/** One of several parts of a file is compiled; what stands before the first alternative has no name. */
const DIRECTIVE: Rule = { is: '#if', by: 'condition', parts: ['alternative'] };

/** What decides which code runs, in the grammars of C and C++. */
export const BRANCHES: Branches = {
  rules: new Map<string, Rule>([
    ['if_statement', { is: 'if', ...CHOICE }],
    ['conditional_expression', { is: 'conditional', ...CHOICE }],
    ['preproc_if', DIRECTIVE],
    ['preproc_ifdef', DIRECTIVE],
    ['preproc_elif', DIRECTIVE],
    ['preproc_elifdef', DIRECTIVE],
    ['preproc_else', { is: '#else' }],
    ['while_statement', { is: 'while', by: 'condition', parts: ['body'] }],
    ['do_statement', { is: 'do' }],
    ['for_statement', { is: 'for', by: 'condition', parts: ['update', 'body'] }],
    ['for_range_loop', { is: 'for', parts: ['body'] }],
    ['switch_statement', { is: 'switch', by: 'condition', parts: ['body'] }],
    ['case_statement', { is: 'case' }],
    ['try_statement', { is: 'try', parts: ['body'] }],
    ['catch_clause', { is: 'catch' }],
    ['binary_expression', { is: 'operator', by: 'left', parts: ['right'] }],
    ['lambda_expression', { is: 'lambda' }],
    ['function_definition', { is: 'function' }],
    ['return_statement', { is: 'exit' }],
    ['goto_statement', { is: 'exit' }],
    ['throw_statement', { is: 'exit' }],
    ['break_statement', { is: 'break' }],
    ['continue_statement', { is: 'break' }],
  ]),
  shortCircuits: new Map([
    ['&&', 'and'],
    ['and', 'and'],
    ['||', 'or'],
    ['or', 'or'],
  ]),
  asksForFailure,
};
