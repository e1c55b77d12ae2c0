import type { ESLint } from 'eslint';
import { LANGUAGES } from './facts.ts';
import { treeSitterLanguage } from './language.ts';

/** For `plugins: { rebind }` and `language: 'rebind/c'`. */
export const languages: NonNullable<ESLint.Plugin['languages']> = Object.fromEntries(
  LANGUAGES.map((facts) => [facts.name, treeSitterLanguage(facts)]),
);
