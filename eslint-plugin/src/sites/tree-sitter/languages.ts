import type { ESLint } from 'eslint';
import { languages as all } from '../languages.ts';
import { treeSitterLanguage } from './language.ts';

/** For `plugins: { rebind }` and `language: 'rebind/c'`. */
export const languages: NonNullable<ESLint.Plugin['languages']> = Object.fromEntries(
  all.flatMap(({ treeSitter }) => (treeSitter ? [[treeSitter.name, treeSitterLanguage(treeSitter)]] : [])),
);
