/**
 * For programs that show findings themselves, such as editors: what the rules know of a file, the titles of their remedies, and the
 * language in which all is said. Published as `eslint-plugin-rebind/editor`.
 */
export { analyse, type Analysis, type JudgedSite } from './analysis.ts';
export { consequenceOf, remediesOf, titleFor } from './report.ts';
export { babelParser } from './sites/babel-parser.ts';
export type { Verdict } from './verdict.ts';
export { say, type Translation, useTranslation } from './words.ts';
